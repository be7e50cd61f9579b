// Works on many photos at once: as many workers as the device can bear, each of which takes the next photo when it
// is done with one. A photo that ends its worker costs itself only.
import { Engine } from "./engine.js";
import { readFile } from "./intake.js";
import { wasGivenUp } from "./parts.js";
import { asTrouble } from "./status.js";
import { Trouble } from "./text.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {{ file: File | null, name: string, problem: string }} Photo `file` is null for a folder without photos */

/**
 * @typedef {object} Orders what is done with each photo
 * @property {(photo: Photo, index: number) => object} asked of Python
 * @property {(index: number, answer: Answer) => void} onDone
 * @property {(trouble: Trouble) => void} onTrouble no worker can be started any more
 */

// What one worker needs with a photo of 12 megapixels in it, as `python -m benchmarks.many` measures it, and a page
// must leave something to the others. Only Chromium tells the memory, and never more than 8 GB.
const WORKER_GB = 1.5;
const UNKNOWN_GB = 3;
const MOST_WORKERS = 6;
// How often a photo is given out anew whose worker was ended for another reason than this photo.
const TRIES = 3;

/** What is said of a photo whose worker was lost, by the code of the Trouble. @type {Record<string, string>} */
const LOST = { "check-timeout": "too-slow", "file-unreadable": "not-readable", "out-of-memory": "out-of-memory" };

/**
 * Return how many workers this device can bear.
 * @param {number} photos
 */
export function bearable(photos) {
  const cores = navigator.hardwareConcurrency || 2;
  const memory = Number(Reflect.get(navigator, "deviceMemory") ?? UNKNOWN_GB);
  return Math.max(1, Math.min(cores > 2 ? cores - 1 : cores, Math.floor(memory / WORKER_GB), photos, MOST_WORKERS));
}

/** The workers; the first is the page's own, and the only one that stays when there is nothing to do. */
export class Crew {
  /** @type {Engine[]} */
  #others = [];
  #run = 0;
  #paused = false;
  /** Resolves when there is no pause. @type {Promise<void>} */
  #going = Promise.resolve();
  #go = () => {};

  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  get paused() {
    return this.#paused;
  }

  set paused(wanted) {
    if (wanted === this.#paused) return;
    this.#paused = wanted;
    if (wanted) this.#going = new Promise((resolve) => (this.#go = resolve));
    else this.#go();
  }

  /**
   * Have every photo worked on.
   * @param {Photo[]} photos
   * @param {Orders} orders
   * @returns {Promise<boolean>} whether all are done; false when they were cancelled
   */
  async work(photos, orders) {
    this.cancel();
    const run = this.#run;
    const places = photos.map((_, index) => index);
    const engines = [this.engine];
    while (engines.length < bearable(photos.length)) engines.push(this.engine.another());
    this.#others = engines.slice(1);
    /** @type {Trouble | null} */
    let trouble = null;
    const threads = engines.map(async (engine) => {
      for (let place = places.shift(); place !== undefined; place = places.shift()) {
        try {
          await this.#one(engine, photos[place], place, orders, run);
        } catch (error) {
          trouble = asTrouble(error, "start-failed");
          places.unshift(place); // for those whose worker still starts
          return;
        }
        await this.#going;
        if (run !== this.#run) return;
      }
    });
    await Promise.all(threads);
    if (run !== this.#run) return false;
    this.#dismiss();
    if (places.length && trouble) orders.onTrouble(trouble);
    return !places.length;
  }

  /** Stop everything that is under way. */
  cancel() {
    this.#run += 1;
    this.paused = false;
    if (this.#busy) this.engine.cancel();
    this.#dismiss();
  }

  #busy = false;

  #dismiss() {
    for (const engine of this.#others) engine.cancel();
    this.#others = [];
  }

  /**
   * @param {Engine} engine
   * @param {Photo} photo
   * @param {number} index
   * @param {Orders} orders
   * @param {number} run
   */
  async #one(engine, photo, index, orders, run) {
    const own = engine === this.engine;
    const asked = { index, name: photo.name, problem: photo.problem, size: photo.file?.size ?? 0, ...orders.asked(photo, index) };
    for (let tries = 1; ; tries += 1) {
      /** @type {Answer} */
      let answer;
      try {
        if (own) this.#busy = true;
        if (engine.dead) await engine.start();
        if (run !== this.#run) return;
        const bytes = await readFile(photo.file ?? new File([], photo.name), engine.most);
        answer = await engine.many("work", bytes, asked);
      } catch (error) {
        if (run !== this.#run) return;
        const { code } = asTrouble(error, "worker-crashed");
        // The page needed the worker for something else.
        if (wasGivenUp(error) && tries < TRIES) continue;
        if (code.startsWith("start-")) throw error;
        if (engine.dead) await engine.start();
        answer = await engine.many("lost", new ArrayBuffer(0), { ...asked, code: LOST[code] ?? "worker-died", limit: 60 });
      } finally {
        if (own) this.#busy = false;
      }
      if (run === this.#run) orders.onDone(index, answer);
      return;
    }
  }
}
