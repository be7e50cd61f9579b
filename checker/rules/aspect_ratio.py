"""Width to height, as displayed."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..report import Verdict
from ..table import Table
from ..text import NOTHING, Text, number

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "aspect-ratio"
TITLE = Text("宽高比", "Aspect ratio")


@dataclass(frozen=True, slots=True)
class Limits:
    """Wanted width : height; ``tolerance`` is the relative deviation that passes, 0 for strictly."""

    width: int
    height: int
    tolerance: Fraction


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    # Through its decimal digits: 0.05 means 1/20, which no binary float is.
    tolerance = Fraction(str(table.number("tolerance", low=0, below=1)))
    return Limits(table.integer("width", low=1), table.integer("height", low=1), tolerance)


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    ratio = f"{limits.width}:{limits.height}"
    if not limits.tolerance:
        return Text(f"严格 {ratio}（宽:高）", f"strictly {ratio} (width:height)")
    return Text(f"约 {ratio}（宽:高）", f"about {ratio} (width:height)")


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:
    """Pass the exact ratio or a deviation within the tolerance; warn of one pixel of rounding; else fail."""
    width, height = photo.size
    wanted = Fraction(limits.width, limits.height)
    off = width * limits.height - height * limits.width  # 0 when exact; one pixel of width adds limits.height
    deviation = Fraction(width, height) / wanted - 1  # exact, so that the limit itself is within
    common = math.gcd(width, height)
    exact = f"{width // common}:{height // common}"
    measured = round(width / height, 4)
    allowed = [round(float(wanted * (1 + sign * limits.tolerance)), 4) for sign in (-1, 1)]
    need = describe(limits)
    head = Text(
        f"宽高比 {exact}（{width}×{height}），要求{need.zh}。",
        f"The ratio is {exact} ({width}x{height}); required: {need.en}.",
    )
    if off == 0:
        return Verdict("pass", "ok", head, measured, allowed, "ratio")
    if abs(deviation) <= limits.tolerance:
        off_by, most = number(float(abs(deviation) * 100)), number(float(limits.tolerance * 100))
        note = Text(
            f"相差 {off_by}%，在 {most}% 以内，可以接受；不要为了凑比例而拉伸。",
            f"It is {off_by}% off, within the {most}% that is accepted; do not stretch it.",
        )
        return Verdict("pass", "near", head + note, measured, allowed, "ratio", own=True)
    if abs(off) <= max(limits.width, limits.height):
        note = Text(
            "只差 1 像素，是取整造成的，一般没问题；最好裁成准确比例。",
            "It is one pixel off, from rounding; better crop it exactly.",
        )
        return Verdict("warn", "rounding", head + note, measured, allowed, "ratio", own=True)
    how = Text("请用原图重新裁剪，不要拉伸变形。", "Crop the original again; do not stretch it.")
    return Verdict(
        "fail", "wrong", head + _out_of_reach(width, limits, standard) + how, measured, allowed, "ratio"
    )


def _out_of_reach(width: int, limits: Limits, standard: "Standard") -> Text:
    """Say when this width cannot have the ratio within the standard's own highest height."""
    entry = standard.rules.get("pixel-size")
    highest = entry.limits.height.max if entry is not None else None
    if highest is None or entry is None or not entry.limits.width.holds(width):
        return NOTHING
    widest = int(highest * limits.width / limits.height)
    if width <= widest + 1:
        return NOTHING
    ratio = f"{limits.width}:{limits.height}"
    return Text(
        f"高最多 {number(highest)} 像素，{ratio} 时宽最多 {widest} 像素，所以宽 {width} 做不到 {ratio}。",
        f"With at most {number(highest)} px of height, {ratio} allows a width of at most {widest} px, "
        f"so {width} px cannot be {ratio}.",
    )
