// What is drawn over the camera's picture: the part that becomes the photo, the standards' bands in it, and
// the outline of a head and shoulders that lies in them.
import { bandElement } from "./editor.js";

/**
 * @typedef {object} Outline shares of the window's height, for `face` of its width
 * @property {number} crown
 * @property {number} eyes
 * @property {number} chin
 * @property {number} face
 */

/**
 * @typedef {object} Finder as Python describes it
 * @property {[left: number, top: number, width: number, height: number]} window fractions of the picture
 * @property {import("./editor.js").Band[]} bands
 * @property {Outline | null} outline
 */

const SVG = "http://www.w3.org/2000/svg";
// How a drawn figure is built, in widths of its face: hair beside the face, neck, shoulders. Ours; nothing is
// measured by it, the bands say what counts.
const HAIR = 1.12;
const NECK = 0.55;
const SHOULDERS = 1.65;
const HIGH = 1000; // units of the drawing's height

/**
 * Show a finder in the element that lies over the picture.
 * @param {HTMLElement} over
 * @param {Finder} finder
 * @param {[width: number, height: number]} size of the picture in px
 */
export function showFinder(over, { window: [left, top, width, height], bands, outline }, size) {
  const percent = (/** @type {number} */ share) => `${100 * share}%`;
  Object.assign(over.style, { left: percent(left), top: percent(top), width: percent(width), height: percent(height) });
  const across = bands.filter(({ edge }) => edge === "top");
  over.replaceChildren(...across.map(bandElement));
  if (outline) over.append(drawn(outline, (HIGH * width * size[0]) / (height * size[1])));
}

/**
 * Draw the figure, each line twice, the first time dark, so that it is seen before anything.
 * @param {Outline} outline
 * @param {number} wide the drawing's width in units
 */
function drawn({ crown, eyes, chin, face }, wide) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${wide} ${HIGH}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "figure");
  for (const kind of ["under", "line"]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", kind);
    path.setAttribute("d", figure({ crown, eyes, chin, face }, wide));
    svg.append(path);
  }
  return svg;
}

/**
 * @param {Outline} outline
 * @param {number} wide
 */
function figure({ crown, eyes, chin, face }, wide) {
  const [top, middle, low] = [crown, eyes, chin].map((share) => share * HIGH);
  const [x, half] = [wide / 2, (face * wide) / 2];
  const [hair, neck, shoulder] = [half * HAIR, half * NECK, Math.min(half * SHOULDERS, wide / 2)];
  const throat = low - 0.1 * (low - top);
  const round = 0.55; // of a quarter of an ellipse, drawn as a Bézier curve
  const side = (/** @type {1 | -1} */ way) =>
    `M${x} ${top} C${x + way * hair * round} ${top} ${x + way * hair} ${middle - round * (middle - top)} ` +
    `${x + way * hair} ${middle} C${x + way * hair} ${middle + 0.6 * (low - middle)} ` +
    `${x + way * half * round} ${low} ${x} ${low} ` +
    `M${x + way * neck} ${throat} V${low + 20} C${x + way * neck} ${low + 90} ` +
    `${x + way * shoulder} ${low + 40} ${x + way * shoulder} ${HIGH}`;
  return `${side(-1)} ${side(1)} M${x - hair} ${middle} H${x + hair}`;
}
