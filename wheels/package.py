"""From built wheels to the result: audit, lock file, bytecode, licences and sums."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from wheels import licences, target
from wheels.compile import DIST
from wheels.downloads import Downloads, sha256_of
from wheels.errors import WheelsError
from wheels.recipe import Recipe
from wheels.root import Root

LOCK = "pyodide-lock.json"
SUMS = "SHA256SUMS"


def audit(root: Root) -> None:
    """Check with auditwheel-emscripten that no module of the wheels needs another shared library.

    Raises:
        WheelsError: one does.
    """
    for wheel in _wheels(root):
        output = root.run(["pyodide", "auditwheel", "show", f"{DIST}/{wheel.name}"], "audit")
        # One line «module:» each, then the libraries that it needs.
        needed = [line.strip() for line in output.splitlines() if line.strip() and not line.endswith(".so:")]
        if needed:
            raise WheelsError("audit-failed", f"{wheel.name} needs shared libraries: {', '.join(needed)}.")


def lock(root: Root, runtime: target.Pyodide) -> None:
    """Write the lock file with ``pyodide lockfile add-wheels``: our wheels alone, on Pyodide's own header.

    The command knows only the older platform tag, so the header names the wheels' tag while it runs.

    Raises:
        WheelsError: the command fails.
    """
    folder = root.path / DIST.lstrip("/")
    header = json.loads((target.PYODIDE / LOCK).read_text(encoding="utf-8"))
    platform = header["info"]["platform"]
    header["info"]["platform"] = f"pyemscripten_{runtime.abi}"
    (folder / "header.json").write_text(json.dumps({**header, "packages": {}}), encoding="utf-8")
    command = ["pyodide", "lockfile", "add-wheels", "--ignore-missing-dependencies"]
    command += ["--input", "header.json", "--output", LOCK, "--base-path", DIST]
    root.run([*command, *(wheel.name for wheel in _wheels(root))], "lock-file", cwd=DIST)
    written = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    written["info"]["platform"] = platform
    (folder / LOCK).write_text(json.dumps(written), encoding="utf-8")
    (folder / "header.json").unlink()


def compile_bytecode(root: Root) -> None:
    """Replace ``.py`` by ``.pyc`` with ``pyodide py-compile``, which also renews the lock file's sums."""
    root.run(["pyodide", "py-compile", "--compression-level", "9", DIST], "bytecode")


def write_result(root: Root, recipes: Mapping[str, Recipe], downloads: Downloads, result: Path) -> None:
    """Copy wheels and lock file to ``result`` with licences and sources; write ``SHA256SUMS`` over it all."""
    folder = root.path / DIST.lstrip("/")
    result.mkdir(parents=True)
    for wheel in _wheels(root):
        shutil.copy(wheel, result)
    written = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    (result / LOCK).write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    licences.collect(recipes, root.path / "build" / "src", downloads, result)
    files = sorted(path for path in result.rglob("*") if path.is_file())
    sums = "".join(f"{sha256_of(path)}  {path.relative_to(result).as_posix()}\n" for path in files)
    (result / SUMS).write_text(sums, encoding="utf-8")


def _wheels(root: Root) -> list[Path]:
    return sorted((root.path / DIST.lstrip("/")).glob("*.whl"))
