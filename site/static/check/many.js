// Many photos: a table that fills up, one order to mend all, and one ZIP with what the command line would write.
import { Crew } from "./crew.js";
import { element } from "./dom.js";
import { Engine } from "./engine.js";
import { headOf } from "./folders.js";
import { gather, listed, rosterProblem } from "./gather.js";
import { wasGivenUp } from "./parts.js";
import { Rows } from "./rows.js";
import { save } from "./saving.js";
import { asTrouble, sentence } from "./status.js";
import { CAN_SAVE, t } from "./text.js";

/** @typedef {import("./crew.js").Photo} Photo */
/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./folders.js").Named} Named */
/** @typedef {import("./link.js").Wish} Wish */
/** @typedef {import("./rows.js").Row} Row */
/** @typedef {{ rows: [at: number, name: string, problem: string][], skipped: [name: string, reason: string][] }} Sorted */
/** @typedef {Row & { kept: Blob, file: Blob | null }} Found `kept` is what Python wants back to write its reports */

export const MOST_FILES = 2000;
// How often progress is said aloud, in shares of all photos.
const SPEAK = 0.1;

/** The part of the page for many photos. */
export class Many {
  #section = element("many");
  /** @type {Photo[]} */
  #photos = [];
  /** @type {[name: string, reason: string][]} */
  #skipped = [];
  /** @type {string[]} */
  #folders = [];
  /** @type {(Found | undefined)[]} */
  #found = [];
  /** @type {Wish} */
  #wish = { standards: [], overrides: {} };
  #fixing = false;
  #turn = 0;
  #working = false;
  /** @type {File | null} */
  #roster = null;
  /** @type {Blob | null} */
  #zip = null;
  #spoken = 0;
  /** Counts the reports, of which a newer one makes an older one void. */
  #report = 0;

