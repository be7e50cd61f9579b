// Python in a worker, and what it can be asked.
import { Orders } from "./orders.js";
import { asAnswer, wasGivenUp } from "./parts.js";
import { LANG, Trouble } from "./text.js";

// A 12-megapixel HEIC takes about 3 s on a laptop; a slow phone needs ten times as long.
const CHECK_MS = 60000;
const [FIX_MS, START_MS] = [120000, 120000];
// Damaged memory may keep Python busy for ever; whole, it is there after a second, on a slow phone after some.
const RESTORE_MS = 20000;
const LATE = "start-timeout";
const REST_MS = 300; // in which the page shows that it is ready
const HINT_MS = 20000; // a device that needs longer gets no hints

/**
 * @typedef {import("./crop.js").Crop} Crop
 * @typedef {import("./link.js").Wish} Wish
 * @typedef {Record<string, [x: number, y: number]>} Points places in the photo, in px, by the names of a Scene
 * @typedef {import("./parts.js").Answer} Answer
 * @typedef {import("./parts.js").More} More
 */

/**
 * @typedef {object} Started
 * @property {number} most
 * @property {Blob | null} memory Python's, before it saw any photo, where it was not started from one
 * @property {string} how "restored", "new", or why a memory was of no use
 * @property {boolean} whole whether nothing is left to be loaded
 */

/** Python in a worker. After any trouble it is dead until it is started again, from the bytes kept here. */
export class Engine {
  #orders = new Orders();
  /** Resolves when Python can do all; null while nobody has asked for that. @type {Promise<void> | null} */
  #whole = null;
  /** The most bytes of a photo that the checker looks at; known once Python has started. */
  most = 0;
  /** Told of the first start alone, before any photo can be there. @type {((started: Started) => void) | null} */
  onStarted = null;
  /** Told why the memory was of no use after all, when photos may be there. @type {((how: string) => void) | null} */
  onUnfit = null;

  /**
   * @param {object} given
   * @param {import("./arriving.js").Arriving} given.files
   * @param {Promise<void>} given.checked resolves when the outer page is sealed too, and all is what it should be
   * @param {string} given.probe an address of the site, which the worker must find out of reach
   * @param {Blob | null} given.memory Python's, from an earlier start
   * @param {string} script the worker's text
   */
  constructor({ files, checked, probe, memory }, script) {
    this.files = files;
    this.checked = checked;
    this.probe = probe;
    this.memory = memory;
    this.script = script;
  }

  /**
   * Start Python anew.
   * @returns {Promise<void>} resolves when a photo can be taken; rejects with a Trouble
   */
  async start() {
    const started = await this.#begin(this.memory).catch(async (error) => {
      if (!this.memory || !(error instanceof Trouble) || error.code !== LATE) throw error;
      this.memory = null;
      return { ...(await this.#begin(null)), how: `new: ${LATE}` };
    });
    await this.checked;
    if (started.whole) this.#whole = Promise.resolve();
    setTimeout(() => void this.#complete().catch(() => {}), REST_MS); // told to the next photo, or mended by its start
    this.most = Number(started.most);
    this.onStarted?.(started);
    // What comes later has served a worker that ended in the middle of a photo, maybe: it is not asked for.
    if (this.onStarted && started.memory instanceof Blob) this.memory = started.memory;
    this.onStarted = null;
  }

  /**
   * @param {Blob | null} memory Python's, to start from
   * @returns {Promise<Started>}
   */
  async #begin(memory) {
    const worker = this.#orders.begin(this.script);
    this.#whole = null; // also for a photo that comes before it has started
    const { files, probe } = this;
    files.hand(worker);
    const order = { kind: "start", names: files.names, probe, memory, lang: LANG };
    // Python starts while files still come; how long that takes is the line's business.
    const limit = memory ? RESTORE_MS : START_MS;
    return /** @type {Started} */ (await this.#orders.send(order, limit, LATE, { from: files.whole }));
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
    return String(await this.#order(order, CHECK_MS, "check-timeout", { onEarly }));
  }

  /**
   * Read what a link asks for.
   * @param {string} query the part of an address after the question mark
   * @returns {Promise<string>} a Reading as JSON; rejects with a Trouble
   */
  async read(query) {
    return String(await this.#orders.send({ kind: "read", query }, CHECK_MS, "check-timeout"));
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
   * Put prints of a photo on a sheet of paper.
   * @param {ArrayBuffer} bytes
   * @param {{ name: string }} file
   * @param {import("./sheet.js").SheetOrder} order
   * @returns {Promise<Answer>} a Sheet; the file; rejects with a Trouble
   */
  async sheet(bytes, { name }, order) {
    return asAnswer(await this.#order({ kind: "sheet", bytes, name, order }, FIX_MS, "fix-timeout"));
  }

  /**
   * Return where the head goes in a camera's picture.
   * @param {[width: number, height: number]} size of the picture in px
   * @param {Wish} wish
   * @returns {Promise<string>} a Finder as JSON; rejects with a Trouble
   */
  async aim(size, wish) {
    return String(await this.#order({ kind: "aim", size, ...wish }, CHECK_MS, "check-timeout"));
  }

  /**
   * Return how the head lies in what the camera shows.
   * @param {ImageData} picture what the finder's window shows
   * @param {[width: number, height: number]} whole the camera's picture's
   * @param {Wish} wish
   * @returns {Promise<string>} a Hint as JSON, `null` without the face models; rejects with a Trouble
   */
  async hint({ data: { buffer: bytes }, width, height }, whole, wish) {
    const order = { kind: "hint", bytes, size: [width, height], whole, ...wish };
    return String(await this.#order(order, HINT_MS, "check-timeout"));
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

  /**
   * Carry out a call of checker.batch.desk, for many photos.
   * @param {string} call
   * @param {ArrayBuffer} bytes handed over for good
   * @param {object} asked
   * @returns {Promise<Answer>} rejects with a Trouble
   */
  async many(call, bytes, asked) {
    const order = { kind: "many", call, bytes, asked };
    return asAnswer(await this.#order(order, CHECK_MS, "check-timeout", { given: [bytes] }));
  }

  /** Return another one with the same parts, not yet started. */
  another() {
    return new Engine(this, this.script);
  }

  /** Give up what is under way: the worker ends, and with it all that it holds. */
  cancel() {
    this.#orders.cancel();
  }

  /** Whether the worker has to be started before the next photo. */
  get dead() {
    return this.#orders.dead;
  }

  /**
   * Have the worker load what its memory did not hold. Where that fails, the memory was no good: Python starts anew,
   * and no photo is lost, for none was handed in yet.
   * @returns {Promise<void>} rejects with a Trouble
   */
  #complete() {
    this.#whole ??= this.#orders.send({ kind: "complete" }, RESTORE_MS, LATE).then(() => {}, async (error) => {
      if (wasGivenUp(error)) throw error;
      this.memory = null;
      this.onUnfit?.(`new: ${String(error)}`);
      await this.#begin(null);
    });
    return this.#whole;
  }

  /**
   * Send an order that takes all of Python.
   * @param {object} order
   * @param {number} limit in ms
   * @param {string} late code of the Trouble when the limit is passed
   * @param {More} [more]
   * @returns {Promise<unknown>}
   */
  async #order(order, limit, late, more) {
    await this.#complete();
    return this.#orders.send(order, limit, late, more);
  }
}
