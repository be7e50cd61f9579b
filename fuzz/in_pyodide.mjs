// node in_pyodide.mjs PYODIDE WHEELS ROOT SEEDS FIRST LAST STEP: run cases in Pyodide, with the wheels that the
// site is shipped with; prints number, verdict, seconds, memory in bytes and traceback of each as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, wheels, root, seeds] = process.argv.slice(2, 6);
const [first, last, step] = process.argv.slice(6).map(Number);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  lockFileContents: readFileSync(join(wheels, "pyodide-lock.json"), "utf8"),
  packageBaseUrl: wheels,
});
await pyodide.loadPackage(["pillow", "pillow-heif"], { messageCallback: () => {} });
// Modules are read from memory: through the mounted folders each import would be as slow as the disk.
for (const [from, to] of [[join(root, "checker"), "/code/checker"], [join(root, "fuzz"), "/code/fuzz"], [seeds, "/seeds"]]) {
  pyodide.FS.mkdirTree("/from");
  pyodide.mountNodeFS("/from", from);
  pyodide.runPython(`import shutil; shutil.copytree("/from", "${to}", ignore=shutil.ignore_patterns("__pycache__"))`);
  pyodide.FS.unmount("/from");
}
const runOne = pyodide.runPython(`
import sys
from pathlib import Path
sys.path.insert(0, "/code")
from fuzz.worker import read_seeds, run_one
seeds = read_seeds(Path("/seeds"))
lambda number: list(run_one(number, seeds))
`);
for (let number = first; number < last; number += step) {
  const before = process.cpuUsage();
  const answer = runOne(number);
  const [verdict, trace] = answer.toJs();
  answer.destroy();
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify([number, verdict, (user + system) / 1e6, pyodide._module.HEAPU8.length, trace]));
}
