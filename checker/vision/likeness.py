"""How much one eye of a face looks like the other: what covers one makes them unlike.

They are compared in a mirror and, for eyes that look aside, as they are. The mesh lays
an eye also where none is seen, and as surely. Coordinates are px of the picture looked at; all figures here
are our own.
"""

import math
from collections.abc import Sequence
from operator import mul

from PIL import Image

from .scene import Point

# The corners of both eyes, the outer one first.
_RIGHT, _LEFT = (33, 133), (263, 362)
# A patch around an eye is so many times as wide as the eye, and so many pixels wide and high; one of the two
# is moved by so many pixels either way.
_WIDE, _SIZE, _MOVED = 1.4, (24, 15), 1


def likeness(image: Image.Image, mesh: Sequence[Point]) -> float:
    """Return the correlation, -1 to 1, of the grey levels around both eyes, one of them mirrored or not.

    ``image`` is of mode RGB. The best of some small moves counts, as eyes are not placed to the pixel. 1
    where there is nothing to compare: eyes of no width.
    """
    one = _patch(image, mesh, _RIGHT, 1)
    others = [_patch(image, mesh, _LEFT, -1), _patch(image, mesh, (_LEFT[1], _LEFT[0]), 1)]
    if one is None or None in others:
        return 1.0
    # Sums of distances from the mean, times the number of values: that keeps them whole.
    inner = _part(one, _MOVED, _MOVED)
    count, total, squares = len(inner), sum(inner), sum(map(mul, inner, inner))
    square = count * squares - total * total
    best = -1.0
    for patch in others:
        assert patch is not None
        for (x, y), (other_total, other_squares) in _sums(patch).items():
            other_square = count * other_squares - other_total * other_total
            common = count * sum(map(mul, inner, _part(patch, x, y))) - total * other_total
            best = max(best, common / math.sqrt(square * other_square) if square * other_square else 0.0)
    return best


def _patch(image: Image.Image, mesh: Sequence[Point], corners: tuple[int, int], way: int) -> bytes | None:
    """Return the grey levels around an eye, its outer corner at the left: ``way`` is -1 to mirror."""
    outer, inner = mesh[corners[0]], mesh[corners[1]]
    x, y = inner.x - outer.x, inner.y - outer.y
    length = math.hypot(x, y)
    if length < 1:
        return None
    width, height = (side + 2 * _MOVED for side in _SIZE)
    step = _WIDE / _SIZE[0]
    x, y = x * step, y * step
    down = -y * way, x * way
    left = (outer.x + inner.x - x * width - down[0] * height) / 2
    top = (outer.y + inner.y - y * width - down[1] * height) / 2
    matrix = (x, down[0], left, y, down[1], top)
    patch = image.transform((width, height), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return patch.convert("L").tobytes()


def _part(patch: bytes, left: int, top: int) -> bytes:
    """Return a part of a patch, of `_SIZE`."""
    width, height = _SIZE
    row = width + 2 * _MOVED
    starts = range(top * row + left, (top + height) * row + left, row)
    return b"".join(patch[start : start + width] for start in starts)


def _sums(patch: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the sums of the values and of their squares in each of the moved parts of a patch."""
    width, height = _SIZE
    row, moves = width + 2 * _MOVED, range(2 * _MOVED + 1)
    squares = list(map(mul, patch, patch))
    starts = range(0, len(patch), row)
    found = {}
    for x in moves:
        lines = [sum(patch[at + x : at + x + width]) for at in starts]
        line_squares = [sum(squares[at + x : at + x + width]) for at in starts]
        for y in moves:
            found[x, y] = sum(lines[y : y + height]), sum(line_squares[y : y + height])
    return found
