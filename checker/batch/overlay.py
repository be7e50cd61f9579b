"""What the rules measured, as SVG over a photo of the HTML report; each rule has a switch, without script."""

import html
from collections.abc import Sequence

from ..drawing import Shape
from ..drawing.draw import DRAWN
from ..drawing.shape import Path
from ..text import Lang, Text, printable

_LINES = Text("照片上的线", "lines on the photo")
# Drawn where there is no problem.
_PLAIN = frozenset({"crown-position", "eye-line", "head-height"})
# A report of thousands of photos shall not grow by digits that nobody sees.
_DIGITS = 3


def overlay(drawings: Sequence[Sequence[Shape]], names: Sequence[str], lang: Lang) -> tuple[str, str]:
    """Return an ``svg`` element that covers a photo, and the list of its switches, both as HTML.

    ``drawings`` holds a list for each report on the photo, ``names`` what that is about; what several say
    alike is drawn once, and where they differ in words each is named. Problems
    are switched on, without any the lines everybody asks for. Both texts are empty where nothing is drawn.
    """
    shapes = list(dict.fromkeys(shape for shapes in drawings for shape in shapes if shape.drawn.is_visible))
    if not shapes:
        return "", ""
    problems = {shape.rule for shape in shapes if shape.outcome != "pass" and shape.drawn.lines} or _PLAIN
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    words: dict[str, dict[str, str]] = {shape.rule: {} for shape in shapes}
    for name, seen in zip(names, drawings, strict=True):
        for shape in seen:
            if shape.rule in words:
                words[shape.rule].setdefault(shape.words, f"{name}{colon}{shape.words}")
    groups = "".join(_group(shape) for shape in shapes)
    switches = "".join(
        f'<li><label><input type="checkbox" data-rule="{_safe(rule)}"{" checked" * (rule in problems)}> '
        f"{_safe(stop.join(said.values() if len(said) > 1 else said))}</label></li>"
        for rule, said in words.items()
    )
    svg = f'<svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img">{groups}</svg>'
    return svg, f"<details><summary>{_LINES.to(lang)}</summary><ul>{switches}</ul></details>"


def style() -> str:
    """Return the style rules by which a switch hides what it is for."""
    return "".join(
        f'.photo:has(input[data-rule="{rule}"]:not(:checked)) g[data-rule="{rule}"] {{ display: none; }}\n'
        for rule in DRAWN
    )


def _group(shape: Shape) -> str:
    drawn = shape.drawn
    return (
        f'<g data-rule="{_safe(shape.rule)}" class="on-{shape.outcome}"><title>{_safe(shape.words)}</title>'
        + "".join(f'<polygon points="{_points(area)}"/>' for area in drawn.bands)
        + "".join(f'<polygon class="clear" points="{_points(area)}"/>' for area in drawn.clear)
        + "".join(f'<polyline class="under" points="{_points(line)}"/>' for line in drawn.lines)
        + "".join(f'<polyline points="{_points(line)}"/>' for line in drawn.lines)
        + "</g>"
    )


def _points(path: Path) -> str:
    return " ".join(f"{round(x, _DIGITS):g},{round(y, _DIGITS):g}" for x, y in path)


def _safe(text: str) -> str:
    return html.escape(printable(text))
