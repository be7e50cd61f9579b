"""Crown, sides of the head and shoulders of a person. Coordinates are px of the picture looked at.

All figures here are our own.
"""

import math
from typing import NamedTuple

from PIL import Image

from .edges import Edge, Lines, edges
from .scene import Face, Mark

_REACH = 0.14  # the mask may be off by so much of T, the distance from the eyes' midpoint to the chin
_GAP = 0.08  # a gap of the mask up to this share of T is its fault
# Columns above the face; the outermost, in distances of the eyes from the midline; how far above the eyes
# they start; and how far above these the midline is taken, both in T.
_COLUMNS, _WIDE, _START, _CROWN = 19, 0.9, 0.25, 0.9
_ROWS, _LOW = 28, 0.55  # rows from the crown down to this share of T below the eyes, above the shoulders
# Curls and strands make the outline jump from row to row: where its bends reach this share of T (median),
# a strand between two rows may stick out further, and the outermost place is no surer than that. All or
# nothing: what two machines see differs a little, and the confidence must not.
_RAGGED, _STRANDS = 0.03, 0.65
# How far beyond the mask hair may go on where the background is plain, above and beside the head, in T.
_HIGH_HAIR, _WIDE_HAIR = 0.3, 0.5
_SHOULDERS = 0.78  # how far left and right of the chin shoulders are looked at, in face widths
_MARGIN = 0.02  # and how near the picture's sides at most, as a share of its width


class Outline(NamedTuple):
    """What `outline` finds; see `Scene`."""

    crown: Mark | None
    head_sides: tuple[Mark, Mark] | None
    shoulders: tuple[Mark, Mark] | None


def outline(image: Image.Image, mask: Image.Image, face: Face) -> Outline:
    """Return crown, sides of the head and shoulders of the person with this ``face`` (px of ``image``)."""
    person = _Person(image, mask, face)
    crown = person.crown()
    return Outline(crown, person.sides(crown) if crown else None, person.shoulders())


class _Person:
    """Picture, mask and face, with the head's own axes."""

    def __init__(self, image: Image.Image, mask: Image.Image, face: Face) -> None:
        self.image, self.mask, self.face = image, mask, face
        right, left = face.eyes
        self.x, self.y = (right.x + left.x) / 2, (right.y + left.y) / 2
        self.unit = max(1.0, math.hypot(self.x - face.chin.x, self.y - face.chin.y))
        self.between = max(1.0, math.dist(right[:2], left[:2]))
        roll = math.radians(face.pose.roll)
        self.up = (math.sin(roll), -math.cos(roll))
        self.sure = min(right.confidence, left.confidence, face.chin.confidence)

    def edges(self, lines: Lines, beyond: float = 0.0) -> list[Edge | None]:
        slack = (_GAP * self.unit, _REACH * self.unit, beyond * self.unit)
        return edges(self.image, self.mask, lines, *slack)

    def crown(self) -> Mark | None:
        """Return the highest place of the hair in the picture, above the eyes."""
        start, half = _START * self.unit, _WIDE * self.between
        step = 2 * half / (_COLUMNS - 1)
        # Where the midline of a leaning head passes some way below its crown.
        middle = self.x + _CROWN * self.unit * self.up[0]
        lines = Lines(middle - half, self.y - start, (step, 0.0), (0.0, -1.0), _COLUMNS)
        found = [(i, edge) for i, edge in enumerate(self.edges(lines, _HIGH_HAIR)) if edge is not None]
        if len(found) < _COLUMNS // 2:
            return None
        # A strand or a hole of the mask is one column's; the top is taken from three.
        at = [edge.at for _, edge in found]
        smooth = [sorted(at[i - 1 : i + 2])[1] for i in range(1, len(at) - 1)]
        top = max(smooth)
        near = [found[i] for i, value in enumerate(smooth, 1) if value > top - 0.02 * self.unit]
        aside = sum(i for i, _ in near) / len(near)
        sure = sorted(edge.confidence for _, edge in near)[len(near) // 2]
        return Mark(lines.start(0)[0] + aside * step, lines.y - top, sure * self.sure)

    def sides(self, crown: Mark) -> tuple[Mark, Mark] | None:
        """Return the outermost points of hair and head between the crown and the mouth."""
        low = self.y + _LOW * (self.face.chin.y - self.y)
        step = (low - crown.y) / (_ROWS + 1)
        if step <= 0:
            return None
        # The lines start on the head's midline.
        lean = -self.up[0] / self.up[1] * step if abs(self.up[1]) > abs(self.up[0]) else 0.0
        found: list[Mark] = []
        for way in (-1.0, 1.0):
            y = crown.y + step
            lines = Lines(self.x + (self.y - y) / step * lean, y, (-lean, step), (way, 0.0), _ROWS)
            ends = self.edges(lines, _WIDE_HAIR)
            sure = self.sure * self._smoothness([edge.at for edge in ends if edge is not None])
            marks = [
                Mark(lines.start(i)[0] + way * edge.at, lines.start(i)[1], edge.confidence * sure)
                for i, edge in enumerate(ends)
                if edge is not None
            ]
            if not marks:
                return None
            found.append(max(marks, key=lambda mark: mark.x * way))
        return found[0], found[1]

    def _smoothness(self, ends: list[float]) -> float:
        """Return 1 where the outline runs smoothly from row to row, `_STRANDS` where it is ragged."""
        bends = sorted(abs(a - 2 * b + c) for a, b, c in zip(ends, ends[1:], ends[2:], strict=False))
        bend = bends[len(bends) // 2] / self.unit if bends else 0.0
        return _STRANDS if bend >= _RAGGED else 1.0

    def shoulders(self) -> tuple[Mark, Mark] | None:
        """Return where the outline of the shoulders is, equally far left and right of the chin."""
        width, height = self.image.size
        chin, (left, right) = self.face.chin, self.face.cheeks
        wide = math.dist(left[:2], right[:2])
        aside = min(_SHOULDERS * wide, min(chin.x, width - chin.x) - _MARGIN * width)
        if aside < 0.5 * wide or chin.y > height:
            return None
        found: list[Mark] = []
        for way in (-1, 1):
            bottom = height - 0.5
            lines = Lines(chin.x + way * aside - 2, bottom, (2.0, 0.0), (0.0, -1.0), 3)
            ends = sorted(edge for edge in self.edges(lines) if edge is not None)
            if not ends:
                return None
            at, sure = ends[len(ends) // 2]
            # Above the mouth it is no shoulder but hair or a raised hand.
            high = (bottom - at - self.y) / self.unit
            sure *= max(0.0, min(1.0, (high - 0.4) / 0.5))
            found.append(Mark(chin.x + way * aside, bottom - at, sure * self.sure))
        return found[0], found[1]
