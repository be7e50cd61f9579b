"""The notation for where a figure comes from: its kind of source, who says it, and the year."""

from __future__ import annotations

from markupsafe import Markup, escape

from builder.errors import BuildError
from checker.text import Lang, Text

# The legend (content/sources.md#marks) explains these words; the letters are those of a report's
# ``trust``.
KINDS = {
    "brief": Text("文章", "article"),
    "A": Text("A 级", "grade A"),
    "B": Text("B 级", "grade B"),
    "C": Text("C 级", "grade C"),
    "D": Text("推算", "worked out"),
    "own": Text("本站自定", "our own"),
}
LEGEND = "sources.html#marks"
BRIEF_YEAR = 2024
# Our own words need no year; of what goes round on the web none may be known, which is then said.
_OWN_WORDS = ("D", "own")
YEAR_UNKNOWN = Text("年份不详", "year unknown")


def source_tag(
    lang: Lang, root: str, kind: str, year: int | str | None = None, who: str | None = None
) -> Markup:
    """HTML of the small words after a figure, a link to the legend: «A 级 · 哈工大 2025».

    ``root`` is the way to the edition's root. ``kind`` is a key of `KINDS`; ``year`` is needed for A and B
    (the brief's is known). Raises `BuildError` with code ``unknown-source`` or ``source-without-year``.
    """
    if kind not in KINDS:
        raise BuildError("unknown-source", f"«{kind}» is no kind of source; known: {', '.join(KINDS)}")
    if kind == "brief" and year is None:
        year = BRIEF_YEAR
    if kind == "C" and year is None:
        year = YEAR_UNKNOWN.to(lang)
    if kind in _OWN_WORDS:
        year = None
    elif year is None:
        raise BuildError("source-without-year", f"a source of kind {kind} needs its year")
    rest = " ".join(str(part) for part in (who, year) if part)
    words = " · ".join(part for part in (KINDS[kind].to(lang), rest) if part)
    return Markup('<a class="src" href="{}{}">{}</a>').format(root, LEGEND, escape(words))
