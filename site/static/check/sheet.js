// Puts prints of the photo that was made on a sheet of paper, shows it, and hands it out as JPG and PDF.
import { element, list, make, pictureOf } from "./dom.js";
import { assured } from "./parts.js";
import { save } from "./saving.js";
import { StatusLine, asTrouble } from "./status.js";
import { Trouble, t } from "./text.js";

/** @typedef {import("./fixing.js").Made} Made */

/**
 * @typedef {object} SheetOrder
 * @property {string} print id of the print's size
 * @property {string} paper id of the paper
 * @property {number | null} count how many prints; null: as many as fit
 * @property {"jpeg" | "pdf"} kind
 */

/**
 * @typedef {object} Sheet what Python made, beside the file itself
 * @property {string} file_name
 * @property {[number, number]} size in px
 * @property {number} count
 * @property {number} most how many the paper holds
 * @property {import("./fixing.js").Note[]} notes
 */

/** @typedef {{ blob: Blob, name: string }} SheetFile */

// The sheet is made anew when no key was pressed for so long.
const QUIET_MS = 400;

/** The panel; it belongs to the photo that was made last. */
export class SheetPanel {
  #panel = element("sheet");
  #opener = element("sheet-open");
  /** @type {HTMLSelectElement} */
  #print = element("sheet-print");
  /** @type {HTMLSelectElement} */
  #paper = element("sheet-paper");
  /** @type {HTMLInputElement} */
  #count = element("sheet-count");
  #line = new StatusLine("sheet-", { onCancel: () => this.engine.cancel(), onRetry: () => void this.#make() });
  /** @type {Made | null} */
  #photo = null;
  /** @type {Partial<Record<"jpeg" | "pdf", SheetFile>>} */
  #files = {};
  #turn = 0;
  #timer = 0;

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {() => Promise<void>} fit resolves when the frame is as high as what is in it
   */
  constructor(engine, fit) {
    this.engine = engine;
    this.fit = fit;
    this.#opener.addEventListener("click", () => void this.#open());
    element("sheet-close").addEventListener("click", () => {
      this.#close();
      void this.fit().then(() => this.#opener.focus());
    });
    element("sheet-form").addEventListener("submit", (event) => event.preventDefault());
    for (const choice of [this.#print, this.#paper]) choice.addEventListener("change", () => void this.#make(null));
    this.#count.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#turn += 1;
      this.#forget();
      this.#timer = window.setTimeout(() => void this.#make(), QUIET_MS);
    });
    for (const kind of /** @type {const} */ (["jpeg", "pdf"])) {
      element(`sheet-${kind}`).addEventListener("click", () => {
        const file = this.#files[kind];
        if (file) save(file.blob, file.name, element("sheet-saved"));
      });
    }
  }

  /**
   * Go by another photo, or by none.
   * @param {Made | null} made
   */
  offer(made) {
    this.#close();
    this.#photo = made;
  }

  async #open() {
    this.#panel.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    void this.fit().then(() => element("sheet-title").focus());
    if (!this.#files.jpeg) await this.#make(null);
  }

  #close() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#panel.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    this.#line.idle("");
    this.#forget();
  }

  /** What was made is no longer what was chosen. */
  #forget() {
    this.#files = {};
    for (const id of ["sheet-jpeg", "sheet-pdf"]) element(id).toggleAttribute("disabled", true);
    const picture = element("sheet-picture");
    for (const image of picture.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    picture.replaceChildren();
    element("sheet-notes").replaceChildren();
  }

  /**
   * Make the sheet as it was chosen: first the picture, which is shown, then the PDF.
   * @param {number | null} [count] null: as many as fit; without it, what the person wrote
   */
  async #make(count = this.#wanted()) {
    const photo = this.#photo;
    if (!photo) return;
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.#forget();
    this.#line.busy(t("正在排版…", "Laying out…"), true);
    try {
      const sheet = await this.#file(photo, { count, kind: "jpeg" }, turn);
      if (!sheet) return;
      await this.#show(sheet, turn);
      if (await this.#file(photo, { count: sheet.count, kind: "pdf" }, turn)) this.#line.idle(told(sheet));
    } catch (error) {
      if (turn !== this.#turn) return;
      const trouble = asTrouble(error, "worker-crashed");
      this.#line.tell(trouble.code === "check-cancelled" ? new Trouble("fix-cancelled") : trouble, t("再试一次", "Try again"));
      // To have Python ready again; should that fail, the next order tries again, and tells of it.
      if (this.engine.dead) this.engine.start().catch(() => {});
    }
  }

  /**
   * Have one file made, and offer it for saving.
   * @param {Made} photo
   * @param {{ count: number | null, kind: "jpeg" | "pdf" }} how
   * @param {number} turn
   * @returns {Promise<Sheet | null>} null where the person has chosen something else meanwhile
   */
  async #file(photo, { count, kind }, turn) {
    const { engine } = this;
    const order = { print: this.#print.value, paper: this.#paper.value, count, kind };
    const { json, data } = await assured(engine, async () => engine.sheet(await photo.blob.arrayBuffer(), photo, order));
    if (turn !== this.#turn || !data) return null;
    /** @type {Sheet} */
    const sheet = JSON.parse(json);
    const type = kind === "pdf" ? "application/pdf" : "image/jpeg";
    this.#files[kind] = { blob: new Blob([data], { type }), name: sheet.file_name };
    element(`sheet-${kind}`).toggleAttribute("disabled", false);
    return sheet;
  }

  /**
   * @param {Sheet} sheet
   * @param {number} turn
   */
  async #show(sheet, turn) {
    this.#count.max = String(sheet.most);
    this.#count.value = String(sheet.count);
    element("sheet-most").textContent = t(`最多 ${sheet.most} 张`, `${sheet.most} at most`);
    const notes = list("", sheet.notes.map(({ message }) => make("li", "", message)));
    element("sheet-notes").replaceChildren(...notes.children);
    const blob = this.#files.jpeg?.blob;
    const picture = blob && (await pictureOf(blob, t(`预览：${sheet.count} 张照片排在一张纸上`, `Preview: ${sheet.count} prints on one sheet`), { keep: true }));
    if (!picture) return;
    if (turn === this.#turn) element("sheet-picture").replaceChildren(picture);
    else URL.revokeObjectURL(picture.src);
  }

  /** How many the person wants: a whole number that fits, whatever was written. */
  #wanted() {
    const { valueAsNumber, max } = this.#count;
    return Math.min(Math.max(1, Math.floor(valueAsNumber) || 1), Number(max));
  }
}

/** @param {Sheet} sheet */
function told({ count, size }) {
  return t(`排好了：${count} 张，${size.join("×")} 像素。`, `Done: ${count} prints, ${size.join("×")} px.`);
}
