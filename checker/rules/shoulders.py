"""The shoulders: level, and how much of the height lies below the chin."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..angles import Angle, describe_angle, judge_angle, read_angle
from ..geometry import HEIGHT, SURE, Shares, describe_shares, judge_share, read_shares, unsure
from ..report import SEVERITY, Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen
from ..vision.scene import Mark, Scene

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "shoulders"
TITLE = Text("肩部", "Shoulders")

# What measuring the chin may be off by, as a share of the height. Ours.
_DOUBT = 0.01
_WHAT = Text("肩部", "the shoulders")


@dataclass(frozen=True, slots=True)
class Limits:
    """``level``: the angle of the line from shoulder to shoulder; ``share``: of the height, below the chin.

    Either is None where the source does not ask for it.
    """

    level: Angle | None
    share: Shares | None


def read_limits(table: Table) -> Limits:
    """Take the rule's limits out of its table."""
    level, share = None, None
    if table.has("level"):
        inner = table.table("level")
        level = read_angle(inner)
        inner.done()
    if table.has("share"):
        inner = table.table("share")
        share = read_shares(inner, _DOUBT)
        inner.done()
    if level is None and share is None:
        raise table.error("level", "needs level, share or both")
    return Limits(level, share)


def describe(limits: Limits) -> Text:
    """Return the limits as a requirement."""
    parts = []
    if limits.level is not None:
        plainly = Text("双肩一样高", "the shoulders are level")
        parts.append(describe_angle(limits.level, Text("双肩倾斜", "the shoulders slope"), plainly))
    if limits.share is not None:
        what = Text("下巴以下（肩和上身）", "below the chin, shoulders and body take")
        parts.append(describe_shares(limits.share, what, "占", HEIGHT))
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def judge(photo: "Photo", limits: Limits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Return the worse of what is to be said about level and share."""
    scene = photo.scene
    if scene is None or scene.main is None:
        if limits.level is None:
            return unseen(photo, _WHAT, limits.share.allowed if limits.share else None, "fraction")
        return unseen(photo, _WHAT, limits.level.allowed, "deg")
    verdicts = []
    if limits.level is not None:
        verdicts.append(_level(scene, limits.level))
    if limits.share is not None:
        verdicts.append(_share(scene, scene.main.chin, limits.share))
    return min(verdicts, key=lambda verdict: SEVERITY.index(verdict.outcome))


def _level(scene: Scene, limits: Angle) -> Verdict:
    if scene.shoulders is None or min(mark.confidence for mark in scene.shoulders) < SURE:
        # Long hair is no fault: a person is asked to look, and the rest of the report still counts.
        message = Text(
            "头发或衣服盖住了肩膀，量不出双肩是不是一样高，请自己看一眼。",
            "Hair or clothes cover the shoulders: see for yourself whether they are level.",
        )
        return Verdict("manual", "covered", message, None, limits.allowed, "deg", 0.0)
    left, right = scene.shoulders
    where = Text("双肩的轮廓", "the outline of the shoulders")
    slope = math.degrees(math.atan2(right.y - left.y, right.x - left.x))
    ways = (
        Text("照片里左边的肩低", "The shoulder at the picture's left is lower"),
        Text("照片里右边的肩低", "The shoulder at the picture's right is lower"),
    )
    advice = Text(
        "请坐正、放松双肩重拍，手机端平；衣领和头发别搭在肩上。",
        "Sit straight with relaxed shoulders and take it again, with the camera level.",
    )
    return judge_angle(limits, slope, min(left.confidence, right.confidence), where, _WHAT, ways, advice)


def _share(scene: Scene, chin: Mark, limits: Shares) -> Verdict:
    if chin.confidence < SURE:
        where = Text("下巴", "the chin")
        return unsure(where, _WHAT, limits.allowed, "fraction", chin.confidence)
    below = scene.size[1] - chin.y
    little = Text(
        "下面留得太少，肩膀不完整：从原图裁松一些，或离远一点重拍。",
        "That is too little: crop the original wider, or take it again from further away.",
    )
    much = Text("下面留得太多：从原图裁紧一些。", "That is too much: crop the original tighter.")
    what = Text("下巴以下占照片高度的", "Below the chin lies")
    codes = ("too-little", "too-much")
    return judge_share(limits, below, scene, HEIGHT, what, codes, (little, much), chin.confidence)
