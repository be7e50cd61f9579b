// node run.mjs PYODIDE WHEELS FOLDER SCRIPT: run a Python script inside Pyodide with the wheels of the lock file.
// FOLDER of this machine is /host inside; what the script leaves in the variable `result` is written to
// FOLDER/result.json.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, wheels, folder, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  lockFileContents: readFileSync(join(wheels, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: wheels,
});
await pyodide.loadPackage(["pillow", "pillow-heif"], { messageCallback: () => {} });
pyodide.FS.mkdirTree("/host");
pyodide.mountNodeFS("/host", folder);
try {
  await pyodide.runPythonAsync(readFileSync(script, "utf8"));
} catch (error) {
  // The stack of an error inside Pyodide begins with its whole minified source: print the message alone.
  console.log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const result = pyodide.runPython("import json; json.dumps(result)");
writeFileSync(join(folder, "result.json"), result);
