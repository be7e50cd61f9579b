"""What the fixer did, as text for a terminal."""

from ..render import render_reports
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


def _facts(fixed: Fixed) -> str:
    if fixed.data is None or fixed.size is None:
        return ""
    width, height = fixed.size
    return f" ({width}x{height}, {kilobytes(len(fixed.data))})"
