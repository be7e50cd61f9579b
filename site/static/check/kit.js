// Keeps what was fetched as it is once unpacked, so that the next visit neither fetches nor unpacks it: it hands on
// what the browser has on its disk, unread. It is held against the hashes while Python starts from it, in the sealed
// frame, and no photo is taken before that is done.
import { LARGE, sha256 } from "./payloads.js";

/** @typedef {import("./payloads.js").Payload} Payload */
/** @typedef {Map<string, ArrayBuffer | Blob>} Files by name: small ones as bytes, checked */

/** @typedef {{ content: Blob, sha256: string }} Unchecked what was kept, and its hash in hex */

const CACHE = "gradphoto-kit";

/** The files of one part of the checker, one after the other in one entry, those in front that are small. */
export class Kit {
  #address;

  /**
   * @param {string} part
   * @param {Payload[]} payloads
   */
  constructor(part, payloads) {
    this.part = part;
    this.payloads = [...payloads].sort((one, other) => Number(isSmall(other)) - Number(isSmall(one)));
    this.#address = `kit-of-${part}?${this.payloads.map((payload) => payload.sha256.slice(0, 8)).join("")}`;
  }

  /**
   * Return what an earlier visit kept.
   * @returns {Promise<Files | null>} null unless all are there
   */
  async recall() {
    try {
      const found = await (await caches.open(CACHE)).match(this.#address);
      return found ? await this.opened(await found.blob()) : null;
    } catch {
      return null; // no storage here, as in private windows: then each visit fetches
    }
  }

  /**
   * Return all files in one.
   * @param {Files} files
   */
  wrap(files) {
    return new Blob(this.payloads.map(({ name }) => files.get(name) ?? ""));
  }

  /**
   * Return the files of what `wrap` made.
   * @param {Blob} whole
   * @returns {Promise<Files | null>} null where one is not as it was, as far as it was looked at
   */
  async opened(whole) {
    /** @type {Files} */
    const files = new Map();
    const start = await whole.slice(0, sum(this.payloads.filter(isSmall))).arrayBuffer();
    if (whole.size !== sum(this.payloads)) return null;
    let at = 0;
    for (const payload of this.payloads) {
      const end = at + payload.size;
      const part = isSmall(payload) ? start.slice(at, end) : whole.slice(at, end);
      if (part instanceof ArrayBuffer && (await sha256(part)) !== payload.sha256) return null;
      files.set(payload.name, part);
      at = end;
    }
    return files;
  }

  /**
   * Keep what `wrap` made for the next visit, in the place of an earlier release's.
   * @param {Blob} whole
   */
  async keep(whole) {
    try {
      const cache = await caches.open(CACHE);
      for (const old of await cache.keys()) {
        if (new URL(old.url).pathname.endsWith(`/kit-of-${this.part}`)) await cache.delete(old);
      }
      await cache.put(this.#address, new Response(whole));
    } catch {
      // no room: the next visit fetches
    }
  }
}

/**
 * Read what was kept and hold it against its hashes.
 * @param {Unchecked[]} kept
 */
export async function areGenuine(kept) {
  const same = kept.map(async ({ content, sha256: digest }) => (await sha256(await content.arrayBuffer())) === digest);
  return (await Promise.all(same)).every(Boolean);
}

/** Drop all that was kept: something in it is not as it was. */
export async function forgetKits() {
  await caches.delete(CACHE);
}

/**
 * Whether the page reads and checks a file itself: all that the frame is made of is so small.
 * @param {Payload} payload
 */
function isSmall({ size }) {
  return size <= LARGE;
}

/** @param {Payload[]} payloads @returns {number} their bytes */
function sum(payloads) {
  return payloads.reduce((bytes, { size }) => bytes + size, 0);
}
