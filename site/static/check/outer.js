// The outer page: fetches and checks every byte, seals itself, proves it, and only then lets the frame in
// which the photo is judged come to life. It never sees the photo.
import { Downloads } from "./payloads.js";
import { appendPolicy, proveSealed } from "./seal.js";
import { CLOSELY, FACES, looksClosely, missingFeature, savesData } from "./support.js";
import { Trouble, sentence } from "./text.js";

/**
 * @typedef {object} Config what the build wrote into the page
 * @property {string} seal the second policy
 * @property {string} frame name of the frame's document
 * @property {string[]} modules the frame's modules, each after those it imports
 * @property {import("./payloads.js").Payload[]} payloads
 */

// The frame only has to run its bootstrap and its own proof in this time, not Python.
const FRAME_MS = 30000;
// Ample for all that a link can ask for.
const QUERY_LENGTH = 2000;

/** @type {Config} */
const config = JSON.parse(element("check-config").textContent);
const downloads = new Downloads(config.payloads);
const progress = /** @type {HTMLProgressElement} */ (element("loading-progress"));
const retry = /** @type {HTMLButtonElement} */ (element("loading-retry"));
const saver = /** @type {HTMLButtonElement} */ (element("save-data"));
const base = config.payloads.filter(({ part }) => part === "base");
const closely = looksClosely(location.search);
const faces = config.payloads.filter(({ part }) => part === "faces" || (closely && part === "closer"));
const withoutFaces = new AbortController();
if (savesData(location.search)) withoutFaces.abort();

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @param {string} state one of loading, sealed, failed */
function show(state) {
  element("checker").dataset.state = state;
  element("loading").hidden = state !== "loading";
  element("trouble").hidden = state !== "failed";
}

/** @param {unknown} error */
function fail(error) {
  const trouble = error instanceof Trouble ? error : new Trouble("start-failed", String(error));
  console.error(trouble.message);
  element("trouble-text").textContent = sentence(trouble.code);
  element("trouble-code").textContent = ["fetch-failed", "payload-damaged", "seal-not-proved"].includes(trouble.code)
    ? `${trouble.code}（${trouble.detail}）`
    : trouble.code;
  retry.hidden = !["fetch-failed", "payload-damaged"].includes(trouble.code);
  element("trouble").dataset.code = trouble.code;
  show("failed");
  if (!retry.hidden) retry.focus();
}

async function load() {
  showProgress();
  show("loading");
  // What every check needs comes first: until the rest is there, the visitor can do without.
  const files = await downloads.fetchAll(base, showProgress);
  for (const [name, content] of await fetchFaces()) files.set(name, content);
  saver.hidden = true;
  element("loading-text").textContent = "正在封闭本页…";
  appendPolicy(config.seal);
  await proveSealed(document.URL);
  await openFrame(files);
  const saved = withoutFaces.signal.aborted;
  element("saving").hidden = !saved;
  element("closer").hidden = saved || closely;
  element("closely").hidden = saved || !closely;
  show("sealed");
}

/**
 * Fetch what looks at faces, unless the visitor saves data, or chooses to meanwhile.
 * @returns {Promise<Map<string, ArrayBuffer>>}
 */
async function fetchFaces() {
  const { signal } = withoutFaces;
  if (signal.aborted) return new Map();
  return downloads.fetchAll(faces, showProgress, signal).catch((error) => {
    if (signal.aborted) return new Map();
    throw error;
  });
}

function showProgress() {
  const saving = withoutFaces.signal.aborted;
  const total = downloads.size(saving ? base : [...base, ...faces]);
  const received = Math.min(downloads.received, total);
  progress.max = total;
  progress.value = received;
  saver.hidden = saving;
  element("loading-bytes").textContent = `${megabytes(received)} / ${megabytes(total)} MB`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/**
 * Create the frame, hand it all bytes, and follow its height from then on.
 * @param {Map<string, ArrayBuffer>} files
 * @returns {Promise<void>} resolves when the frame has proved that it is sealed too
 */
function openFrame(files) {
  const decoder = new TextDecoder();
  const text = (/** @type {string} */ name) => decoder.decode(files.get(name));
  const frame = document.createElement("iframe");
  frame.title = "照片检查";
  frame.sandbox.add("allow-scripts", "allow-downloads");
  frame.srcdoc = text(config.frame);
  const channel = new MessageChannel();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Trouble("frame-silent")), FRAME_MS);
    channel.port1.onmessage = ({ data }) => {
      if (data.kind === "height") {
        frame.style.height = `${Math.ceil(Number(data.value))}px`;
        channel.port1.postMessage({ kind: "fitted", value: data.value });
      } else if (data.kind === "sealed") resolve();
      else if (data.kind === "failed") reject(new Trouble("seal-not-proved", "frame"));
      if (data.kind !== "height") clearTimeout(timer);
    };
    window.addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.data !== "frame-ready") return;
      const start = {
        modules: config.modules.map((name) => [name, text(name)]),
        files: Object.fromEntries(files),
        probe: document.URL,
        query: location.search.slice(0, QUERY_LENGTH),
      };
      frame.contentWindow?.postMessage(start, "*", [channel.port2, ...files.values()]);
    });
    element("checker").append(frame);
  });
}

// A photo dropped beside the frame would make the browser open it instead of this page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
retry.addEventListener("click", () => load().catch(fail));
saver.addEventListener("click", () => {
  withoutFaces.abort();
  showProgress();
});
for (const [id, way] of [["saving-off", "on"], ["closer-on", CLOSELY]]) {
  const asked = new URLSearchParams(location.search);
  asked.set(FACES, way);
  /** @type {HTMLAnchorElement} */ (element(id)).search = String(asked);
}

element("not-started").remove();
const missing = missingFeature();
if (missing) fail(new Trouble(missing));
else load().catch(fail);
