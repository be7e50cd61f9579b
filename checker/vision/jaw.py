"""Where the chin ends, by the edge that the picture shows: the mesh's may be off by a thirtieth of the head.

Coordinates are px of the picture looked at. All figures here are our own, tuned on 22 portraits with chins
placed by hand (``benchmarks/accuracy/landmarks.toml``). In photos made of them the chin's error falls from
1.35 to 0.64 % of the height at the 95th percentile; tuned without a person and then measured on that person,
it is 1.30 %, for the one of dark skin in front of a dark neck needs a figure of its own.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageFilter

from .scene import Point

_CHIN = (176, 148, 152, 377, 400)  # landmarks along the chin, the lowest in the middle
# What is below is in shares of T, the distance from the eyes to the chin. The chin is moved up and down along
# the head so far, in such steps, and the edge is looked for between two places so many steps on either side;
# each place is the mean of so many steps to either side of it.
_UP, _DOWN, _STEP, _ASIDE, _MEAN = -0.11, 0.13, 0.005, 2, 2
# An edge further away is less likely the chin's: the widths of two bell curves, up and down. Skin is mostly
# brighter than the shadow below; where it is darker, as before a white collar, an edge counts by so much.
_NEARER_UP, _NEARER_DOWN, _DARKER = 0.05, 0.10, 0.7
# The chin moves all the way to a strong edge, half-way to one of so many grey levels; people place it that
# much lower than where the contrast is greatest.
_HALF_WAY, _LOWER = 2.0, 0.003
_LEAST = 40.0  # T in px below which the picture shows no edge so fine


def chin_of(image: Image.Image, mesh: Sequence[Point], down: Point, unit: float) -> Point:
    """Return the lowest point of the chin: landmark 152, moved along the head to where the chin has its edge.

    ``image`` has the mode RGB; ``down`` is the head's direction down, of length 1, ``unit`` is T in px.
    """
    chin = mesh[152]
    if unit < _LEAST:
        return chin
    ends = [Point(at.x + by * down.x, at.y + by * down.y) for at in _all(mesh) for by in _reach(unit)]
    if not all(0 < at.x < image.width and 0 < at.y < image.height for at in ends):
        return chin
    first = round(_UP / _STEP)
    contrasts = _contrasts(image, mesh, down, unit * _STEP, range(first, round(_DOWN / _STEP) + 1))
    strengths = [max(contrast, -_DARKER * contrast) for contrast in contrasts]
    best = _top([strength * _likely((first + at) * _STEP) for at, strength in enumerate(strengths)])
    strength = _between(strengths, best)
    trust = strength / (strength + _HALF_WAY)
    move = trust * ((first + best) * _STEP + _LOWER) * unit
    return Point(chin.x + move * down.x, chin.y + move * down.y)


def _all(mesh: Sequence[Point]) -> list[Point]:
    return [mesh[at] for at in _CHIN]


def _reach(unit: float) -> tuple[float, float]:
    beyond = (_ASIDE + _MEAN) * _STEP
    return (_UP - beyond) * unit, (_DOWN + beyond) * unit


def _contrasts(
    image: Image.Image, mesh: Sequence[Point], down: Point, step: float, moves: range
) -> list[float]:
    """Return by how many grey levels it is brighter above the chin than below, after each of ``moves``.

    Moves are in steps of ``step`` px along ``down``.
    """
    middle = mesh[152]
    # The chin's points by the head's axes, to the right and down, in steps.
    points = [
        (
            ((at.x - middle.x) * down.y - (at.y - middle.y) * down.x) / step,
            ((at.x - middle.x) * down.x + (at.y - middle.y) * down.y) / step,
        )
        for at in _all(mesh)
    ]
    left = math.floor(min(x for x, _ in points)) - _MEAN
    right = math.floor(max(x for x, _ in points)) + 1 + _MEAN
    top = math.floor(min(y for _, y in points)) + moves[0] - _ASIDE
    bottom = math.floor(max(y for _, y in points)) + 1 + moves[-1] + _ASIDE
    # The part of the picture around the chin, turned upright; a pixel is a step.
    x = middle.x + step * (left * down.y + top * down.x)
    y = middle.y + step * (top * down.y - left * down.x)
    half = step / 2  # a pixel's centre is where the point is
    matrix = (
        step * down.y,
        step * down.x,
        x - half * (down.y + down.x),
        -step * down.x,
        step * down.y,
        y - half * (down.y - down.x),
    )
    size = right - left + 1, bottom - top + 1
    part = image.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR).convert("L")
    grey, width = part.filter(ImageFilter.BoxBlur((_MEAN, 0))).tobytes(), size[0]
    contrasts = [0.0] * len(moves)
    for across, along in points:
        column, row = math.floor(across), math.floor(along)
        share = across - column
        start, end = (row + moves[0] - _ASIDE - top), (row + moves[-1] + _ASIDE + 2 - top)
        at = column - left
        line = [
            grey[at + y * width] * (1 - share) + grey[at + 1 + y * width] * share for y in range(start, end)
        ]
        share = along - row
        line = [one * (1 - share) + other * share for one, other in pairwise(line)]
        for i in range(len(moves)):
            contrasts[i] += (line[i] - line[i + 2 * _ASIDE]) / len(points)
    return contrasts


def _top(values: Sequence[float]) -> float:
    """Return the place of the highest value, between the places where its neighbours say so.

    Whole places would have the chin jump by one where landmarks differ by thousandths of a px.
    """
    best = max(range(len(values)), key=values.__getitem__)
    if not 0 < best < len(values) - 1:
        return best
    before, highest, after = values[best - 1 : best + 2]
    bend = before - 2 * highest + after
    return best + (before - after) / (2 * bend) if bend < 0 else best


def _between(values: Sequence[float], place: float) -> float:
    """Return the value at a place, which may lie between two."""
    at = min(int(place), len(values) - 2)
    return values[at] + (place - at) * (values[at + 1] - values[at])


def _likely(move: float) -> float:
    return math.exp(-((move / (_NEARER_UP if move < 0 else _NEARER_DOWN)) ** 2) / 2)
