"use strict";
// Runs Python. A classic worker (a module worker cannot start in Chromium's sandboxed frames), made from
// a blob, that gets every byte from the frame and can reach no address. Pyodide would refuse a classic
// worker, but tells one by importScripts of a data: address, which the seal refuses.

/**
 * @typedef {{ id: number } & (
 *   | { kind: "start", files: Record<string, ArrayBuffer>, probe: string }
 *   | { kind: "read", query: string }
 *   | { kind: "preview", bytes: ArrayBuffer, name: string }
 *   | { kind: "judge", bytes: ArrayBuffer, name: string, size: number, points: Points } & Wish
 *   | { kind: "framing", bytes: ArrayBuffer, name: string, points: Points } & Wish
 *   | { kind: "fix", bytes: ArrayBuffer, name: string, crop: Crop | null, extras: Extras,
 *     points: Points } & Wish
 * )} Order
 * @typedef {{ left: number, top: number, width: number, height: number }} Crop
 * @typedef {{ level: boolean, background: string | null }} Extras what is done only for those who ask for it
 * @typedef {{ standards: string[], overrides: Record<string, string> }} Wish
 * @typedef {Record<string, [x: number, y: number]>} Points placed by hand, in px
 * @typedef {object} Bridge the functions of bridge.py
 * @property {number} most
 * @property {(query: string) => string} read
 * @property {(run: RunModel | undefined, closely: boolean) => void} look_by
 * @property {(data: Uint8Array, name: string, size: number, wish: string, points: string,
 *   early: (reports: string) => void) => Promise<string>} judge
 * @property {(data: Uint8Array, name: string) => PyProxy} preview
 * @property {(data: Uint8Array, name: string, wish: string, points: string) => Promise<PyProxy>} framing
 * @property {(data: Uint8Array, name: string, wish: string, crop: string, extras: string,
 *   points: string) => Promise<PyProxy>} fix
 * @typedef {import("pyodide/ffi").PyProxy} PyProxy of a text and bytes or None
 * @typedef {(model: string, pixels: PyBuffer) => Promise<(Float32Array | Uint8Array)[]>} RunModel
 * @typedef {import("pyodide/ffi").PyBuffer} PyBuffer
 * @typedef {typeof import("onnxruntime-web")} Ort
 */

// No host has this name: the runtime only ever asks the shim below for it.
const BASE = "https://runtime.invalid/";
const SITE_PACKAGES = "/lib/python3.14/site-packages";
const INFERENCE = "ort-wasm-simd-threaded";
const MODEL = ".onnx";
const CLOSER = "labels"; // the model that only a close look needs
const TYPES = /** @type {Record<string, string>} */ ({ wasm: "application/wasm", json: "application/json" });

// Firefox 140 lets a worker load a font in spite of the policy. What is not there cannot be asked for; and a
// worker of the worker would have it all anew. Nothing here needs them.
const TAKEN_AWAY = ["FontFace", "Worker"];

/** @type {Bridge} */
let bridge;

