"""Copies of photos under names made by a pattern; an original is never touched, a file never replaced."""

import os
import re
import shutil
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath

from ..errors import BatchError
from ..text import Lang, Text
from .roster import Student

FIELDS = ("id", "name", "stem", "n")
# What Windows forbids in names, also where the copies are made on another system and carried there.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Windows takes no notice of an ending, nor of blanks before it.
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.IGNORECASE)
# Of the 255 bytes most file systems allow, some are left for an ending.
_MAX_NAME_BYTES = 200
_MAX_ENDING = 12  # characters


def check_pattern(pattern: str) -> str:
    """Return ``pattern``; raises ValueError with a sentence when it is none."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"{pattern!r} is no pattern: {error}") from None
    fields = [field for _, field, _, _ in parts if field is not None]
    strange = [field for field in fields if field not in FIELDS]
    if strange or any(conversion for _, _, _, conversion in parts):
        raise ValueError(f"{pattern!r} may hold {{id}}, {{name}}, {{stem}} and {{n}} only")
    if any(spec and not re.fullmatch(r"0?\d{1,2}", spec) for _, _, spec, _ in parts):
        raise ValueError(f"{pattern!r}: after the colon only a width may stand, such as {{n:03}}")
    if not fields:
        raise ValueError(
            f"{pattern!r} gives all photos the same name; use {{id}}, {{name}}, {{stem}} or {{n}}"
        )
    return pattern


def needs_student(pattern: str) -> bool:
    """Return whether ``pattern`` names the student."""
    return any(field in {"id", "name"} for _, field, _, _ in string.Formatter().parse(pattern))


def new_stem(pattern: str, file: str, student: Student | None, n: int) -> str:
    """Return the name without ending that ``pattern`` makes, fit for every file system."""
    who = student or Student("", "")
    made = ""
    for literal, field, spec, _ in string.Formatter().parse(pattern):
        made += literal
        if field is not None:
            texts = {"id": who.id, "name": who.name, "stem": PurePath(file).stem}
            made += format(n, spec or "") if field == "n" else texts[field]  # text is never padded
    return safe_name(made)


def safe_name(name: str) -> str:
    """Return ``name`` without what some file system forbids; never empty, never a way out of the folder."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(char if char.isprintable() else "_" for char in name)
    name = _FORBIDDEN.sub("_", name).strip(" .")
    while len(name.encode()) > _MAX_NAME_BYTES:
        name = name[:-1]
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def safe_ending(name: str) -> str:
    """Return the ending of ``name`` with its dot, in lower case and as safe as `safe_name`; none is empty."""
    ending = PurePath(name).suffix.lower()[1:]
    return f".{safe_name(ending[:_MAX_ENDING])}" if ending else ""


class Copies:
    """Collects the copies to be made, and makes those whose names do not collide."""

    def __init__(self, pattern: str, folder: str) -> None:
        self._pattern = pattern
        self._folder = Path(folder)
        self._targets: dict[str, list[tuple[str, str, str]]] = {}
        self._n = 0
        self._nameless: list[str] = []

    def add(self, name: str, path: str, student: Student | None) -> None:
        """Plan a copy of the file at ``path``, which the report calls ``name``."""
        if student is None and needs_student(self._pattern):
            self._nameless.append(name)
            return
        self._n += 1
        target = new_stem(self._pattern, name, student, self._n) + safe_ending(name)
        self._targets.setdefault(target.casefold(), []).append((target, name, path))

    def make(self, lang: Lang) -> Iterator[str]:
        """Make the copies; yield what was not copied and why. Raises `BatchError` ``output``."""
        copied = 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BatchError("output", f"{self._folder}: {error.strerror or error}") from None
        for sources in self._targets.values():
            target, _, path = sources[0]
            if len(sources) > 1:
                names = ("、" if lang == "zh" else ", ").join(name for _, name, _ in sources)
                yield _COLLISION.format(n=len(sources), target=target, names=names).to(lang)
                continue
            try:
                with (self._folder / target).open("xb") as copy, open(path, "rb") as original:  # noqa: PTH123
                    shutil.copyfileobj(original, copy)
                copied += 1
            except FileExistsError:
                yield _EXISTS.format(target=target).to(lang)
            except OSError as error:
                raise BatchError("output", f"{target}: {error.strerror or error}") from None
        for name in self._nameless:
            yield _NAMELESS.format(name=name).to(lang)
        yield _COPIED.format(n=copied, folder=os.fspath(self._folder)).to(lang)


_COLLISION = Text(
    "没有复制：{n} 张照片都要叫「{target}」：{names}",
    "not copied: {n} photos would all be called {target}: {names}",
)
_EXISTS = Text("没有复制：「{target}」已经存在", "not copied: {target} exists already")
_NAMELESS = Text("没有复制：认不出「{name}」是谁的照片", "not copied: it is not known whose photo {name} is")
_COPIED = Text("已改名复制 {n} 张照片到「{folder}」", "{n} photos were copied to {folder} under new names")
