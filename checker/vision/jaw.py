"""Where the chin ends, by the edge that the picture shows: the mesh's is too high under beards.

Coordinates are px of the picture looked at. All figures here are our own, tuned on the 27 portraits with
points placed by hand (``benchmarks/accuracy/landmarks.toml``): in photos made of them the chin's error falls
from 0.49 to 0.26 % of the height in the median, from 1.86 to 1.33 % at the 95th percentile.
"""

import math
from collections.abc import Sequence

from PIL import Image

from .scene import Point

_JAW = (150, 149, 176, 148, 152, 377, 400, 378, 379)  # landmarks along the jaw, the chin in the middle
# The jaw is moved up and down along the head so far, in such steps, and looked at for an edge between two
# places so far on either side of it; all as shares of T, the distance from the eyes to the chin.
_UP, _DOWN, _STEP, _ASIDE = -0.10, 0.13, 0.0075, 0.018
# An edge further away is less likely the jaw's: the widths of two bell curves, up and down, as shares of T.
# Skin is mostly brighter than the shadow below; where it is darker, as before a white collar, an edge counts
# by so much.
_NEARER_UP, _NEARER_DOWN, _DARKER = 0.07, 0.10, 0.7
# An edge counts where its contrast is so many grey levels and so many times the median; the jaw then moves by
# so much of the way, for the edge may be a collar's.
_LEVELS, _CLEAR, _TRUST = 20, 1.6, 0.75
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
    moves = [_UP + i * _STEP for i in range(math.floor((_DOWN - _UP) / _STEP + 1.001))]
    edges = _edges(image, places, [(move * unit * down.x, move * unit * down.y) for move in moves])
    best = max(range(len(moves)), key=lambda i: edges[i] * _likely(moves[i]))
    if edges[best] < max(_LEVELS, _CLEAR * sorted(edges)[len(edges) // 2]):
        return chin
    move = _TRUST * moves[best] * unit
    return Point(chin.x + move * down.x, chin.y + move * down.y)


def _edges(
    image: Image.Image,
    places: Sequence[tuple[float, float, float, float]],
    moves: Sequence[tuple[float, float]],
) -> list[float]:
    """Return the mean contrast, in grey levels, between both sides of the jaw after each move."""
    left, top = (math.floor(min(place[axis] for place in places)) for axis in (0, 1))
    right, bottom = (math.ceil(max(place[axis] for place in places)) for axis in (0, 1))
    reach = math.ceil(max(math.hypot(*move) for move in moves) + math.hypot(*places[0][2:])) + 1
    left, top = left - reach, top - reach
    part = image.crop((left, top, right + reach, bottom + reach)).convert("L")
    grey, width = part.tobytes(), part.width
    edges = []
    for dx, dy in moves:
        contrast = 0
        for x, y, nx, ny in places:
            at, down = x + dx - left, y + dy - top
            contrast += grey[int(down - ny) * width + int(at - nx)]
            contrast -= grey[int(down + ny) * width + int(at + nx)]
        edges.append(max(contrast, -_DARKER * contrast) / len(places))
    return edges


def _likely(move: float) -> float:
    return math.exp(-((move / (_NEARER_UP if move < 0 else _NEARER_DOWN)) ** 2) / 2)


def _place(mesh: Sequence[Point], at: int, down: Point, aside: float) -> tuple[float, float, float, float]:
    """Return a point of the jaw, and the way of length ``aside`` that leads out of the face there."""
    x, y = mesh[_JAW[at]]
    before, after = mesh[_JAW[max(0, at - 1)]], mesh[_JAW[min(len(_JAW) - 1, at + 1)]]
    nx, ny = before.y - after.y, after.x - before.x
    length = math.copysign(max(1e-6, math.hypot(nx, ny)), nx * down.x + ny * down.y)
    return x, y, nx / length * aside, ny / length * aside
