// Fetches everything the checker needs, unpacks it and holds it against the hashes in the page.
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

/** @typedef {import("./unpack.js").Unpack} Unpack */

/** Keeps what has arrived, so that a retry fetches only what is missing. */
export class Downloads {
  /** @type {Map<Payload, ArrayBuffer>} */
  #arrived = new Map();
  /** Bytes on the wire so far. @type {Map<Payload, number>} */
  #received = new Map();
  /**
   * The names hold the content's hash, so a kept copy is good; after a failure it is not trusted any more.
   * @type {RequestCache}
   */
  #cache = "default";
  /** @type {Payload[]} */
  #unpacker;
  /** @type {Promise<Unpack> | null} */
  #unbrotli = null;

  /** @param {Payload[]} payloads all there are; what is needed of them to unpack the others is fetched too */
  constructor(payloads) {
    this.#unpacker = knowsBrotli() ? [] : payloads.filter(({ part }) => part === "unpacker");
  }

  /**
   * Fetch payloads, all at once.
   * @param {Payload[]} payloads
   * @param {() => void} onProgress called when `received` has grown
   * @param {AbortSignal} [signal] ends it early
   * @returns {Promise<Map<string, ArrayBuffer>>} checked contents by name; rejects with a Trouble
   */
  async fetchAll(payloads, onProgress, signal) {
    const results = await Promise.allSettled(
      payloads.map((payload) => this.#fetchOne(payload, () => this.#unpackBrotli(onProgress), onProgress, signal)),
    );
    const failed = results.find((result) => result.status === "rejected");
    this.#cache = failed && !signal?.aborted ? "reload" : "default";
    if (failed) throw failed.reason;
    return new Map(payloads.map((payload) => [payload.name, this.#arrived.get(payload) ?? new ArrayBuffer(0)]));
  }

  /** Bytes received so far, what unpacks the others included. */
  get received() {
    return sum(this.#received.values());
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
   * @returns {Promise<Unpack>}
   */
  async #fetchDecoder(onProgress) {
    if (!this.#unpacker.length) return unbrotli;
    const parts = this.#unpacker.map((payload) => this.#fetchOne(payload, async () => gunzip, onProgress));
    const [script, wasm] = await Promise.all(parts);
    return startDecoder(script, wasm);
  }

  /**
   * @param {Payload} payload
   * @param {() => Promise<Unpack>} unpacker
   * @param {() => void} onProgress
   * @param {AbortSignal} [signal]
   * @returns {Promise<ArrayBuffer>}
   */
  async #fetchOne(payload, unpacker, onProgress, signal) {
    const kept = this.#arrived.get(payload);
    if (kept) return kept;
    const ready = unpacker();
    ready.catch(() => {}); // told below, when the bytes are here
    const packed = await receive(payload, this.#cache, signal, (bytes) => {
      this.#received.set(payload, Math.min(bytes, payload.stored));
      onProgress();
    });
    const content = (await asItIs(packed, payload)) ?? (await unpacked(packed, payload, await ready));
    this.#arrived.set(payload, content.buffer);
    return content.buffer;
  }
}

/** @param {Iterable<number>} numbers */
function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/**
 * @param {Payload} payload
 * @param {RequestCache} cache
 * @param {AbortSignal | undefined} signal
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function receive(payload, cache, signal, onBytes) {
  try {
    const response = await fetch(payload.path, { cache, credentials: "omit", signal });
    if (!response.ok || !response.body) throw new Error(String(response.status));
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const parts = [];
    let length = 0;
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      length += read.value.length;
      onBytes(length);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch {
    throw new Trouble("fetch-failed", payload.name);
  }
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
 * @param {Unpack} unpack
 */
async function unpacked(packed, payload, unpack) {
  const content = await unpack(packed).catch(() => null);
  if (!content || !(await isGenuine(content, payload))) throw new Trouble("payload-damaged", payload.name);
  return content;
}

/**
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {Payload} payload
 */
async function isGenuine(content, payload) {
  return hex(await crypto.subtle.digest("SHA-256", content)) === payload.sha256;
}

/** @param {ArrayBuffer} digest */
function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
