// Starts Python in the worker: from its memory, if an earlier start left it, else anew. What is compiled is
// loaded afterwards, for it lies outside of that memory; from memory, that is left to the time in which nobody waits.

/**
 * @typedef {import("pyodide").PyodideAPI} PyodideAPI
 * @typedef {object} Source what Python is started from
 * @property {Record<string, Promise<ArrayBuffer>>} files
 * @property {(name: string) => Promise<any>} load imports one of the files
 * @property {string} base the address at which the worker answers with the files
 * @typedef {object} Python
 * @property {PyodideAPI} pyodide
 * @property {ArrayBuffer | null} memory for the next start, where this one was made anew
 * @property {string} how "restored", "new", or why a memory was of no use
 * @property {(() => Promise<void>) | null} complete loads what is compiled, where that is still to be done
 */

const FOLDER = "/lib/python3.14/site-packages";
const WHEELS = `${FOLDER}/wheels`;
const CORE = "pyodide.asm.wasm";
const MODULES = ["natives.py", "bridge.py"];
// The wheel that nothing imports before there is such a photo: Python starts before it has come.
const LAST = "pillow_heif-";
// Memory is kept without its empty pages: a number for each page that is not, then their bytes.
const PAGE = 4096;
const HEAD = 8; // the length of the memory, and how many pages follow

/**
 * @param {Source} source
 * @param {Promise<ArrayBuffer | null>} read memory as `pack` left it
 * @returns {Promise<Python>}
 */
export async function startPython(source, read) {
  // While the memory is still read; should one fail, those that need it tell.
  const core = source.files[CORE].then((bytes) => WebAssembly.compile(bytes));
  for (const early of [core, scripts(source)]) early.catch(() => {});
  const memory = await read;
  let how = "new";
  if (memory) {
    try {
      const pyodide = await restored(source, core, unpack(memory));
      return { pyodide, memory: null, how: "restored", complete: () => load(pyodide, source.files) };
    } catch (error) {
      how = `new: ${String(error).slice(0, 200)}`;
    }
  }
  const { pyodide, kept } = await anew(source, core);
  return { pyodide, memory: kept, how, complete: null };
}

/**
 * @param {Source} source
 * @param {Promise<WebAssembly.Module>} core
 * @param {Uint8Array} memory
 */
async function restored(source, core, memory) {
  const pyodide = await start(source, core, { _loadSnapshot: memory });
  await place(pyodide, source.files);
  return pyodide;
}

/**
 * @param {Source} source
 * @param {Promise<WebAssembly.Module>} core
 */
async function anew(source, core) {
  const pyodide = await start(source, core, { _makeSnapshot: true });
  const wheels = await place(pyodide, source.files);
  pyodide.runPython(`import sys; sys.path[:0] = ${JSON.stringify(wheels)}`);
  pyodide.runPython("import natives; natives.put_off(); import bridge; bridge.warm()");
  const kept = keep(pyodide);
  await load(pyodide, source.files);
  return { pyodide, kept };
}

/**
 * Load what is compiled, and at last the wheel that nothing waits for.
 * @param {PyodideAPI} pyodide
 * @param {Record<string, Promise<ArrayBuffer>>} files
 */
async function load(pyodide, files) {
  pyodide.runPython("import natives; natives.load()");
  for (const name of wheelsOf(files).filter(isLast)) {
    await placeWheel(pyodide, files, name);
    pyodide.runPython(`natives.add(${JSON.stringify(`${WHEELS}/${name}`)})`);
  }
}

/**
 * Return a copy of Python's memory, or null where none can be made; then the next start is as this one.
 * @param {PyodideAPI} pyodide
 */
function keep(pyodide) {
  try {
    return pack(/** @type {any} */ (pyodide).makeMemorySnapshot());
  } catch (error) {
    console.warn(String(error));
    return null;
  }
}

/** @param {Source} source */
async function scripts({ load }) {
  return Promise.all([load("pyodide.mjs"), load("pyodide.asm.mjs")]);
}

/**
 * @param {Source} source
 * @param {Promise<WebAssembly.Module>} core
 * @param {object} more options
 * @returns {Promise<PyodideAPI>}
 */
async function start(source, core, more) {
  const { files, base } = source;
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts(source);
  const { instantiateStreaming } = WebAssembly;
  // Pyodide would compile its core now; it is under way.
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await core;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  try {
    return await loadPyodide({
      createPyodideModule,
      indexURL: base,
      packageBaseUrl: base,
      stdLibURL: `${base}python_stdlib.zip`,
      lockFileContents: new TextDecoder().decode(await files["pyodide-lock.json"]),
      ...more,
    });
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/**
 * Put into Python's files what it imports from; they are no part of its memory.
 * @param {PyodideAPI} pyodide
 * @param {Record<string, Promise<ArrayBuffer>>} files
 * @returns {Promise<string[]>} where the wheels are, which it reads as they are
 */
async function place(pyodide, files) {
  pyodide.FS.mkdirTree(WHEELS);
  for (const name of MODULES) pyodide.FS.writeFile(`${FOLDER}/${name}`, new Uint8Array(await files[name]));
  const wheels = wheelsOf(files).filter((name) => !isLast(name));
  for (const name of wheels) await placeWheel(pyodide, files, name);
  return wheels.map((name) => `${WHEELS}/${name}`);
}

/**
 * @param {PyodideAPI} pyodide
 * @param {Record<string, Promise<ArrayBuffer>>} files
 * @param {string} name
 */
async function placeWheel({ FS }, files, name) {
  FS.writeFile(`${WHEELS}/${name}`, new Uint8Array(await files[name]), { canOwn: true });
}

/** @param {Record<string, unknown>} files */
function wheelsOf(files) {
  return Object.keys(files).filter((name) => name.endsWith(".whl"));
}

/** @param {string} name of a wheel */
function isLast(name) {
  return name.startsWith(LAST);
}

/**
 * @param {Uint8Array} memory
 * @returns {ArrayBuffer}
 */
export function pack(memory) {
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.byteLength >> 3);
  /** @type {number[]} */
  const pages = [];
  for (let at = 0; at * PAGE < memory.length; at += 1) {
    const end = Math.min(((at + 1) * PAGE) >> 3, words.length);
    let word = (at * PAGE) >> 3;
    while (word < end && words[word] === 0n) word += 1;
    if (word < end) pages.push(at);
  }
  const head = HEAD + 4 * pages.length;
  const packed = new Uint8Array(head + PAGE * pages.length);
  new Uint32Array(packed.buffer, 0, head >> 2).set([memory.length, pages.length, ...pages]);
  pages.forEach((page, at) => packed.set(memory.subarray(page * PAGE, (page + 1) * PAGE), head + at * PAGE));
  return packed.buffer;
}

/**
 * @param {ArrayBuffer} packed
 * @returns {Uint8Array}
 */
export function unpack(packed) {
  const [length, count] = new Uint32Array(packed, 0, 2);
  const pages = new Uint32Array(packed, HEAD, count);
  const memory = new Uint8Array(Math.ceil(length / PAGE) * PAGE);
  pages.forEach((page, at) => memory.set(new Uint8Array(packed, HEAD + 4 * (count + at * (PAGE >> 2)), PAGE), page * PAGE));
  return memory.subarray(0, length);
}
