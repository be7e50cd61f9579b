"""How far the crown of the head, the top of the hair, is from the upper edge."""

from typing import TYPE_CHECKING

from ..geometry import (
    HEIGHT,
    SURE,
    Shares,
    describe_shares,
    is_cut_off,
    judge_share,
    moved,
    read_shares,
    unsure,
)
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "crown-position"
TITLE = Text("头顶位置", "Position of the crown")

# What measuring may be off by, as a share of the height: hair has no clear end. Ours.
_DOUBT = 0.015
_WHAT = Text("头顶（头发最高处）的位置", "the position of the crown")
_WHERE = Text("头顶（头发最高处）", "the crown, the top of the hair,")


def read_limits(table: Table) -> Shares:
    """Take the rule's limits, shares of the height from the upper edge, out of its table."""
    return read_shares(table, _DOUBT)


def describe(limits: Shares) -> Text:
    """Return the limits as a requirement."""
    what = Text("头顶（头发最高处）离上边", "the crown (top of the hair) is below the upper edge by")
    if limits.px is None:
        what = Text("头顶（头发最高处）以上", what.en)
    return describe_shares(limits, what, "留出", HEIGHT)


def judge(photo: "Photo", limits: Shares, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail a head that is cut off, too near to the upper edge or too far from it."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "fraction")
    crown = scene.crown
    if crown is None:
        return unsure(_WHERE, _WHAT, limits.allowed, "fraction")
    if is_cut_off(scene):
        message = Text(
            "头顶碰到照片上边，多半被裁掉了。请用没有裁过的原图重新裁；原图就这样，只能离远一点重拍。",
            "The crown touches the upper edge: it is cut off. Crop the original again; if the original is "
            "like that, take it again from further away.",
        )
        return Verdict("fail", "cut-off", message, 0.0, limits.allowed, "fraction", 0.9)
    if crown.confidence < SURE:
        return unsure(_WHERE, _WHAT, limits.allowed, "fraction", crown.confidence)
    px = moved(limits, crown.y, scene.size[1])
    advice = (
        Text(
            f"头顶离边太近：从原图重新裁，裁剪框往上移{px.zh} 像素。上面没有了，就离远一点重拍。",
            f"That is too near: move the crop up by {px.en} px in the original. If there is no more above, "
            "take it again from further away.",
        ),
        Text(
            f"头顶上面太空：裁剪框往下移{px.zh} 像素。", f"That is too far: move the crop down by {px.en} px."
        ),
    )
    what = Text("头顶离上边", "The crown is below the upper edge by")
    codes = ("too-near", "too-far")
    return judge_share(limits, crown.y, scene, HEIGHT, what, codes, advice, crown.confidence)
