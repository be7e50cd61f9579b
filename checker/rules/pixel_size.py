"""Width and height in pixels, as displayed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Range, Table
from ..text import Text, gap, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "pixel-size"
TITLE = Text("像素尺寸", "Size in pixels")


@dataclass(frozen=True, slots=True)
class Limits:
    """Ranges of width and height, in px."""

    width: Range
    height: Range


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    return Limits(table.range("width", least=1), table.range("height", least=1))


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement: exact, at least, or ranges."""
    width, height = limits.width, limits.height
    if width.max is None and height.max is None:
        pair = (number(width.min or 0), number(height.min or 0))
        return Text("不小于 {}×{} 像素".format(*pair), "at least {}x{} px".format(*pair))
    if width.min == width.max and height.min == height.max:
        pair = (number(width.min or 0), number(height.min or 0))
        return Text("{}×{} 像素".format(*pair), "{}x{} px".format(*pair))
    return Text(
        f"宽 {_span(width, '–')}、高 {_span(height, '–')} 像素",
        f"width {_span(width, '-')}, height {_span(height, '-')} px",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a width or height outside its range."""
    width, height = photo.size
    measured = [width, height]
    allowed = [[limits.width.min, limits.width.max], [limits.height.min, limits.height.max]]
    wanted = describe(limits)
    head = Text(
        f"照片 {width}×{height} 像素，要求{gap(wanted.zh)}。",
        f"The photo has {width}x{height} px; required: {wanted.en}.",
    )
    if limits.width.holds(width) and limits.height.holds(height):
        return Verdict("pass", "ok", head, measured, allowed, "px")
    if limits.width.below(width) or limits.height.below(height):
        how = Text(
            "太小：请从原图重新裁剪导出，不要把小图放大。",
            "Too small: crop it from the original again; do not enlarge a small picture.",
        )
        return Verdict("fail", "too-small", head + how, measured, allowed, "px")
    how = Text(
        "太大：请按比例裁剪后缩小，不要拉伸变形。",
        "Too large: crop it to the ratio, then reduce it; do not stretch it.",
    )
    return Verdict("fail", "too-large", head + how, measured, allowed, "px")


def _span(span: Range, dash: str) -> str:
    low, high = (number(end) if end is not None else "" for end in (span.min, span.max))
    return low if low == high else f"{low}{dash}{high}"
