"""Finding the photos in folders."""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..formats import sniff

# What a photo may be called, also in formats that are not opened: those are named, not passed over.
_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".png", ".apng", ".gif", ".bmp", ".dib", ".webp"}
    | {".heic", ".heif", ".hif", ".heics", ".avif", ".tif", ".tiff", ".jp2", ".jxl"}
    | {".dng", ".cr2", ".cr3", ".nef", ".arw", ".raw", ".psd"}
)
# Left behind by Windows, macOS and network drives; names that start with a dot need no mention here.
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "@eadir"})
_SNIFFED_BYTES = 4096

Reason = Literal["other-kind", "linked-twice"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be judged. ``problem`` is the code of an error met while looking for it, or empty."""

    name: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is in a folder but is not judged: no photo, or a folder that links lead to a second time."""

    name: str
    reason: Reason


def walk(names: Sequence[str], without: Collection[str] = ()) -> Iterator[Found | Skipped]:
    """Yield every photo among ``names`` and in those of them that are folders, however deep.

    Names come in the order given, what is in a folder sorted, files before folders. A named file is always
    yielded. In folders, hidden files and what systems leave behind are passed over in silence, and files that
    neither are called like a picture nor begin like one that can be opened are `Skipped`. Links are followed,
    but no folder is entered twice. ``without``: paths of files and folders that are not looked at. A folder
    without any photo gives one `Found` with the problem ``no-photos``, one that cannot be opened
    ``folder-not-readable``.
    """
    left_out = frozenset(_identity_of_path(name) for name in without) - {None}
    for name in names:
        if not os.path.isdir(name):  # noqa: PTH112  a name may hold what no path can
            yield Found(name)
            continue
        any_photo = False
        for item in _walk_folder(name, set(), left_out):
            any_photo = any_photo or isinstance(item, Found)
            yield item
        if not any_photo:
            yield Found(name, "no-photos")


def _walk_folder(
    folder: str, visited: set[object], left_out: Collection[object]
) -> Iterator[Found | Skipped]:
    try:
        identity = _identity(Path(folder).stat())
        if identity in left_out:
            return
        if identity in visited:
            yield Skipped(folder, "linked-twice")
            return
        visited.add(identity)
        with os.scandir(folder) as entries:
            inside = sorted((entry for entry in entries if not _hidden(entry)), key=lambda e: e.name)
    except OSError:
        yield Found(folder, "folder-not-readable")
        return
    folders = []
    for entry in inside:
        if _is_folder(entry):
            folders.append(entry.path)
        elif left_out and _identity_of_path(entry.path) in left_out:
            continue
        elif _is_photo(entry):
            yield Found(entry.path)
        else:
            yield Skipped(entry.path, "other-kind")
    del inside
    for path in folders:
        yield from _walk_folder(path, visited, left_out)


def _hidden(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith(".") or entry.name.lower() in _LITTER:
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_photo(entry: "os.DirEntry[str]") -> bool:
    """Return whether the file is called like a picture or, under another name, begins like a photo."""
    if os.path.splitext(entry.name)[1].lower() in _SUFFIXES:  # noqa: PTH122  it is no path
        return True
    try:
        if not entry.is_file():
            return False
        with open(entry.path, "rb") as file:  # noqa: PTH123
            return sniff(file.read(_SNIFFED_BYTES))[1]
    except OSError:
        return False


def _identity(status: os.stat_result) -> object:
    return status.st_dev, status.st_ino


def _identity_of_path(path: str) -> object:
    try:
        return _identity(Path(path).stat())
    except (OSError, ValueError):
        return None
