// Draws what the rules measured over a picture. Every node is made here, from numbers and texts of the worker,
// never from markup.
import { make } from "./dom.js";
import { t } from "./text.js";

/** @typedef {[x: number, y: number]} At fractions of the picture's width and height */

/**
 * @typedef {object} Shape what one rule measured and allows
 * @property {string} rule
 * @property {string} outcome
 * @property {string} title
 * @property {string} words a sentence that says what the shape shows
 * @property {string} name what the line is called
 * @property {string} value what was measured
 * @property {At} at where the label belongs
 * @property {At[][]} lines
 * @property {At[][]} bands areas in which a line may lie
 * @property {At[][]} clear areas that must stay free
 * @property {string[]} handles the points by which a person can have the rule judge
 */

/** A sign beside the colour. @type {Record<string, string>} */
const SIGNS = { pass: "✓", warn: "!", fail: "✕", unknown: "?" };
const OUTCOMES = ["fail", "unknown", "warn", "pass"];
const GAP_PX = 2;

/**
 * Whether there is anything to see of a shape.
 * @param {Shape} shape
 */
export function isVisible({ lines, bands, clear }) {
  return lines.length + bands.length + clear.length > 0;
}

/**
 * Return a picture with shapes over it, as wide as its container.
 * @param {HTMLImageElement} picture becomes a part of it
 * @param {Shape[]} shapes
 * @returns {HTMLElement}
 */
export function drawn(picture, shapes) {
  const made = make("div", "drawn");
  const layer = svg("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", role: "img", focusable: "false" });
  const title = svg("title");
  const words = svg("desc");
  layer.append(title, words, ...shapes.map(group));
  const labels = make("div", "labels");
  labels.setAttribute("aria-hidden", "true"); // the description says the same in sentences
  labels.append(...withoutTwins(shapes).map(lineLabel), ...shapes.flatMap(bandLabels));
  made.append(picture, layer, labels);
  describe(made, shapes);
  // Also when the picture gets its size, or another.
  new ResizeObserver(() => spread(labels)).observe(made);
  return made;
}

/**
 * Show only the shapes of some rules.
 * @param {HTMLElement} drawing made by `drawn`
 * @param {Shape[]} shapes those it was made of
 * @param {(rule: string) => boolean} shown
 */
export function choose(drawing, shapes, shown) {
  for (const part of drawing.querySelectorAll("[data-rule]")) {
    part.toggleAttribute("hidden", !shown(String(part.getAttribute("data-rule"))));
  }
  describe(drawing, shapes.filter(({ rule }) => shown(rule)));
  spread(/** @type {HTMLElement} */ (drawing.querySelector(".labels")));
}

/**
 * Return the words of shapes, a sentence each.
 * @param {Shape[]} shapes
 */
export function sentences(shapes) {
  return shapes.map(({ words }) => words + t("。", ".")).join(t("", " "));
}

/**
 * @param {HTMLElement} drawing
 * @param {Shape[]} shown
 */
function describe(drawing, shown) {
  const [title, words] = drawing.querySelectorAll("svg > title, svg > desc");
  title.textContent = shown.length
    ? t(`画在照片上的 ${shown.length} 项`, `Drawn over the photo: ${shown.length}`)
    : t("照片上没有画线", "Nothing is drawn over the photo");
  words.textContent = sentences(shown);
}

/** @param {Shape} shape */
function group({ rule, outcome, words, lines, bands, clear }) {
  const made = svg("g", { "data-rule": rule, "data-outcome": outcome, class: "shape" });
  const title = svg("title");
  title.textContent = words;
  made.append(
    title,
    ...bands.map((area) => svg("polygon", { class: "allowed-area", points: points(area) })),
    ...clear.map((area) => svg("polygon", { class: "clear-area", points: points(area) })),
    ...lines.map((line) => svg("polyline", { class: "under", points: points(line) })),
    ...lines.map((line) => svg("polyline", { class: "line", points: points(line) })),
  );
  return made;
}

/** @param {Shape} shape */
function lineLabel({ rule, outcome, name, value, at }) {
  const made = label(rule, `${SIGNS[outcome] ?? ""} ${name} ${value}`, at);
  made.dataset.outcome = outcome;
  return made;
}

/**
 * Bands across the whole picture say at its right edge whose they are.
 * @param {Shape} shape
 */
function bandLabels({ rule, name, bands }) {
  return bands
    .filter((band) => band[0][0] === 0 && band[2][0] === 1)
    .map((band) => {
      const made = label(rule, name, [1, (band[0][1] + band[2][1]) / 2]);
      made.className = "of-area";
      return made;
    });
}

/**
 * @param {string} rule
 * @param {string} text
 * @param {At} at
 */
function label(rule, text, [x, y]) {
  const made = make("span", "", text);
  made.dataset.rule = rule;
  const percent = (/** @type {number} */ share) => `${100 * Math.min(1, Math.max(0, share))}%`;
  if (x > 0.5) made.style.right = percent(1 - x);
  else made.style.left = percent(x);
  made.style.top = percent(y);
  return made;
}

/**
 * Two standards have the same line in two bands: one label is enough, that of the worse outcome.
 * @param {Shape[]} shapes
 */
function withoutTwins(shapes) {
  const place = (/** @type {Shape} */ shape) => OUTCOMES.indexOf(shape.outcome);
  const worstFirst = shapes.filter(({ lines }) => lines.length).sort((one, other) => place(one) - place(other));
  return worstFirst.filter((shape, at) => worstFirst.findIndex(({ rule }) => rule === shape.rule) === at);
}

/**
 * Move labels down that would lie over others, and back up what would stick out below.
 * @param {HTMLElement} labels
 */
function spread(labels) {
  const shown = /** @type {HTMLElement[]} */ ([...labels.querySelectorAll("span:not([hidden])")]);
  for (const one of shown) one.style.marginTop = "0";
  const box = labels.getBoundingClientRect();
  const boxes = shown.map((one) => ({ one, box: one.getBoundingClientRect(), down: 0 }));
  boxes.sort((one, other) => one.box.top - other.box.top);
  /** @type {typeof boxes} */
  const placed = [];
  for (const next of boxes) {
    const { left, right, top, bottom, height } = next.box;
    if (bottom > box.bottom) next.down = box.bottom - bottom;
    if (top < box.top) next.down = box.top - top;
    for (const other of placed) {
      const end = other.box.bottom + other.down;
      const over = left < other.box.right && other.box.left < right;
      if (over && top + next.down < end && end < top + next.down + 2 * height) next.down = end + GAP_PX - top;
    }
    next.one.style.marginTop = `${next.down}px`;
    placed.push(next);
  }
}

/** @param {At[]} path */
function points(path) {
  return path.map(([x, y]) => `${Number(x)},${Number(y)}`).join(" ");
}

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 */
function svg(tag, attributes = {}) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
