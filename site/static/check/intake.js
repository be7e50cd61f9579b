// The ways photos come in: chosen, dropped or pasted, one or many. Each ends in files, or a sentence.
import { chosenFiles, droppedFiles } from "./folders.js";
import { Trouble } from "./text.js";

/** @typedef {import("./folders.js").Named} Named */

/**
 * @typedef {object} Receiver
 * @property {(files: Named[]) => void} onFiles at least one
 * @property {(trouble: Trouble) => void} onTrouble
 */

/**
 * Listen on the inputs and on the whole document of the frame.
 * @param {HTMLInputElement} input for photos; as long as it is disabled, nothing is taken
 * @param {HTMLInputElement} folder
 * @param {HTMLElement} target shown as the place to drop
 * @param {Receiver} receiver
 */
export function listen(input, folder, target, { onFiles, onTrouble }) {
  for (const one of [input, folder]) {
    one.addEventListener("change", () => {
      const files = chosenFiles(one);
      one.value = ""; // so that the same can be chosen again after it was mended
      if (files.length) onFiles(files);
      else if (one === folder) onTrouble(new Trouble("folder-empty"));
    });
  }
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
    void take(event.dataTransfer, "nothing-dropped");
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) event.preventDefault();
    void take(event.clipboardData, null);
  });

  /**
   * @param {DataTransfer | null} data
   * @param {string | null} empty code for the case that it holds no file; null to stay silent
   */
  async function take(data, empty) {
    if (input.disabled) return;
    const { files, folders, unread } = await droppedFiles(data);
    if (unread) onTrouble(new Trouble("folder-unread"));
    else if (files.length) onFiles(files);
    else if (folders) onTrouble(new Trouble("folder-empty"));
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
