"""Shoulders whose slope is known: the truth by the outline drawn by hand, and a shear below the chin."""

from __future__ import annotations

import math
from dataclasses import replace

from PIL import Image

from benchmarks.accuracy.geometry.framing import Framing, Taken, level, outline_of, take
from benchmarks.accuracy.geometry.landmarks import Place, Portrait

# Where shoulders are looked at, in face widths left and right of the chin (as `Scene.shoulders` is defined).
_ASIDE = 0.78
# The shear grows from nothing to all of it over so much of the head's height: below the face from the chin
# on; beside it, from the second of these face widths on, from so much of the head above the chin on, so that
# shoulders as high as the chin have all of it. Further out than so many face widths all moves alike.
_GROWS, _BELOW, _BESIDE, _HIGHER, _ENDS = 0.3, 0.5, 0.62, 0.35, 0.9
_STRIP = 8  # px: as wide and high are the parts that are moved at once


def shoulders(portrait: Portrait) -> tuple[Place, Place] | None:
    """Return where the outline of the shoulders is, left and right, on `level`'s terms.

    None without an outline, where it runs out of the picture, or where something higher than the chin is
    there, which is mostly hair.
    """
    points = outline_of(portrait)
    if points is None:
        return None
    marks = level(portrait)
    wide = marks.cheeks[1].x - marks.cheeks[0].x
    found = []
    for way in (-1, 1):
        column = marks.chin.x + way * _ASIDE * wide
        rows = sorted(
            (
                one.y + (column - one.x) / (other.x - one.x) * (other.y - one.y)
                for one, other in zip(points, [*points[1:], points[0]], strict=True)
                if min(one.x, other.x) <= column < max(one.x, other.x)
            ),
            reverse=True,
        )
        # From below: the picture's lower edge, then the shoulder.
        if len(rows) < 2 or rows[1] < marks.chin.y:
            return None
        found.append(Place(column, rows[1]))
    return found[0], found[1]


def slope(portrait: Portrait) -> float | None:
    """Return by how many degrees the line of the shoulders leans clockwise while the eyes are level."""
    ends = shoulders(portrait)
    return None if ends is None else math.degrees(math.atan2(ends[1].y - ends[0].y, ends[1].x - ends[0].x))


def take_all(portrait: Portrait, framing: Framing) -> Taken:
    """Return the photo as `take` does, with the shoulders as ``framing`` says; the head stays as it is.

    Shoulders are moved only where the head does not lean. Raises `ValueError` where it does, or where nobody
    knows the portrait's own slope.
    """
    if framing.slope is None:
        return take(portrait, framing)
    was = slope(portrait)
    if was is None or framing.lean:
        raise ValueError(f"{portrait.id}: the slope of the shoulders is not known")
    width, height = framing.size
    # Rows that move up come from below the photo.
    taller = replace(framing, head=framing.head / 2, crown=framing.crown / 2, size=(width, 2 * height))
    taken = take(portrait, taller)
    by = math.tan(math.radians(framing.slope)) - math.tan(math.radians(was))
    marks = taken.truth
    wide, grows = marks.cheeks[1].x - marks.cheeks[0].x, _GROWS * marks.head

    def source(x: float, y: float) -> tuple[float, float]:
        aside = x - marks.chin.x
        moved = by * max(-_ENDS * wide, min(_ENDS * wide, aside))
        beside = max(0.0, min(1.0, (abs(aside) / wide - _BELOW) / (_BESIDE - _BELOW)))
        start = marks.chin.y - beside * _HIGHER * marks.head
        if y - moved >= start + grows:
            return x, y - moved
        return x, y if y <= start else (y + moved * start / grows) / (1 + moved / grows)

    parts = []
    for left in range(0, width, _STRIP):
        for top in range(0, height, _STRIP):
            right, bottom = min(width, left + _STRIP), min(height, top + _STRIP)
            corners = ((left, top), (left, bottom), (right, bottom), (right, top))
            quad = [value for corner in corners for value in source(*corner)]
            parts.append(((left, top, right, bottom), tuple(quad)))
    image = taken.image.transform(framing.size, Image.Transform.MESH, parts, Image.Resampling.BICUBIC)
    return Taken(image, marks)
