"""The licences' texts that no wheel brings: those of the models and of what comes from npm."""

from __future__ import annotations

import shutil
from pathlib import Path

SBOM = "sbom.cdx.json"
"""What `sbom` writes beside the texts."""

_HERE = Path(__file__).parent / "runtime" / "licenses"  # the npm package of onnxruntime-web has none in it


def licence_texts(root: Path) -> dict[str, Path]:
    """Return the texts by the names they get in the site."""
    return {
        "brotli-dec-wasm-LICENSE-MIT.txt": root / "node_modules" / "brotli-dec-wasm" / "LICENSE-MIT.txt",
        "mediapipe-LICENSE": root / "checker" / "vision" / "models" / "LICENSE",
    } | {path.name: path for path in sorted(_HERE.iterdir())}


def write(root: Path, folder: Path) -> None:
    """Copy the texts into ``folder``, which is made where it is missing."""
    folder.mkdir(exist_ok=True)
    for name, path in licence_texts(root).items():
        shutil.copy(path, folder / name)
