// Keeps Python's memory for the next visit, so that the next start is a copy instead of a start. It is taken once
// a visit, before the frame takes a photo; what comes later is not listened to.
import { sha256 } from "./payloads.js";

const CACHE = "gradphoto-memory";
const DIGEST = "x-sha256";
// Gigabytes of memory, as far as a browser tells, below which the copy is not worth its room.
const LEAST_GB = 2;

/** @typedef {import("./kit.js").Unchecked} Unchecked */

export class Memory {
  #address;
  #taken = false;

  /** @param {string} build what the memory depends on, besides the browser */
  constructor(build) {
    this.#address = `memory-of-${build}?${encodeURIComponent(navigator.userAgent)}`;
  }

  /**
   * Return what an earlier visit kept, if it is for this build and browser; not read, so not checked yet.
   * @returns {Promise<Unchecked | null>}
   */
  async recall() {
    try {
      const cache = await caches.open(CACHE);
      const found = await cache.match(this.#address);
      return found ? { content: await found.blob(), sha256: found.headers.get(DIGEST) ?? "" } : null;
    } catch {
      return null; // no storage here, as in private windows: then each visit starts anew
    }
  }

  /** Drop what was kept. */
  async forget() {
    await caches.delete(CACHE);
  }

  /**
   * Keep a memory, the first that is offered, in the place of all others.
   * @param {unknown} content a blob
   */
  async keep(content) {
    const { deviceMemory = LEAST_GB } = /** @type {{ deviceMemory?: number }} */ (navigator);
    if (this.#taken) return;
    this.#taken = true;
    if (!(content instanceof Blob) || deviceMemory < LEAST_GB) return;
    try {
      const headers = { [DIGEST]: await sha256(await content.arrayBuffer()) };
      const cache = await caches.open(CACHE);
      for (const old of await cache.keys()) await cache.delete(old);
      await cache.put(this.#address, new Response(content, { headers }));
    } catch {
      // no room: the next visit starts anew
    }
  }
}
