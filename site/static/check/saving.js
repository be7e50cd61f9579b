// Handing things out of the frame: files, and text to paste. Some browsers inside apps can do neither.
import { element, printable, saveAs, sealed } from "./dom.js";
import { CAN_SAVE, t } from "./text.js";

export const LONG_PRESS = t(
  "这个浏览器里不能下载。请长按照片，选「保存图片」；存不了，就点右上角「…」，选「在浏览器打开」，再做一遍。",
  "This browser cannot download. Press the photo for long and choose to save it; if that fails, open this page in a browser (“…” at the top right) and do it again there.",
);

// Who presses twice at once wants one file. Ours.
const TWICE_MS = 1000;
let last = { blob: /** @type {Blob | null} */ (null), at: 0 };

/**
 * Hand bytes out as a file, or say why that cannot be.
 * @param {Blob} blob
 * @param {string} name
 * @param {HTMLElement} line says what happened
 */
export function save(blob, name, line) {
  if (!CAN_SAVE) {
    line.textContent = t(
      "这个浏览器里不能下载。请点右上角「…」，选「在浏览器打开」，再做一遍。",
      "This browser cannot download. Open this page in a browser (“…” at the top right) and do it again there.",
    );
    return;
  }
  if (blob === last.blob && performance.now() - last.at < TWICE_MS) return;
  last = { blob, at: performance.now() };
  saveAs(blob, name);
  const shown = printable(name);
  line.textContent = t(`已交给浏览器保存：${shown}`, `Handed to the browser to save: ${shown}`);
}

/**
 * Copy the text of a text area. The frame has no origin of its own, to which most browsers refuse the clipboard;
 * then the older way is tried, and last the text is left selected.
 * @param {string} id of the text area
 * @param {HTMLElement} line says what happened
 */
export async function copy(id, line) {
  /** @type {HTMLTextAreaElement} */
  const area = element(id);
  const done = await navigator.clipboard?.writeText(area.value).then(() => true, () => false);
  if (!done) {
    area.closest("details")?.setAttribute("open", "");
    area.focus();
    area.select();
  }
  line.textContent =
    done || sealed.copy()
      ? t("报告已复制，可以粘贴了。", "The report is copied; paste it where you like.")
      : t(
          "浏览器不让网页复制。文字已经选中：电脑按 Ctrl+C，手机长按后选「复制」。",
          "The browser refuses to copy. The text is selected: press Ctrl+C, or press for long and choose to copy.",
        );
}

/**
 * Return the name of a file without its ending.
 * @param {string} name
 */
export function stem(name) {
  return name.replace(/\.[^.]*$/, "") || name;
}
