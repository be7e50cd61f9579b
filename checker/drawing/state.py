"""Lines about what a face does: how far eyes and lips are open, and where the irises lie."""

import math
from collections.abc import Sequence

from ..features import EYES, Labels
from ..rules.gaze import EYES as GAZING
from ..rules.gaze import straight_at
from ..vision.scene import Point
from .shape import At, Drawn, Path, View

# The inner edges of the lips by landmarks, from the corner at the picture's left to that at its right.
_UPPER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
_LOWER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
_RING = 4  # landmarks around an iris, following that of its centre
_ALL = GAZING[-1][0] + _RING + 1  # landmarks of a face that was not placed by hand


def lids(view: View) -> Drawn:
    """Draw the outlines of both eyes; what must stay free of lids is a lozenge between each eye's corners."""
    face = view.face
    if face is None or len(face.mesh) < _ALL:
        return Drawn()
    eyes = [[face.mesh[at] for at in outline] for outline in EYES]
    lines = tuple(_path(view, [*eye, eye[0]]) for eye in eyes)
    clear: tuple[Path, ...] = ()
    if view.low is not None:
        half = view.low * Labels.unit(face) / 2
        corners = [(eye[0], eye[8]) for eye in eyes]  # half-way around is the other corner
        clear = tuple(_lozenge(view, one, other, half) for one, other in corners)
    return Drawn(lines[0][0], lines, clear=clear)


def lips(view: View) -> Drawn:
    """Draw the inner edges of the lips; the band is how far they may be apart, around the line between."""
    face = view.face
    if face is None or len(face.mesh) < _ALL:
        return Drawn()
    upper, lower = ([face.mesh[at] for at in edge] for edge in (_UPPER, _LOWER))
    lines = (_path(view, upper), _path(view, lower))
    bands: tuple[Path, ...] = ()
    if view.high is not None:
        x, y = _down(upper[0], upper[-1])
        half = view.high * Labels.unit(face) / 2
        middle = [Point((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in zip(upper, lower, strict=True)]
        above, below = (
            [Point(at.x + x * way * half, at.y + y * way * half) for at in middle] for way in (-1, 1)
        )
        bands = (_path(view, [*above, *reversed(below)]),)
    return Drawn(lines[0][-1], lines, bands)


def irises(view: View) -> Drawn:
    """Draw the irises' outlines and centres; the band is where the centres lie that look at the camera."""
    face = view.face
    if face is None or len(face.mesh) < _ALL:
        return Drawn()
    lines, bands = [], []
    for iris, left, right in GAZING:
        ring = [face.mesh[iris + 1 + at] for at in range(_RING)]
        start, end = face.mesh[left], face.mesh[right]
        across, size = (end.x - start.x, end.y - start.y), math.dist(ring[0], ring[2]) / 2
        lines.append(_path(view, _circle(face.mesh[iris], size)))
        if view.low is not None and view.high is not None:
            x, y = _down(start, end)
            ends = [straight_at(face) + end for end in (view.low, view.high)]
            low, high = (Point(start.x + share * across[0], start.y + share * across[1]) for share in ends)
            area = [(low, -size), (high, -size), (high, size), (low, size)]
            bands.append(_path(view, [Point(at.x + x * by, at.y + y * by) for at, by in area]))
    return Drawn(lines[-1][0], tuple(lines), tuple(bands))


def _circle(middle: Point, radius: float, count: int = 16) -> list[Point]:
    turns = [2 * math.pi * at / count for at in range(count + 1)]
    return [Point(middle.x + radius * math.cos(turn), middle.y + radius * math.sin(turn)) for turn in turns]


def _lozenge(view: View, one: Point, other: Point, half: float) -> Path:
    x, y = _down(one, other)
    middle = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
    above, below = (Point(middle.x + x * by, middle.y + y * by) for by in (-half, half))
    return _path(view, [one, above, other, below])


def _down(one: Point, other: Point) -> tuple[float, float]:
    """Return the way of length 1 across the line between two points, downwards in the picture."""
    x, y = other.x - one.x, other.y - one.y
    length = math.copysign(math.hypot(x, y), x) or 1.0
    return -y / length, x / length


def _path(view: View, points: Sequence[Point]) -> Path:
    width, height = view.scene.size

    def at(point: Point) -> At:
        return point.x / width, point.y / height

    return tuple(at(point) for point in points)
