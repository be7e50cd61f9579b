// Starts the worker and talks to it: one order at a time, ended by ending the worker.
import { Trouble } from "./text.js";

// A 12-megapixel HEIC takes about 3 s on a laptop; a slow phone needs ten times as long.
const CHECK_MS = 60000;
const FIX_MS = 120000;
const START_MS = 120000;

/**
 * @typedef {import("./crop.js").Crop} Crop
 * @typedef {import("./link.js").Wish} Wish
 * @typedef {Record<string, [x: number, y: number]>} Points places in the photo, in px, by the names of a Scene
 * @typedef {{ json: string, data: Uint8Array<ArrayBuffer> | null }} Answer a JSON text, and a file with it
 */

/**
 * @typedef {object} Judged what Python says of a photo
 * @property {string} reports as the command line prints them
 * @property {[width: number, height: number] | null} size of the photo in px
 * @property {{ points: Points, by_hand: string[], faces: number } | null} scene
 * @property {import("./drawing.js").Shape[][]} drawings what can be drawn over the photo, for each report
 * @property {string} trouble why the points placed by hand make no face, and nothing was judged
 */

/**
 * @typedef {object} Waiting the order under way
 * @property {(value: any) => void} resolve
 * @property {(error: Trouble) => void} reject
 * @property {number} timer
 * @property {(part: string) => void} onEarly
 */

/** Python in a worker. After any trouble it is dead until it is started again, from the bytes kept here. */
export class Engine {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Waiting | null} */
  #waiting = null;
  #id = 0;
  /** Resolves when no order is under way. @type {Promise<unknown>} */
  #free = Promise.resolve();
  /** The most bytes of a photo that the checker looks at; known once Python has started. */
  most = 0;

  /**
   * @param {Record<string, ArrayBuffer>} files
   * @param {string} script the worker's text
   * @param {string} probe an address of the site, which the worker must find out of reach
   */
  constructor(files, script, probe) {
    this.files = files;
    this.probe = probe;
    this.address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  }

  /**
   * Start Python anew.
   * @returns {Promise<void>} resolves when a photo can be judged; rejects with a Trouble
   */
  async start() {
    this.cancel();
    const worker = new Worker(this.address);
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Trouble("worker-crashed", event.message));
    };
    this.#worker = worker;
    const order = { kind: "start", files: this.files, probe: this.probe };
    this.most = Number(await this.#order(order, START_MS, "start-timeout"));
  }

  /**
   * Judge one photo.
   * @param {ArrayBuffer} bytes none of them where `size` is more than `most`
   * @param {{ name: string, size: number }} file
   * @param {Wish} wish
   * @param {Points} points those placed by hand
   * @param {(reports: string) => void} onEarly gets the reports as JSON before the face is looked at
   * @returns {Promise<string>} a Judged as JSON; rejects with a Trouble
   */
  async judge(bytes, { name, size }, wish, points, onEarly) {
    const order = { kind: "judge", bytes, name, size, points, ...wish };
    return String(await this.#order(order, CHECK_MS, "check-timeout", onEarly));
  }

  /**
   * Read what a link asks for.
   * @param {string} query the part of an address after the question mark
   * @returns {Promise<string>} a Reading as JSON; rejects with a Trouble
   */
  async read(query) {
    return String(await this.#order({ kind: "read", query }, CHECK_MS, "check-timeout"));
  }

  /**
   * Return which crops of a photo the requirements allow, and a picture of it to crop.
   * @param {ArrayBuffer} bytes
   * @param {{ name: string }} file
   * @param {Wish} wish
   * @param {Points} points those placed by hand
   * @returns {Promise<Answer>} a Framing; a JPEG, or null where the photo cannot be shown; rejects with a Trouble
   */
  async framing(bytes, { name }, wish, points) {
    const order = { kind: "framing", bytes, name, points, ...wish };
    return asAnswer(await this.#order(order, CHECK_MS, "check-timeout"));
  }

  /**
   * Make a file to the requirements.
   * @param {ArrayBuffer} bytes
   * @param {{ name: string }} file
   * @param {Wish} wish
   * @param {Crop | null} crop null for Python's own choice
   * @param {import("./fixing.js").Extras} extras
   * @param {Points} points those placed by hand
   * @returns {Promise<Answer>} a Fixed; the file, or null where none could be made; rejects with a Trouble
   */
  async fix(bytes, { name }, wish, crop, extras, points) {
    const order = { kind: "fix", bytes, name, ...wish, crop, extras, points };
    return asAnswer(await this.#order(order, FIX_MS, "fix-timeout"));
  }

  /**
   * Make a small picture of a photo, upright and in sRGB.
   * @param {ArrayBuffer} bytes
   * @param {{ name: string }} file
   * @returns {Promise<Uint8Array<ArrayBuffer> | null>} a JPEG; rejects with a Trouble
   */
  async preview(bytes, { name }) {
    const made = await this.#order({ kind: "preview", bytes, name }, CHECK_MS, "check-timeout");
    return made instanceof Uint8Array ? new Uint8Array(made) : null;
  }

  /** Give up what is under way: the worker ends, and with it all that it holds. */
  cancel() {
    this.#end(new Trouble("check-cancelled"));
  }

  /** Whether the worker has to be started before the next photo. */
  get dead() {
    return this.#worker === null;
  }

  /**
   * Send an order when the one before it is done.
   * @param {object} order
   * @param {number} limit in ms
   * @param {string} late code of the Trouble when the limit is passed
   * @param {(part: string) => void} [onEarly] gets what is known before the answer
   * @returns {Promise<unknown>}
   */
  async #order(order, limit, late, onEarly = () => {}) {
    const worker = this.#worker;
    await this.#free;
    if (!worker || worker !== this.#worker) throw new Trouble("check-cancelled");
    const answered = new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.#end(new Trouble(late)), limit);
      this.#waiting = { resolve, reject, timer, onEarly };
    });
    this.#free = answered.catch(() => {});
    this.#id += 1;
    try {
      worker.postMessage({ ...order, id: this.#id });
    } catch (error) {
      this.#end(trouble(String(error)));
    }
    return answered;
  }

  /** @param {{ kind: string, id?: number, value?: unknown, message?: string }} answer */
  #heard(answer) {
    if (answer.kind === "failed") this.#end(trouble(String(answer.message)));
    else if (answer.kind === "answer" && answer.id === this.#id) {
      this.#settle((waiting) => waiting.resolve(answer.value));
    } else if (answer.kind === "early" && answer.id === this.#id) this.#waiting?.onEarly(String(answer.value));
  }

  /** @param {Trouble} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#settle((waiting) => waiting.reject(reason));
  }

  /** @param {(waiting: Waiting) => void} how */
  #settle(how) {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    how(waiting);
  }
}

/**
 * @param {unknown} value
 * @returns {Answer}
 */
function asAnswer(value) {
  const { json = "", data = null } = /** @type {Partial<Answer>} */ (Object(value));
  return { json: String(json), data: data instanceof Uint8Array ? new Uint8Array(data) : null };
}

/**
 * What a message of the worker means for the person.
 * @param {string} message
 */
function trouble(message) {
  const short = /memory|allocation failed/i.test(message) ? "out-of-memory" : "worker-crashed";
  return new Trouble(short, message);
}
