"""Contrast: how far the dark and the light parts of the person lie apart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..quality.light import measure_light
from ..quality.regions import At, places
from ..regions import find_regions
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text
from ..undecoded import undecoded

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "contrast"
TITLE = Text("对比度", "Contrast")

# The head is seen, or not; the person is told from the background by colour.
_SEEN, _GUESSED = 0.85, 0.7


@dataclass(frozen=True, slots=True)
class Limits:
    """Levels 0-255 that the person's lightest and darkest fiftieth lie apart: less warns, or fails."""

    warn: int
    fail: int


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.integer("warn"), table.integer("fail"))
    if not 0 < limits.fail < limits.warn < 255:
        raise table.error("warn", "must be above fail and below 255")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    return Text(
        f"不发灰（人的明暗相差 {limits.warn} 级以上）",
        f"not foggy (dark and light parts of the person differ by {limits.warn} levels or more)",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a photo as behind thick fog, warn of a flat one."""
    allowed = [limits.warn, None]
    if photo.working is None:
        return undecoded(photo, Text("对比度", "its contrast"), allowed)
    where = places(photo.scene)
    confidence = _SEEN if where.seen else _GUESSED
    light = photo.measure(find_regions).measure(At(measure_light, where))
    if light is None:
        message = Text(
            "照片中间只有一种亮度，看不出对比度。请确认照片里有人像。",
            "The middle of the photo is of one brightness, so its contrast cannot be judged. "
            "Make sure that it shows a person.",
        )
        return Verdict("unknown", "no-person", message, None, allowed, confidence=0.0)
    if light.spread >= limits.warn:
        message = Text("明暗分明。", "Dark and light are well apart.")
        return Verdict("pass", "ok", message, light.spread, allowed, confidence=confidence)
    outcome: Outcome = "fail" if light.spread < limits.fail else "warn"
    message = Text(
        f"照片发灰：人的最亮和最暗处只差 {light.spread} 级（满级 255，要 {limits.warn} 以上）。"
        "请擦干净镜头，不要逆光，关掉滤镜重拍；翻拍、扫描的换成原图。",
        f"The photo is foggy: dark and light parts of the person differ by {light.spread} levels of 255; "
        f"{limits.warn} or more are wanted. Clean the lens, avoid light from behind and filters, and use the "
        "original instead of a scan.",
    )
    return Verdict(outcome, "flat", message, light.spread, allowed, confidence=confidence)
