// node imports.mjs PYODIDE WHEELS: what each extension module of the wheels imports and Pyodide does not have.
// wasm-ld turns a missing symbol into an import without a word; it would only be noticed when it is called.
// Prints {"module": ["symbol", …]} as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, wheels] = process.argv.slice(2);
// The dynamic linker gives these to each module itself.
const GIVEN = new Set(["__memory_base", "__table_base"]);

const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  lockFileContents: readFileSync(join(wheels, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: wheels,
});
/** @type {Record<string, any>} What the linker of the main module resolves symbols from. */
const available = pyodide._module.LDSO.loadedLibsByName.__main__.exports;
await pyodide.loadPackage(["pillow", "pillow-heif"], { messageCallback: () => {} });

/**
 * @param {string} folder
 * @returns {string[]} The extension modules below a folder of Pyodide's file system.
 */
function modulesBelow(folder) {
  return pyodide.FS.readdir(folder).flatMap((/** @type {string} */ name) => {
    const path = `${folder}/${name}`;
    if (name === "." || name === "..") return [];
    if (pyodide.FS.isDir(pyodide.FS.stat(path).mode)) return modulesBelow(path);
    return name.endsWith(".so") ? [path] : [];
  });
}

/** @type {Record<string, string[]>} */
const missing = {};
for (const path of modulesBelow("/lib/python3.14/site-packages")) {
  const module = new WebAssembly.Module(pyodide.FS.readFile(path));
  const own = new Set(WebAssembly.Module.exports(module).map((item) => item.name));
  missing[path.split("/").slice(4).join("/")] = WebAssembly.Module.imports(module)
    .filter(({ module: from, name }) => !(from === "env" && GIVEN.has(name)))
    .filter(({ module: from, name }) => !(from.startsWith("GOT.") && own.has(name)))
    .filter(({ name }) => !(name in available) || available[name]?.stub)
    .map(({ module: from, name }) => `${from}.${name}`);
}
console.log(JSON.stringify(missing));
