// Makes a file to the requirements: shows the crop editor, has Python cut and encode, shows what came out.
import { element, icon, list, make, pictureOf, saveAs } from "./dom.js";
import { CropEditor } from "./editor.js";
import { Engine } from "./engine.js";
import { readFile } from "./intake.js";
import { headline, showReports, toMend, worst } from "./report.js";
import { StatusLine, asTrouble } from "./status.js";
import { Trouble } from "./text.js";
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
 * @property {Note[]} notes
 * @property {import("./report.js").Report[]} before
 * @property {import("./report.js").Report[]} after
 */

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
  /** @type {Blob | null} */
  #made = null;
  #name = "";
  /** Whether the editor shows the task's photo. */
  #cropped = false;

  /**
   * @param {Engine} engine
   * @param {{ fit: () => Promise<void>, onBack: () => void }} page `fit` resolves when the frame is as high as
   *   what is in it
   */
  constructor(engine, { fit, onBack }) {
    this.engine = engine;
    this.fit = fit;
    element("fix-make").addEventListener("click", () => void this.make(this.#editor.crop));
    const chosen = () => (element("fix-own-colour").hidden = backgroundChoice().value !== OWN_COLOUR);
    backgroundChoice().addEventListener("change", chosen);
    element("fix-recrop").addEventListener("click", () => this.#edit());
    element("fix-save").addEventListener("click", () => this.#made && saveAs(this.#made, this.#name));
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
    await this.#run("正在打开照片…", "check-cancelled", async (bytes) => {
      const { json, data } = await this.engine.framing(bytes, file, wish, points);
      const picture = data && (await pictureOf(new Blob([data], { type: "image/jpeg" }), ""));
      return () => {
        if (!picture) return void this.make(null); // nothing to crop: Python says why
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
    await this.#run("正在生成照片…", "fix-cancelled", async (bytes) => {
      const { json, data } = await this.engine.fix(bytes, task.file, task.wish, crop, extras(), task.points);
      return () => this.#show(JSON.parse(json), data);
    });
    this.#work.inert = false;
  }

  /** Forget the task; what is under way for it ends. */
  close() {
    this.#turn += 1;
    if (this.#running) this.engine.cancel();
    this.#running = false;
    this.#task = null;
    this.#made = null;
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
   * @param {Uint8Array<ArrayBuffer> | null} data
   */
  #show(fixed, data) {
    const outcome = data ? worst(fixed.after) : "fail";
    this.#dropPicture();
    this.#made = data && new Blob([data], { type: "image/jpeg" });
    this.#name = fixed.file_name;
    const title = data ? `改好的照片：${headline(fixed.after)}` : "没能按这些要求生成照片";
    element("fix-headline").replaceChildren(icon(outcome), make("span", "", title));
    const quality = fixed.quality ? [`JPG 质量约 ${fixed.quality}`] : [];
    const pixels = fixed.size ? [`${fixed.size.join("×")} 像素`] : [];
    const facts = data ? [...pixels, sizeText(data.length), ...quality] : [];
    element("fix-facts").textContent = facts.join("，");
    element("fix-to-mend").textContent = data ? toMend(fixed.after) : "";
    const before = [headline(fixed.before), toMend(fixed.before)].filter(Boolean);
    element("fix-before").textContent = `原来的照片：${before.join("（")}${before.length > 1 ? "）" : ""}。`;
    element("fix-notes").replaceChildren(...noteParts(fixed.notes));
    if (data) showReports(element("fix-reports"), fixed.after);
    element("fix-details").hidden = !data;
    element("fix-details").toggleAttribute("open", outcome === "fail" || outcome === "unknown");
    element("fix-saving").hidden = !data;
    element("fix-recrop").hidden = !this.#cropped;
    element("fix-summary").className = `summary outcome-${outcome}`;
    this.#result.dataset.outcome = outcome;
    this.#work.hidden = true;
    this.#result.hidden = false;
    this.#focus("fix-headline");
    if (this.#made) void this.#showPicture(this.#made);
  }

  /** @param {Blob} made */
  async #showPicture(made) {
    const picture = await pictureOf(made, "改好的照片", { keep: true });
    if (picture && made === this.#made) element("fix-picture").replaceChildren(picture);
    else if (picture) URL.revokeObjectURL(picture.src);
  }

  /** Take the new photo's picture away, and with it its address. */
  #dropPicture() {
    for (const picture of element("fix-picture").querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    element("fix-picture").replaceChildren();
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
      if (engine.dead) await engine.start();
      const show = await order(await readFile(task.file, engine.most));
      if (turn !== this.#turn) return;
      this.#running = false;
      this.#line.idle("");
      show();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#running = false;
      const trouble = asTrouble(error, "worker-crashed");
      const ended = trouble.code === "check-cancelled";
      this.#line.tell(ended ? new Trouble(cancelled) : trouble, "再试一次");
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
  done.append(make("summary", "", "做了哪些改动"), of("done"));
  return [of("problem"), of("advice"), done].filter((part) => part.querySelector("li"));
}

/** @param {Note} note */
function noteItem({ code, message }) {
  const item = make("li", "", message);
  item.dataset.code = code;
  return item;
}
