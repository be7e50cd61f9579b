// One photo: what the person sees and does with it. A newer turn makes what is left of an older one void.
import { element, icon, make, pictureOf, printable } from "./dom.js";
import { Engine } from "./engine.js";
import { Fixing } from "./fixing.js";
import { Given } from "./given.js";
import { countItems } from "./groups.js";
import { readFile } from "./intake.js";
import { nextSteps } from "./next.js";
import { assured } from "./parts.js";
import { Placing } from "./points.js";
import { about, headline, pixelSize, showReports, verdictLine, worst } from "./report.js";
import { copy, save, stem } from "./saving.js";
import { Seen } from "./seen.js";
import { StatusLine, asTrouble } from "./status.js";
import { Trouble, t } from "./text.js";

/** @typedef {import("./report.js").Judged} Judged */
/** @typedef {import("./engine.js").Points} Points */
/** @typedef {import("./report.js").Report} Report */

// Where the face is looked at in less time than this, the rest is not shown before.
const EARLY_MS = 300;

/**
 * @typedef {object} Surroundings what the part has of the page
 * @property {Engine} engine
 * @property {import("./link.js").Requirements} requirements
 * @property {() => Promise<void>} fit resolves when the frame is as high as what is in it
 * @property {() => void} onRestart Python has to be started anew, and no photo is there
 * @property {() => void} onAgain another photo is wanted
 * @property {(made: import("./fixing.js").Made | null) => void} onMade a file was made of the photo, or is gone
 */

/** The part of the page that judges one photo and has it mended. */
export class OnePhoto {
  result = element("result");
  /** @type {File | null} */
  file = null;
  /**
   * Holds the reports as the worker gave them, to be saved, or copied where a browser saves nothing from here. They
   * are the field's default: what a field holds besides, browsers keep with the tab on the disk, file names and all.
   * @type {HTMLTextAreaElement}
   */
  report = element("report-text");
  /** Holds the same in words. @type {HTMLTextAreaElement} */
  words = element("report-words");
  judging = false;
  turn = 0;
  /** Those that the person placed on this photo. @type {Points} */
  points = {};
  /** What was said of the photo last. @type {Judged | null} */
  judged = null;
  /** The photo as it is shown; `seen` if Python sees it too. @type {{ file: File, image: HTMLImageElement, seen: boolean } | null} */
  picture = null;

  /** @param {Surroundings} page */
  constructor({ engine, requirements, fit, onRestart, onAgain, onMade }) {
    this.engine = engine;
    this.requirements = requirements;
    this.fit = fit;
    this.line = new StatusLine("", {
      onCancel: () => this.engine.cancel(),
      onRetry: () => void (this.file ? this.judge() : onRestart()),
    });
    this.fixing = new Fixing(engine, { fit, onBack: () => this.back(), onMade });
    this.given = new Given();
    this.seen = new Seen({ onPlace: () => this.place() });
    this.placing = new Placing({
      onDone: (points) => void this.judgeBy(points),
      onCancel: () => this.leavePlacing(),
    });
    element("place").addEventListener("click", () => this.place());
    element("unplace").addEventListener("click", () => void this.judgeBy({}));
    element("again").addEventListener("click", onAgain);
    const done = element("report-done");
    element("save").addEventListener("click", () => {
      const report = new Blob([this.report.value], { type: "application/json" });
      save(report, `${stem(this.file?.name ?? "photo")}-report.json`, done);
    });
    element("copy").addEventListener("click", () => void copy("report-words", done));
    element("mend").addEventListener("click", () => void this.mend());
  }

