// Takes a photo: shows what the camera sees, with the standards' bands and a hint, counts down, and hands the
// photo on as a file. The camera itself is opened by the outer page (camera-source.js).
import { element } from "./dom.js";
import { encoded, fileName, windowOf } from "./pictures.js";
import { StatusLine } from "./status.js";
import { Trouble, t } from "./text.js";
import { showFinder } from "./viewfinder.js";

/** @typedef {import("./viewfinder.js").Finder} Finder */

/**
 * @typedef {object} Surroundings
 * @property {MessagePort} port to the camera on the outer page
 * @property {import("./engine.js").Engine} engine
 * @property {import("./link.js").Requirements} requirements
 * @property {() => Promise<void>} fit resolves when the frame is as high as what is in it
 * @property {(photo: File) => void} onPhoto
 */

const COUNT = 3; // seconds
const PAUSE_MS = 40; // between two pictures: smooth enough to stand by, and a phone stays cool
const REST_MS = 250; // between two hints the worker rests as long as one took, and no less than this
const SPOKEN_MS = 1500; // a screen reader is told no more often

/** The panel; closed, the camera is off. */
export class CameraPanel {
  #panel = element("camera");
  #opener = /** @type {HTMLButtonElement} */ (element("camera-open"));
  #stage = element("camera-stage");
  /** @type {HTMLCanvasElement} */
  #canvas = element("camera-picture");
  #window = element("camera-window");
  #number = element("camera-number");
  #hint = element("camera-hint");
  #line = new StatusLine("camera-", { onCancel: () => this.close(true), onRetry: () => this.open() });
  #isOpen = false;
  /** What is under way for an older opening is void. */
  #turn = 0;
  /** @type {Finder | null} */
  #finder = null;
  #counting = 0;
  #spoken = 0;

