"""Crown, sides of the head and shoulders, from the person's mask and the edge that the picture shows.

The mask is coarse (256 px for the picture's width and height). Where the background beside the head is plain,
the edge is looked for in the picture itself, near the mask's. Coordinates are px of the picture looked at.
All figures here are our own.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from .scene import Face, Mark

_IN = 128  # the mask's value at a person's edge
_LINES = 17  # columns looked at above the face
_WIDE = 0.75  # their outermost, as a share of the distance between the eyes, from the midline
# The mask may be off by so much of T; within it the picture's own edge is looked for.
_REACH = 0.14
# Before a backdrop whose colours spread up to so many levels, the edge is where the distance to its colour
# reaches this share of the hair's, and the hair differs by so much at least.
_PLAIN, _HALF, _CONTRAST = 9.0, 0.4, 24.0
_SHOULDERS = 0.78  # how far left and right of the chin shoulders are looked at, in face widths
_MARGIN = 0.02  # and how near the picture's sides at most, as a share of its width


class Outline(NamedTuple):
    """What `outline` finds; see `Scene`."""

    crown: Mark | None
    head_sides: tuple[Mark, Mark] | None
    shoulders: tuple[Mark, Mark] | None


def outline(image: Image.Image, mask: Image.Image, face: Face) -> Outline:
    """Return crown, sides of the head and shoulders of the person with this ``face`` (px of ``image``)."""
    frame = _Frame(image, mask, face)
    crown = frame.crown()
    return Outline(crown, frame.sides(crown) if crown else None, frame.shoulders())


class _Edge(NamedTuple):
    at: float  # px along the line from its start
    confidence: float


class _Frame:
    """The head's own axes over picture and mask."""

    def __init__(self, image: Image.Image, mask: Image.Image, face: Face) -> None:
        self.image, self.mask = image, mask
        self.right, self.left = face.eyes
        self.chin = face.chin
        self.face = face
        self.x, self.y = (self.right.x + self.left.x) / 2, (self.right.y + self.left.y) / 2
        self.unit = max(1.0, math.hypot(self.x - self.chin.x, self.y - self.chin.y))
        self.between = max(1.0, math.dist(self.right[:2], self.left[:2]))
        roll = math.radians(face.pose.roll)
        self.along = (math.cos(roll), math.sin(roll))
        self.up = (math.sin(roll), -math.cos(roll))
        self.sure = min(self.right.confidence, self.left.confidence, self.chin.confidence)

    def crown(self) -> Mark | None:
        """Return the top of the hair: the highest place of its edge above the eyes, along the head."""
        start = 0.25 * self.unit
        edges: list[tuple[float, _Edge]] = []
        for i in range(_LINES):
            aside = self.between * _WIDE * (2 * i / (_LINES - 1) - 1)
            x = self.x + aside * self.along[0] + start * self.up[0]
            y = self.y + aside * self.along[1] + start * self.up[1]
            edge = self.edge(x, y, *self.up)
            if edge is not None:
                edges.append((aside, edge))
        if len(edges) < _LINES // 2:
            return None
        # A strand or a hole of the mask is one column's; the top is taken from three.
        at = [edge.at for _, edge in edges]
        smooth = [sorted(at[i - 1 : i + 2])[1] for i in range(1, len(at) - 1)]
        top = max(smooth)
        near = [i for i, value in enumerate(smooth, 1) if value > top - 0.02 * self.unit]
        aside = sum(edges[i][0] for i in near) / len(near)
        sure = sorted(edges[i][1].confidence for i in near)[len(near) // 2]
        x = self.x + aside * self.along[0] + (start + top) * self.up[0]
        y = self.y + aside * self.along[1] + (start + top) * self.up[1]
        return Mark(x, y, sure * self.sure)

    def sides(self, crown: Mark) -> tuple[Mark, Mark] | None:
        """Return the outermost points of hair and head between the crown and the mouth.

        Lower down the shoulders begin.
        """
        low = self.y + 0.55 * (self.chin.y - self.y)
        steps = 14
        found: list[Mark] = []
        for way in (-1, 1):
            best: Mark | None = None
            for i in range(1, steps + 1):
                y = crown.y + (low - crown.y) * i / steps
                x = self.x + (self.y - y) * self.up[0] / -self.up[1] if self.up[1] else self.x
                edge = self.edge(x, y, float(way), 0.0)
                if edge is None:
                    continue
                mark = Mark(x + way * edge.at, y, edge.confidence * self.sure)
                if best is None or (mark.x - best.x) * way > 0:
                    best = mark
            if best is None:
                return None
            found.append(best)
        return found[0], found[1]

    def shoulders(self) -> tuple[Mark, Mark] | None:
        """Return where the outline of the shoulders is, equally far left and right of the chin."""
        width, height = self.image.size
        wide = math.dist(self.face.cheeks[0][:2], self.face.cheeks[1][:2])
        room = min(self.chin.x, width - self.chin.x) - _MARGIN * width
        aside = min(_SHOULDERS * wide, room)
        if aside < 0.5 * wide or self.chin.y > height:
            return None
        found: list[Mark] = []
        for way in (-1, 1):
            x = self.chin.x + way * aside
            bottom = height - 0.5
            if not self.inside(x, bottom):
                return None
            edge = self.edge(x, bottom, 0.0, -1.0)
            if edge is None:
                return None
            y = bottom - edge.at
            # Above the mouth it is no shoulder but hair or a raised hand.
            high = _share((y - self.y) / self.unit, 0.4, 0.9)
            found.append(Mark(x, y, edge.confidence * high * self.sure))
        return found[0], found[1]

    def edge(self, x: float, y: float, dx: float, dy: float) -> _Edge | None:
        """Return how far the person reaches from a place in a direction; None where the place is outside.

        What runs out of the picture ends at its edge, with confidence 0.
        """
        width, height = self.image.size
        room = min(_room(x, dx, width), _room(y, dy, height))
        if room <= 0:
            return None
        step = max(width / self.mask.width, height / self.mask.height) / 2
        values = _along(self.mask, (x, y), (dx, dy), step, int(room / step) + 1, self.image.size)
        at = _crossing(values, max(2, round(0.08 * self.unit / step)))
        if at is None:
            return _Edge(room, 0.0)
        if at < 0:
            return None
        found = at * step
        # Where the mask has its edge within its own blur of the picture's, the person may go on.
        sure = _share(room - found, 0.0, 2 * step)
        refined = self.refined(x, y, dx, dy, found, room)
        if refined is not None:
            return _Edge(refined, sure)
        return _Edge(found, sure * 0.8)

    def refined(self, x: float, y: float, dx: float, dy: float, found: float, room: float) -> float | None:
        """Return the picture's own edge near the mask's, or None where it shows none."""
        reach = _REACH * self.unit
        low, high = max(0.0, found - reach), min(room, found + 1.5 * reach)
        count = int(high - low)
        if count < 8:
            return None
        colours = _colours(self.image, (x + low * dx, y + low * dy), (dx, dy), count)
        behind = colours[-max(3, count // 5) :]
        backdrop = [sorted(c[band] for c in behind)[len(behind) // 2] for band in range(3)]
        if max(max(abs(c[band] - backdrop[band]) for band in range(3)) for c in behind) > _PLAIN:
            return None
        off = [max(abs(c[band] - backdrop[band]) for band in range(3)) for c in colours]
        inner = sorted(off[: max(3, count // 4)])
        contrast = inner[len(inner) // 2]
        if contrast < _CONTRAST:
            return None
        level = max(_HALF * contrast, 2 * _PLAIN)
        for i in range(count - 1, 0, -1):
            if off[i - 1] >= level > off[i]:
                return low + i - 1 + (off[i - 1] - level) / (off[i - 1] - off[i])
        return None

    def inside(self, x: float, y: float) -> bool:
        """Return whether a place is the person's by the mask."""
        return _along(self.mask, (x, y), (0.0, 0.0), 1.0, 1, self.image.size)[0] >= _IN


def _crossing(values: Sequence[int], gap: int) -> float | None:
    """Return where values fall below `_IN` for more than ``gap`` places; -1 if at once, None if nowhere."""
    last: int | None = None
    for i, value in enumerate(values):
        if value >= _IN:
            last = i
        elif i - (last if last is not None else -1) > gap:
            break
    if last is None:
        return -1.0
    if last + 1 >= len(values):
        return None
    return last + (values[last] - _IN) / (values[last] - values[last + 1])


def _along(
    mask: Image.Image,
    start: tuple[float, float],
    way: tuple[float, float],
    step: float,
    count: int,
    size: tuple[int, int],
) -> Sequence[int]:
    """Return the mask's values at ``count`` places of a line over a picture of ``size``, interpolated."""
    across, down = mask.width / size[0], mask.height / size[1]
    line = mask.transform(
        (count, 1),
        Image.Transform.AFFINE,
        (
            way[0] * step * across,
            0.0,
            (start[0] - way[0] * step / 2) * across,
            way[1] * step * down,
            0.0,
            (start[1] - way[1] * step / 2) * down,
        ),
        Image.Resampling.BILINEAR,
    )
    return line.tobytes()


def _colours(
    image: Image.Image, start: tuple[float, float], way: tuple[float, float], count: int
) -> list[tuple[int, int, int]]:
    """Return the colours at ``count`` places 1 px apart, each the mean of three beside each other."""
    line = image.transform(
        (count, 3),
        Image.Transform.AFFINE,
        (
            way[0],
            -way[1],
            start[0] - way[0] / 2 + 1.5 * way[1],
            way[1],
            way[0],
            start[1] - way[1] / 2 - 1.5 * way[0],
        ),
        Image.Resampling.BILINEAR,
    ).resize((count, 1), Image.Resampling.BOX)
    flat = line.tobytes()
    return list(zip(flat[0::3], flat[1::3], flat[2::3], strict=True))


def _room(at: float, step: float, length: int) -> float:
    """Return how far a place may move until it leaves ``length`` px."""
    if step == 0:
        return math.inf if 0 <= at <= length else 0.0
    return ((length - at) / step) if step > 0 else (at / -step)


def _share(value: float, start: float, end: float) -> float:
    """Return 0 up to ``start``, 1 from ``end``, and what lies between them in between."""
    return max(0.0, min(1.0, (value - start) / (end - start)))
