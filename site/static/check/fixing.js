// Makes a file to the requirements: shows the crop editor, has Python cut and encode, shows what came out.
import { compared } from "./compare.js";
import { element, icon, list, make, pictureOf } from "./dom.js";
import { CropEditor } from "./editor.js";
import { Engine } from "./engine.js";
import { readFile } from "./intake.js";
import { assured } from "./parts.js";
import { headline, showReports, toMend, worst } from "./report.js";
import { LONG_PRESS, save } from "./saving.js";
import { StatusLine, asTrouble } from "./status.js";
import { CAN_SAVE, Trouble, t } from "./text.js";
import { sizeText } from "./values.js";

/** @typedef {import("./engine.js").Points} Points */
/** @typedef {import("./link.js").Wish} Wish */

/**
 * @typedef {object} Extras what is done only for those who ask for it
 * @property {boolean} level turn the picture so that the eyes are level
 * @property {string | null} background put this colour behind the person
 */

/**
 * @typedef {object} Note what was done (level `done`), is to be looked at (`advice`) or was not reached (`problem`)
 * @property {string} code
 * @property {string} level
 * @property {string} message
 */

/**
 * @typedef {object} Fixed what Python made, beside the file itself
 * @property {string} file_name
 * @property {[number, number] | null} size in px
 * @property {number | null} quality of the JPEG
 * @property {[left: number, top: number, width: number, height: number] | null} crop what was kept of the photo
 * @property {Note[]} notes
 * @property {import("./report.js").Report[]} before
 * @property {import("./report.js").Report[]} after
 */

/** @typedef {{ blob: Blob, name: string, fixed: Fixed }} Made a new file, what it is called, and what Python says of it */

const OWN_COLOUR = "own";

/** The part of the page that makes a file; open for one photo at a time. */
export class Fixing {
  #section = element("fix");
  #work = element("fix-edit");
  #result = element("fix-result");
  #editor = new CropEditor();
  #line = new StatusLine("fix-", { onCancel: () => this.engine.cancel(), onRetry: () => void this.#again() });
  /** @type {{ file: File, wish: Wish, points: Points } | null} */
  #task = null;
  #again = async () => {};
  #running = false;
  #turn = 0;
  /** @type {Made | null} */
  #made = null;
  /** The one before it, to be brought back. @type {Made | null} */
  #former = null;
  /** The whole photo, as the editor shows it. @type {HTMLImageElement | null} */
  #whole = null;
  /** Whether the editor shows the task's photo. */
  #cropped = false;

