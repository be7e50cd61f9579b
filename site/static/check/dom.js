// Small helpers for the frame's document. Text is always set as text, never as markup.

/**
 * @typedef {object} Sealed what the bootstrap gives in place of what it took away
 * @property {(script: string) => Worker} startWorker
 * @property {(blob: Blob, name: string) => void} saveAs
 * @property {() => boolean} copy what is selected; whether the browser did
 */
/** @type {Sealed} */
export const sealed = Reflect.get(globalThis, "sealed");

/**
 * Return the element with an id; the frame's document has it, or is broken.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return /** @type {T} */ (found);
}

/**
 * Make an element with a class and a text.
 * @param {string} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/**
 * Return a copy of the icon of an outcome, from the frame's document.
 * @param {string} outcome
 * @returns {Node}
 */
export function icon(outcome) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(`icon-${outcome}`));
  return template ? template.content.cloneNode(true) : document.createDocumentFragment();
}

/**
 * Return a file's name as it is shown: a character that is not seen, or turns what follows round, as an escape.
 * @param {string} name
 */
export function printable(name) {
  return name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/**
 * Make a list.
 * @param {string} className
 * @param {HTMLElement[]} items
 */
export function list(className, items) {
  const made = make("ul", className);
  made.append(...items);
  return made;
}

/**
 * Make a picture of a blob that the browser can show; null where it cannot.
 * @param {Blob} blob
 * @param {string} alt
 * @param {{ keep?: boolean }} [options] `keep` its address, without which a browser may not save the picture;
 *   whoever asks for it gives it back
 * @returns {Promise<HTMLImageElement | null>}
 */
export async function pictureOf(blob, alt, { keep = false } = {}) {
  const picture = new Image();
  const address = URL.createObjectURL(blob);
  picture.src = address;
  picture.alt = alt;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  } finally {
    if (!keep) URL.revokeObjectURL(address);
  }
}

/**
 * Hand bytes out as a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function saveAs(blob, name) {
  sealed.saveAs(blob, name);
}
