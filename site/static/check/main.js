// The sealed frame: proves its seal, starts Python, takes a photo and shows the verdict.
import { Engine } from "./engine.js";
import { icon, make } from "./findings.js";
import { listen, readFile } from "./intake.js";
import { about, headline, pixelSize, showReports, verdictLine, worst } from "./report.js";
import { proveSealed } from "./seal.js";
import { Trouble, sentence } from "./text.js";
import { sizeText } from "./values.js";

/**
 * @typedef {{ modules: [string, string][], files: Record<string, ArrayBuffer>, probe: string }} Start
 * @typedef {import("./report.js").Report} Report
 */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return /** @type {T} */ (found);
}

/** What the person sees and does. One photo at a time; a newer turn makes what is left of an older one void. */
class Page {
  /** @type {HTMLInputElement} */
  input = element("photo");
  result = element("result");
  /** @type {HTMLButtonElement} */
  retry = element("retry");
  /** @type {File | null} */
  file = null;
  /**
   * Holds the reports as the worker gave them, to be saved, or copied where a browser saves nothing from here.
   * @type {HTMLTextAreaElement}
   */
  report = element("report-text");
  judging = false;
  turn = 0;

  /**
   * @param {Engine} engine
   * @param {() => Promise<void>} fit resolves when the frame is as high as what is in it
   */
  constructor(engine, fit) {
    this.engine = engine;
    this.fit = fit;
    listen(this.input, element("drop"), {
      onFile: (file, more) => {
        this.file = file;
        this.input.value = ""; // so that the same photo can be chosen again after it was mended
        void this.judge(more ? sentence("several-files") : "");
      },
      onTrouble: (trouble) => this.tell(trouble),
    });
    element("schools").addEventListener("change", () => void this.judge());
    element("cancel").addEventListener("click", () => this.engine.cancel());
    this.retry.addEventListener("click", () => void (this.file ? this.judge() : this.start()));
    element("again").addEventListener("click", () => this.askAgain());
    element("save").addEventListener("click", () => this.save());
  }

  /** Start Python, and enable the input when a photo can be judged. */
  async start() {
    this.busy("正在启动检查程序，大约几秒钟…", false);
    try {
      await this.engine.start();
      this.input.disabled = false;
      this.idle("准备好了，请选一张照片。");
    } catch (error) {
      this.tell(asTrouble(error, "start-failed"), "重新启动");
    }
  }

  /**
   * Judge the photo under the standards of the chosen school.
   * @param {string} [note] said beside the verdict
   */
  async judge(note = "") {
    const { file, engine } = this;
    if (!file) return;
    if (this.judging) engine.cancel();
    const turn = ++this.turn;
    this.clear();
    this.busy(`正在检查「${file.name}」…`, true);
    this.judging = true;
    try {
      if (engine.dead) await engine.start();
      const bytes = await readFile(file, engine.most);
      const json = await engine.judge(bytes, file, chosenStandards());
      if (turn !== this.turn) return;
      this.judging = false;
      this.report.value = json;
      this.show(file, JSON.parse(json));
      this.idle(note);
      if (this.result.dataset.reportOutcome !== "unreadable") await this.showPicture(file, bytes);
    } catch (error) {
      if (turn === this.turn) await this.recover(asTrouble(error, "worker-crashed"));
    }
  }

  /**
   * Say what happened, and have Python ready again for the next photo.
   * @param {Trouble} trouble
   */
  async recover(trouble) {
    this.judging = false;
    this.tell(trouble, "再试一次");
    try {
      if (this.engine.dead) await this.engine.start();
    } catch (error) {
      // A newer turn ended this start to make its own; it will tell of its own trouble.
      if (!this.judging) this.tell(asTrouble(error, "start-failed"), "重新启动");
    }
  }

  /**
   * @param {File} file
   * @param {Report[]} reports
   */
  show(file, reports) {
    const outcome = worst(reports);
    element("headline").replaceChildren(icon(outcome), make("span", "", headline(reports)));
    element("file-name").textContent = file.name;
    element("file-facts").textContent = [sizeText(file.size), pixelSize(reports)].filter(Boolean).join("，");
    const several = reports.length > 1 && outcome !== "unreadable";
    const lines = reports.map((report) => verdictLine(report, "li", `${about(report.standard).name}：`));
    element("verdicts").replaceChildren(...(several ? lines : []));
    showReports(element("reports"), reports);
    this.result.className = `outcome-${outcome}`;
    this.result.hidden = false;
    this.result.dataset.reportOutcome = outcome;
    // The frame must have its new height first, or focusing scrolls inside it.
    void this.fit().then(() => element("headline").focus());
  }