  /**
   * @param {Engine} engine
   * @param {{ fit: () => Promise<void>, onBack: () => void, onMade: (made: Made | null) => void }} page `fit`
   *   resolves when the frame is as high as what is in it; `onMade` hears of each new file, and when it is gone
   */
  constructor(engine, { fit, onBack, onMade }) {
    this.engine = engine;
    this.fit = fit;
    this.onMade = onMade;
    element("fix-make").addEventListener("click", () => void this.make(this.#editor.crop));
    const chosen = () => (element("fix-own-colour").hidden = backgroundChoice().value !== OWN_COLOUR);
    backgroundChoice().addEventListener("change", chosen);
    element("fix-recrop").addEventListener("click", () => this.#edit());
    element("fix-save").addEventListener("click", () => {
      if (this.#made) save(this.#made.blob, this.#made.name, element("fix-saved"));
    });
    element("fix-undo").addEventListener("click", () => this.#former && this.#show(this.#former.fixed, this.#former));
    if (!CAN_SAVE) {
      element("fix-save").hidden = true;
      element("fix-saved").textContent = LONG_PRESS;
      element("fix-picture").classList.add("to-press");
    }
    element("fix-back").addEventListener("click", () => {
      this.close();
      onBack();
    });
  }

  /**
   * Open the crop editor.
   * @param {File} file
   * @param {Wish} wish
   * @param {Points} points those placed by hand on this photo
   */
  async open(file, wish, points) {
    this.close();
    this.#task = { file, wish, points };
    this.#section.hidden = false;
    this.#again = () => this.open(file, wish, points);
    await this.#run(t("正在打开照片…", "Opening the photo…"), "check-cancelled", async (bytes) => {
      const { json, data } = await this.engine.framing(bytes, file, wish, points);
      const picture = data && (await pictureOf(new Blob([data], { type: "image/jpeg" }), "", { keep: true }));
      return () => {
        if (!picture) return void this.make(null); // nothing to crop: Python says why
        this.#whole = picture;
        this.#editor.show(JSON.parse(json), picture);
        this.#cropped = true;
        this.#edit();
      };
    });
  }

  /**
   * Make the file.
   * @param {import("./crop.js").Crop | null} crop the part to keep; null for Python's choice
   */
  async make(crop) {
    const task = this.#task;
    if (!task) return;
    this.#again = () => this.make(crop);
    this.#work.inert = true;
    await this.#run(t("正在生成照片…", "Making the photo…"), "fix-cancelled", async (bytes) => {
      const { json, data } = await this.engine.fix(bytes, task.file, task.wish, crop, extras(), task.points);
      const fixed = /** @type {Fixed} */ (JSON.parse(json));
      const made = data && { blob: new Blob([data], { type: "image/jpeg" }), name: fixed.file_name, fixed };
      return () => this.#show(fixed, made);
    });
    this.#work.inert = false;
  }

  /** Forget the task; what is under way for it ends. */
  close() {
    this.#turn += 1;
    if (this.#running) this.engine.cancel();
    this.#running = false;
    this.#task = null;
    this.#setMade(null);
    this.#former = null;
    if (this.#whole) URL.revokeObjectURL(this.#whole.src);
    this.#whole = null;
    this.#cropped = false;
    this.#line.idle("");
    for (const part of [this.#section, this.#work, this.#result]) part.hidden = true;
    this.#work.inert = false;
    this.#dropPicture();
    element("fix-reports").replaceChildren();
  }

  /** Show the editor as it was left. */
  #edit() {
    this.#result.hidden = true;
    this.#work.hidden = false;
    this.#focus("stage");
  }

  /**
   * @param {Fixed} fixed
   * @param {Made | null} made
   */
  #show(fixed, made) {
    const outcome = made ? worst(fixed.after) : "fail";
    this.#dropPicture();
    if (this.#made) this.#former = this.#made;
    element("fix-undo").hidden = !this.#former;
    this.#setMade(made);
    const title = made
      ? t(`改好的照片：${headline(fixed.after)}`, `The new photo: ${headline(fixed.after)}`)
      : t("没能按这些要求生成照片", "No photo could be made to these requirements");
    element("fix-headline").replaceChildren(icon(outcome), make("span", "", title));
    const quality = fixed.quality ? [t(`JPG 质量约 ${fixed.quality}`, `JPG quality about ${fixed.quality}`)] : [];
    const pixels = fixed.size ? [t(`${fixed.size.join("×")} 像素`, `${fixed.size.join("×")} px`)] : [];
    const facts = made ? [...pixels, sizeText(made.blob.size), ...quality] : [];
    element("fix-facts").textContent = facts.join(t("，", ", "));
    element("fix-to-mend").textContent = made ? toMend(fixed.after) : "";
    const before = [headline(fixed.before), toMend(fixed.before)].filter(Boolean);
    element("fix-before").textContent = t(
      `原来的照片：${before.join("（")}${before.length > 1 ? "）" : ""}。`,
      `The photo before: ${before.join(" (")}${before.length > 1 ? ")" : ""}.`,
    );
    element("fix-notes").replaceChildren(...noteParts(fixed.notes));
    if (made) showReports(element("fix-reports"), fixed.after);
    element("fix-details").hidden = !made;
    element("fix-details").toggleAttribute("open", outcome === "fail" || outcome === "unknown");
    element("fix-saving").hidden = !made;
    element("fix-recrop").hidden = !this.#cropped;
    element("fix-summary").className = `summary outcome-${outcome}`;
    this.#result.dataset.outcome = outcome;
    this.#work.hidden = true;
    this.#result.hidden = false;
    this.#focus("fix-headline");
    if (made) void this.#showPicture(made);
  }

  /** @param {Made | null} made */
  #setMade(made) {
    if (made === this.#made) return;
    this.#made = made;
    this.onMade(made);
  }

  /** @param {Made} made */
  async #showPicture(made) {
    const picture = await pictureOf(made.blob, t("改好的照片", "The new photo"), { keep: true });
    if (!picture || made !== this.#made) return void (picture && URL.revokeObjectURL(picture.src));
    element("fix-picture").replaceChildren(picture);
    const { crop, size } = made.fixed;
    if (!this.#whole || !crop || !size) return;
    const copies = [this.#whole, picture].map((one) => /** @type {HTMLImageElement} */ (one.cloneNode()));
    copies[0].removeAttribute("style");
    element("fix-compare").replaceChildren(compared(copies[0], crop, copies[1], size));
  }

  /** Take the new photo's picture away, and with it its address. */
  #dropPicture() {
    for (const picture of element("fix-picture").querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    for (const part of ["fix-picture", "fix-compare"]) element(part).replaceChildren();
  }

  /**
   * Have Python do something with the photo; a newer turn makes it void.
   * @param {string} text said meanwhile
   * @param {string} cancelled the code to tell when the person ends it
   * @param {(bytes: ArrayBuffer) => Promise<() => void>} order returns what is then to be shown
   */
  async #run(text, cancelled, order) {
    const { engine } = this;
    const task = this.#task;
    const turn = ++this.#turn;
    if (!task) return;
    this.#line.busy(text, true);
    this.#focus("fix-cancel");
    this.#running = true;
    try {
      const show = await assured(engine, async () => order(await readFile(task.file, engine.most)));
      if (turn !== this.#turn) return;
      this.#running = false;
      this.#line.idle("");
      show();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#running = false;
      const trouble = asTrouble(error, "worker-crashed");
      const ended = trouble.code === "check-cancelled";
      this.#line.tell(ended ? new Trouble(cancelled) : trouble, t("再试一次", "Try again"));
      // To have Python ready again; should that fail, the next order tries again, and tells of it.
      if (engine.dead) engine.start().catch(() => {});
    }
  }

  /**
   * The frame must have its new height first, or focusing scrolls inside it.
   * @param {string} id
   */
  #focus(id) {
    void this.fit().then(() => element(id).focus());
  }
}

/** @returns {HTMLSelectElement} */
function backgroundChoice() {
  return element("fix-background");
}

/** @returns {Extras} */
function extras() {
  /** @type {HTMLInputElement} */
  const level = element("fix-level");
  /** @type {HTMLInputElement} */
  const own = element("fix-colour");
  const { value } = backgroundChoice();
  return { level: level.checked, background: value === OWN_COLOUR ? own.value : value || null };
}

/**
 * What could not be reached first, then what to look at, then, folded, what was done.
 * @param {Note[]} notes
 */
function noteParts(notes) {
  const of = (/** @type {string} */ wanted) =>
    list(`notes notes-${wanted}`, notes.filter(({ level }) => level === wanted).map(noteItem));
  const done = document.createElement("details");
  done.append(make("summary", "", t("做了哪些改动", "What was changed")), of("done"));
  return [of("problem"), of("advice"), done].filter((part) => part.querySelector("li"));
}

/** @param {Note} note */
function noteItem({ code, message }) {
  const item = make("li", "", message);
  item.dataset.code = code;
  return item;
}
