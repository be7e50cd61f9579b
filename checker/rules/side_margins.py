"""How much room is left beside the head, at the widest point of hair and head."""

from typing import TYPE_CHECKING

from ..geometry import SURE, WIDTH, Shares, describe_shares, judge_share, read_shares, unsure
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "side-margins"
TITLE = Text("左右留白", "Room beside the head")

# What measuring may be off by, as a share of the width: hair has no clear end. Ours.
_DOUBT = 0.02
# A head that touches the mask's last column of 256 is cut off. Ours.
_CUT_OFF = 1 / 256
# Of an outline less sure than this a strand may stick out that was not seen. Ours.
_STRANDS = 0.75
_WHAT = Text("头的左右留了多少", "the room beside the head")
_WHERE = Text("头发两边的边缘", "the outline of the hair at the sides")


def read_limits(table: Table) -> Shares:
    """Take the rule's limits, shares of the width on either side, out of its table."""
    return read_shares(table, _DOUBT)


def describe(limits: Shares) -> Text:
    """Return the limits as a requirement."""
    what = Text("头发最宽处到左右两边，各", "on either side of hair and head there is")
    return describe_shares(limits, what, "留出", WIDTH)


def judge(photo: "Photo", limits: Shares, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a head that is cut off at a side or too near to it: the narrower side counts."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "fraction")
    if scene.head_sides is None:
        return unsure(_WHERE, _WHAT, limits.allowed, "fraction")
    left, right = scene.head_sides
    width = scene.size[0]
    rooms = {"左": (left.x, left), "右": (width - right.x, right)}
    zh = min(rooms, key=lambda side: rooms[side][0])
    room, mark = rooms[zh]
    en = {"左": "left", "右": "right"}[zh]
    if room <= width * _CUT_OFF:
        message = Text(
            f"头碰到照片{zh}边，多半被裁掉了一块。请用没有裁过的原图重新裁；原图就这样，只能重拍。",
            f"The head touches the {en} edge: part of it is cut off. Crop the original again; if that is so "
            "in the original, take it again.",
        )
        return Verdict("fail", "cut-off", message, 0.0, limits.allowed, "fraction", 0.9)
    if mark.confidence < SURE:
        return unsure(_WHERE, _WHAT, limits.allowed, "fraction", mark.confidence)
    least = limits.share.min or 0
    if mark.confidence < _STRANDS and least <= room / width < least + _DOUBT:
        return unsure(_WHERE, _WHAT, limits.allowed, "fraction", mark.confidence)
    head = right.x - left.x
    if 2 * least * width <= width - head:
        px = round((width - head) / 2 - room)
        tight = Text(f"把裁剪框往{zh}移 {px} 像素，两边就一样宽。", f"Move the crop to the {en} by {px} px.")
    else:
        wide = round(head / (1 - 2 * least))
        tight = Text(
            f"头发太宽：从原图裁松一些，裁剪框的宽至少 {wide} 像素（按这张照片算，现在是 {width}）；"
            "或者把两边的头发扎起来重拍。",
            f"The hair is wide: crop the original at least {wide} px wide in px of this photo, which has "
            f"{width}, or tie the hair back.",
        )
    loose = Text("留得太宽：从原图裁紧一些。", "That is more than allowed: crop the original tighter.")
    what = Text(f"头离{zh}边最近，占照片宽度的", f"The head is nearest to the {en} edge:")
    codes = ("too-narrow", "too-wide")
    return judge_share(limits, room, scene, WIDTH, what, codes, (tight, loose), mark.confidence)
