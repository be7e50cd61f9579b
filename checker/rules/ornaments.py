"""Earrings and necklaces."""

from typing import TYPE_CHECKING

from ..features import Labels, seen_closely
from ..report import Verdict
from ..table import NoLimits
from ..text import Text

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "ornaments"
TITLE = Text("没有首饰", "No ornaments")

# Places by the face's axes: beside the ears' lobes, and the neck.
_EARS = ((-1.2, 0.3, -0.5, 1.1), (0.5, 0.3, 1.2, 1.1))
_NECK = (-0.9, 1.05, 0.9, 2.1)
# The least area of an ornament there, in units of T squared. Ours, from 226 portraits: without earrings 0,
# with them, studs included, from 0.0006 on; at the neck from 0.001 on where a chain hangs, but a bow tie, a
# lanyard and a buckle are taken for one, too.
_EARRING, _NECKLACE = 0.0006, 0.0015
_CONFIDENCE = 0.7

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("不戴耳环、项链等首饰", "no earrings, no necklace")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn of what is neither hair, skin nor clothes beside the face and at the neck."""
    seen = seen_closely(photo, describe(limits), Text("戴没戴首饰", "whether ornaments are worn"))
    if isinstance(seen, Verdict):
        return seen
    _, labels = seen
    ears = [_area(labels, box) for box in _EARS]
    neck = _area(labels, _NECK)
    measured, allowed = [round(area, 5) for area in (*ears, neck)], [None, _EARRING]
    places = []
    if max(ears) >= _EARRING:
        places.append(Text("耳朵旁", "beside an ear"))
    if neck >= _NECKLACE:
        places.append(Text("脖子上", "at the neck"))
    if not places:
        message = Text("没有看到首饰。", "No ornaments were seen.")
        return Verdict("pass", "ok", message, measured, allowed, "", _CONFIDENCE)
    zh, en = "、".join(place.zh for place in places), " and ".join(place.en for place in places)
    message = Text(
        f"{zh}好像有首饰（也可能是领结、挂绳）。耳环、耳钉、项链请摘掉再拍一张。",
        f"There seems to be an ornament {en}, or a bow tie or lanyard. Take off earrings and necklaces and "
        "take the photo again.",
    )
    return Verdict("warn", "worn", message, measured, allowed, "", _CONFIDENCE, own=True)


def _area(labels: Labels, box: tuple[float, float, float, float]) -> float:
    """Return the area of ornaments in a box, in units of T squared."""
    left, top, right, bottom = box
    return labels.box(*box).other * (right - left) * (bottom - top)
