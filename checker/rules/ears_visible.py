"""Both ears visible, not under hair."""

from typing import TYPE_CHECKING

from ..features import Labels, Shares, seen_closely
from ..report import Verdict
from ..table import NoLimits
from ..text import Text
from ..vision.scene import Face

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "ears-visible"
TITLE = Text("耳朵露出", "Ears visible")

# The sides of the face by their landmarks, that at the picture's left first, and the landmark under the nose.
_SIDES, _NOSE = (234, 454), 2
# An ear is looked for beside the face, as wide as this share of the face, from the eyes down to the nose.
_WIDTH = 0.16
# Of three hundred ears looked at (226 portraits), the share of skin among skin and hair was 0-0.24 where hair
# lies over the ear, 0.25-0.34 where it covers a part, and above that where the ear, or most of it, is free.
# Where neither takes so much of the place, nothing stands out there: an ear that lies flat.
_HIDDEN, _PARTLY, _SOME = 0.25, 0.35, 0.1
# Turned further, in degrees, the face hides the ear behind it.
_TURNED = 12.0
_CONFIDENCE, _UNSURE = 0.8, 0.6

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("两只耳朵都露出来", "both ears visible")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn where hair lies over an ear; say unknown where an ear does not stand out from the face."""
    seen = seen_closely(photo, describe(limits), Text("耳朵露出来没有", "whether the ears can be seen"))
    if isinstance(seen, Verdict):
        return seen
    face, labels = seen
    sides = [_beside(face, labels, side) for side in (0, 1)]
    skin = [one.skin / max(one.skin + one.hair, 1e-6) for one in sides]
    covered = [share < _PARTLY and one.hair >= _SOME for share, one in zip(skin, sides, strict=True)]
    measured = [round(share, 2) for share in skin]
    allowed = [_PARTLY, None]
    if any(covered):
        which = _which(covered)
        hidden = any(share < _HIDDEN for share, hides in zip(skin, covered, strict=True) if hides)
        how = Text(
            "请把头发别到耳后或扎起来重拍。", "Tuck it behind the ears or tie it back, and take it again."
        )
        if hidden:
            head = Text(f"{which.zh}被头发遮住了。", f"Hair covers {which.en}.")
        else:
            head = Text(f"{which.zh}好像被头发遮住了一部分。", f"Hair seems to cover a part of {which.en}.")
        confidence = _CONFIDENCE if hidden else _UNSURE
        return Verdict("warn", "covered", head + how, measured, allowed, "", confidence, own=True)
    flat = [one.skin < _SOME for one in sides]
    if any(flat) or abs(face.pose.yaw) > _TURNED:
        which = _which(flat if any(flat) else [face.pose.yaw < 0, face.pose.yaw > 0])
        message = Text(
            f"没有看清{which.zh}。请正对镜头；耳朵太贴的，在耳后垫一点橡皮泥，让它露出来。",
            f"This tool does not see {which.en}. Face the camera; an ear that lies flat may be propped from "
            "behind with a little putty.",
        )
        return Verdict("unknown", "not-seen", message, measured, allowed, "", confidence=0.0)
    message = Text("两只耳朵都看得见。", "Both ears can be seen.")
    return Verdict("pass", "ok", message, measured, allowed, "", _CONFIDENCE)


def _beside(face: Face, labels: Labels, side: int) -> Shares:
    """Return what lies where the ear of a side is looked for."""
    ends = [labels.place(face.mesh[at]) for at in _SIDES]
    width = abs(ends[1][0] - ends[0][0]) * _WIDTH
    edge = ends[side][0]
    left, right = (edge - width, edge) if side == 0 else (edge, edge + width)
    return labels.box(left, 0.0, right, labels.place(face.mesh[_NOSE])[1])


def _which(chosen: list[bool]) -> Text:
    """Return the ear or ears in question."""
    if all(chosen):
        return Text("两只耳朵", "both ears")
    zh, en = ("左", "left") if chosen[0] else ("右", "right")
    return Text(f"画面{zh}边的耳朵", f"the ear at the picture's {en}")
