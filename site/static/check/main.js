// The sealed frame, once its bootstrap has proved the seal: starts Python, then brings the page to life.
import { Arriving } from "./arriving.js";
import { element } from "./dom.js";
import { Engine } from "./engine.js";

/**
 * @typedef {object} Start what the outer page hands in
 * @property {string} seal for the bootstrap
 * @property {string} main this script, for the bootstrap too
 * @property {Record<string, string>} texts what else the frame is made of
 * @property {string[]} names of the files that Python starts from; they come through the port
 * @property {string} probe an address of the site, which must be out of reach
 * @property {MessagePort} camera to the camera on the outer page
 * @property {string} query the part of the page's address after the question mark, which the frame cannot see
 * @property {Blob | null} memory Python's, as the last visit kept it
 */

/**
 * Called by the bootstrap with the frame's own parts and the port to the outer page.
 * @param {Start} start
 * @param {MessagePort} port
 */
export async function main(start, port) {
  const files = new Arriving(start.names);
  const { fit, checked } = listen(port, files);
  const engine = new Engine({ ...start, files, checked }, start.texts["worker.js"]);
  engine.onStarted = ({ memory, how }) => port.postMessage({ kind: "started", memory, how });
  engine.onUnfit = (how) => port.postMessage({ kind: "unfit", how });
  const started = engine.start();
  started.catch(() => {}); // told by the page
  // The page is most of the frame's scripts; Python starts meanwhile.
  const [{ Page }, { offerTrying }] = await Promise.all([import("./page.js"), import("./trying.js")]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(start.texts["frame.css"]);
  document.adoptedStyleSheets = [sheet];
  element("tool").hidden = false;
  offerTrying(start.probe, fit);
  await new Page(engine, String(start.query), fit, start.camera).start(started);
}

// By so much a frame may be lower than it was asked to be, where the page is zoomed.
const ROUNDING_PX = 2;
// Ample for a frame to be drawn. Ours.
const LONGEST_MS = 1000;

/**
 * Tell the outer page the height of the document, now and whenever it changes, and hear what it has to say.
 * @param {MessagePort} port
 * @param {Arriving} files
 * @returns {{ fit: () => Promise<void>, checked: Promise<void> }} `fit` tells the height at once, and resolves when
 *   the frame has it; `checked` resolves when the outer page has held all it handed in against its hashes
 */
function listen(port, files) {
  const root = document.documentElement;
  const tell = () => port.postMessage({ kind: "height", value: root.offsetHeight });
  /** @type {(() => void)[]} */
  let waiting = [];
  let check = () => {};
  const checked = new Promise((resolve) => (check = () => resolve(undefined)));
  port.onmessage = ({ data }) => {
    if (data.kind === "file") return files.add(data.name, data.part);
    if (data.kind === "whole") return files.end();
    if (data.kind === "checked") return check();
    if (data.kind === "there?") return port.postMessage({ kind: "there" });
    // Its height may have changed on the way, and an observer may be late: then once more.
    if (data.value !== root.offsetHeight) return tell();
    // Set by the outer page, but not yet had: what is focused now would be scrolled to inside the frame, and lie
    // out of sight as soon as the frame has grown. It hears of that by a resize, and tells once more.
    if (window.innerHeight + ROUNDING_PX < data.value) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  new ResizeObserver(tell).observe(root);
  window.addEventListener("resize", tell);
  const fit = () =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      waiting.push(resolve);
      setTimeout(resolve, LONGEST_MS); // a frame that does not get so high keeps nothing waiting
      tell();
    });
  return { fit, checked };
}
