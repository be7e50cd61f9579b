"""Gather what Python imports on the checker page, our wheels and the checker itself, and the models."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.errors import BuildError

MODEL = ".onnx"
# Of Pillow: the formats that are opened or written, and what Pillow reads whenever it saves.
_READERS = frozenset({"Bmp", "Gif", "Jpeg", "Mpo", "Pdf", "Png", "Ppm", "Tiff"})
_UNUSED = frozenset(
    {
        "BdfFontFile",
        "ContainerIO",
        "FontFile",
        "GdImageFile",
        "ImageDraw2",
        "ImageEnhance",
        "ImageGrab",
        "ImageMorph",
        "ImagePath",
        "ImageQt",
        "ImageShow",
        "ImageTk",
        "ImageTransform",
        "ImageWin",
        "PSDraw",
        "PcfFontFile",
        "TarIO",
        "WalImageFile",
        "__main__",
        "_imagingmorph",
        "_imagingtk",
        "_tkinter_finder",
        "report",
    }
)
DEPENDENCIES = {"pillow": (), "pillow-heif": ("pillow",), "gradphoto": ("pillow", "pillow-heif")}


@dataclass(frozen=True)
class Wheel:
    """One wheel: its file name and its bytes."""

    file_name: str
    content: bytes

    @property
    def project(self) -> str:
        """Return the normalised project name, such as ``pillow-heif``."""
        return self.file_name.split("-")[0].replace("_", "-").lower()

    @property
    def version(self) -> str:
        """Return the version as the file name states it."""
        return self.file_name.split("-")[1]

    def modules(self) -> dict[str, bytes]:
        """Return the Python files of the wheel by their paths."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if name.endswith(".py")}


def library_wheels(folder: Path) -> list[Wheel]:
    """Return the wheels of Pillow and pillow-heif from ``folder``."""
    found = [Wheel(path.name, path.read_bytes()) for path in sorted(folder.glob("*.whl"))]
    wanted = [wheel for wheel in found if wheel.project in DEPENDENCIES]
    projects = sorted(wheel.project for wheel in wanted)
    if projects != ["pillow", "pillow-heif"]:
        message = f"{folder} must hold one wheel of pillow and one of pillow-heif, not {projects}"
        raise BuildError("runtime-incomplete", message)
    return wanted


def checker_wheel(root: Path) -> Wheel:
    """Build the checker's own wheel from ``root`` and return it; the same sources give the same bytes."""
    from hatchling.builders.wheel import WheelBuilder  # only where a bundle is made

    with tempfile.TemporaryDirectory() as folder:
        built = Path(next(iter(WheelBuilder(str(root)).build(directory=folder, versions=["standard"]))))
        return Wheel(built.name, built.read_bytes())


def without_models(wheel: Wheel) -> Wheel:
    """Return the checker's wheel without the models, which the page hands to onnxruntime-web itself."""
    return _without(wheel, lambda name: name.endswith(MODEL))


def without_unused(wheel: Wheel) -> Wheel:
    """Return a library's wheel without what the checker cannot come to need.

    These are Pillow's readers of formats that are not opened, its parts for screens, printers and fonts in
    files, stubs for type checkers, and the licences, which the site has beside the runtime. The checker opens
    photos by the classes of their formats; Pillow itself passes over a reader that is not there.
    """
    return _without(wheel, _is_unused)


def _is_unused(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    if folder.endswith(".dist-info/licenses") or file.endswith(".pyi"):
        return True
    stem = file.partition(".")[0]
    reader = stem.removesuffix("ImagePlugin")
    return folder == "PIL" and (stem in _UNUSED or (reader != stem and reader not in _READERS))


def _without(wheel: Wheel, unwanted: Callable[[str], bool]) -> Wheel:
    """Return the wheel without the members whose names are ``unwanted``, in its record too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if unwanted(member.filename):
                continue
            if member.filename.endswith(".dist-info/RECORD"):
                lines = content.decode().splitlines(keepends=True)
                content = "".join(line for line in lines if not unwanted(line.split(",")[0])).encode()
            target.writestr(member, content)
    return Wheel(wheel.file_name, out.getvalue())


def models(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the models of these ``names``, by file name, in their order."""
    folder = root / "checker" / "vision" / "models"
    return {f"{name}{MODEL}": (folder / f"{name}{MODEL}").read_bytes() for name in names}


def lock_file(root: Path, wheels: Sequence[Wheel]) -> bytes:
    """Return a Pyodide lock file that lists only ``wheels``, each with its sha256."""
    stock = json.loads((root / "node_modules" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    packages = {
        wheel.project: {
            "depends": list(DEPENDENCIES[wheel.project]),
            "file_name": wheel.file_name,
            "imports": [],
            "install_dir": "site",
            "name": wheel.project,
            "package_type": "package",
            "sha256": hashlib.sha256(wheel.content).hexdigest(),
            "unvendored_tests": False,
            "version": wheel.version,
        }
        for wheel in wheels
    }
    content = {"info": stock["info"], "packages": packages}
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
