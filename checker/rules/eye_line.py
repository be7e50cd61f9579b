"""How far the eyes are from the upper edge."""

from typing import TYPE_CHECKING

from ..geometry import HEIGHT, SURE, Shares, describe_shares, judge_share, middle, moved, read_shares, unsure
from ..report import Verdict
from ..table import Table
from ..text import Text
from ..unseen import unseen

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "eye-line"
TITLE = Text("眼睛位置", "Eye line")

# What measuring may be off by, as a share of the height. Ours.
_DOUBT = 0.01
_WHAT = Text("眼睛的位置", "the position of the eyes")


def read_limits(table: Table) -> Shares:
    """Take the rule's limits, shares of the height from the upper edge, out of its table."""
    return read_shares(table, _DOUBT)


def describe(limits: Shares) -> Text:
    """Return the limits as a requirement."""
    what = Text("两眼中心离上边", "the middle between the eyes is below the upper edge by")
    if limits.from_bottom:
        what = Text("两眼中心离下边", "the middle between the eyes is above the lower edge by")
    return describe_shares(limits, what, "的距离占", HEIGHT)


def judge(photo: "Photo", limits: Shares, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Fail eyes that are too high or too low in the picture."""
    scene = photo.scene
    if scene is None or scene.main is None:
        return unseen(photo, _WHAT, limits.allowed, "fraction")
    eyes = middle(scene.main.eyes)
    if eyes.confidence < SURE:
        return unsure(Text("眼睛", "the pair of eyes"), _WHAT, limits.allowed, "fraction", eyes.confidence)
    px = moved(limits, eyes.y, scene.size[1])
    advice = (
        Text(
            f"眼睛太高：从原图重新裁，裁剪框往上移{px.zh} 像素。上面没有了，就离远一点重拍。",
            f"The eyes are too high: move the crop up by {px.en} px in the original. If there is no more "
            "above, take it again from further away.",
        ),
        Text(
            f"眼睛太低：裁剪框往下移{px.zh} 像素。",
            f"The eyes are too low: move the crop down by {px.en} px.",
        ),
    )
    what = Text("两眼中心离上边", "The middle between the eyes is below the upper edge by")
    codes = ("too-high", "too-low")
    return judge_share(limits, eyes.y, scene, HEIGHT, what, codes, advice, eyes.confidence)
