"""How wide the face is, from cheek to cheek."""

import math
from typing import TYPE_CHECKING

from ..geometry import SURE, WIDTH, Shares, describe_shares, judge_share, read_shares, resized, turned, unsure
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "face-width"
TITLE = Text("脸宽", "Width of the face")

# What measuring may be off by, as a share of the width: hair over the cheeks hides where a face ends. Ours.
_DOUBT = 0.025
# Of a face turned by more degrees than this the further cheek is seen too far inside, by up to this share of
# the width (man-64 of `benchmarks/accuracy`, 8 degrees). Ours.
_ASIDE, _HIDDEN = 5.0, 0.045
_WHAT = Text("脸的宽度", "the width of the face")
_CHEEK = Text("脸颊的边缘", "the edge of the cheeks")


def read_limits(table: Table) -> Shares:
    """Take the rule's limits, shares of the width, out of its table."""
    return read_shares(table, _DOUBT)


def describe(limits: Shares) -> Text:
    """Return the limits as a requirement."""
    return describe_shares(limits, Text("两颊之间的脸宽", "from cheek to cheek the face takes"), "占", WIDTH)


def judge(photo: "Photo", limits: Shares, standard: "Standard") -> Verdict:
    """Fail a face that is too narrow or too wide in the picture."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "fraction")
    left, right = scene.main.cheeks
    confidence = min(left.confidence, right.confidence)
    if confidence < SURE:
        return unsure(_CHEEK, _WHAT, limits.allowed, "fraction", confidence)
    aside = turned(scene.main, standard, _WHAT, limits.allowed)
    if aside is not None:
        return aside
    length = math.hypot(right.x - left.x, right.y - left.y)
    most, share = limits.share.max, length / scene.size[0]
    if abs(scene.main.pose.yaw) > _ASIDE and most is not None and most - _HIDDEN < share <= most:
        return unsure(_CHEEK, _WHAT, limits.allowed, "fraction", confidence)
    px = resized(limits, length)
    advice = (
        Text(
            f"脸太窄：从原图裁紧一些，裁剪框的宽用{px.zh} 像素（按这张照片算，现在是 {scene.size[0]}）。",
            f"The face is too narrow: crop the original tighter, {px.en} px wide in px of this photo, "
            f"which has {scene.size[0]}.",
        ),
        Text(
            f"脸太宽：从原图裁松一些，裁剪框的宽用{px.zh} 像素（按这张照片算，现在是 {scene.size[0]}）。"
            "原图没有那么宽，就离远一点重拍，不要把照片压窄。",
            f"The face is too wide: crop the original wider, {px.en} px wide in px of this photo, which has "
            f"{scene.size[0]}. If the original has no more, take it again from further away.",
        ),
    )
    what = Text("两颊之间占照片宽度的", "From cheek to cheek the face takes")
    codes = ("too-narrow", "too-wide")
    return judge_share(limits, length, scene, WIDTH, what, codes, advice, confidence)
