// What the person sees and does in the frame. One photo at a time.
import { element, icon, make, pictureOf, saveAs } from "./dom.js";
import { Engine } from "./engine.js";
import { Fixing } from "./fixing.js";
import { listen, readFile } from "./intake.js";
import { Requirements } from "./link.js";
import { Placing } from "./points.js";
import { about, headline, pixelSize, showReports, toMend, verdictLine, worst } from "./report.js";
import { Seen } from "./seen.js";
import { StatusLine, asTrouble } from "./status.js";
import { Trouble, sentence } from "./text.js";
import { sizeText } from "./values.js";

/** @typedef {import("./engine.js").Judged} Judged */
/** @typedef {import("./engine.js").Points} Points */
/** @typedef {import("./report.js").Report} Report */

// Where the face is looked at in less time than this, the rest is not shown before.
const EARLY_MS = 300;

/** The page; a newer turn makes what is left of an older one void. */
export class Page {
  /** @type {HTMLInputElement} */
  input = element("photo");
  result = element("result");
  /** @type {File | null} */
  file = null;
  /**
   * Holds the reports as the worker gave them, to be saved, or copied where a browser saves nothing from here.
   * @type {HTMLTextAreaElement}
   */
  report = element("report-text");
  judging = false;
  turn = 0;
  /** Those that the person placed on this photo. @type {Points} */
  points = {};
  /** What was said of the photo last. @type {Judged | null} */
  judged = null;
  /** The photo as it is shown; `seen` if Python sees it too. @type {{ file: File, image: HTMLImageElement, seen: boolean } | null} */
  picture = null;

  /**
   * @param {Engine} engine
   * @param {string} query what the address asks for
   * @param {() => Promise<void>} fit resolves when the frame is as high as what is in it
   */
  constructor(engine, query, fit) {
    this.engine = engine;
    this.fit = fit;
    this.line = new StatusLine("", {
      onCancel: () => this.engine.cancel(),
      onRetry: () => void (this.file ? this.judge() : this.start()),
    });
    this.requirements = new Requirements(query, () => void this.judge());
    this.fixing = new Fixing(engine, { fit, onBack: () => this.back() });
    this.seen = new Seen({ onPlace: () => this.place() });
    this.placing = new Placing({
      onDone: (points) => void this.judgeBy(points),
      onCancel: () => this.leavePlacing(),
    });
    element("place").addEventListener("click", () => this.place());
    element("unplace").addEventListener("click", () => void this.judgeBy({}));
    listen(this.input, element("drop"), {
      onFile: (file, more) => {
        this.file = file;
        this.points = {};
        this.input.value = ""; // so that the same photo can be chosen again after it was mended
        void this.judge(more ? sentence("several-files") : "");
      },
      onTrouble: (trouble) => this.line.tell(trouble),
    });
    element("again").addEventListener("click", () => this.askAgain());
    element("save").addEventListener("click", () => {
      saveAs(new Blob([this.report.value], { type: "application/json" }), "gradphoto-report.json");
    });
    element("mend").addEventListener("click", () => void this.mend());
  }

  /** Start Python, and enable the input when a photo can be judged. */
  async start() {
    this.line.busy("正在启动检查程序，大约几秒钟…", false);
    try {
      await this.engine.start();
      const { query } = this.requirements;
      if (query) this.requirements.follow(JSON.parse(await this.engine.read(query)));
      this.input.disabled = false;
      this.line.idle("准备好了，请选一张照片。");
    } catch (error) {
      this.line.tell(asTrouble(error, "start-failed"), "重新启动");
    }
  }

  /**
   * Judge the photo by what the person or the link chose.
   * @param {string} [note] said beside the verdict
   */
  async judge(note = "") {
    const { file, engine } = this;
    if (!file) return;
    this.fixing.close();
    if (this.judging) engine.cancel();
    const turn = ++this.turn;
    if (!this.placing.isOpen) this.clear(); // should the points make no face, the result stays
    this.line.busy(`正在检查「${file.name}」…`, true);
    this.judging = true;
    try {
      if (engine.dead) await engine.start();
      const bytes = await readFile(file, engine.most);
      const judged = await this.ask(file, bytes);
      if (turn !== this.turn) return;
      this.judging = false;
      this.line.idle(note);
      if (judged.trouble) return this.placing.tell(judged.trouble);
      this.clear();
      this.judged = judged;
      this.report.value = judged.reports;
      this.show(file, JSON.parse(judged.reports));
      if (this.result.dataset.reportOutcome !== "unreadable") await this.showPicture(file, bytes);
    } catch (error) {
      if (turn === this.turn) await this.recover(asTrouble(error, "worker-crashed"));
    }
  }

  /**
   * Have the photo judged; what is known before the rest is shown, should the rest take long.
   * @param {File} file
   * @param {ArrayBuffer} bytes
   * @returns {Promise<Judged>}
   */
  async ask(file, bytes) {
    let early = 0;
    const onEarly = (/** @type {string} */ reports) => {
      if (this.placing.isOpen) return; // the result with the points stays until there is another
      early = window.setTimeout(() => this.showEarly(file, JSON.parse(reports)), EARLY_MS);
    };
    try {
      return JSON.parse(await this.engine.judge(bytes, file, this.requirements.wish, this.points, onEarly));
    } finally {
      clearTimeout(early);
    }
  }

