"""Whether a photo was enlarged from a smaller one, so that its pixels hold no detail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quality.detail import measure_enlargement
from ..quality.regions import At, places
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text, number
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "upscaled"
TITLE = Text("放大痕迹", "Enlarged")

# A blurred photo looks enlarged, too, and only the place of the head is looked at.
_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Limits:
    """Above ``warn`` times enlarged it warns, above ``fail`` times it fails."""

    warn: float
    fail: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.number("warn"), table.number("fail"))
    if not 1 < limits.warn < limits.fail:
        raise table.error("warn", "must be above 1 and below fail")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    most = number(limits.warn)
    return Text(
        f"不是小图放大的（细节最多相当于放大 {most} 倍）",
        f"not enlarged from a small one (up to {most} times)",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail what was enlarged a lot, warn of what was enlarged somewhat.

    Of a photo with a longer side of 1024 px or more, the reduced copy is judged: it has pixels to spare.
    """
    allowed = [None, limits.warn]
    if photo.working is None:
        return undecoded(photo, Text("照片是不是放大过", "whether it was enlarged"), allowed)
    where = places(photo.scene)
    factor = photo.measure(At(measure_enlargement, where))
    if factor is None:
        message = Text(
            "照片太小或没有细节，看不出是不是放大过。请换一张大一些的原图。",
            "The photo is too small or without detail, so it cannot be told whether it was enlarged. "
            "Use a larger original.",
        )
        return Verdict("unknown", "too-small", message, None, allowed, confidence=0.0)
    measured = round(factor, 2)
    if factor <= limits.warn:
        message = Text("细节和像素数相称。", "It holds the detail that its pixels can.")
        return Verdict("pass", "ok", message, measured, allowed, confidence=_CONFIDENCE)
    times = number(round(factor, 1))
    width, height = (round(side / factor / 10) * 10 for side in photo.working.size)
    outcome: Outcome = "fail" if factor > limits.fail else "warn"
    message = Text(
        f"照片像是放大了约 {times} 倍：像素虽多，细节只相当于 {width}×{height} 的小图（照片虚了也会这样）。"
        "请用没缩小过的原图重新裁剪导出，不要把小图放大。",
        f"The photo looks enlarged about {times} times: it holds no more detail than one of {width}x{height} "
        "(so does a blurred one). Crop and export the original again; do not enlarge a small one.",
    )
    return Verdict(outcome, "enlarged", message, measured, allowed, confidence=_CONFIDENCE)
