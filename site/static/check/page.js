// Puts the parts of the frame's page together: where photos come in, what they are judged by, what is done with them.
import { CameraPanel } from "./camera.js";
import { element } from "./dom.js";
import { listen } from "./intake.js";
import { Requirements } from "./link.js";
import { MOST_FILES, Many } from "./many.js";
import { OnePhoto } from "./one.js";
import { SheetPanel } from "./sheet.js";
import { asTrouble } from "./status.js";
import { Trouble, t } from "./text.js";

/** The page in the frame. */
export class Page {
  /** @type {HTMLInputElement} */
  input = element("photo");
  /** @type {HTMLInputElement} */
  folder = element("folder");

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {string} query what the address asks for
   * @param {() => Promise<void>} fit resolves when the frame is as high as what is in it
   * @param {MessagePort} port to the camera
   */
  constructor(engine, query, fit, port) {
    this.engine = engine;
    this.requirements = new Requirements(query, () => this.judgeAgain());
    this.one = new OnePhoto({
      engine,
      requirements: this.requirements,
      fit,
      onRestart: () => void this.start(),
      onAgain: () => this.askAgain(),
      onMade: (made) => this.sheet.offer(made),
    });
    this.sheet = new SheetPanel(engine, fit);
    this.camera = new CameraPanel({ port, engine, requirements: this.requirements, fit, onPhoto: (photo) => this.take(photo) });
    this.many = new Many(engine, {
      wish: () => this.requirements.wish,
      fit,
      onSee: (file) => this.see(file),
      onEnd: () => this.askAgain(),
    });
    element("to-many").addEventListener("click", () => this.backToMany());
    // Phones' browsers choose no folders; those that cannot would take it for a choice of one file.
    for (const part of [this.folder, element("folder-label")]) part.hidden = !("webkitdirectory" in this.folder);
    listen(this.input, this.folder, element("drop"), {
      onFiles: (files) => this.takeAll(files),
      onTrouble: (trouble) => this.one.line.tell(trouble),
    });
  }

  /**
   * Start Python, and enable the input when a photo can be judged.
   * @param {Promise<void>} [started] the start that is under way
   */
  async start(started) {
    const { line } = this.one;
    line.busy(t("正在启动检查程序，大约几秒钟…", "Starting the checker, some seconds…"), false);
    try {
      await (started ?? this.engine.start());
      const { query } = this.requirements;
      if (query) this.requirements.follow(JSON.parse(await this.engine.read(query)));
      this.input.disabled = false;
      this.folder.disabled = false;
      this.camera.enable();
      line.idle(t("准备好了，请选照片。", "Ready: choose photos."));
    } catch (error) {
      line.tell(asTrouble(error, "start-failed"), t("重新启动", "Restart"));
    }
  }

  /**
   * Take a photo, wherever it comes from: chosen, dropped, pasted or just taken.
   * @param {File} file
   * @param {string} [note] said beside the verdict
   */
  take(file, note = "") {
    this.camera.close();
    this.many.close();
    element("to-many").hidden = true;
    void this.one.take(file, note);
  }

  /**
   * Take all files that were chosen or dropped together.
   * @param {import("./folders.js").Named[]} files
   */
  takeAll(files) {
    if (files.length > MOST_FILES) return this.one.line.tell(new Trouble("too-many-files"));
    const [first] = files;
    if (files.length === 1 && !first.path.includes("/")) return this.take(first.file);
    this.camera.close();
    element("to-many").hidden = true;
    this.one.close();
    void this.many.take(files);
  }

  /**
   * Show the whole report of one of many.
   * @param {File} file
   */
  see(file) {
    this.many.hidden = true;
    element("to-many").hidden = false;
    void this.one.take(file);
  }

  /** Show the table again. */
  backToMany() {
    element("to-many").hidden = true;
    this.one.close();
    this.many.back();
  }

  /** The requirements are others now. */
  judgeAgain() {
    if (!this.many.isOpen) return void this.one.judge();
    this.backToMany();
    void this.many.run(false);
  }

  /** Let the person choose another photo. */
  askAgain() {
    this.input.focus();
    this.input.click();
  }
}