  /**
   * @param {Engine} engine
   * @param {{ wish: () => Wish, fit: () => Promise<void>, onSee: (file: File) => void, onEnd: () => void }} page
   */
  constructor(engine, { wish, fit, onSee, onEnd }) {
    this.engine = engine;
    this.wish = wish;
    this.fit = fit;
    this.crew = new Crew(engine);
    this.seen = 0;
    this.rows = new Rows((index) => {
      const { file } = this.#photos[index];
      this.seen = index;
      if (file) onSee(file);
    });
    element("many-pause").addEventListener("click", () => this.#pause(!this.crew.paused));
    element("many-cancel").addEventListener("click", () => this.cancel());
    element("many-fix").addEventListener("click", () => void this.run(true));
    element("many-save").addEventListener("click", () => {
      if (this.#zip) save(this.#zip, t("照片检查.zip", "photo-check.zip"), element("many-saved"));
    });
    element("many-end").addEventListener("click", () => {
      this.close();
      onEnd();
    });
    /** @type {HTMLInputElement} */
    const roster = element("roster");
    roster.addEventListener("change", () => {
      this.#roster = roster.files?.[0] ?? null;
      element("rename-row").hidden = !this.#roster;
      void this.#tell();
    });
    element("rename").addEventListener("change", () => void this.#tell());
  }

  /** Whether there are photos here. */
  get isOpen() {
    return this.#photos.length > 0;
  }

  set hidden(/** @type {boolean} */ wanted) {
    this.#section.hidden = wanted;
  }

  /** Show the table again, where the person left it. */
  back() {
    const show = () => (this.#section.hidden = false);
    void this.rows.reveal(show).then(() => this.fit()).then(() => this.rows.focus(this.seen));
  }

  /**
   * Take many files and check those of them that are photos.
   * @param {Named[]} files
   */
  async take(files) {
    this.close();
    const turn = this.#turn;
    this.#section.hidden = false;
    this.#say(t("正在看有哪些照片…", "Looking which of these are photos…"));
    try {
      const heads = await Promise.all(files.map(async ({ file, path }) => [path, await headOf(file)]));
      if (this.engine.dead) await this.engine.start();
      const { json } = await this.engine.many("sort", new ArrayBuffer(0), { files: heads });
      if (turn !== this.#turn) return;
      const { rows, skipped } = /** @type {Sorted} */ (JSON.parse(json));
      this.#photos = rows.map(([at, name, problem]) => ({ file: files[at]?.file ?? null, name, problem }));
      this.#skipped = skipped;
      this.#folders = [...new Set(files.filter(({ path }) => path.includes("/")).map(({ path }) => path.split("/")[0]))];
    } catch (error) {
      if (turn === this.#turn) this.#say(sentence(asTrouble(error, "worker-crashed").code));
      return;
    }
    await this.rows.fill(this.#photos.map(({ name }) => name));
    if (turn === this.#turn) await this.run(false);
  }

  /**
   * Check all photos, or make a new file of each.
   * @param {boolean} fix
   */
  async run(fix) {
    if (!this.isOpen) return;
    const turn = ++this.#turn;
    this.#fixing = fix;
    this.#wish = this.wish();
    this.#found = this.#photos.map(() => undefined);
    this.#zip = null;
    this.#spoken = 0;
    element("many-lines").replaceChildren();
    element("many-saved").textContent = "";
    this.rows.reset();
    this.rows.work();
    this.rows.update();
    this.#progress();
    this.#show(true);
    void this.fit().then(() => element("many-pause").focus());
    const complete = await this.crew.work(this.#photos, {
      asked: () => ({ ...this.#wish, fix }),
      onDone: (index, answer) => turn === this.#turn && this.#done(index, answer),
      onTrouble: ({ code }) => turn === this.#turn && this.#say(sentence(code)),
    });
    if (turn !== this.#turn) return;
    await this.#finish(complete);
  }

  /** Stop, and keep what is done. */
  cancel() {
    if (!this.#working) return;
    this.#turn += 1;
    this.crew.cancel();
    void this.#finish(false);
  }

  /** Forget all photos. */
  close() {
    this.#turn += 1;
    if (this.#working) this.crew.cancel();
    this.#photos = [];
    this.#found = [];
    this.#zip = null;
    this.#show(false);
    this.rows.clear();
    element("many-lines").replaceChildren();
    this.#section.hidden = true;
  }

  /**
   * @param {number} index
   * @param {Answer} answer
   */
  #done(index, { json, data }) {
    const { outcome, mend, made, split } = JSON.parse(json);
    const bytes = data ?? new Uint8Array(0);
    const [small, large] = split;
    const file = made ? new Blob([bytes.subarray(small, small + large)], { type: "image/jpeg" }) : null;
    const found = { outcome, mend, made, file, kept: new Blob([bytes.subarray(small + large)]) };
    this.#found[index] = found;
    this.rows.show(index, found, small ? new Blob([bytes.subarray(0, small)], { type: "image/jpeg" }) : null);
    this.#progress();
  }

  /** @param {boolean} complete */
  async #finish(complete) {
    const turn = this.#turn;
    this.#show(false);
    await this.rows.rest();
    if (turn !== this.#turn) return;
    const done = this.#found.filter(Boolean).length;
    const all = this.#photos.length;
    const end = complete
      ? t(`${all} 张都${this.#fixing ? "做" : "检查"}完了。`, `All ${all} are ${this.#fixing ? "made" : "checked"}.`)
      : t(`已停下，${all} 张里完成了 ${done} 张。`, `Stopped: ${done} of ${all} are done.`);
    this.#say(`${end}${t("正在整理报告…", " Writing the reports…")}`);
    const problem = await this.#gather();
    if (turn !== this.#turn) return;
    this.#say(problem || end);
    void this.fit().then(() => element("many-title").focus());
  }

  /** Have the reports written anew. */
  async #tell() {
    const problem = await this.#gather();
    if (problem) this.#say(problem);
  }

  /**
   * Have the reports written, and the ZIP made.
   * @returns {Promise<string>} what went wrong, or an empty text
   */
  async #gather() {
    const [turn, report] = [this.#turn, ++this.#report];
    const isWanted = () => turn === this.#turn && report === this.#report;
    /** @type {HTMLSelectElement} */
    const rename = element("rename");
    if (this.#working || !this.#found.some(Boolean)) return "";
    this.#zip = null;
    element("many-save").hidden = true;
    try {
      const job = { ...this.#wish, fix: this.#fixing, folders: this.#folders, pattern: rename.value };
      const batch = { job, roster: this.#roster, found: this.#found, skipped: this.#skipped };
      const gathered = await gather(this.engine, batch, isWanted);
      if (!gathered) return "";
      element("roster-problem").textContent = rosterProblem(gathered.problem);
      element("many-lines").replaceChildren(listed(gathered.lines));
      element("many-fix").hidden = this.#fixing;
      this.#zip = gathered.zip;
      element("many-save").hidden = !this.#zip || !CAN_SAVE;
      if (this.#zip && !CAN_SAVE) save(this.#zip, "", element("many-saved"));
      return "";
    } catch (error) {
      const { code } = asTrouble(error, "worker-crashed");
      // The page needed the worker for one photo: then once more.
      if (wasGivenUp(error) && isWanted()) return this.#gather();
      return isWanted() ? sentence(code) : "";
    }
  }

  /** @param {boolean} wanted */
  #pause(wanted) {
    this.crew.paused = wanted;
    element("many-pause").textContent = wanted ? t("继续", "Go on") : t("暂停", "Pause");
    this.#say(wanted ? t("已暂停：手上的一张做完就停。", "Paused once the photo under way is done.") : this.#text());
  }

  #progress() {
    /** @type {HTMLProgressElement} */
    const bar = element("many-progress");
    const done = this.#found.filter(Boolean).length;
    bar.max = this.#photos.length;
    bar.value = done;
    element("many-count").textContent = `${done} / ${this.#photos.length}`;
    if (this.crew.paused || (done && done < this.#spoken + SPEAK * this.#photos.length)) return;
    this.#spoken = done;
    this.rows.update();
    this.#say(this.#text());
  }

  #text() {
    const done = this.#found.filter(Boolean).length;
    const all = this.#photos.length;
    return this.#fixing
      ? t(`正在按要求改照片：${all} 张里完成了 ${done} 张。`, `Making new files: ${done} of ${all} are done.`)
      : t(`正在检查：${all} 张里完成了 ${done} 张。`, `Checking: ${done} of ${all} are done.`);
  }

  /** @param {boolean} working */
  #show(working) {
    this.#working = working;
    element("many-work").hidden = !working;
    element("many-after").hidden = working;
    element("many-save").hidden = true;
    element("many-fix").hidden = true;
    element("many-pause").textContent = t("暂停", "Pause");
  }

  /** @param {string} text */
  #say(text) {
    element("many-status").textContent = text;
  }
}