  /**
   * Say what happened, and have Python ready again for the next photo.
   * @param {Trouble} trouble
   */
  async recover(trouble) {
    this.judging = false;
    if (this.result.dataset.looking) this.clear();
    this.placing.tell("");
    this.line.tell(trouble, "再试一次");
    try {
      if (this.engine.dead) await this.engine.start();
    } catch (error) {
      // A newer turn ended this start to make its own; it will tell of its own trouble.
      if (!this.judging) this.line.tell(asTrouble(error, "start-failed"), "重新启动");
    }
  }

  /**
   * Show what is known before the face has been looked at; no verdict yet, and nothing to do with it.
   * @param {File} file
   * @param {Report[]} reports without what is still to come
   */
  showEarly(file, reports) {
    const failed = worst(reports) === "fail";
    const text = failed ? `${headline(reports)}；还在看人脸…` : "文件和画面看过了，还在看人脸…";
    this.line.busy(`正在看「${file.name}」里的人脸…`, true);
    this.fill(file, reports, failed ? "fail" : "unknown", text);
    element("verdicts").replaceChildren();
    element("mend").hidden = true;
    this.result.dataset.looking = "true";
  }

  /**
   * @param {File} file
   * @param {Report[]} reports
   */
  show(file, reports) {
    const outcome = worst(reports);
    const several = reports.length > 1 && outcome !== "unreadable";
    this.fill(file, reports, outcome, headline(reports));
    const lines = reports.map((report) => verdictLine(report, "li", `${about(report.standard).name}：`));
    element("verdicts").replaceChildren(...(several ? lines : []));
    element("to-mend").textContent = several ? "" : toMend(reports);
    element("mend").hidden = outcome === "unreadable";
    this.result.dataset.reportOutcome = outcome;
    // The frame must have its new height first, or focusing scrolls inside it.
    void this.fit().then(() => element("headline").focus());
  }

  /**
   * @param {File} file
   * @param {Report[]} reports
   * @param {string} outcome
   * @param {string} text the headline
   */
  fill(file, reports, outcome, text) {
    element("headline").replaceChildren(icon(outcome), make("span", "", text));
    element("to-mend").textContent = "";
    element("file-name").textContent = file.name;
    element("file-facts").textContent = [sizeText(file.size), pixelSize(reports)].filter(Boolean).join("，");
    showReports(element("reports"), reports);
    this.result.className = `outcome-${outcome}`;
    this.result.hidden = false;
  }

  /**
   * Show the photo with what was measured: as Python sees it, or where it cannot (WebP) as the browser does.
   * @param {File} file
   * @param {ArrayBuffer} bytes
   */
  async showPicture(file, bytes) {
    if (this.picture?.file !== file) {
      const made = await this.engine.preview(bytes, file).catch(() => null);
      const image = await pictureOf(made ? new Blob([made], { type: "image/jpeg" }) : file, "你选的照片", { keep: true });
      if (this.picture) URL.revokeObjectURL(this.picture.image.src);
      this.picture = image && { file, image, seen: Boolean(made) };
    }
    const { picture, judged } = this;
    if (this.file !== file || !picture || !judged) return;
    this.seen.show(picture.image, JSON.parse(judged.reports), judged.drawings);
    element("place").hidden = !picture.seen || !judged.size;
    element("unplace").hidden = !judged.scene?.by_hand.length;
  }

  /** Let the person place points on the photo. */
  place() {
    const { picture, judged } = this;
    if (!picture || !judged?.size) return;
    this.seen.hide(true);
    this.placing.open(picture.image, judged.size, judged.scene?.points ?? {});
    void this.fit().then(() => this.placing.focus());
  }

  /** Show what was measured again. */
  leavePlacing() {
    this.seen.hide(false);
    void this.fit().then(() => element("place").focus());
  }

  /**
   * @param {Points} points those that the person placed, none to go by what was seen
   */
  async judgeBy(points) {
    this.points = points;
    this.placing.tell("正在按这些点检查…");
    await this.judge();
  }

  /** Let the person make a file to the same requirements. */
  async mend() {
    if (!this.file) return;
    this.result.hidden = true;
    await this.fixing.open(this.file, this.requirements.wish, this.points);
  }

  /** Show the verdict again. */
  back() {
    this.result.hidden = false;
    void this.fit().then(() => element("mend").focus());
  }

  /** Forget the last verdict. */
  clear() {
    this.result.hidden = true;
    delete this.result.dataset.reportOutcome;
    delete this.result.dataset.looking;
    this.placing.close();
    this.seen.clear();
    element("reports").replaceChildren();
    this.report.value = "";
  }

  /** Let the person choose another photo. */
  askAgain() {
    this.input.focus();
    this.input.click();
  }
}
