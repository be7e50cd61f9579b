// Files with the folders they lie in, as an input or a drop gives them.

/** @typedef {{ file: File, path: string }} Named a path without a slash is that of a file chosen by itself */

const HEAD_BYTES = 4096;
// For these Python need not see how the file begins to know that somebody takes it for a photo.
const CALLED_LIKE_PHOTOS = /\.(jpe?g|png|heic|heif)$/i;

/**
 * Return the files of an input.
 * @param {HTMLInputElement} input
 * @returns {Named[]}
 */
export function chosenFiles(input) {
  return [...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/**
 * Return what was dropped or pasted, folders with all that is in them.
 * @param {DataTransfer | null} data
 * @returns {Promise<{ files: Named[], folders: number, unread: number }>} `folders`: how many of those that were
 *   dropped are some; `unread`: how many things in them the browser does not give to this frame
 */
export async function droppedFiles(data) {
  // All at once: the list is empty as soon as something else has run.
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = items.map((item) => item.getAsFile());
  const found = { files: /** @type {Named[]} */ ([]), folders: 0, unread: 0 };
  for (const [at, file] of plain.entries()) {
    const entry = entries[at];
    if (entry?.isDirectory) {
      found.folders += 1;
      found.unread += await gather(entry, found.files);
    } else if (file) found.files.push({ file, path: file.name });
  }
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {Named[]} files get what is found
 * @returns {Promise<number>} how many things could not be read
 */
async function gather(entry, files) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => {
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, () => resolve(null));
    });
    if (file) files.push({ file, path: entry.fullPath.replace(/^\/+/, "") });
    return file ? 0 : 1;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (let unread = 0; ; ) {
    /** @type {FileSystemEntry[] | null} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(null)));
    if (!some?.length) return some ? unread : unread + 1; // a browser gives at most a hundred at a time
    for (const inner of some) unread += await gather(inner, files);
  }
}

/**
 * Return how a file begins, in base 64; empty for what is called like a photo.
 * @param {File} file
 */
export async function headOf(file) {
  if (CALLED_LIKE_PHOTOS.test(file.name)) return "";
  const bytes = await file.slice(0, HEAD_BYTES).arrayBuffer().catch(() => new ArrayBuffer(0));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
