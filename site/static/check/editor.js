// The crop editor: a frame of fixed shape, behind which the person moves and scales the picture by mouse,
// touch, keyboard or the buttons below it. Bands show where crown and chin should lie.
import { largest, moved, pixels, scaled } from "./crop.js";
import { element, make } from "./dom.js";
import { t } from "./text.js";

/** @typedef {import("./crop.js").Crop} Crop */

/**
 * @typedef {object} Band where something of the person should lie
 * @property {string} title
 * @property {string} edge `top`: low and high are fractions of the frame's height; `left`: of its width
 * @property {number} low
 * @property {number} high
 * @property {string} standard id of the standard that allows it; empty for what is advised
 */

/**
 * @typedef {object} Framing which crops the requirements allow
 * @property {[number, number]} picture its upright size in px
 * @property {[number, number]} min_size in px, below which the crop would be enlarged
 * @property {[left: number, top: number, width: number, height: number]} default as in a Crop
 * @property {Band[]} bands
 */

// Fractions of the frame: a key's step, a key's with Shift, a button's; and how much one step scales.
const STEP = 0.01;
const STRIDE = 0.1;
const BUTTON_STEP = 0.02;
const SCALE = 1.05;
const WHEEL_PX = 500; // of turning scale by e
const SLIDER_SCALE = 5; // the slider's right end, in times
const SPEAK_MS = 300; // a screen reader is told of the last of several quick moves

/** @type {Record<string, [right: number, down: number]>} where the picture goes */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The editor in the frame's document. */
export class CropEditor {
  #stage = element("stage");
  #window = element("crop-window");
  /** @type {HTMLInputElement} */
  #slider = element("crop-scale");
  /** @type {HTMLImageElement | null} */
  #picture = null;
  /** @type {Map<number, PointerEvent>} */
  #pointers = new Map();
  /** @type {Framing} */
  #framing = { picture: [3, 4], min_size: [0, 0], default: [0, 0, 1, 1], bands: [] };
  /** @type {Crop} */
  #most = { left: 0, top: 0, width: 1, height: 1 };
  #first = this.#most;
  #crop = this.#most;
  #timer = 0;
  /** What to go back to, the last one at the end; moves in quick succession count as one. @type {Crop[]} */
  #past = [];
  #settled = this.#most;

  constructor() {
    const stage = this.#stage;
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    stage.addEventListener("pointermove", (event) => this.#drag(event));
    for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) {
      stage.addEventListener(kind, (event) => this.#pointers.delete(event.pointerId));
    }
    stage.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
    stage.addEventListener("keydown", (event) => this.#key(event));
    this.#slider.addEventListener("input", () => {
      this.#change(scaled(this.#crop, 1 / SLIDER_SCALE ** (this.#slider.valueAsNumber / 100), this.#most));
    });
    for (const button of document.querySelectorAll("#crop-buttons button")) {
      button.addEventListener("click", () => this.#command(String(button.getAttribute("data-key")), BUTTON_STEP));
    }
  }

  /**
   * Show a picture with the default crop.
   * @param {Framing} framing
   * @param {HTMLImageElement} picture
   */
  show(framing, picture) {
    this.#framing = framing;
    this.#picture = picture;
    this.#pointers.clear();
    picture.draggable = false;
    const [left, top, width, height] = framing.default;
    const aspect = (width * framing.picture[0]) / (height * framing.picture[1]);
    this.#stage.style.setProperty("--aspect", String(aspect));
    this.#window.replaceChildren(picture, make("div", "shade"), ...framing.bands.map(bandElement));
    element("crop-legend").hidden = !framing.bands.some(({ edge, standard }) => edge === "top" && standard);
    this.#most = largest(framing.picture, aspect);
    this.#first = { left, top, width, height };
    this.#past = [];
    this.#settled = this.#first;
    this.#change(this.#first);
  }

  /** What is in the frame; null as long as it is the default. */
  get crop() {
    return this.#crop === this.#first ? null : this.#crop;
  }

  /** The crop's share of the largest one. */
  get #share() {
    return this.#crop.width / this.#most.width;
  }

