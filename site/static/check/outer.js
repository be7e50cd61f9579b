// The outer page: fetches and checks every byte and hands it to the frame in which the photo will be judged. That
// is sealed from its first byte, and starts meanwhile. When all is there, this page seals itself as well and proves
// it; only then is the frame shown, and may it take a photo. It sees no photo that is chosen; the camera's come from here.
import { wasEnded } from "./ended.js";
import { Kit, areGenuine, forgetKits } from "./kit.js";
import { Memory } from "./memory.js";
import { Pace } from "./pace.js";
import { Downloads } from "./payloads.js";
import { appendPolicy, proveSealed } from "./seal.js";
import { CLOSELY, FACES, looksClosely, missingFeature, savesData } from "./support.js";
import { CAN_SAVE, LANG, SENTENCES, Trouble, t } from "./text.js";
import { Tool } from "./tool.js";

/**
 * @typedef {object} Config what the build wrote into the page
 * @property {string} seal the second policy
 * @property {string} frame name of the frame's document
 * @property {string} prover name of what proves the policy in the frame too
 * @property {string} main name of the frame's script, all its modules in one
 * @property {string[]} own what else the frame itself needs, as text
 * @property {import("./payloads.js").Payload[]} payloads
 * @property {string} build a digest of all that Python starts from
 */

/** @typedef {(name: string, part: ArrayBuffer | Blob) => void} Hand takes a file for the frame */

// Once sealed, this page can load nothing but itself.
const LOST = "frame-lost";

/** @type {Config} */
const config = JSON.parse(element("check-config").textContent);
const downloads = new Downloads(config.payloads);
const memory = new Memory(config.build);
const progress = /** @type {HTMLProgressElement} */ (element("loading-progress"));
const retry = /** @type {HTMLButtonElement} */ (element("loading-retry"));
const saver = /** @type {HTMLButtonElement} */ (element("save-data"));
const base = config.payloads.filter(({ part }) => part === "base");
const closely = looksClosely(location.search);
const faces = config.payloads.filter(({ part }) => part === "faces" || (closely && part === "closer"));
// What is kept by itself stays when something else changes: the frame's document with the language.
const baseKits = [true, false].map(
  (own) => new Kit(own ? `frame-${LANG}` : "base", base.filter(({ name }) => (name === config.frame) === own)),
);
const faceKits = ["faces", "closer"]
  .map((wanted) => new Kit(wanted, faces.filter(({ part }) => part === wanted)))
  .filter(({ payloads }) => payloads.length);
/** What was fetched now, to be kept when there is time. @type {[Kit, Blob][]} */
let unkept = [];
/** What was kept by an earlier visit, to be checked while Python starts. @type {import("./kit.js").Unchecked[]} */
let unchecked = [];
/** @type {Tool | null} */
let tool = null;
const withoutFaces = new AbortController();
let pace = new Pace();
if (savesData(location.search)) withoutFaces.abort();

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** Say what is different in this browser. */
async function tellBrowser() {
  element("inside-app").hidden = CAN_SAVE;
  element("was-ended").hidden = !wasEnded();
  try {
    await caches.keys();
  } catch {
    element("not-kept").hidden = false; // as in some private windows
  }
}

/** @param {string} state one of loading, sealed, failed */
function show(state) {
  element("checker").dataset.state = state;
  element("loading").hidden = state !== "loading";
  element("trouble").hidden = state !== "failed";
}

/** @param {unknown} error */
function fail(error) {
  tool?.close();
  const trouble = error instanceof Trouble ? error : new Trouble("start-failed", String(error));
  console.error(trouble.message);
  element("trouble-text").textContent = SENTENCES[trouble.code] ?? SENTENCES["start-failed"];
  element("trouble-code").textContent = ["fetch-failed", "payload-damaged", "seal-not-proved"].includes(trouble.code)
    ? t(`${trouble.code}（${trouble.detail}）`, `${trouble.code} (${trouble.detail})`)
    : trouble.code;
  element("alone").hidden = trouble.code !== "framed";
  retry.hidden = !["fetch-failed", "payload-damaged", LOST].includes(trouble.code);
  element("trouble").dataset.code = trouble.code;
  show("failed");
  if (!retry.hidden) retry.focus();
}

async function load() {
  pace = new Pace();
  tool?.close();
  [unkept, unchecked] = [[], []];
  showProgress();
  show("loading");
  const recalled = memory.recall();
  const opened = new Tool(config, element("checker"), recalled.then((last) => last?.content ?? null), {
    onStarted: keep,
    onUnfit: forget,
    onLost: () => fail(new Trouble(LOST)),
  });
  tool = opened;
  await Promise.all([opened.sealed, fetchAll(opened)]);
  element("loading-text").textContent = t("正在封闭本页…", "Sealing this page…");
  appendPolicy(config.seal);
  await proveSealed(document.URL).catch((error) => {
    throw new Trouble("seal-not-proved", error.message);
  });
  const last = await recalled;
  if (last) unchecked.push(last);
  if (opened.closed) return;
  opened.allowCamera();
  void check().then(() => opened.allowPhotos());
  const saved = withoutFaces.signal.aborted;
  element("saving").hidden = !saved;
  element("closer").hidden = saved || closely;
  element("closely").hidden = saved || !closely;
  show("sealed");
}