  /** @param {Surroundings} page */
  constructor({ port, engine, requirements, fit, onPhoto }) {
    this.port = port;
    this.engine = engine;
    this.requirements = requirements;
    this.fit = fit;
    this.onPhoto = onPhoto;
    port.onmessage = ({ data }) => this.#heard(data);
    this.#opener.addEventListener("click", () => this.open());
    element("camera-close").addEventListener("click", () => this.close(true));
    element("camera-shoot").addEventListener("click", () => this.#count(COUNT));
    element("camera-stop").addEventListener("click", () => this.#stopCounting(t("已取消，没有拍。", "Cancelled; no photo was taken.")));
    element("camera-switch").addEventListener("click", () => this.#start("switch"));
    element("schools").addEventListener("change", () => this.#isOpen && void this.#aim(this.#turn));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.#counting) this.#stopCounting(t("已取消，没有拍。", "Cancelled; no photo was taken."));
      else this.close(true);
    });
  }

  /** Let the person open the camera, when a photo can be judged. */
  enable() {
    this.#opener.disabled = false;
  }

  /** Open the panel and the camera, the rear one if there is one. */
  open() {
    this.#panel.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#start("open");
    void this.fit().then(() => element("camera-title").focus());
  }

  /**
   * Close the panel, and with it the camera.
   * @param {boolean} [back] give the focus back to what opened it
   */
  close(back = false) {
    if (this.#panel.hidden) return;
    this.#end();
    this.port.postMessage({ kind: "close" });
    this.#line.idle("");
    this.#panel.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    if (back) void this.fit().then(() => this.#opener.focus());
  }

  /** @param {"open" | "switch"} kind */
  #start(kind) {
    this.#end();
    this.#line.busy(t("正在打开摄像头。浏览器问起时，请选「允许」。", "Opening the camera. If the browser asks, choose to allow it."), true);
    this.port.postMessage({ kind, facing: "environment" });
    this.#isOpen = true;
  }

  /** Nothing is shown any more; what was under way is void. */
  #end() {
    this.#turn += 1;
    this.#isOpen = false;
    this.#finder = null;
    this.#stopCounting("");
    element("camera-view").hidden = true;
    this.#canvas.width = this.#canvas.height = 0;
  }

  /** @param {any} told what the outer page says */
  #heard(told) {
    if (told.kind === "room") this.#stage.style.setProperty("--room", `${Number(told.height)}px`);
    if (!this.#isOpen) return told.picture?.close();
    if (told.kind === "opened") void this.#show(told);
    else if (told.kind === "picture") this.#paint(told.picture);
    else if (told.kind === "shot") void this.#take(told);
    else if (told.kind === "closed") this.#fail(new Trouble("camera-closed"));
    else if (told.kind === "trouble") this.#fail(new Trouble(String(told.code), String(told.detail)));
  }

  /** @param {import("./camera-source.js").Opened} opened */
  async #show({ facing, several }) {
    const turn = ++this.#turn;
    this.#line.idle("");
    element("camera-view").hidden = false;
    element("camera-switch").hidden = !several;
    // Only a preview that looks at the person is mirrored, as people know themselves; the photo never is. A
    // camera that does not tell where it looks is a computer's, above the screen.
    this.#stage.classList.toggle("mirrored", facing !== "environment");
    this.#say("none", t("请把头放进轮廓里，看镜头。", "Head in the outline, eyes on the camera."));
    this.port.postMessage({ kind: "next" });
    await this.fit();
    if (turn !== this.#turn) return;
    element("camera-shoot").focus();
    this.#stage.scrollIntoView({ block: "center" });
    void this.#watch(turn);
  }

  /** @param {ImageBitmap} picture */
  #paint(picture) {
    if (element("camera-view").hidden) return picture.close(); // of the camera before this one
    const { width, height } = picture;
    const turn = this.#turn;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      Object.assign(this.#canvas, { width, height }); // at first, and when the phone is turned
      this.#stage.style.setProperty("--aspect", String(width / height));
      this.#finder = null;
      void this.#aim(turn);
    }
    this.#canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    setTimeout(() => turn === this.#turn && this.port.postMessage({ kind: "next" }), PAUSE_MS);
  }

  /**
   * Have Python say what of the picture becomes the photo, and where the head goes in it.
   * @param {number} turn
   */
  async #aim(turn) {
    const { width, height } = this.#canvas;
    if (!width) return;
    try {
      if (this.engine.dead) await this.engine.start();
      const finder = JSON.parse(await this.engine.aim([width, height], this.requirements.wish));
      if (turn !== this.#turn || width !== this.#canvas.width || height !== this.#canvas.height) return;
      this.#finder = finder;
      showFinder(this.#window, finder, [width, height]);
    } catch {
      // The photo can be taken without it.
    }
  }

  /**
   * Tell how the head lies, in the rhythm that the device allows.
   * @param {number} turn
   */
  async #watch(turn) {
    while (turn === this.#turn && this.#isOpen) {
      const began = performance.now();
      if (this.#finder && !this.#counting) {
        try {
          const { width, height } = this.#canvas;
          const mirrored = this.#stage.classList.contains("mirrored");
          const shown = windowOf(this.#canvas, this.#finder, mirrored);
          const hint = JSON.parse(await this.engine.hint(shown, [width, height], this.requirements.wish));
          if (turn !== this.#turn) return;
          if (!this.#counting) this.#say(hint?.code ?? "none", hint?.message ?? t("没有下载看人脸的部分，请自己对准轮廓。", "The part that looks at faces was not downloaded: go by the outline."));
          if (!hint) return;
        } catch {
          // No hint: the outline has to do. The next check needs Python, though.
          if (turn === this.#turn && this.engine.dead) this.engine.start().catch(() => {});
          return;
        }
      }
      const took = performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, Math.max(REST_MS, took)));
    }
  }

  /**
   * Show a hint; a screen reader is told, but not of each quick change.
   * @param {string} code
   * @param {string} text
   */
  #say(code, text) {
    const now = performance.now();
    if (now - this.#spoken < SPOKEN_MS && code !== "none") return; // the next hint comes soon
    this.#panel.dataset.hint = code;
    if (this.#hint.textContent === text) return;
    this.#spoken = now;
    this.#hint.textContent = text;
  }

  /**
   * Count down aloud, then take the photo.
   * @param {number} seconds
   */
  #count(seconds) {
    if (this.#counting) return;
    element("camera-shoot").hidden = true;
    element("camera-stop").hidden = false;
    element("camera-stop").focus();
    let left = seconds;
    const step = () => {
      if (left) {
        this.#number.textContent = String(left);
        this.#say("none", t(`${left} 秒后拍，看镜头，别动。`, `${left} s: look at the camera and hold still.`));
      } else {
        this.#stopCounting(t("正在拍…", "Taking the photo…"));
        this.port.postMessage({ kind: "shoot" });
      }
      left -= 1;
    };
    this.#counting = window.setInterval(step, 1000);
    step();
  }

  /** @param {string} text said then */
  #stopCounting(text) {
    const focused = document.activeElement === element("camera-stop");
    clearInterval(this.#counting);
    this.#counting = 0;
    this.#number.textContent = "";
    element("camera-shoot").hidden = false;
    element("camera-stop").hidden = true;
    if (focused) element("camera-shoot").focus();
    this.#say("none", text);
  }

  /**
   * Hand the photo on.
   * @param {{ photo?: Blob, picture?: ImageBitmap }} shot as the camera made it, or a picture to be made one
   */
  async #take({ photo, picture }) {
    const blob = photo ?? (picture && (await encoded(picture)));
    if (!this.#isOpen) return;
    if (!blob) return this.#fail(new Trouble("camera-failed", "empty"));
    this.close();
    this.onPhoto(new File([blob], fileName(new Date()), { type: "image/jpeg" }));
  }

  /** @param {Trouble} trouble */
  #fail(trouble) {
    this.#end();
    this.#line.tell(trouble, t("再试一次", "Try again"));
  }
}
