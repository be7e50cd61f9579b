"use strict";
// Runs Python. A classic worker (a module worker cannot start in Chromium's sandboxed frames), made from
// a blob, that gets every byte from the frame and can reach no address. Pyodide would refuse a classic
// worker, but tells one by importScripts of a data: address, which the seal refuses. The bootstrap puts before it
// what takes away FontFace (Firefox 140 lets a worker load a font in spite of the policy) and Worker.

/**
 * @typedef {{ id: number } & (
 *   | { kind: "start", names: string[], probe: string, memory: Blob | null, lang: string }
 *   | { kind: "read", query: string }
 *   | { kind: "complete" }
 *   | { kind: "preview", bytes: ArrayBuffer, name: string }
 *   | { kind: "judge", bytes: ArrayBuffer, name: string, size: number, points: Points } & Wish
 *   | { kind: "many", call: string, bytes: ArrayBuffer, asked: object }
 *   | { kind: "sheet", bytes: ArrayBuffer, name: string, order: SheetOrder }
 *   | { kind: "aim", size: [number, number] } & Wish
 *   | { kind: "hint", bytes: ArrayBuffer, size: [number, number], whole: [number, number] } & Wish
 *   | { kind: "framing", bytes: ArrayBuffer, name: string, points: Points } & Wish
 *   | { kind: "fix", bytes: ArrayBuffer, name: string, crop: Crop | null, extras: Extras, points: Points } & Wish
 * )} Order
 * @typedef {{ left: number, top: number, width: number, height: number }} Crop
 * @typedef {{ print: string, paper: string, count: number | null, kind: "jpeg" | "pdf" }} SheetOrder
 * @typedef {{ level: boolean, background: string | null }} Extras what is done only for those who ask for it
 * @typedef {{ standards: string[], overrides: Record<string, string> }} Wish
 * @typedef {Record<string, [x: number, y: number]>} Points placed by hand, in px
 * @typedef {object} Bridge the functions of bridge.py
 * @property {number} MOST_BYTES
 * @property {(query: string) => string} read
 * @property {(lang: string) => void} speak
 * @property {(run: RunModel | undefined, closely: boolean) => void} look_by
 * @property {(wanted: () => boolean) => Promise<void>} rehearse
 * @property {(data: Uint8Array, name: string, size: number, wish: string, points: string,
 *   early: (reports: string) => void) => Promise<string>} judge
 * @property {(data: Uint8Array, name: string) => PyProxy} preview
 * @property {(data: Uint8Array, name: string, wish: string, points: string) => Promise<PyProxy>} framing
 * @property {(data: Uint8Array, name: string, wish: string, crop: string, extras: string,
 *   points: string) => Promise<PyProxy>} fix
 * @property {(data: Uint8Array, name: string, order: string) => Promise<PyProxy>} sheet
 * @property {(width: number, height: number, wish: string) => string} aim
 * @property {(data: Uint8Array, width: number, height: number, whole: string, wish: string) => Promise<string>} hint
 * @property {(call: string, data: Uint8Array, asked: string) => Promise<PyProxy>} many
 * @typedef {import("pyodide/ffi").PyProxy} PyProxy of a text and bytes or None
 * @typedef {(model: string, pixels: PyBuffer) => Promise<(Float32Array | Uint8Array)[]>} RunModel
 * @typedef {import("pyodide/ffi").PyBuffer} PyBuffer
 * @typedef {(model: string, bytes: Uint8Array) => Promise<(Float32Array | Uint8Array)[]>} Models
 * @typedef {typeof import("onnxruntime-web")} Ort
 */

// No host has this name: the runtime only ever asks the shim below for it.
const BASE = "https://runtime.invalid/";
const INFERENCE = "ort-wasm-simd-threaded";
const MODEL = ".onnx";
const CLOSER = "labels"; // the model that only a close look needs
const MOST_PAGES = 4096; // of 64 KiB each; the models take 922 of them, 1,329 with a close look
const TYPES = /** @type {Record<string, string>} */ ({ wasm: "application/wasm", json: "application/json" });

const REST_MS = 300; // in which the page shows that it is ready, or a photo comes

/** @type {Bridge} */
let bridge;
/** Loads what is still to be loaded before a photo comes. @type {(() => Promise<void>) | null} */
let complete = null;
/** Ends soon after a photo is wanted. */
let rehearsal = Promise.resolve();
let wanted = false;