  /**
   * Show the photo beside its verdict: by the browser, or where it cannot (HEIC) by Python.
   * @param {File} file
   * @param {ArrayBuffer} bytes
   */
  async showPicture(file, bytes) {
    if (await this.display(file)) return;
    const made = await this.engine.preview(bytes, file).catch(() => null);
    if (made && this.file === file) await this.display(new Blob([made], { type: "image/jpeg" }));
  }

  /**
   * @param {Blob} blob
   * @returns {Promise<boolean>} whether the browser could show it
   */
  async display(blob) {
    const picture = new Image();
    const address = URL.createObjectURL(blob);
    picture.src = address;
    picture.alt = "你选的照片";
    try {
      await picture.decode();
      element("picture").replaceChildren(picture);
      return true;
    } catch {
      return false;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  /** Forget the last verdict. */
  clear() {
    this.result.hidden = true;
    delete this.result.dataset.reportOutcome;
    element("reports").replaceChildren();
    element("picture").replaceChildren();
    this.report.value = "";
  }

  /** Let the person choose another photo. */
  askAgain() {
    this.input.focus();
    this.input.click();
  }

  /** Hand the report out as a file. */
  save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.report.value], { type: "application/json" }));
    link.download = "gradphoto-report.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /**
   * @param {string} text
   * @param {boolean} cancellable
   */
  busy(text, cancellable) {
    this.say(text);
    element("work").hidden = false;
    element("cancel").hidden = !cancellable;
    this.retry.hidden = true;
  }

  /** @param {string} text */
  idle(text) {
    this.say(text);
    element("work").hidden = true;
    this.retry.hidden = true;
  }

  /**
   * Tell of a trouble.
   * @param {Trouble} trouble
   * @param {string} [retry] the words on the button that tries again; none without it
   */
  tell(trouble, retry = "") {
    this.idle(sentence(trouble.code));
    element("status").dataset.code = trouble.code;
    element("status").append(" ", make("small", "code", `（${trouble.code}）`));
    console.error(trouble.message);
    this.retry.hidden = !retry;
    this.retry.textContent = retry;
    if (retry) this.retry.focus();
  }

  /** @param {string} text */
  say(text) {
    const status = element("status");
    delete status.dataset.code;
    status.textContent = text;
  }
}

/** @returns {string[]} */
function chosenStandards() {
  const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=school]:checked"));
  return (chosen?.dataset.standards ?? "").split(" ");
}

/**
 * @param {unknown} error
 * @param {string} otherwise
 */
function asTrouble(error, otherwise) {
  return error instanceof Trouble ? error : new Trouble(otherwise, String(error));
}

/**
 * Called by the bootstrap with all bytes and the port to the outer page.
 * @param {Start} start
 * @param {MessagePort} port
 */
export async function main(start, port) {
  try {
    if (self.origin !== "null") throw new Trouble("seal-not-proved", "origin");
    await proveSealed(start.probe);
  } catch {
    port.postMessage({ kind: "failed" });
    return;
  }
  const text = (/** @type {string} */ name) => new TextDecoder().decode(start.files[name]);
  document.adoptedStyleSheets = ["style.css", "frame.css"].map((name) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text(name));
    return sheet;
  });
  element("tool").hidden = false;
  const fit = followHeight(port);
  port.postMessage({ kind: "sealed" });
  await new Page(new Engine(start.files, text("worker.js"), start.probe), fit).start();
}

/**
 * Tell the outer page the height of the document, now and whenever it changes.
 * @param {MessagePort} port
 * @returns {() => Promise<void>} tells it at once, and resolves when the frame has that height
 */
function followHeight(port) {
  const root = document.documentElement;
  const tell = () => port.postMessage({ kind: "height", value: root.offsetHeight });
  /** @type {(() => void)[]} */
  let waiting = [];
  port.onmessage = ({ data }) => {
    if (data.value !== root.offsetHeight) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  new ResizeObserver(tell).observe(root);
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      tell();
    });
}
