"""The file's name: its extension and, where a school asks for one, a pattern such as the student number."""

import re
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Table
from ..text import NOTHING, Text, printable

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "file-name"
TITLE = Text("文件名", "File name")

_LONGEST = 255  # characters: no file system has longer names, and none longer is matched with a pattern


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowed extensions (lower case, without dot); ``pattern`` for the whole rest of the name, or None.

    ``meaning`` says in words what the pattern stands for, such as 学号.
    """

    extensions: tuple[str, ...]
    pattern: re.Pattern[str] | None
    meaning: Text


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table; ``pattern`` and ``meaning`` go together."""
    extensions = table.strings("extensions")
    if not table.has("pattern"):
        return Limits(extensions, None, NOTHING)
    try:
        pattern = re.compile(table.string("pattern"))
    except re.error as error:
        raise table.error("pattern", f"is no regular expression: {error}") from None
    return Limits(extensions, pattern, table.text("meaning"))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    extensions = "/".join(f".{extension}" for extension in limits.extensions)
    extension = Text(f"扩展名 {extensions}", f"named {extensions}")
    if limits.pattern is None:
        return extension
    return Text(f"{limits.meaning.zh}，{extension.zh}", f"{limits.meaning.en}, {extension.en}")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:
    """Fail a name that lacks the school's pattern; warn of another extension. A pasted photo has no name."""
    path = PureWindowsPath(photo.name)  # splits at both kinds of slash
    suffix, allowed = printable(path.suffix[1:]), [f".{extension}" for extension in limits.extensions]
    wrong_extension = bool(photo.name) and suffix.lower() not in limits.extensions
    extension = _extension(photo, limits, standard, suffix) if wrong_extension else NOTHING
    if limits.pattern is not None and not photo.name:
        message = Text(
            f"这张照片没有文件名，无法判断；要求用{limits.meaning.zh}做文件名。",
            f"This photo has no name, so it cannot be judged; required: {limits.meaning.en}.",
        )
        return Verdict("unknown", "no-name", message, None, limits.meaning.zh, confidence=0.0)
    if limits.pattern is not None and not (
        len(path.stem) <= _LONGEST and limits.pattern.fullmatch(path.stem)
    ):
        stem = printable(path.stem[:_LONGEST])
        message = Text(
            f"文件名是「{stem}」，要求用{limits.meaning.zh}做文件名。请改名。",
            f'The name is "{ascii(stem)[1:-1]}"; required: {limits.meaning.en}. Rename it.',
        )
        return Verdict("fail", "pattern", message + extension, stem, limits.meaning.zh)
    if wrong_extension:
        return Verdict("warn", "extension", extension, f".{suffix}" if suffix else "", allowed)
    message = Text("文件名符合要求。", "The name is as required.")
    return Verdict("pass", "ok", message, f".{suffix}" if suffix else None, allowed)


def _extension(photo: "Photo", limits: Limits, standard: "Standard", suffix: str) -> Text:
    """Say what is wrong with the extension, and never to rename what first must be converted."""
    wanted = limits.extensions[0]
    ends = Text(f"以 .{suffix} 结尾", f"ends in .{ascii(suffix)[1:-1]}")
    found = ends if suffix else Text("没有扩展名", "has no extension")
    head = Text(f"文件名{found.zh}，要求 .{wanted}。", f"The name {found.en}; .{wanted} is required.")
    entry = standard.rules.get("image-format")
    if entry is not None and photo.format not in entry.limits.formats:
        return head + Text("不要只改名，先另存为 JPG。", "Do not just rename it: save it as JPG first.")
    return head + Text(f"请把扩展名改成 .{wanted}。", "Rename it.")
