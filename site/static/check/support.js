// What a browser must have for the checker to run, and what it says of its line.

/**
 * The link's part that leaves the face step out (`off`), asks for it in spite of a data saver (`on`), or for a
 * close look (`closely`).
 */
export const FACES = "faces";
export const CLOSELY = "closely";

// (module (func try catch_all end)): the exception handling that the Python runtime is compiled with.
const EXCEPTIONS = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11,
);

/**
 * Return the code of the first thing that is missing, or in the way; or null.
 * @returns {string | null}
 */
export function missingFeature() {
  // The page around it could put another in the frame's place, and would hear what the frame says to the top.
  if (window.top !== window) return "framed";
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return "insecure-context";
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(EXCEPTIONS)) return "no-webassembly";
  if (typeof DecompressionStream !== "function") return "no-decompression";
  if (typeof Worker !== "function") return "no-worker";
  if (!("adoptedStyleSheets" in Document.prototype)) return "no-stylesheets";
  const frame = HTMLIFrameElement.prototype;
  if (!("sandbox" in frame && "srcdoc" in frame)) return "no-sandbox";
  return null;
}

/**
 * Whether to leave out what can be done without: as the link asks, else as the browser's data saver says.
 * @param {string} query the part of the address after the question mark
 */
export function savesData(query) {
  const asked = new URLSearchParams(query).get(FACES);
  if (asked === "on" || asked === "off" || asked === CLOSELY) return asked === "off";
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  return connection?.saveData === true;
}

/**
 * Whether a close look is asked for.
 * @param {string} query the part of the address after the question mark
 */
export function looksClosely(query) {
  return new URLSearchParams(query).get(FACES) === CLOSELY;
}
