// The ways a photo comes in: chosen, dropped or pasted. Each ends in one file, or a sentence.
import { Trouble } from "./text.js";

/**
 * @typedef {object} Receiver
 * @property {(file: File, more: boolean) => void} onFile `more` when others came along and were left out
 * @property {(trouble: Trouble) => void} onTrouble
 */

/**
 * Listen on the input and on the whole document of the frame.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} target shown as the place to drop
 * @param {Receiver} receiver
 */
export function listen(input, target, { onFile, onTrouble }) {
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    if (files[0]) onFile(files[0], files.length > 1);
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) target.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("over");
    take(event.dataTransfer, "nothing-dropped");
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) event.preventDefault();
    take(event.clipboardData, null);
  });

  /**
   * @param {DataTransfer | null} data
   * @param {string | null} empty code for the case that it holds no file; null to stay silent
   */
  function take(data, empty) {
    if (input.disabled) return;
    const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry?.());
    const files = [...(data?.files ?? [])];
    const photos = files.filter((_, place) => !entries[place]?.isDirectory);
    if (photos[0]) onFile(photos[0], files.length > 1);
    else if (files.length || entries.some((entry) => entry?.isDirectory)) onTrouble(new Trouble("folder-dropped"));
    else if (empty) onTrouble(new Trouble(empty));
  }
}

/**
 * Read a file, unless it is larger than the checker accepts: then its size alone is enough to refuse it.
 * @param {File} file
 * @param {number} most bytes that are read at most
 * @returns {Promise<ArrayBuffer>} empty for a larger file; rejects with a Trouble
 */
export async function readFile(file, most) {
  try {
    return await (file.size > most ? new Blob() : file).arrayBuffer();
  } catch {
    throw new Trouble("file-unreadable", file.name);
  }
}
