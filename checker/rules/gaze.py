"""Whether the eyes look into the camera."""

import math
from typing import TYPE_CHECKING

from ..features import seen_face
from ..report import Verdict
from ..table import NoLimits
from ..text import Text
from ..vision.scene import Face

if TYPE_CHECKING:
    from ..photo import Photo
    from ..standards import Standard

RULE_ID = "gaze"
TITLE = Text("看着镜头", "Eyes on the camera")

EYES = ((468, 33, 133), (473, 362, 263))
"""Landmarks: the irises' centres, each with its eye's corners at the picture's left and right."""
# Eyes that keep to the camera move in the face by so many eye widths a degree of turn. Ours, like the limit:
# of 190 portraits, those looking at the camera stayed within 0.078 (standard deviation 0.016), four looking
# aside had 0.16-0.27. Up and down cannot be told: there the lids move along.
_PER_DEGREE, _STRAIGHT = -0.0037, 0.1
# Of narrower eyes the iris cannot be seen well. Ours.
_OPEN = 0.03
_CONFIDENCE = 0.8

read_limits = NoLimits.read


def describe(limits: NoLimits) -> Text:  # noqa: ARG001
    """Return the requirement."""
    return Text("眼睛看着镜头", "the eyes look into the camera")


def judge(photo: "Photo", limits: NoLimits, standard: "Standard") -> Verdict:  # noqa: ARG001
    """Warn where both irises lie aside of the place from which they see the camera."""
    allowed = [-_STRAIGHT, _STRAIGHT]
    what = Text("眼睛看不看镜头", "whether the eyes look into the camera")
    face = seen_face(photo, what, allowed, "fraction")
    if isinstance(face, Verdict):
        return face
    if len(face.mesh) <= EYES[-1][0] or min(face.eye_openings) < _OPEN:
        message = Text(
            "眼睛睁得太小，看不出在看哪里。请睁开眼睛、看着镜头重拍。",
            "The eyes are too narrow to tell where they look. Open them and look into the camera.",
        )
        return Verdict("unknown", "narrow", message, None, allowed, "fraction", confidence=0.0)
    aside = looks_aside(face)
    measured = round(aside, 3)
    if abs(aside) <= _STRAIGHT:
        message = Text("眼睛看着镜头。", "The eyes look into the camera.")
        return Verdict("pass", "ok", message, measured, allowed, "fraction", _CONFIDENCE, own=True)
    zh, en = ("右", "right") if aside > 0 else ("左", "left")
    message = Text(
        f"眼睛像是看着画面{zh}边，没有看镜头。请看着镜头重拍，不要看屏幕里的自己。",
        f"The eyes seem to look to the picture's {en}, not into the camera. Look into it and take it again.",
    )
    return Verdict("warn", "aside", message, measured, allowed, "fraction", _CONFIDENCE, own=True)


def looks_aside(face: Face) -> float:
    """Return how far the irises lie to the right of where they see the camera, in widths of an eye."""
    offsets = []
    for iris, left, right in EYES:
        start, end, at = face.mesh[left], face.mesh[right], face.mesh[iris]
        width, height = end.x - start.x, end.y - start.y
        along = ((at.x - start.x) * width + (at.y - start.y) * height) / math.hypot(width, height) ** 2
        offsets.append(along - straight_at(face))
    return sum(offsets) / len(offsets)


def straight_at(face: Face) -> float:
    """Return where between its corners an iris lies that sees the camera, 0-1 from the picture's left."""
    return 0.5 + _PER_DEGREE * face.pose.yaw
