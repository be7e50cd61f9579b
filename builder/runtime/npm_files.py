"""Gather what the checker page takes from npm packages: Pyodide's core, onnxruntime-web, a Brotli decoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.errors import BuildError

LOCK = "pyodide-lock.json"
STDLIB = "python_stdlib.zip"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", STDLIB, LOCK)
# The build without WebGPU and the like, its wasm apart from its script: it is the smallest.
INFERENCE = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
PLACES = ("pyodide", "onnxruntime-web/dist", "brotli-dec-wasm/pkg")
UNPACKER = ("brotli_dec_wasm.js", "brotli_dec_wasm_bg.wasm")


def core(root: Path) -> dict[str, bytes]:
    """Return Pyodide's core by file name, with the lock file of the packages it has elsewhere.

    This and the other functions raise `BuildError` (``runtime-incomplete``) where a file is missing.
    """
    return _files(root, PLACES[0], CORE)


def inference(root: Path) -> dict[str, bytes]:
    """Return onnxruntime-web, which runs the face models, by file name."""
    return _files(root, PLACES[1], INFERENCE)


def unpacker(root: Path) -> dict[str, bytes]:
    """Return the decoder for browsers that do not know Brotli, by file name."""
    return _files(root, PLACES[2], UNPACKER)


def _files(root: Path, place: str, names: Sequence[str]) -> dict[str, bytes]:
    folder = root / "node_modules" / place
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise BuildError("runtime-incomplete", f"{folder} lacks {', '.join(missing)}: run npm ci first")
    return {name: (folder / name).read_bytes() for name in names}
