"""How much of the height the head takes, from crown to chin."""

from typing import TYPE_CHECKING

from ..geometry import (
    HEIGHT,
    SURE,
    Shares,
    describe_shares,
    is_cut_off,
    judge_share,
    read_shares,
    resized,
    unsure,
)
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "head-height"
TITLE = Text("头部高度", "Height of the head")

# What measuring may be off by, as a share of the height: crown 1.5 % and chin 1 %, hardly both at once. Ours.
_DOUBT = 0.02
_WHAT = Text("头有多高", "the height of the head")


def read_limits(table: Table) -> Shares:
    """Take the rule's limits, shares of the height, out of its table."""
    return read_shares(table, _DOUBT)


def describe(limits: Shares) -> Text:
    """Return the limits as a requirement."""
    return describe_shares(limits, Text("头顶到下巴", "from crown to chin the head takes"), "占", HEIGHT)


def judge(photo: "Photo", limits: Shares, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a head that is too small or too large in the picture."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "fraction")
    crown, chin = scene.crown, scene.main.chin
    if crown is None or is_cut_off(scene):
        where = Text("头顶（被裁掉了，或看不出）", "the crown (cut off or not to be made out)")
        return unsure(where, _WHAT, limits.allowed, "fraction")
    confidence = min(crown.confidence, chin.confidence)
    if confidence < SURE:
        where = Text("头顶或下巴", "crown or chin")
        return unsure(where, _WHAT, limits.allowed, "fraction", confidence)
    length = chin.y - crown.y
    px = resized(limits, length)
    advice = (
        Text(
            f"头太小：从原图裁紧一些，裁剪框的高用{px.zh} 像素（按这张照片算，现在是 {scene.size[1]}）。",
            f"The head is too small: crop the original tighter, {px.en} px high in px of this photo, "
            f"which has {scene.size[1]}.",
        ),
        Text(
            f"头太大：从原图裁松一些，裁剪框的高用{px.zh} 像素（按这张照片算，现在是 {scene.size[1]}）。"
            "原图没有那么大，就离远一点重拍。",
            f"The head is too large: crop the original wider, {px.en} px high in px of this photo, which has "
            f"{scene.size[1]}. If the original has no more, take it again from further away.",
        ),
    )
    what = Text("头顶到下巴占照片高度的", "From crown to chin the head takes")
    codes = ("too-small", "too-large")
    return judge_share(limits, length, scene, HEIGHT, what, codes, advice, confidence)
