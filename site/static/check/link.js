// What a link to this page asks for: standards, and single limits that it changes. Python reads it; here it
// is shown, so that nobody is judged by changed limits without knowing.
import { element, list, make } from "./dom.js";
import { t } from "./text.js";

/**
 * @typedef {object} Reading what Python made of the link
 * @property {string[]} standards that the link names; none when it leaves the choice to the person
 * @property {Record<string, string>} overrides the limits that it changes
 * @property {string[]} names of the standards
 * @property {string[]} changes one sentence a changed limit
 * @property {string} error why the link cannot be followed; empty when it can
 */

/** @typedef {{ standards: string[], overrides: Record<string, string> }} Wish what a photo is judged by */

const NO_STANDARD = [""];

/** The requirements as the link or, without one, the first question gives them. */
export class Requirements {
  /** @type {Reading | null} */
  #link = null;
  #schools = element("schools");
  #notice = element("link");

  /**
   * @param {string} query the address's part after the question mark
   * @param {() => void} onChange called when the person chooses other requirements
   */
  constructor(query, onChange) {
    this.query = query.replace(/^\?/, "");
    this.#schools.addEventListener("change", onChange);
    element("link-undo").addEventListener("click", () => {
      this.#end();
      onChange();
      element("schools").querySelector("input")?.focus();
    });
    if (this.query) this.#wait();
  }

  /** What the next photo is to be judged by. @returns {Wish} */
  get wish() {
    const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=school]:checked"));
    const asked = (chosen?.dataset.standards ?? "").split(" ");
    return {
      standards: this.#link?.standards.length ? this.#link.standards : asked,
      overrides: this.#link?.overrides ?? {},
    };
  }

  /**
   * Follow the link as Python read it, or say why not.
   * @param {Reading} reading
   */
  follow(reading) {
    if (reading.error) {
      this.#end();
      this.#show("notice-warn", t("这个链接里的要求用不了，下面还是平常的要求。", "The requirements in this link cannot be used; below are the usual ones."), [reading.error], false);
      return;
    }
    this.#link = reading;
    const { names, changes } = reading;
    if (!names.length && !changes.length) {
      this.#end();
      return;
    }
    this.#schools.hidden = names.length > 0;
    const quoted = names.map((name) => t(`「${name}」`, `“${name}”`)).join(t("、", ", "));
    const chosen = names.length ? t(`这个链接选了要求：${quoted}。`, `This link chose the requirements: ${quoted}. `) : "";
    const text = changes.length
      ? t(`${chosen}这个链接改了要求，以通知为准：`, `${chosen}This link changed requirements; the notice comes first:`)
      : chosen;
    this.#show("", text, changes, true);
  }

  /** Until Python has read the link nothing is asked that it may answer. */
  #wait() {
    const named = new URLSearchParams(this.query).getAll("standard");
    if (!named.length || String(named) === String(NO_STANDARD)) return;
    this.#schools.hidden = true;
    this.#show("", t("这个链接指定了要求，正在核对…", "This link names requirements; they are being read…"), [], false);
  }

  /** Back to the usual requirements. */
  #end() {
    this.#link = null;
    this.#schools.hidden = false;
    this.#notice.hidden = true;
  }

  /**
   * @param {string} kind
   * @param {string} text
   * @param {string[]} lines
   * @param {boolean} undo whether the person can go back to the usual requirements
   */
  #show(kind, text, lines, undo) {
    this.#notice.className = `notice ${kind}`;
    element("link-text").textContent = text;
    const items = lines.map((line) => make("li", "", line));
    element("link-changes").replaceChildren(...(items.length ? [list("", items)] : []));
    element("link-undo").hidden = !undo;
    this.#notice.hidden = false;
  }
}