/** Each when it has come and was read. @type {Record<string, Promise<ArrayBuffer>>} */
const files = {};
/** What takes a file when it comes. @type {Record<string, (part: Promise<ArrayBuffer>) => void>} */
const takers = {};
let end = () => {};
/** Resolves when no more files will come. @type {Promise<void>} */
const ended = new Promise((resolve) => (end = resolve));

self.addEventListener("message", async ({ data }) => {
  if (data.kind === "file") {
    expect(data.name);
    return takers[data.name](whole(data.part));
  }
  if (data.kind === "whole") return end();
  const order = /** @type {Order} */ (data);
  try {
    self.postMessage({ kind: "answer", id: order.id, value: await carryOut(order) });
  } catch (error) {
    self.postMessage({ kind: "failed", message: String(error) });
  }
});

/**
 * @param {Order} order
 * @returns {Promise<unknown>}
 */
async function carryOut(order) {
  if (order.kind === "start") {
    order.names.forEach(expect);
    // Python starts while the rest still comes and is read.
    const [{ memory, how }] = await Promise.all([start(order), ended.then(() => Promise.all(Object.values(files)))]);
    bridge.speak(order.lang);
    if (!complete) setTimeout(rehearse, REST_MS);
    return { most: bridge.MOST_BYTES, memory: memory && new Blob([memory]), how, whole: !complete };
  }
  if (order.kind === "complete") {
    await complete?.();
    return complete && void setTimeout(rehearse, REST_MS);
  }
  if (order.kind === "read") return bridge.read(order.query);
  if (order.kind === "aim") return bridge.aim(...order.size, wished(order));
  wanted = true;
  await rehearsal;
  const bytes = new Uint8Array(order.bytes);
  if (order.kind === "preview") return withFile(bridge.preview(bytes, order.name)).data;
  if (order.kind === "many") return withFile(await bridge.many(order.call, bytes, JSON.stringify(order.asked)));
  if (order.kind === "sheet") {
    return withFile(await bridge.sheet(bytes, order.name, JSON.stringify(order.order)));
  }
  const wish = wished(order);
  if (order.kind === "hint") return bridge.hint(bytes, ...order.size, JSON.stringify(order.whole), wish);
  const points = JSON.stringify(order.points);
  if (order.kind === "judge") {
    const early = (/** @type {string} */ value) => self.postMessage({ kind: "early", id: order.id, value });
    return bridge.judge(bytes, order.name, order.size, wish, points, early);
  }
  if (order.kind === "framing") return withFile(await bridge.framing(bytes, order.name, wish, points));
  const { left, top, width, height } = order.crop ?? {};
  const cropped = order.crop && [left, top, width, height];
  const extras = JSON.stringify(order.extras);
  return withFile(await bridge.fix(bytes, order.name, wish, JSON.stringify(cropped), extras, points));
}

/** Judge a drawing while the person chooses a photo: what runs for the first time takes several times as long. */
function rehearse() {
  if (!wanted) rehearsal = bridge.rehearse(() => wanted).catch((error) => console.warn(String(error)));
}

/** @param {string} name of a file that is to come */
function expect(name) {
  if (!Object.hasOwn(files, name)) files[name] = new Promise((resolve) => (takers[name] = resolve));
}

/**
 * @param {ArrayBuffer | Blob} part
 * @returns {Promise<ArrayBuffer>}
 */
async function whole(part) {
  return part instanceof Blob ? part.arrayBuffer() : part;
}

/**
 * @param {Wish} order
 * @returns {string} what the bridge calls a wish
 */
function wished({ standards, overrides }) {
  return JSON.stringify({ standards, overrides });
}

/** @param {{ probe: string, memory: Blob | null }} order `probe` is an address of the site, which must be out of reach */
async function start({ probe, memory: before }) {
  const memory = before ? before.arrayBuffer().catch(() => null) : Promise.resolve(null); // null: it starts anew
  await mustBeRefused(probe);
  Object.defineProperty(self, "fetch", { value: answer });
  /** @type {typeof import("./python.js")} */
  const { startPython } = await load("python.js");
  const source = { files, base: BASE, load };
  const started = await startPython(source, memory);
  complete = started.complete;
  bridge = /** @type {Bridge} */ (started.pyodide.pyimport("bridge"));
  await ended;
  const run = Object.hasOwn(files, `${INFERENCE}.wasm`) ? inference() : undefined;
  bridge.look_by(run, Object.hasOwn(files, `${CLOSER}${MODEL}`));
  return started;
}

/**
 * Have the models ready while the person chooses a photo. Where they fail, mostly for want of memory, the report
 * says so, and they are started anew for the next photo.
 * @returns {RunModel}
 */
