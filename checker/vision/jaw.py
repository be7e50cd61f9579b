"""Where the chin ends, by the edge that the picture shows: the mesh's is too high under beards.

Coordinates are px of the picture looked at. All figures here are our own, tuned on the 27 portraits with
points placed by hand (``benchmarks/accuracy/landmarks.toml``): in photos made of them the chin's error falls
from 0.51 to 0.28 % of the height in the median, from 1.65 to 1.33 % at the 90th percentile.
"""

import math
from collections.abc import Sequence

from PIL import Image

from .scene import Point

_JAW = (150, 149, 176, 148, 152, 377, 400, 378, 379)  # landmarks along the jaw, the chin in the middle
# The jaw is moved up and down along the head so far, in such steps, and looked at for an edge between two
# places so far on either side of it; all as shares of T, the distance from the eyes to the chin.
_UP, _DOWN, _STEP, _ASIDE = -0.10, 0.13, 0.0075, 0.018
_NEARER = 0.10  # an edge further away is less likely the jaw's: the width of a bell curve, as a share of T
# An edge counts where its contrast is so many levels and so many times the median; the jaw then moves by so
# much of the way, for the edge may be a collar's.
_LEVELS, _CLEAR, _TRUST = 20, 1.6, 0.6
_LEAST = 40.0  # T in px below which the picture shows no edge so fine


def chin_of(image: Image.Image, mesh: Sequence[Point], down: Point, unit: float) -> Point:
    """Return the lowest point of the chin: landmark 152, moved along the head to where the jaw has its edge.

    ``image`` has the mode RGB; ``down`` is the head's direction down, of length 1, ``unit`` is T in px.
    """
    chin = mesh[152]
    if unit < _LEAST:
        return chin
    places = [_place(mesh, i, down, _ASIDE * unit) for i in range(len(_JAW))]
    reach = (_DOWN + _ASIDE) * unit + 2
    if not all(reach < x < image.width - reach and reach < y < image.height - reach for x, y, _, _ in places):
        return chin
    pixels = image.load()
    assert pixels is not None
    moves = [_UP + i * _STEP for i in range(math.floor((_DOWN - _UP) / _STEP + 1.001))]
    edges = []
    for move in moves:
        dx, dy = move * unit * down.x, move * unit * down.y
        contrast = 0
        for x, y, nx, ny in places:
            inner = pixels[int(x + dx - nx), int(y + dy - ny)]
            outer = pixels[int(x + dx + nx), int(y + dy + ny)]
            assert isinstance(inner, tuple)
            assert isinstance(outer, tuple)
            contrast += abs(inner[0] - outer[0]) + abs(inner[1] - outer[1]) + abs(inner[2] - outer[2])
        edges.append(contrast / (3 * len(places)))
    best = max(range(len(moves)), key=lambda i: edges[i] * math.exp(-((moves[i] / _NEARER) ** 2) / 2))
    if edges[best] < max(_LEVELS, _CLEAR * sorted(edges)[len(edges) // 2]):
        return chin
    move = _TRUST * moves[best] * unit
    return Point(chin.x + move * down.x, chin.y + move * down.y)


def _place(mesh: Sequence[Point], at: int, down: Point, aside: float) -> tuple[float, float, float, float]:
    """Return a point of the jaw, and the way of length ``aside`` that leads out of the face there."""
    x, y = mesh[_JAW[at]]
    before, after = mesh[_JAW[max(0, at - 1)]], mesh[_JAW[min(len(_JAW) - 1, at + 1)]]
    nx, ny = before.y - after.y, after.x - before.x
    length = math.copysign(max(1e-6, math.hypot(nx, ny)), nx * down.x + ny * down.y)
    return x, y, nx / length * aside, ny / length * aside