/**
 * Keep for the next visit what was fetched, and Python's memory. The frame says so before it enables its input;
 * whatever says so later is not heard.
 * @param {string} how it started
 * @param {unknown} content of Python's memory
 */
function keep(how, content) {
  element("checker").dataset.start ??= how;
  void memory.keep(content);
  for (const [kit, whole] of unkept) void kit.keep(whole);
  unkept = [];
}

/**
 * Drop Python's memory: what was to be loaded beside it could not be. The next visit starts anew.
 * @param {string} how it started in the end
 */
function forget(how) {
  element("checker").dataset.start = how;
  void memory.forget();
}

/** @param {Tool} opened gets the files as they come */
async function fetchAll(opened) {
  // What every check needs comes first: until the rest is there, the visitor can do without.
  await obtain(baseKits, (name, part) => opened.hand(name, part));
  for (const [name, part] of await fetchFaces()) opened.hand(name, part);
  saver.hidden = true;
  opened.end();
}

/**
 * Hand on what an earlier visit kept, and fetch the rest.
 * @param {Kit[]} kits
 * @param {Hand} hand
 * @param {AbortSignal} [signal]
 */
async function obtain(kits, hand, signal) {
  const missing = (await Promise.all(kits.map((kit) => recall(kit, hand)))).flat();
  const payloads = missing.flatMap((kit) => kit.payloads);
  const fetched = await downloads.fetchAll(payloads, { onProgress: showProgress, onFile: hand }, signal);
  unkept.push(...missing.map((kit) => /** @type {[Kit, Blob]} */ ([kit, kit.wrap(fetched)])));
}

/**
 * Hand on what an earlier visit kept.
 * @param {Kit} kit
 * @param {Hand} hand
 * @returns {Promise<Kit[]>} the kit if it has to be fetched
 */
async function recall(kit, hand) {
  const files = await kit.recall();
  if (!files) return [kit];
  for (const { name, sha256 } of kit.payloads) {
    const part = files.get(name) ?? new ArrayBuffer(0);
    if (part instanceof Blob) unchecked.push({ content: part, sha256 });
    hand(name, part);
  }
  return [];
}

/**
 * Fetch what looks at faces, unless the visitor saves data, or chooses to meanwhile: all of it, or nothing.
 * @returns {Promise<[name: string, part: ArrayBuffer | Blob][]>}
 */
async function fetchFaces() {
  const { signal } = withoutFaces;
  /** @type {[string, ArrayBuffer | Blob][]} */
  const parts = [];
  if (signal.aborted) return parts;
  return obtain(faceKits, (...part) => void parts.push(part), signal).then(
    () => parts,
    (error) => {
      if (signal.aborted) return [];
      throw error;
    },
  );
}

function showProgress() {
  const saving = withoutFaces.signal.aborted;
  const total = downloads.size(saving ? base : [...base, ...faces]);
  const received = Math.min(downloads.received, total);
  progress.max = total;
  progress.value = received;
  saver.hidden = saving;
  const left = pace.left(received, total, performance.now() / 1000);
  const more = downloads.waiting ? t("，网断了，正在重连，下好的不会丢", "; the line broke and is tried again, nothing is lost") : left;
  element("loading-bytes").textContent = `${megabytes(received)} / ${megabytes(total)} MB${more}`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/** Hold what was kept against its hashes. Where it differs, fetch it anew, which a sealed page cannot any more. */
async function check() {
  if (await areGenuine(unchecked).catch(() => false)) return;
  await Promise.allSettled([forgetKits(), memory.forget()]);
  location.reload();
  await new Promise(() => {}); // nothing is taken until then
}

// A photo dropped beside the frame would make the browser open it instead of this page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
retry.addEventListener("click", () => {
  if (element("trouble").dataset.code === LOST) location.reload();
  else load().catch(fail);
});
// What failed for want of a network goes on by itself when there is one.
window.addEventListener("online", () => {
  if (element("trouble").dataset.code === "fetch-failed" && !element("trouble").hidden) load().catch(fail);
});
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
// To a page that opened this one the frame could speak; by the tab's name it would be the opener again.
element("opened").hidden = !window.opener;
window.name = "";
window.opener = null;
void tellBrowser();
const missing = missingFeature();
if (missing) fail(new Trouble(missing));
else load().catch(fail);
