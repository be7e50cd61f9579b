// The sealed frame: proves its seal, then brings the page to life.
import { element } from "./dom.js";
import { Engine } from "./engine.js";
import { Page } from "./page.js";
import { proveSealed } from "./seal.js";
import { Trouble } from "./text.js";

/**
 * @typedef {object} Start what the outer page hands in
 * @property {[string, string][]} modules
 * @property {Record<string, ArrayBuffer>} files
 * @property {string} probe an address of the site, which must be out of reach
 * @property {string} query the part of the page's address after the question mark, which the frame cannot see
 */

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
  const engine = new Engine(start.files, text("worker.js"), start.probe);
  await new Page(engine, String(start.query), fit).start();
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
    // Its height may have changed on the way, and an observer may be late: then once more.
    if (data.value !== root.offsetHeight) return tell();
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  new ResizeObserver(tell).observe(root);
  window.addEventListener("resize", tell);
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      tell();
    });
}