self.addEventListener("message", async ({ data }) => {
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
    await start(order.files, order.probe);
    return bridge.most;
  }
  if (order.kind === "read") return bridge.read(order.query);
  const bytes = new Uint8Array(order.bytes);
  if (order.kind === "preview") return withFile(bridge.preview(bytes, order.name)).data;
  const wish = JSON.stringify({ standards: order.standards, overrides: order.overrides });
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

/**
 * @param {Record<string, ArrayBuffer>} files
 * @param {string} probe an address of the site, which must be out of reach
 */
async function start(files, probe) {
  for (const name of TAKEN_AWAY) {
    Object.defineProperty(self, name, { value: undefined, writable: false, configurable: false });
  }
  await mustBeRefused(probe);
  Object.defineProperty(self, "fetch", { value: (/** @type {unknown} */ request) => answer(files, request) });
  const { loadPyodide } = await load(files, "pyodide.mjs");
  const pyodide = /** @type {import("pyodide").PyodideAPI} */ (
    await loadPyodide({
      createPyodideModule: (await load(files, "pyodide.asm.mjs")).default,
      indexURL: BASE,
      packageBaseUrl: BASE,
      stdLibURL: `${BASE}python_stdlib.zip`,
      lockFileContents: text(files, "pyodide-lock.json"),
    })
  );
  for (const name of Object.keys(files).filter((known) => known.endsWith(".whl"))) {
    pyodide.unpackArchive(files[name], "wheel", { extractDir: SITE_PACKAGES });
  }
  const names = pyodide.toPy({ __name__: "bridge" });
  pyodide.runPython(text(files, "bridge.py"), { globals: names });
  const known = (/** @type {string} */ name) => [name, names.get(name)];
  const functions = Object.fromEntries(["look_by", "read", "judge", "preview", "framing", "fix"].map(known));
  bridge = /** @type {Bridge} */ ({ ...functions, most: names.get("MOST_BYTES") });
  const run = Object.hasOwn(files, `${INFERENCE}.wasm`) ? inference(files) : undefined;
  bridge.look_by(run, Object.hasOwn(files, `${CLOSER}${MODEL}`));
}

/**
 * Have the models ready while the person chooses a photo. Should that fail, each run fails, and the report
 * says so.
 * @param {Record<string, ArrayBuffer>} files
 * @returns {RunModel}
 */
function inference(files) {
  const models = startModels(files);
  models.catch((error) => console.error(error));
  return async (model, pixels) => {
    const bytes = pixels.toJs(); // at once: the buffer ends with the call
    return (await models)(model, bytes);
  };
}

/**
 * @param {Record<string, ArrayBuffer>} files
 * @returns {Promise<(model: string, bytes: Uint8Array) => Promise<(Float32Array | Uint8Array)[]>>}
 */
async function startModels(files) {
  /** @type {Ort} */
  const ort = await load(files, "ort.wasm.min.mjs");
  ort.env.wasm.numThreads = 1; // others would be workers
  // By the shim's address: without any, or with the bytes, it would look for one beside the script's blob.
  ort.env.wasm.wasmPaths = { mjs: scriptAddress(files, `${INFERENCE}.mjs`), wasm: `${BASE}${INFERENCE}.wasm` };
  /** @type {Record<string, import("onnxruntime-web").InferenceSession>} */
  const sessions = {};
  for (const name of Object.keys(files).filter((known) => known.endsWith(MODEL))) {
    /** @type {import("onnxruntime-web").InferenceSession.SessionOptions} */
    const options = { executionProviders: ["wasm"], logSeverityLevel: 3 }; // only errors
    sessions[name.slice(0, -MODEL.length)] = await ort.InferenceSession.create(new Uint8Array(files[name]), options);
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
 * @param {Record<string, ArrayBuffer>} files
 * @param {unknown} request
 */
async function answer(files, request) {
  const address = request instanceof Request ? request.url : String(request);
  const name = address.startsWith(BASE) ? address.slice(BASE.length) : "";
  if (!Object.hasOwn(files, name)) throw new TypeError("this page is sealed: nothing can be fetched");
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return new Response(files[name], { headers: { "Content-Type": type } });
}

/**
 * @param {Record<string, ArrayBuffer>} files
 * @param {string} name
 */
function load(files, name) {
  return import(scriptAddress(files, name));
}

/**
 * Return an address at which the worker can import a script.
 * @param {Record<string, ArrayBuffer>} files
 * @param {string} name
 */
function scriptAddress(files, name) {
  return URL.createObjectURL(new Blob([files[name]], { type: "text/javascript" }));
}

/**
 * @param {Record<string, ArrayBuffer>} files
 * @param {string} name
 */
function text(files, name) {
  return new TextDecoder().decode(files[name]);
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
