"""Where the head is in a photo, in a few numbers."""

import math
from dataclasses import dataclass, replace

from .scene import Mark, Scene

# Ours: a mark less sure than this is none to cut by; the middle of the picture is then the better guess.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Head:
    """A head in px of a picture: rows of ``crown``, ``eyes``, ``chin``, the column of the face's ``middle``.

    ``face`` is the width from cheek to cheek, ``sides`` the outermost columns of hair and head; each None
    where it is not sure.
    """

    crown: float
    eyes: float
    chin: float
    middle: float
    face: float | None = None
    sides: tuple[float, float] | None = None

    @property
    def height(self) -> float:
        """The distance from crown to chin."""
        return self.chin - self.crown

    def moved(self, right: float, down: float) -> "Head":
        """Return the head in a picture that has so many px more at its left and upper edges."""
        sides = None if self.sides is None else (self.sides[0] + right, self.sides[1] + right)
        return replace(
            self,
            crown=self.crown + down,
            eyes=self.eyes + down,
            chin=self.chin + down,
            middle=self.middle + right,
            sides=sides,
        )


def head_of(scene: Scene | None) -> Head | None:
    """Return the main face's head, None where crown, chin and eyes are not all sure.

    In whole px: two machines see landmarks that differ far behind the point, and shall cut alike.
    """
    face = None if scene is None else scene.main
    if scene is None or face is None or scene.crown is None:
        return None
    marks = (scene.crown, face.chin, *face.eyes)
    if not all(map(_sure, marks)):
        return None
    eyes = (face.eyes[0].y + face.eyes[1].y) / 2
    if not scene.crown.y < eyes < face.chin.y:
        return None
    known = all(map(_sure, face.cheeks))
    ends = face.cheeks if known else face.eyes
    sides = scene.head_sides
    return Head(
        round(scene.crown.y),
        round(eyes),
        round(face.chin.y),
        round((ends[0].x + ends[1].x) / 2),
        round(face.cheeks[1].x - face.cheeks[0].x) if known else None,
        (round(sides[0].x), round(sides[1].x)) if sides is not None and all(map(_sure, sides)) else None,
    )


def _sure(mark: Mark) -> bool:
    return mark.confidence >= SURE and math.isfinite(mark.x) and math.isfinite(mark.y)
