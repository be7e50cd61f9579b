// Fetches everything the checker needs, inflates it and holds it against the hashes in the page.
import { Trouble } from "./text.js";

/**
 * @typedef {object} Payload one file of the manifest
 * @property {string} name
 * @property {string} path relative to the page
 * @property {number} size bytes after inflating
 * @property {number} stored bytes on the wire
 * @property {string} sha256 of the inflated bytes, hex
 */

/** Keeps what has arrived, so that a retry fetches only what is missing. */
export class Downloads {
  /** @type {Map<string, ArrayBuffer>} */
  #arrived = new Map();
  /**
   * The names hold the content's hash, so a kept copy is good; after a failure it is not trusted any more.
   * @type {RequestCache}
   */
  #cache = "default";

  /**
   * Fetch all payloads at once.
   * @param {Payload[]} payloads
   * @param {(bytes: number) => void} onProgress called with the bytes received so far
   * @returns {Promise<Map<string, ArrayBuffer>>} checked contents by name; rejects with a Trouble
   */
  async fetchAll(payloads, onProgress) {
    /** @type {Map<string, number>} */
    const received = new Map();
    const results = await Promise.allSettled(
      payloads.map(async (payload) => {
        if (this.#arrived.has(payload.name)) return;
        const content = await fetchOne(payload, this.#cache, (bytes) => {
          received.set(payload.name, Math.min(bytes, payload.stored));
          onProgress(sum(received.values()) + this.#storedBytes(payloads, received));
        });
        this.#arrived.set(payload.name, content);
      }),
    );
    const failed = results.find((result) => result.status === "rejected");
    this.#cache = failed ? "reload" : "default";
    if (failed) throw failed.reason;
    return this.#arrived;
  }

  /**
   * Bytes of those payloads that came with an earlier try.
   * @param {Payload[]} payloads
   * @param {Map<string, number>} counted
   */
  #storedBytes(payloads, counted) {
    return sum(payloads.filter(({ name }) => this.#arrived.has(name) && !counted.has(name)).map((p) => p.stored));
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
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<ArrayBuffer>}
 */
async function fetchOne(payload, cache, onBytes) {
  const stored = await receive(payload, cache, onBytes);
  // A host may have inflated the bytes on the way (Content-Encoding): then they come as they are.
  const content = isGzip(stored) ? await inflate(stored, payload.name) : stored;
  const digest = await crypto.subtle.digest("SHA-256", content);
  if (hex(digest) !== payload.sha256) throw new Trouble("payload-damaged", payload.name);
  return content.buffer;
}

/**
 * @param {Payload} payload
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function receive(payload, cache, onBytes) {
  try {
    const response = await fetch(payload.path, { cache, credentials: "omit" });
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

/** @param {Uint8Array} bytes */
function isGzip(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 */
async function inflate(bytes, name) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Trouble("payload-damaged", name);
  }
}

/** @param {ArrayBuffer} digest */
function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
