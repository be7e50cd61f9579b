// Four points that the person places on the picture, by mouse, touch or keyboard, where the models saw nothing
// or the wrong thing.
import { element, make } from "./dom.js";
import { t } from "./text.js";

/** @typedef {import("./engine.js").Points} Points */
/** @typedef {[width: number, height: number]} Size */

/** @type {[name: string, title: string, place: [x: number, y: number]][]} with a place in a well-cropped photo */
const HANDLES = [
  ["crown", t("头顶", "Crown"), [0.5, 0.1]],
  ["left-eye", t("画面左边的眼睛", "Eye at the left of the picture"), [0.42, 0.42]],
  ["right-eye", t("画面右边的眼睛", "Eye at the right of the picture"), [0.58, 0.42]],
  ["chin", t("下巴", "Chin"), [0.5, 0.73]],
];
// A key's step, and one with Shift, as shares of the picture's height.
const STEP = 0.002;
const STRIDE = 0.02;
const ZOOM = 4;

/** @type {Record<string, [right: number, down: number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The editor of the points in the frame's document. */
export class Placing {
  #panel = element("placing");
  #message = element("placing-text");
  #stage = element("placing-stage");
  #lens = make("div", "lens");
  /** @type {Map<string, { handle: HTMLElement, at: [x: number, y: number] }>} */
  #points = new Map();
  /** @type {Size} */
  #size = [3, 4];

  /**
   * @param {object} page
   * @param {(points: Points) => void} page.onDone the person wants the photo judged by these
   * @param {() => void} page.onCancel
   */
  constructor({ onDone, onCancel }) {
    this.#lens.setAttribute("aria-hidden", "true");
    element("placing-done").addEventListener("click", () => onDone(this.#inPixels()));
    element("placing-cancel").addEventListener("click", () => {
      this.close();
      onCancel();
    });
  }

  /**
   * Show the points over a picture: where they were seen or placed, else where they belong in a good photo.
   * @param {HTMLImageElement} picture
   * @param {Size} size of the photo in px
   * @param {Points} points in px
   */
  open(picture, size, points) {
    this.#size = size;
    this.#points.clear();
    const shown = /** @type {HTMLImageElement} */ (picture.cloneNode());
    shown.draggable = false;
    this.#lens.style.backgroundImage = `url(${picture.src})`;
    this.#stage.replaceChildren(shown, this.#lens);
    this.#lens.hidden = true;
    for (const [name, title, place] of HANDLES) {
      const seen = points[name];
      const handle = this.#handle(name, title);
      this.#points.set(name, { handle, at: place });
      this.#stage.append(handle);
      this.#move(name, seen ? [seen[0] / size[0], seen[1] / size[1]] : place);
    }
    this.tell("");
    this.#panel.hidden = false;
  }

  /** Take the points away. */
  close() {
    this.#panel.hidden = true;
    this.#stage.replaceChildren();
    this.#points.clear();
  }

  /** Whether the points are shown. */
  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Put the focus on the first point. */
  focus() {
    this.#points.get(HANDLES[0][0])?.handle.focus();
  }

  /**
   * Say something about the points.
   * @param {string} text
   */
  tell(text) {
    this.#message.textContent = text;
  }

  /**
   * @param {string} name
   * @param {string} title
   */
  #handle(name, title) {
    const made = make("div", "handle");
    made.dataset.point = name;
    made.tabIndex = 0;
    const attributes = { role: "slider", "aria-label": title, "aria-valuemin": "0", "aria-valuemax": "100" };
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.setAttribute("aria-describedby", "placing-help");
    made.append(make("span", "", title));
    /** @type {{ x: number, y: number, at: [x: number, y: number] } | null} */
    let from = null;
    made.addEventListener("pointerdown", (event) => {
      const point = this.#points.get(name);
      if (event.button !== 0 || !point) return;
      made.setPointerCapture(event.pointerId);
      from = { x: event.clientX, y: event.clientY, at: point.at };
      made.focus({ preventScroll: true });
      event.preventDefault();
    });
    made.addEventListener("pointermove", (event) => {
      if (!from) return;
      const box = this.#stage.getBoundingClientRect();
      const [x, y] = from.at;
      this.#move(name, [x + (event.clientX - from.x) / box.width, y + (event.clientY - from.y) / box.height]);
    });
    for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) {
      made.addEventListener(kind, () => {
        from = null;
      });
    }
    made.addEventListener("keydown", (event) => this.#key(name, event));
    made.addEventListener("focus", () => this.#look(name));
    made.addEventListener("blur", () => {
      this.#lens.hidden = true;
    });
    return made;
  }

  /**
   * @param {string} name
   * @param {KeyboardEvent} event
   */
  #key(name, event) {
    const direction = DIRECTIONS[event.key];
    const point = this.#points.get(name);
    if (!direction || !point || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? STRIDE : STEP;
    const across = (step * this.#size[1]) / this.#size[0]; // as many px as up and down
    this.#move(name, [point.at[0] + direction[0] * across, point.at[1] + direction[1] * step]);
  }

  /**
   * @param {string} name
   * @param {[x: number, y: number]} to
   */
  #move(name, to) {
    const point = this.#points.get(name);
    if (!point) return;
    const [x, y] = to.map((part) => Math.min(1, Math.max(0, part)));
    point.at = [x, y];
    const { handle } = point;
    handle.style.left = `${100 * x}%`;
    handle.style.top = `${100 * y}%`;
    const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)}%`;
    handle.setAttribute("aria-valuenow", (100 * y).toFixed(1));
    handle.setAttribute("aria-valuetext", t(`离左边 ${percent(x)}，离上边 ${percent(y)}`, `${percent(x)} from the left, ${percent(y)} from the top`));
    if (document.activeElement === handle) this.#look(name);
  }

  /**
   * Show what lies under a point, larger, in the corner that is farthest from it.
   * @param {string} name
   */
  #look(name) {
    const point = this.#points.get(name);
    if (!point) return;
    const [x, y] = point.at;
    const { width, height } = this.#stage.getBoundingClientRect();
    const { style } = this.#lens;
    this.#lens.hidden = false;
    const half = this.#lens.offsetWidth / 2;
    style.left = x > 0.5 ? "0" : "auto";
    style.right = x > 0.5 ? "auto" : "0";
    style.top = y > 0.5 ? "0" : "auto";
    style.bottom = y > 0.5 ? "auto" : "0";
    style.backgroundSize = `${ZOOM * width}px ${ZOOM * height}px`;
    style.backgroundPosition = `${half - x * ZOOM * width}px ${half - y * ZOOM * height}px`;
  }

  /** @returns {Points} */
  #inPixels() {
    const [width, height] = this.#size;
    /** @type {(at: [number, number]) => [number, number]} */
    const pixels = ([x, y]) => [x * width, y * height];
    return Object.fromEntries([...this.#points].map(([name, { at }]) => [name, pixels(at)]));
  }
}
