"""What the rules about a face's state share: the face they look at, and its own system of coordinates."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from .report import Value, Verdict
from .text import Text, number
from .unseen import unseen
from .vision.scene import LABELS, Face, Point, Scene

if TYPE_CHECKING:
    from .photo import Photo

# Outlines by landmarks, those at the picture's left first.
BROWS = (
    (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    (300, 293, 334, 296, 336, 285, 295, 282, 283, 276),
)
EYES = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
)

# A face of less confidence, or whose landmarks have less, judges nothing. Ours.
SURE = 0.5
# Turned further, in degrees, one side of the face hides the other; eyes and lips are seen aslant. Ours.
_TURNED = 20.0
# What is worn shows up to here.
TURNED_AWAY = 40.0

_BY_HAND = Text(
    "脸的位置是手动标的，看不到{zh}，请自己看一遍。",
    "The face was placed by hand, which does not show {en}: look yourself.",
)
_UNSURE = Text(
    "脸没有看清，无法判断{zh}。照片太暗、太小或脸被遮住了，就重拍一张。",
    "The face is not seen well enough to judge {en}. Take the photo again if it is dark, small or covered.",
)
_ASIDE = Text(
    "头转了 {degrees}°，看不准{zh}。请正对镜头重拍。",
    "The head is turned by {degrees} degrees, so {en} cannot be judged. Face the camera.",
)
_NOT_CLOSELY = Text(
    "要求{zh}。这次没有做「详细检查」，请自己看一遍。",
    "Required: {en}. No close look was taken at the photo: look yourself.",
)


def seen_face(
    photo: "Photo", what: Text, allowed: Value = None, unit: str = "", most: float = _TURNED
) -> Face | Verdict:
    """Return the main face, or ``unknown`` where it does not show ``what`` (a noun phrase).

    ``most`` is how far it may be turned, in degrees. The code is one of `unseen`'s, ``by-hand``, ``unsure``
    or ``turned``.
    """
    face = None if photo.scene is None else photo.scene.main
    if face is None:
        return unseen(photo, what, allowed, unit)
    sure = min(face.confidence, face.chin.confidence, *(eye.confidence for eye in face.eyes))
    code, why, degrees = "", _UNSURE, 0.0
    if not face.mesh:
        code, why = "by-hand", _BY_HAND
    elif not sure >= SURE or math.isnan(face.pose.yaw):
        code = "unsure"
    elif abs(face.pose.yaw) > most:
        code, why, degrees = "turned", _ASIDE, abs(face.pose.yaw)
    if not code:
        return face
    shown = number(round(degrees))
    message = Text(why.zh.format(zh=what.zh, degrees=shown), why.en.format(en=what.en, degrees=shown))
    return Verdict("unknown", code, message, None, allowed, unit, confidence=0.0)


def seen_closely(
    photo: "Photo", wanted: Text, what: Text, most: float = TURNED_AWAY
) -> "tuple[Face, Labels] | Verdict":
    """Return the main face and what is labelled around it, or a verdict where there is no such thing.

    Without labels it is ``manual``, code ``not-closely``: ``wanted``, the requirement, is left to the person.
    """
    if photo.scene is not None and photo.scene.main is not None and photo.scene.labels is None:
        message = Text(_NOT_CLOSELY.zh.format(zh=wanted.zh), _NOT_CLOSELY.en.format(en=wanted.en))
        return Verdict("manual", "not-closely", message)
    face = seen_face(photo, what, most=most)
    if isinstance(face, Verdict):
        return face
    assert photo.scene is not None
    return face, Labels(photo.scene, face)


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a part of the picture bears each of `LABELS`, as shares 0-1 of that part."""

    background: float
    hair: float
    skin: float
    clothes: float
    other: float


class Labels:
    """The labels around a face, found by the face's own axes.

    The origin lies between the eyes, the unit is T, the distance from there to the chin; the first axis leads
    along the line of the eyes to the picture's right, the second across it towards the chin.
    """

    def __init__(self, scene: Scene, face: Face) -> None:
        assert scene.labels is not None
        self._labels = scene.labels
        self._scale = scene.labels.width / scene.size[0], scene.labels.height / scene.size[1]
        (lx, ly, _), (rx, ry, _) = face.eyes
        self._origin = (lx + rx) / 2, (ly + ry) / 2
        apart = math.hypot(rx - lx, ry - ly) or 1.0
        self._along = (rx - lx) / apart, (ry - ly) / apart
        self._unit = self.unit(face)

    @staticmethod
    def unit(face: Face) -> float:
        """Return T, the distance from between a face's eyes to its chin, in px of the photo."""
        (lx, ly, _), (rx, ry, _) = face.eyes
        return math.dist(((lx + rx) / 2, (ly + ry) / 2), face.chin[:2])

    def place(self, at: Point) -> tuple[float, float]:
        """Return where a point of the photo, in px, lies by the face's axes."""
        x, y = at.x - self._origin[0], at.y - self._origin[1]
        cos, sin = self._along
        return (x * cos + y * sin) / self._unit, (y * cos - x * sin) / self._unit

    def box(self, left: float, top: float, right: float, bottom: float) -> Shares:
        """Return the shares within a box by the face's axes. What lies outside the photo is background."""
        side = 96
        across, down = (right - left) / side * self._unit, (bottom - top) / side * self._unit
        (cos, sin), (sx, sy) = self._along, self._scale
        x = self._origin[0] + (left * cos - top * sin) * self._unit
        y = self._origin[1] + (left * sin + top * cos) * self._unit
        matrix = (across * cos * sx, -down * sin * sx, x * sx, across * sin * sy, down * cos * sy, y * sy)
        patch = self._labels.transform((side, side), Image.Transform.AFFINE, matrix)
        return _shares(patch.histogram())

    def within(self, outline: list[Point]) -> Shares:
        """Return the shares within a polygon of points of the photo, in px."""
        sx, sy = self._scale
        mask = Image.new("L", self._labels.size)
        ImageDraw.Draw(mask).polygon([(x * sx - 0.5, y * sy - 0.5) for x, y in outline], fill=255)
        return _shares(self._labels.histogram(mask))


def _shares(counts: list[int]) -> Shares:
    whole = max(1, sum(counts))
    share = {name: counts[value] / whole for value, name in enumerate(LABELS)}
    skin = share["body-skin"] + share["face-skin"]
    return Shares(share["background"], share["hair"], skin, share["clothes"], share["other"])