  /**
   * Take a photo and judge it.
   * @param {File} file
   * @param {string} [note] said beside the verdict
   */
  async take(file, note = "") {
    this.file = file;
    this.points = {};
    this.given.show(file, this.engine.most);
    await this.judge(note);
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
    this.line.busy(t(`正在检查「${printable(file.name)}」…`, `Checking “${printable(file.name)}”…`), true);
    this.judging = true;
    try {
      const { content, judged } = await assured(engine, async () => {
        const bytes = await readFile(file, engine.most);
        return { content: bytes, judged: await this.ask(file, bytes) };
      });
      if (turn !== this.turn) return;
      this.judging = false;
      this.line.idle(note);
      if (judged.trouble) return this.placing.tell(judged.trouble);
      this.clear();
      this.judged = judged;
      this.report.defaultValue = judged.reports;
      this.words.defaultValue = judged.text;
      this.show(file, JSON.parse(judged.reports));
      if (this.result.dataset.reportOutcome !== "unreadable") await this.showPicture(file, content);
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
    this.line.tell(trouble, t("再试一次", "Try again"));
    try {
      if (this.engine.dead) await this.engine.start();
    } catch (error) {
      // A newer turn ended this start to make its own; it will tell of its own trouble.
      if (!this.judging) this.line.tell(asTrouble(error, "start-failed"), t("重新启动", "Restart"));
    }
  }

  /**
   * Show what is known before the face has been looked at; no verdict yet, and nothing to do with it.
   * @param {File} file
   * @param {Report[]} reports without what is still to come
   */
  showEarly(file, reports) {
    const failed = worst(reports) === "fail";
    const text = failed
      ? t(`${headline(reports)}；还在看人脸…`, `${headline(reports)}; still looking at the face…`)
      : t("文件看过了，还在看人脸…", "The file is done; still looking at the face…");
    const name = printable(file.name);
    this.line.busy(t(`正在看「${name}」里的人脸…`, `Looking at the face in “${name}”…`), true);
    this.fill(reports, failed ? "fail" : "unknown", text);
    for (const part of ["verdicts", "counts", "next-steps"]) element(part).replaceChildren();
    element("next").hidden = true;
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
    this.fill(reports, outcome, headline(reports));
    const lines = reports.map((report) => verdictLine(report, "li", about(report.standard).name + t("：", ": ")));
    element("verdicts").replaceChildren(...(several ? lines : []));
    element("counts").replaceChildren(...countItems(reports));
    const hopeless = this.judged?.hopeless ?? "";
    const steps = nextSteps(reports, hopeless);
    element("next-steps").replaceChildren(...steps);
    element("next").hidden = !steps.length;
    this.given.tell(file, pixelSize(reports), this.judged?.maker ?? "");
    element("mend").hidden = outcome === "unreadable" || hopeless !== "";
    this.result.dataset.reportOutcome = outcome;
    // The frame must have its new height first, or focusing scrolls inside it.
    void this.fit().then(() => element("headline").focus());
  }

  /**
   * @param {Report[]} reports
   * @param {string} outcome
   * @param {string} text the headline
   */
  fill(reports, outcome, text) {
    element("headline").replaceChildren(icon(outcome), make("span", "", text));
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
      if (made) this.given.fallBack(file, new Blob([made], { type: "image/jpeg" }));
      const image = await pictureOf(made ? new Blob([made], { type: "image/jpeg" }) : file, t("你选的照片", "The photo you chose"), { keep: true });
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
    this.placing.tell(t("正在按这些点检查…", "Checking by these points…"));
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

  /** Forget the photo; what is under way for it ends. */
  close() {
    this.turn += 1;
    if (this.judging) this.engine.cancel();
    this.judging = false;
    this.file = null;
    this.fixing.close();
    this.clear();
    this.line.idle("");
    this.given.hide();
  }

  /** Forget the last verdict. */
  clear() {
    this.result.hidden = true;
    delete this.result.dataset.reportOutcome;
    delete this.result.dataset.looking;
    this.placing.close();
    this.seen.clear();
    element("reports").replaceChildren();
    this.report.defaultValue = "";
    this.words.defaultValue = "";
    element("report-done").textContent = "";
  }
}
