// The frame in which a photo is judged, as the outer page has it: comes to life as soon as its own parts are here,
// and gets the others as they come. It carries the second policy in itself, from its first byte.
import { CameraSource } from "./camera-source.js";
import { Pulse } from "./pulse.js";
import { Trouble, t } from "./text.js";

/** @typedef {import("./outer.js").Config} Config */
/** @typedef {ArrayBuffer | Blob} Part */

/**
 * @typedef {object} Listening
 * @property {(how: string, memory: unknown) => void} onStarted Python has started
 * @property {(how: string) => void} onUnfit the memory was of no use after all, and why
 * @property {() => void} onLost the frame's process has ended
 */

// The frame only has to run its bootstrap and its own proof in this time, not Python.
const FRAME_MS = 30000;
// Ample for all that a link can ask for.
const QUERY_LENGTH = 2000;

export class Tool {
  /** Its own parts, until it is there. @type {Map<string, ArrayBuffer>} */
  #own = new Map();
  #frame = document.createElement("iframe");
  #channel = new MessageChannel();
  #camera = new MessageChannel();
  /** @type {CameraSource | null} */
  #source = null;
  /** @type {Pulse | null} */
  #pulse = null;
  #ended = new AbortController();
  /** Resolves when the frame has proved its seal. @type {Promise<void>} */
  sealed;
  /** @type {(value: void) => void} */
  #resolve = () => {};
  /** @type {(reason: Trouble) => void} */
  #reject = () => {};

  /**
   * @param {Config} config
   * @param {HTMLElement} place where the frame goes
   * @param {Promise<Blob | null>} memory Python's, as an earlier visit kept it
   * @param {Listening} listening
   */
  constructor(config, place, memory, listening) {
    this.config = config;
    this.place = place;
    this.memory = memory;
    this.listening = listening;
    this.sealed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.sealed.catch(() => {}); // told by whoever waits for it
  }

  /** Whether it is gone. */
  get closed() {
    return this.#ended.signal.aborted;
  }

  /**
   * Hand on a file that was checked, or that will be before a photo is taken.
   * @param {string} name
   * @param {Part} part
   */
  hand(name, part) {
    const { frame, prover, main, own } = this.config;
    this.#channel.port1.postMessage({ kind: "file", name, part });
    const needed = [frame, prover, main, ...own];
    if (!(part instanceof ArrayBuffer) || !needed.includes(name)) return;
    this.#own.set(name, part);
    if (needed.every((one) => this.#own.has(one)) && !this.#frame.srcdoc) this.#open();
  }

  /** All files are there. */
  end() {
    this.#channel.port1.postMessage({ kind: "whole" });
  }

  /** This page is sealed as well, so the frame may have the camera. */
  allowCamera() {
    this.#source = new CameraSource(this.#camera.port1);
  }

  /** Every file was held against its hash and nothing can be fetched any more: photos may be taken. */
  allowPhotos() {
    this.#channel.port1.postMessage({ kind: "checked" });
  }

  /** End all that is in the frame. */
  close() {
    this.#ended.abort();
    this.#source?.close();
    this.#channel.port1.close();
    this.#frame.remove();
  }

  #open() {
    const decoder = new TextDecoder();
    const text = (/** @type {string} */ name) => decoder.decode(this.#own.get(name));
    const { prover, main, own, payloads } = this.config;
    const { signal } = this.#ended;
    const frame = this.#frame;
    frame.title = t("照片检查", "Photo check");
    frame.sandbox.add("allow-scripts", "allow-downloads");
    frame.srcdoc = text(this.config.frame);
    const timer = setTimeout(() => this.#reject(new Trouble("frame-silent")), FRAME_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
    this.sealed.finally(() => clearTimeout(timer)).catch(() => {});
    this.#channel.port1.onmessage = ({ data }) => this.#heard(data);
    const ready = async (/** @type {MessageEvent} */ event) => {
      if (event.source !== frame.contentWindow || event.data !== "frame-ready") return;
      const start = {
        seal: text(prover),
        main: text(main),
        texts: Object.fromEntries(own.map((name) => [name, text(name)])),
        names: payloads.filter(({ part }) => part === "base").map(({ name }) => name),
        probe: document.URL,
        query: location.search.slice(0, QUERY_LENGTH),
        memory: await this.memory,
        camera: this.#camera.port2,
      };
      frame.contentWindow?.postMessage(start, "*", [this.#channel.port2, this.#camera.port2]);
    };
    window.addEventListener("message", (event) => void ready(event), { signal });
    this.place.append(frame);
  }

  /** @param {{ kind: string, value?: unknown, how?: unknown, memory?: unknown }} data */
  #heard({ kind, value, how, memory }) {
    const port = this.#channel.port1;
    if (kind === "started") this.listening.onStarted(String(how), memory);
    else if (kind === "unfit") this.listening.onUnfit(String(how));
    else if (kind === "height") {
      this.#frame.style.height = `${Math.ceil(Number(value))}px`;
      port.postMessage({ kind: "fitted", value });
    } else if (kind === "there") this.#pulse?.heard();
    else if (kind === "sealed") {
      this.#pulse ??= new Pulse(() => port.postMessage({ kind: "there?" }), () => this.closed || this.listening.onLost());
      this.#resolve();
    } else if (kind === "failed") this.#reject(new Trouble("seal-not-proved", `frame: ${value}`));
  }
}
