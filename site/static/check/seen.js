// The picture beside the findings, with what the rules measured drawn over it: what is not in order at first, any rule
// by a switch, and at a finding's button a picture with that rule's lines alone.
import { choose, drawn, isVisible, sentences } from "./drawing.js";
import { element, list, make } from "./dom.js";
import { about } from "./report.js";
import { t } from "./text.js";

/** @typedef {import("./drawing.js").Shape} Shape */
/** @typedef {import("./report.js").Report} Report */

// What is drawn where there is no problem.
const PLAIN = ["crown-position", "eye-line", "head-height"];

/** The figure in the frame's document. */
export class Seen {
  #figure = element("seen");
  #place = element("picture");
  /** @type {Shape[][]} */
  #drawings = [];
  /** @type {Report[]} */
  #reports = [];
  /** @type {HTMLImageElement | null} */
  #picture = null;
  /**
   * Draws one rule's lines alone over the large picture, or with an empty text what is switched on.
   * @type {(rule: string) => void}
   */
  #highlight = () => {};

  /** @param {{ onPlace: () => void }} page `onPlace`: the person wants to place points by hand */
  constructor({ onPlace }) {
    this.onPlace = onPlace;
  }

  /**
   * Draw over the picture, and give the findings their buttons.
   * @param {HTMLImageElement} picture
   * @param {Report[]} reports
   * @param {Shape[][]} drawings for each report
   */
  show(picture, reports, drawings) {
    this.#picture = /** @type {HTMLImageElement} */ (picture.cloneNode());
    this.#reports = reports;
    this.#drawings = drawings;
    const shapes = onlyOnce(drawings.flat().filter(isVisible));
    const drawing = drawn(this.#picture, shapes);
    this.#place.replaceChildren(drawing);
    const problems = shapes.filter(({ outcome, lines }) => outcome !== "pass" && lines.length).map(({ rule }) => rule);
    const shown = new Set(problems.length ? problems : PLAIN);
    const rules = [...new Set(shapes.map(({ rule }) => rule))];
    this.#highlight = (rule) => choose(drawing, shapes, rule ? (one) => one === rule : (one) => shown.has(one));
    const update = () => {
      choose(drawing, shapes, (rule) => shown.has(rule));
      const count = rules.filter((rule) => shown.has(rule)).length;
      element("lines-title").textContent = t(
        `照片上的线（${rules.length} 项，画出 ${count} 项）`,
        `Lines on the photo (${rules.length}, of them drawn: ${count})`,
      );
    };
    const items = rules.map((rule) => switchItem(rule, this.#words(rule), shown, update));
    element("lines-list").replaceChildren(list("switches", items));
    element("lines").hidden = !shapes.length;
    element("lines-legend").hidden = !shapes.length;
    this.#figure.hidden = false;
    this.hide(false);
    update();
    this.#addButtons();
  }

  /** Forget the picture. */
  clear() {
    this.#figure.hidden = true;
    this.#place.replaceChildren();
    this.#picture = null;
  }

  /**
   * Hide the picture or show it again.
   * @param {boolean} hidden
   */
  hide(hidden) {
    element("seen-lines").hidden = hidden;
  }

  /**
   * Return what the standards say of a rule's lines, each by its name where they differ.
   * @param {string} rule
   */
  #words(rule) {
    /** @type {Map<string, string>} */
    const said = new Map();
    for (const [at, shapes] of this.#drawings.entries()) {
      for (const { words } of shapes.filter((shape) => shape.rule === rule)) {
        if (!said.has(words)) said.set(words, about(this.#reports[at].standard).name + t("：", ": ") + words);
      }
    }
    return [...(said.size > 1 ? said.values() : said.keys())].join(t("；", "; "));
  }

  /** Give each finding that is drawn, or that points placed by hand would have judged, its button. */
  #addButtons() {
    for (const item of element("reports").querySelectorAll("li.finding")) {
      const { rule = "" } = /** @type {HTMLElement} */ (item).dataset;
      const section = /** @type {HTMLElement | null} */ (item.closest("[data-standard]"));
      const at = this.#reports.findIndex(({ standard }) => standard === section?.dataset.standard);
      const shapes = (at < 0 ? this.#drawings.flat() : this.#drawings[at]).filter((shape) => shape.rule === rule);
      const buttons = make("p", "finding-actions");
      if (shapes.some(isVisible)) buttons.append(this.#showButton(shapes));
      if (shapes.some(({ outcome, handles }) => outcome === "unknown" && handles.length)) {
        buttons.append(button(t("手动标点", "Mark points by hand"), this.onPlace));
      }
      if (buttons.childNodes.length) item.querySelector(".message")?.after(buttons);
    }
  }

  /** @param {Shape[]} shapes of one rule */
  #showButton(shapes) {
    /** @type {HTMLElement | null} */
    let shown = null;
    const made = button(t("在照片上看", "Show on the photo"), () => {
      if (shown) shown.remove();
      shown = shown ? null : this.#alone(shapes.slice(0, 1));
      this.#highlight(shown ? shapes[0].rule : "");
      if (shown) made.parentElement?.after(shown);
      made.setAttribute("aria-expanded", String(Boolean(shown)));
      made.textContent = shown ? t("收起照片", "Hide the photo") : t("在照片上看", "Show on the photo");
    });
    made.setAttribute("aria-expanded", "false");
    return made;
  }

  /** @param {Shape[]} shapes */
  #alone(shapes) {
    const made = make("div", "alone");
    const picture = /** @type {HTMLImageElement | undefined} */ (this.#picture?.cloneNode());
    if (picture) made.append(drawn(picture, shapes));
    made.append(make("p", "src-note", sentences(shapes)));
    return made;
  }
}

/**
 * What several standards say alike is drawn once.
 * @param {Shape[]} shapes
 */
function onlyOnce(shapes) {
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}

/**
 * @param {string} rule
 * @param {string} words
 * @param {Set<string>} shown
 * @param {() => void} update
 */
function switchItem(rule, words, shown, update) {
  const item = make("li");
  const label = make("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = shown.has(rule);
  box.dataset.rule = rule;
  box.addEventListener("change", () => {
    if (box.checked) shown.add(rule);
    else shown.delete(rule);
    update();
  });
  label.append(box, make("span", "", words));
  item.append(label);
  return item;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 */
function button(text, onClick) {
  const made = /** @type {HTMLButtonElement} */ (make("button", "button button-secondary button-small", text));
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}