  /** @param {Crop} crop */
  #change(crop) {
    this.#crop = crop;
    const percent = (/** @type {number} */ value) => `${100 * value}%`;
    if (this.#picture) {
      Object.assign(this.#picture.style, {
        width: percent(1 / crop.width),
        height: percent(1 / crop.height),
        left: percent(-crop.left / crop.width),
        top: percent(-crop.top / crop.height),
      });
    }
    const times = 1 / this.#share;
    this.#slider.value = String((100 * Math.log(times)) / Math.log(SLIDER_SCALE));
    this.#slider.setAttribute("aria-valuetext", t(`放大到 ${times.toFixed(2)} 倍`, `${times.toFixed(2)} times as large`));
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#settle(), SPEAK_MS);
    this.#showUndo();
  }

  /** The person has stopped moving: say what is in the frame, and remember where it was before. */
  #settle() {
    if (this.#crop !== this.#settled) this.#past.push(this.#settled);
    this.#settled = this.#crop;
    this.#say();
    this.#showUndo();
  }

  /** Go back to where the picture was before the last move. */
  #undo() {
    const back = this.#crop === this.#settled ? this.#past.pop() : this.#settled;
    if (!back) return;
    this.#settled = back;
    this.#change(back);
  }

  #showUndo() {
    const nothing = this.#crop === this.#settled && !this.#past.length;
    /** @type {HTMLButtonElement} */
    const button = element("crop-undo");
    // A disabled button would lose the focus, and with it the keyboard's place.
    if (nothing && document.activeElement === button) this.#stage.focus();
    button.disabled = nothing;
  }

  /** Say in words what is in the frame. */
  #say() {
    const { left, top, width, height } = this.#crop;
    const [wide, high] = pixels(this.#crop, this.#framing.picture);
    const percent = (/** @type {number} */ value) => `${Math.round(100 * Math.max(0, value))}%`;
    const [right, bottom] = [percent(1 - left - width), percent(1 - top - height)];
    element("crop-text").textContent = t(
      `框里有 ${wide}×${high} 像素；左边裁掉 ${percent(left)}，右边 ${right}，上边 ${percent(top)}，下边 ${bottom}。`,
      `In the frame: ${wide}×${high} px. Cut off: left ${percent(left)}, right ${right}, top ${percent(top)}, bottom ${bottom}.`,
    );
    const [leastWide, leastHigh] = this.#framing.min_size;
    element("crop-small").hidden = wide >= leastWide && high >= leastHigh;
    element("crop-small").textContent = t(
      `框里不到 ${leastWide}×${leastHigh} 像素，不够用。请缩小照片，让框里多一些，或换一张更大的照片。`,
      `Fewer than ${leastWide}×${leastHigh} px are in the frame, too few. Scale the photo down to have more in it, or take a larger photo.`,
    );
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const before = [...this.#pointers.values()];
    if (!this.#pointers.has(event.pointerId)) return;
    this.#pointers.set(event.pointerId, event);
    const after = [...this.#pointers.values()];
    const box = this.#window.getBoundingClientRect();
    const [from, to] = [middle(before), middle(after)];
    const crop = moved(this.#crop, (from.x - to.x) / box.width, (from.y - to.y) / box.height);
    const apart = spread(after) / spread(before);
    /** @type {[number, number]} */
    const around = [(to.x - box.x) / box.width, (to.y - box.y) / box.height];
    this.#change(Number.isFinite(apart) ? scaled(crop, this.#share / apart, this.#most, around) : crop);
  }

  /**
   * A wheel scrolls the page, unless the editor has the focus; what a touch pad makes of a pinch always scales.
   * @param {WheelEvent} event
   */
  #turn(event) {
    if (!event.ctrlKey && document.activeElement !== this.#stage) return;
    event.preventDefault();
    const box = this.#window.getBoundingClientRect();
    /** @type {[number, number]} */
    const around = [(event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height];
    this.#change(scaled(this.#crop, this.#share * Math.exp(event.deltaY / WHEEL_PX), this.#most, around));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return this.#undo();
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own
    if (this.#command(event.key, event.shiftKey ? STRIDE : STEP)) event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {number} step
   * @returns {boolean} whether the key means something here
   */
  #command(key, step) {
    const direction = DIRECTIONS[key];
    if (direction) this.#change(moved(this.#crop, -direction[0] * step, -direction[1] * step));
    else if (key === "+" || key === "=") this.#change(scaled(this.#crop, this.#share / SCALE, this.#most));
    else if (key === "-" || key === "_") this.#change(scaled(this.#crop, this.#share * SCALE, this.#most));
    else if (key === "0") this.#change(this.#first);
    else if (key === "undo") this.#undo();
    else return false;
    return true;
  }
}

/** @param {Band} band */
export function bandElement({ title, edge, low, high, standard }) {
  const across = edge === "top";
  const made = make("div", `band ${across ? "across" : "upright"} ${standard ? "allowed" : "advised"}`);
  made.style.setProperty(across ? "top" : "left", `${100 * Number(low)}%`);
  made.style.setProperty(across ? "height" : "width", `${100 * (Number(high) - Number(low))}%`);
  if (across && !standard) made.append(make("span", "", title));
  return made;
}

/** @param {PointerEvent[]} pointers */
function middle(pointers) {
  const mean = (/** @type {"clientX" | "clientY"} */ axis) =>
    pointers.reduce((sum, pointer) => sum + pointer[axis], 0) / pointers.length;
  return { x: mean("clientX"), y: mean("clientY") };
}

/** @param {PointerEvent[]} pointers */
function spread([one, other]) {
  return other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : NaN;
}
