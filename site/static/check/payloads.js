// Fetches everything the checker needs, in the order in which it is needed, unpacks it and holds it against the hashes
// in the page.
import { Receiving } from "./receiving.js";
import { Trouble } from "./text.js";
import { gunzip, knowsBrotli, startDecoder, unbrotli } from "./unpack.js";

/**
 * @typedef {object} Payload one file of the manifest
 * @property {string} name
 * @property {"unpacker" | "base" | "faces" | "closer"} part what it is for
 * @property {string} path relative to the page
 * @property {number} size bytes after unpacking
 * @property {number} stored bytes on the wire
 * @property {string} sha256 of the unpacked bytes, hex
 */

/** @typedef {import("./unpack.js").Unpacker} Unpacker */
/** @typedef {ArrayBuffer | Blob} Part */

/**
 * @typedef {object} Listening
 * @property {() => void} onProgress `received` has grown
 * @property {(name: string, part: Part) => void} [onFile] a file is here and checked
 */

// Bytes from which on a file is kept as a blob, which is handed on without being copied.
export const LARGE = 200_000;
// Bytes handed to the browser in one task.
const PIECE = 2_000_000;
// Bytes on the wire from which on a file waits for its turn, and how many may be on their way before it comes: the
// line is never idle, and what is needed first comes first. Ours: 10 megabits a second at 100 ms are half of it.
const QUEUED = 100_000;
const AHEAD = 256_000;

// Of builder/offline/sw.js, which keeps files by name and so much of their hash.
const SITE_CACHE = "gradphoto-site";
const KEY_LENGTH = 32;

/** Keeps what has arrived, so that a retry fetches only what is missing. */
export class Downloads {
  /** @type {Map<Payload, Part>} */
  #arrived = new Map();
  /** Those under way, or given up with a part of them here. @type {Map<Payload, Receiving>} */
  #receiving = new Map();
  /** Bytes on the wire so far. @type {Map<Payload, number>} */
  #received = new Map();
  /**
   * The names hold the content's hash, so a kept copy is good; after a failure it is not trusted any more.
   * @type {RequestCache}
   */
  #cache = "default";
  /** @type {Payload[]} */
  #unpacker;
  /** @type {Promise<Unpacker> | null} */
  #unbrotli = null;

  /** @param {Payload[]} payloads all there are; what is needed of them to unpack the others is fetched too */
  constructor(payloads) {
    this.#unpacker = knowsBrotli() ? [] : payloads.filter(({ part }) => part === "unpacker");
  }

