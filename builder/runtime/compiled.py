"""Compile what Python imports at every start and compiles longest, so that the page need not.

A compiled module takes more bytes on the line than its source: only those are compiled that save most time
for each of these bytes, at least 4 ms a kilobyte where one takes 0.8 ms at 10 Mbit/s. Modules frozen into
the interpreter are not among them. Pyodide compiles them, in Node.js, for no other Python writes the same
bytecode.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tempfile
import zipfile
from pathlib import Path

from builder import kept
from builder.errors import BuildError

MODULES = (
    "_colorize",
    "_pyodide._base",
    "_pyodide._core_docs",
    "_pyodide._importhook",
    "_pyodide.jsbind",
    "annotationlib",
    "ast",
    "asyncio.base_events",
    "asyncio.base_subprocess",
    "asyncio.events",
    "asyncio.futures",
    "asyncio.selector_events",
    "asyncio.sslproto",
    "asyncio.streams",
    "asyncio.tasks",
    "asyncio.timeouts",
    "asyncio.transports",
    "asyncio.unix_events",
    "base64",
    "bz2",
    "collections",
    "compression.zstd._zstdfile",
    "concurrent.futures._base",
    "contextlib",
    "copy",
    "dataclasses",
    "dis",
    "encodings.aliases",
    "encodings.cp437",
    "enum",
    "fractions",
    "functools",
    "glob",
    "heapq",
    "importlib.abc",
    "importlib.resources._common",
    "importlib.resources.readers",
    "inspect",
    "ipaddress",
    "json.decoder",
    "json.encoder",
    "linecache",
    "logging",
    "pathlib",
    "pyodide.webloop",
    "random",
    "re",
    "re._casefix",
    "re._compiler",
    "re._constants",
    "re._parser",
    "selectors",
    "shutil",
    "socket",
    "string",
    "subprocess",
    "tempfile",
    "tokenize",
    "tomllib._parser",
    "traceback",
    "typing",
    "weakref",
    "zipfile",
)
_SCRIPT = Path(__file__).with_name("compile.mjs")
_PYODIDE = Path("node_modules/pyodide")


def library(root: Path, stdlib: bytes) -> bytes:
    """Return the zip ``stdlib`` with `MODULES` compiled, or as an earlier build compiled the same bytes.

    ``root`` is the project's folder. Raises `BuildError` (``runtime-incomplete``) where that fails.
    """
    core = (root / _PYODIDE / "package.json").read_bytes()
    key = hashlib.sha256(b"\0".join([stdlib, core, _SCRIPT.read_bytes(), " ".join(MODULES).encode()]))
    return kept.get(f"{key.hexdigest()}.zip", lambda: _compile(root, stdlib), _is_complete)


def _is_complete(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            return archive.testzip() is None and all(
                names & {f"{_path(name)}.pyc", f"{_path(name)}/__init__.pyc"} for name in MODULES
            )
    except zipfile.BadZipFile:
        return False


def _path(module: str) -> str:
    return module.replace(".", "/")


def _compile(root: Path, stdlib: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "from.zip", Path(folder) / "to.zip"
        source.write_bytes(stdlib)
        command = ["node", str(_SCRIPT), str(root / _PYODIDE), str(source), str(target), *MODULES]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            told = str(getattr(error, "stderr", "") or error)
            raise BuildError("runtime-incomplete", f"compiling Python's library failed: {told}") from None
        made = target.read_bytes()
    if not _is_complete(made):
        raise BuildError("runtime-incomplete", f"Python's library lacks one of {', '.join(MODULES)}")
    return made
