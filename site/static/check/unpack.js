// Unpacks what was fetched. Brotli is younger than gzip in browsers, so the page brings a decoder for it.
import { Trouble } from "./text.js";

/** @typedef {(packed: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>} Unpack rejects damaged bytes */

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

/** @type {Unpack} */
export const unbrotli = (packed) => through(BROTLI, packed);

/**
 * Start the decoder that the page brought.
 * @param {BlobPart} script
 * @param {BufferSource} wasm
 * @returns {Promise<Unpack>} rejects with a Trouble where it does not run
 */
export async function startDecoder(script, wasm) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    /** @type {typeof import("brotli-dec-wasm/web")} */
    const decoder = await import(address);
    await decoder.default({ module_or_path: wasm });
    return async (packed) => new Uint8Array(decoder.brotli_dec(packed));
  } catch (error) {
    throw new Trouble("start-failed", String(error));
  } finally {
    URL.revokeObjectURL(address);
  }
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