function inference() {
  const begin = () => startModels().catch((error) => (console.error(error), null));
  /** @type {Promise<Models | null>} */
  let models = begin();
  return async (model, pixels) => {
    const bytes = pixels.toJs(); // at once: the buffer ends with the call
    const run = (await models) ?? (await (models = begin()));
    if (!run) throw new Error("the models cannot be run");
    try {
      return await run(model, bytes);
    } catch (error) {
      models = Promise.resolve(null);
      throw error;
    }
  };
}

/** @returns {Promise<Models>} */
async function startModels() {
  /** @type {Ort} */
  const ort = await load("ort.wasm.min.mjs");
  ort.env.wasm.numThreads = 1; // others would be workers
  // By the shim's address: without any, or with the bytes, it would look for one beside the script's blob.
  ort.env.wasm.wasmPaths = { mjs: await scriptAddress(`${INFERENCE}.mjs`), wasm: `${BASE}${INFERENCE}.wasm` };
  const { Memory } = WebAssembly;
  WebAssembly.Memory = modest(Memory);
  try {
    return await openSessions(ort);
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/**
 * Return a constructor of memories of at most 256 MB. onnxruntime-web asks for one that is shared and may grow to
 * 4 GB, and an engine sets aside at once what a shared one may grow to: small devices refuse, and WebKit has room
 * for 15 of them.
 * @param {typeof WebAssembly.Memory} Memory
 * @returns {typeof WebAssembly.Memory}
 */
function modest(Memory) {
  return new Proxy(Memory, {
    construct: (made, [asked]) =>
      new made(asked.shared ? { ...asked, maximum: Math.min(asked.maximum ?? MOST_PAGES, MOST_PAGES) } : asked),
  });
}

/**
 * @param {Ort} ort
 * @returns {Promise<Models>}
 */
async function openSessions(ort) {
  /** @type {Record<string, import("onnxruntime-web").InferenceSession>} */
  const sessions = {};
  for (const name of Object.keys(files).filter((known) => known.endsWith(MODEL))) {
    /** @type {import("onnxruntime-web").InferenceSession.SessionOptions} */
    const options = { executionProviders: ["wasm"], logSeverityLevel: 3 }; // only errors
    sessions[name.slice(0, -MODEL.length)] = await ort.InferenceSession.create(new Uint8Array(await files[name]), options);
  }
  return async (model, bytes) => {
    const { inputNames, outputNames } = sessions[model];
    const side = Math.sqrt(bytes.length / 3);
    const input = new ort.Tensor("uint8", bytes, [1, side, side, 3]);
    const outputs = await sessions[model].run({ [inputNames[0]]: input });
    return outputNames.map((name) => /** @type {Float32Array | Uint8Array} */ (outputs[name].data));
  };
}

/**
 * Try two ways out. Not every engine reports a violation inside a worker, and a fetch also fails for want of
 * a network; but a script from a data: address needs none, so only the inherited policy can refuse it.
 * @param {string} address
 */
async function mustBeRefused(address) {
  const reached = await fetch(address, { cache: "no-store" }).then(() => true, () => false);
  if (reached || importsData()) throw new Error("the worker is not sealed");
}

function importsData() {
  try {
    /** @type {(address: string) => void} */ (Reflect.get(self, "importScripts"))("data:text/javascript,");
    return true;
  } catch {
    return false;
  }
}

/**
 * Answer what the runtime fetches from the bytes at hand; nothing is ever passed on.
 * @param {unknown} request
 */
async function answer(request) {
  const address = request instanceof Request ? request.url : String(request);
  const name = address.startsWith(BASE) ? address.slice(BASE.length) : "";
  if (!Object.hasOwn(files, name)) throw new TypeError("this page is sealed: nothing can be fetched");
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return new Response(await files[name], { headers: { "Content-Type": type } });
}

/** @param {string} name */
async function load(name) {
  return import(await scriptAddress(name));
}

/**
 * Return an address at which the worker can import a script.
 * @param {string} name
 */
async function scriptAddress(name) {
  return URL.createObjectURL(new Blob([await files[name]], { type: "text/javascript" }));
}

/**
 * Copy what Python answered, and let go of it there.
 * @param {PyProxy} pair a text and bytes or None
 * @returns {{ json: string, data: Uint8Array | null }}
 */
function withFile(pair) {
  const [json, data] = pair.toJs();
  pair.destroy();
  return { json, data: data ?? null };
}
