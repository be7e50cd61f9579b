// Unpacks what was fetched. Brotli is younger than gzip in browsers, so the page brings a decoder for it.
import { Trouble } from "./text.js";

/** @typedef {(packed: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>} Unpack rejects damaged bytes */
/** @typedef {{ unpack: Unpack, rest: () => Promise<void> }} Unpacker `rest` when nothing is to be unpacked for now */

const BROTLI = "brotli";

/** Whether this browser unpacks Brotli by itself. */
export function knowsBrotli() {
  try {
    return Boolean(stream(BROTLI));
  } catch {
    return false;
  }
}

/** @type {Unpack} */
export const gunzip = (packed) => through("gzip", packed);

/** @type {Unpacker} */
export const unbrotli = { unpack: (packed) => through(BROTLI, packed), rest: async () => {} };

/**
 * Start the decoder that the page brought.
 * @param {BlobPart} script
 * @param {BufferSource} wasm
 * @returns {Promise<Unpacker>} rejects with a Trouble where it does not run
 */
export async function startDecoder(script, wasm) {
  try {
    const decoder = new Decoder(script, await WebAssembly.compile(wasm));
    await decoder.start();
    return decoder;
  } catch (error) {
    throw new Trouble("start-failed", String(error));
  }
}

/**
 * Has a worker unpack, which would hold up the page for seconds on a slow phone. The worker knows the page's first
 * policy only, so there is none while nothing is to be unpacked: it is gone before the page seals itself.
 */
class Decoder {
  #script;
  #module;
  /** @type {Promise<Worker> | null} */
  #worker = null;

  /**
   * @param {BlobPart} script
   * @param {WebAssembly.Module} module
   */
  constructor(script, module) {
    this.#script = script;
    this.#module = module;
  }

  /** Start the worker, until it may rest. */
  async start() {
    await (this.#worker ??= startWorker(this.#script, this.#module));
  }

  /** @type {Unpack} */
  async unpack(packed) {
    this.#worker ??= startWorker(this.#script, this.#module);
    return ask(await this.#worker, packed);
  }

  /** End the worker: nobody has something for it now. */
  async rest() {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.then((running) => running.terminate(), () => {});
  }
}

/** Runs as text in the worker: takes the decoder, then whatever is to be unpacked. */
const serve = () => {
  /** @type {typeof import("brotli-dec-wasm/web")} */
  let decoder;
  /** @param {MessageEvent} event */
  onmessage = async ({ data, ports: [port] }) => {
    try {
      if (data.address) {
        decoder = await import(data.address);
        await decoder.default({ module_or_path: data.module });
        port.postMessage({});
      } else {
        const content = decoder.brotli_dec(data);
        port.postMessage({ content }, [content.buffer]);
      }
    } catch (error) {
      port.postMessage({ error: String(error) });
    }
  };
};

/**
 * @param {BlobPart} script
 * @param {WebAssembly.Module} module
 * @returns {Promise<Worker>} rejects where the decoder does not run
 */
async function startWorker(script, module) {
  const [code, address] = [`(${serve})()`, script].map((part) =>
    URL.createObjectURL(new Blob([part], { type: "text/javascript" })));
  const worker = new Worker(code);
  try {
    await ask(worker, { address, module });
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    for (const used of [code, address]) URL.revokeObjectURL(used);
  }
  return worker;
}

/**
 * @param {Worker} worker
 * @param {unknown} data
 * @returns {Promise<Uint8Array<ArrayBuffer>>} what the worker answers; rejects with what went wrong there
 */
function ask(worker, data) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data: { content, error } }) => (error ? reject(new Error(error)) : resolve(content));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
    worker.postMessage(data, [port2]);
  }).finally(() => port1.close());
}

/**
 * @param {string} format
 * @param {Uint8Array<ArrayBuffer>} packed
 */
async function through(format, packed) {
  const unpacked = new Blob([packed]).stream().pipeThrough(stream(format));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** @param {string} format one that TypeScript need not know yet */
function stream(format) {
  return new DecompressionStream(/** @type {CompressionFormat} */ (format));
}
