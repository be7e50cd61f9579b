"""What the fixer did, as text for a terminal."""

from typing import Any

from ..errors import PhotoError
from ..render import render_reports, render_troubles
from ..text import Lang, Text, kilobytes, printable
from .model import Fixed

_LEVELS = {
    "done": Text("已处理", "done"),
    "advice": Text("请留意", "note"),
    "problem": Text("没做到", "NOT DONE"),
}
_NOTHING = Text("没有生成新文件", "no file was made")
_BEFORE, _AFTER = Text("原文件：", "Before:"), Text("新文件：", "After:")


def render_fixed(fixed: Fixed, name: str, written: str | None, lang: Lang) -> str:
    """Return what became of the photo called ``name``, with both reports.

    ``written`` is the new file's path, None when there is none.
    """
    lines = [f"{name} -> {written}{_facts(fixed)}" if written else f"{name}: {_NOTHING.to(lang)}"]
    lines += [f"  [{_LEVELS[note.level].to(lang)}] {note.text.to(lang)}" for note in fixed.notes]
    head = "\n".join(printable(line) for line in lines)
    parts = [head, _BEFORE.to(lang), render_reports(fixed.before)]
    if fixed.after:
        parts += [_AFTER.to(lang), render_reports(fixed.after)]
    return "\n".join(parts)


def render_fixed_briefly(
    fixed: Fixed, name: str, written: str | None, refused: PhotoError | None, lang: Lang
) -> str:
    """Return what became of one photo among many: what could not be done, and what is wrong even so."""
    lines = [f"{name} -> {written}{_facts(fixed)}" if written else f"{name}: {_NOTHING.to(lang)}"]
    if refused is not None:
        lines.append(f"  [{refused.code}] {refused.message(lang)}")
    problems = (note for note in fixed.notes if note.level == "problem")
    lines += [f"  [{_LEVELS[note.level].to(lang)}] {note.text.to(lang)}" for note in problems]
    head = "".join(f"{printable(line)}\n" for line in lines)
    return head + (render_troubles(fixed.after) if fixed.after else "")


def fixed_to_dict(
    fixed: Fixed, name: str, written: str | None, refused: PhotoError | None, lang: Lang
) -> dict[str, Any]:
    """Return the JSON object of ``gradphoto fix`` on the photo called ``name``."""
    error = None if refused is None else {"code": refused.code, "message": refused.message(lang)}
    return {"file": name, "written": written, "error": error, **fixed.to_dict(lang)}


def _facts(fixed: Fixed) -> str:
    if fixed.data is None or fixed.size is None:
        return ""
    width, height = fixed.size
    return f" ({width}x{height}, {kilobytes(len(fixed.data))})"
