"""Whether the head is in the middle between the left and the right edge."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..geometry import SURE, middle, turned, unsure
from ..report import Outcome, Verdict
from ..table import Table
from ..text import Text, number
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "head-centring"
TITLE = Text("头部居中", "Head in the middle")

_WHAT = Text("头在不在正中", "whether the head is in the middle")


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares of the width by which the head's middle may be off: more than ``warn`` warns, ``fail`` fails."""

    warn: float
    fail: float


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    limits = Limits(table.number("warn", low=0, below=1), table.number("fail", low=0, below=1))
    if not limits.warn < limits.fail:
        raise table.error("fail", "must be above warn")
    return limits


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement; no source gives a figure."""
    most = number(limits.warn * 100)
    return Text(
        f"头在正中（本工具认偏差 {most}% 以内，按照片宽度算）",
        f"the head is in the middle (this tool takes up to {most}% of the width)",
    )


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:
    """Warn of a head somewhat off the middle, fail one far off; measured is positive to the right."""
    allowed = [-limits.warn, limits.warn]
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, allowed, "fraction")
    # Between the cheeks, and between the eyes where a person placed only these.
    head = max(middle(scene.main.cheeks), middle(scene.main.eyes), key=lambda mark: mark.confidence >= SURE)
    if head.confidence < SURE:
        return unsure(Text("脸", "the face"), _WHAT, allowed, "fraction", head.confidence)
    if middle(scene.main.cheeks).confidence >= SURE:
        aside = turned(scene.main, standard, _WHAT, allowed)
        if aside is not None:
            return aside
    width = scene.size[0]
    off = head.x / width - 0.5
    measured, px, most = round(off, 4), round(abs(off * width)), number(limits.warn * 100)
    percent = number(round(abs(off) * 100, 1))
    zh, en = ("右", "right") if off > 0 else ("左", "left")
    message = Text(
        f"头偏{zh} {percent}%（{px} 像素），本工具认 {most}% 以内。",
        f"The head is off to the {en} by {percent}% ({px} px); this tool takes up to {most}%.",
    )
    if abs(off) <= limits.warn:
        return Verdict("pass", "ok", message, measured, allowed, "fraction", head.confidence, own=True)
    message += Text(
        f"从原图重新裁，裁剪框往{zh}移 {px} 像素。", f"Move the crop to the {en} by {px} px in the original."
    )
    outcome: Outcome = "fail" if abs(off) > limits.fail else "warn"
    own = outcome == "warn"
    return Verdict(outcome, "off-centre", message, measured, allowed, "fraction", head.confidence, own)