  /**
   * Fetch payloads: small ones at once, large ones one after the other, in their order.
   * @param {Payload[]} payloads
   * @param {Listening} listening
   * @param {AbortSignal} [signal] ends it early
   * @returns {Promise<Map<string, Part>>} checked contents by name; rejects with a Trouble
   */
  async fetchAll(payloads, { onProgress, onFile = () => {} }, signal) {
    /** @type {Payload[]} */
    const begun = [];
    /** @type {[payload: Payload, go: (value: void) => void][]} */
    const waiting = [];
    let failed = false;
    const advance = () => {
      // On a broken line there is no order: all is tried at once, so that what cannot be had is told soon.
      while (waiting.length && (failed || this.#onTheirWay(begun) < AHEAD)) {
        const [[payload, go]] = waiting.splice(0, 1);
        begun.push(payload);
        go();
      }
    };
    const told = () => {
      onProgress();
      advance();
    };
    const all = payloads.map(async (payload) => {
      if (payload.stored < QUEUED) begun.push(payload);
      else await new Promise((/** @type {(value: void) => void} */ go) => waiting.push([payload, go]));
      try {
        onFile(payload.name, await this.#fetchOne(payload, () => this.#unpackBrotli(onProgress), told, signal));
      } catch (error) {
        failed = true;
        throw error;
      } finally {
        advance();
      }
    });
    advance();
    const [failure] = (await Promise.allSettled(all)).filter((result) => result.status === "rejected");
    await this.#unbrotli?.then((unpacker) => unpacker.rest(), () => {});
    this.#cache = failure && !signal?.aborted ? "reload" : "default";
    if (failure) throw failure.reason;
    return new Map(payloads.map((payload) => [payload.name, this.#arrived.get(payload) ?? new ArrayBuffer(0)]));
  }

  /** @param {Payload[]} begun @returns {number} the bytes of these that are still to come */
  #onTheirWay(begun) {
    return sum(begun.map((payload) => (this.#arrived.has(payload) ? 0 : payload.stored - (this.#received.get(payload) ?? 0))));
  }

  /** Bytes received so far, what unpacks the others included. */
  get received() {
    return sum(this.#received.values());
  }

  /** Whether the line is broken, and will be tried again. */
  get waiting() {
    return [...this.#receiving.values()].some(({ waiting }) => waiting);
  }

  /**
   * Bytes to be fetched for payloads, what unpacks them included.
   * @param {Payload[]} payloads
   */
  size(payloads) {
    return sum([...payloads, ...this.#unpacker].map(({ stored }) => stored));
  }

  /**
   * Return what unpacks Brotli here, fetched once where the browser cannot.
   * @param {() => void} onProgress
   */
  #unpackBrotli(onProgress) {
    this.#unbrotli ??= this.#fetchDecoder(onProgress).catch((error) => {
      this.#unbrotli = null;
      throw error;
    });
    return this.#unbrotli;
  }

  /**
   * @param {() => void} onProgress
   * @returns {Promise<Unpacker>}
   */
  async #fetchDecoder(onProgress) {
    if (!this.#unpacker.length) return unbrotli;
    const gunzips = async () => ({ unpack: gunzip });
    const parts = this.#unpacker.map((payload) => this.#fetchOne(payload, gunzips, onProgress));
    const [script, wasm] = await Promise.all(parts);
    return startDecoder(script, await new Response(wasm).arrayBuffer());
  }

  /**
   * @param {Payload} payload
   * @param {() => Promise<Pick<Unpacker, "unpack">>} unpacker
   * @param {() => void} onProgress
   * @param {AbortSignal} [signal]
   * @returns {Promise<Part>}
   */
  async #fetchOne(payload, unpacker, onProgress, signal) {
    const kept = this.#arrived.get(payload);
    if (kept) return kept;
    const ready = unpacker();
    ready.catch(() => {}); // told below, when the bytes are here
    const attempt = async (/** @type {RequestCache} */ cache) => {
      const { packed, resumed } = await this.#receive(payload, cache, signal, onProgress);
      const content = (await asItIs(packed, payload)) ?? (await unpacked(packed, payload, await ready));
      // Where there is no room, the next visit fetches it again.
      if (resumed) keepWhole(payload.path, packed).catch((error) => console.warn(String(error)));
      return content;
    };
    const content = await attempt(this.#cache).catch((error) => {
      // What was kept here may be damaged: once more, from the server.
      if (error.code !== "payload-damaged" || this.#cache === "reload") throw error;
      return attempt("reload");
    });
    const part = content.length > LARGE ? await inPieces(content) : content.buffer;
    this.#arrived.set(payload, part);
    return part;
  }

  /**
   * Fetch what is missing of a payload; what comes stays here, should it not be all.
   * @param {Payload} payload
   * @param {RequestCache} cache
   * @param {AbortSignal | undefined} signal
   * @param {() => void} onProgress
   */
  async #receive(payload, cache, signal, onProgress) {
    const receiving = this.#receiving.get(payload) ?? new Receiving(payload);
    this.#receiving.set(payload, receiving);
    try {
      const packed = await receiving.all(cache, signal, (bytes) => {
        this.#received.set(payload, Math.min(bytes, payload.stored));
        onProgress();
      });
      this.#receiving.delete(payload);
      return { packed, resumed: receiving.resumed };
    } catch {
      throw new Trouble("fetch-failed", payload.name);
    }
  }
}

/** @param {Iterable<number>} numbers */
function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/**
 * Return bytes as a blob, some megabytes a task: to hand all over at once would hold up the page on a slow phone.
 * @param {Uint8Array<ArrayBuffer>} content
 */
async function inPieces(content) {
  const parts = [];
  for (let at = 0; at < content.length; at += PIECE) {
    parts.push(new Blob([content.subarray(at, at + PIECE)]));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new Blob(parts);
}

/**
 * Keep for the service worker what came in pieces, of which it saw none whole.
 * @param {string} path @param {Uint8Array<ArrayBuffer>} packed
 */
async function keepWhole(path, packed) {
  if (!navigator.serviceWorker?.controller) return;
  const cache = await caches.open(SITE_CACHE);
  await cache.put(`${path}?${(await sha256(packed)).slice(0, KEY_LENGTH)}`, new Response(packed));
}

/**
 * A host may have unpacked the bytes on the way (Content-Encoding): then they are to be used as they are.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Payload} payload
 */
async function asItIs(bytes, payload) {
  return bytes.length === payload.size && (await isGenuine(bytes, payload)) ? bytes : null;
}

/**
 * @param {Uint8Array<ArrayBuffer>} packed
 * @param {Payload} payload
 * @param {Pick<Unpacker, "unpack">} unpacker
 */
async function unpacked(packed, payload, unpacker) {
  const content = await unpacker.unpack(packed).catch(() => null);
  if (!content || !(await isGenuine(content, payload))) throw new Trouble("payload-damaged", payload.name);
  return content;
}

/**
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {Payload} payload
 */
async function isGenuine(content, payload) {
  return (await sha256(content)) === payload.sha256;
}

/**
 * @param {BufferSource} content
 * @returns {Promise<string>} in hex
 */
export async function sha256(content) {
  const digest = await crypto.subtle.digest("SHA-256", content);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
