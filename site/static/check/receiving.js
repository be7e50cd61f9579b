// Receives a file over a line that may break: what has arrived is kept, only the rest is asked for. Names hold the
// content's hash, so a rest belongs to what came before; should a host mix it up, the hash tells (payloads.js).

// After how long without a byte the line counts as broken, how long to wait for the next try (twice as long each
// time), and how many may bring nothing until the visitor is asked. Ours.
const SILENT_MS = 30000;
const LOOK_MS = 1000;
const PAUSE_MS = 1000;
const EMPTY_TRIES = 3;

// When something arrived last, of any file: most wait for their turn.
let heard = 0;

/** The host does not give the file. */
class Refused extends Error {}

/** What has arrived of one file. */
export class Receiving {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #parts = [];
  #length = 0;
  #path;
  #stored;
  /** Whether the bytes come as they lie on the host. */
  #plain = true;
  /** Whether it arrived in more than one piece. */
  resumed = false;
  /** Whether the line is broken and will be tried again. */
  waiting = false;

  /** @param {{ path: string, stored: number }} payload */
  constructor({ path, stored }) {
    this.#path = path;
    this.#stored = stored;
  }

  /**
   * Fetch what is missing; when the line breaks, go on from there.
   * @param {RequestCache} cache
   * @param {AbortSignal | undefined} signal
   * @param {(bytes: number) => void} onChange gets how many have arrived
   * @returns {Promise<Uint8Array<ArrayBuffer>>} rejects when nothing comes any more, and keeps what came
   */
  async all(cache, signal, onChange) {
    for (let empty = 0; !this.#whole; ) {
      const before = this.#length;
      try {
        await this.#rest(cache, signal, onChange);
        break;
      } catch (error) {
        if (!this.#plain) this.#forget();
        empty = this.#length > before ? 0 : empty + 1;
        if (signal?.aborted || error instanceof Refused || empty === EMPTY_TRIES) throw error;
      }
      this.waiting = true;
      onChange(this.#length);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** empty));
      this.waiting = false;
    }
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Whether all is here, wherever the line broke. */
  get #whole() {
    return this.#plain && this.#length === this.#stored;
  }

  /**
   * @param {RequestCache} cache
   * @param {AbortSignal | undefined} signal
   * @param {(bytes: number) => void} onChange
   */
  async #rest(cache, signal, onChange) {
    const ended = new AbortController();
    const end = () => ended.abort();
    heard = performance.now();
    const silence = setInterval(() => performance.now() - heard > SILENT_MS && end(), LOOK_MS);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    try {
      /** @type {Record<string, string>} */
      const headers = this.#length ? { Range: `bytes=${this.#length}-` } : {};
      const response = await fetch(this.#path, { cache, credentials: "omit", headers, signal: ended.signal });
      if (response.status === 416) {
        this.#forget();
        throw new Error("the host has no such rest");
      }
      if (!response.ok || !response.body) throw new Refused(String(response.status));
      this.resumed = response.status === 206;
      if (!this.resumed) this.#forget(); // a host that knows no ranges sends all of it
      this.#plain = !response.headers.has("Content-Encoding");
      const reader = response.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        heard = performance.now();
        this.#parts.push(read.value);
        this.#length += read.value.length;
        onChange(this.#length);
      }
    } finally {
      clearInterval(silence);
      signal?.removeEventListener("abort", end);
    }
  }

  #forget() {
    this.#parts = [];
    this.#length = 0;
  }
}
