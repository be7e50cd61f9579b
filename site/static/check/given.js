// The photo as it was given: shown at once where the browser can, with what is known of the file.
import { element, pictureOf, printable } from "./dom.js";
import { t } from "./text.js";
import { sizeText } from "./values.js";

// What Safari calls a photo that it has turned from HEIC into JPEG for a page; cameras write .JPG.
const TURNED = /\.jpeg$/i;
const ON_IOS = /iPhone|iPad/;

/** The line of the frame's document that says which photo is looked at. */
export class Given {
  #picture = element("given-picture");
  /** @type {File | null} */
  #file = null;

  /**
   * Show a photo that has just come.
   * @param {File} file
   * @param {number} most bytes; a larger one is not opened
   */
  show(file, most) {
    this.#file = file;
    this.#drop();
    element("file-name").textContent = printable(file.name);
    element("file-facts").textContent = sizeText(file.size);
    element("received").hidden = true;
    element("given").hidden = false;
    if (file.size <= most) void this.#add(file, file);
  }

  /** Forget the photo. */
  hide() {
    this.#file = null;
    this.#drop();
    element("given").hidden = true;
  }

  /**
   * Add what Python found out.
   * @param {File} file
   * @param {string} pixels
   * @param {string} maker of the camera, empty where it is not known
   */
  tell(file, pixels, maker) {
    element("file-facts").textContent = [sizeText(file.size), pixels].filter(Boolean).join(t("，", ", "));
    const turned = maker === "Apple" && file.type === "image/jpeg" && (TURNED.test(file.name) || ON_IOS.test(navigator.userAgent));
    element("received").hidden = !turned;
    element("received").textContent = t(
      "收到的是 JPG，由苹果设备拍摄。苹果手机一般存 HEIC，选照片时系统可能先转成了 JPG；这里检查的是收到的这一份。",
      "A JPG was received, taken by an Apple device. iPhones usually keep HEIC, and the system may have turned it into a JPG when it was chosen; what was received is what is checked here.",
    );
  }

  /**
   * Show a picture that Python made, where the browser could not show the photo itself.
   * @param {File} file
   * @param {Blob} picture
   */
  fallBack(file, picture) {
    if (!this.#picture.hasChildNodes()) void this.#add(file, picture);
  }

  /**
   * @param {File} file
   * @param {Blob} blob
   */
  async #add(file, blob) {
    const picture = await pictureOf(blob, "", { keep: true });
    if (!picture) return;
    if (file === this.#file && !this.#picture.hasChildNodes()) this.#picture.append(picture);
    else URL.revokeObjectURL(picture.src);
  }

  #drop() {
    for (const picture of this.#picture.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.#picture.replaceChildren();
  }
}
