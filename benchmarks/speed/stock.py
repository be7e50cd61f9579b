"""The baseline «stock»: what a page does that follows Pyodide's own guide, with our Pillow, unpruned."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from builder.runtime import npm_files, python_files
from wheels import locate

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>stock</title>
<link rel="icon" href="data:,">
<script type="module">
import { loadPyodide } from "./pyodide.mjs";
const pyodide = await loadPyodide();
await pyodide.loadPackage("pillow", { messageCallback() {} });
pyodide.runPython("import PIL");
globalThis.readyAt = performance.timeOrigin + performance.now();
</script>
</html>
"""


def write(folder: Path, root: Path) -> Path:
    """Write the page and all it fetches into ``folder`` and return that: nothing pruned, nothing repacked.

    The lock file is the npm package's, with our wheel in the place of its own Pillow. Only ``import PIL`` is
    asked of it: no HEIC, no checker, no proof.
    """
    folder.mkdir(parents=True)
    for name, content in npm_files.core(root).items():
        (folder / name).write_bytes(content)
    [wheel] = [wheel for wheel in python_files.library_wheels(locate()) if wheel.project == "pillow"]
    (folder / wheel.file_name).write_bytes(wheel.content)
    lock = json.loads((folder / npm_files.LOCK).read_text(encoding="utf-8"))
    lock["packages"] |= json.loads(python_files.lock_file(root, [wheel]))["packages"]
    (folder / npm_files.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    return folder


def remove(folder: Path) -> None:
    """Remove what `write` made."""
    shutil.rmtree(folder)
