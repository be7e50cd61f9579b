"""Scenes made of numbers: where a head lies, in shares of the photo, without any model having looked."""

import functools
import math
from dataclasses import replace

from checker import standards
from checker.photo import Photo
from checker.report import Verdict
from checker.rules import RULES
from checker.vision.scene import Face, Mark, Point, Pose, Scene
from tests.corpus import PHOTOS

SIZE = (480, 640)


def scene(
    size: tuple[int, int] = SIZE,
    *,
    crown: float = 0.10,
    eyes: float = 0.42,
    chin: float = 0.74,
    middle: float = 0.5,
    face: float = 0.55,
    hair: float = 0.7,
    roll: float = 0,
    yaw: float = 0,
    pitch: float = 0,
    slope: float = 0,
    sure: float = 0.9,
) -> Scene:
    """Return a scene of one face.

    Crown, eyes and chin are shares of the height; ``middle``, ``face`` and ``hair``, both measured across,
    of the width; ``slope`` is the shoulders' and ``roll`` the eyes' angle in degrees; ``sure`` every
    confidence.
    """
    width, height = size
    x, y, gap = middle * width, eyes * height, face * width * 0.45

    def pair(across: float, down: float, degrees: float) -> tuple[Mark, Mark]:
        dx, dy = (across / 2 * part for part in (1, math.tan(math.radians(degrees))))
        return Mark(x - dx, down - dy, sure), Mark(x + dx, down + dy, sure)

    found = Face(
        box=(x - face * width / 2, y - 100, x + face * width / 2, chin * height),
        score=0.9,
        confidence=sure,
        mesh=(Point(x, y),),
        pose=Pose(yaw, pitch, roll),
        eyes=pair(gap, y, roll),
        chin=Mark(x, chin * height, sure),
        cheeks=pair(face * width, y, 0),
        eye_openings=(0.08, 0.08),
        mouth_opening=0.0,
        mouth_seen=1.0,
    )
    return Scene(
        size,
        (found,),
        crown=Mark(x, crown * height, sure),
        head_sides=pair(hair * width, y, 0),
        shoulders=pair(0.9 * width, 0.85 * height, slope),
    )


def unlike(seen: Scene, **changes: object) -> Scene:
    """Return ``seen`` with some fields of its face changed."""
    assert seen.main is not None
    return replace(seen, faces=(replace(seen.main, **changes),))  # type: ignore[arg-type]  # any of its fields


@functools.cache
def _photo() -> Photo:
    photo = Photo.from_bytes(PHOTOS["baseline.jpg"]())
    photo.decode()
    return photo


def verdict(rule: str, standard_id: str, seen: Scene | None) -> Verdict:
    """Return what a rule of a standard says of a photo in which ``seen`` was seen."""
    photo, standard = _photo(), standards.load(standard_id)
    photo.scene = seen
    return RULES[rule].judge(photo, standard.rules[rule].limits, standard)
