"""Whether lips are seen where the mesh lays a mouth: it lays one on a mask, a hand or a cup as surely.

Coordinates are px of the picture looked at. All figures here are our own, of 45 portraits with closed lips
and of 23 of them under masks of six colours, a hand's skin and three pictures of things.
"""

import math
from collections.abc import Sequence
from operator import mul

from PIL import Image, ImageDraw, ImageFilter

from .mesh import Crop, turned
from .ramp import rising
from .scene import Point

# The outline of the lips from one corner around to it, and pairs of landmarks above and below the line
# between them.
_OUTLINE = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_LINE = ((80, 88), (81, 178), (82, 87), (13, 14), (312, 317), (311, 402), (310, 318))
_CORNERS, _MIDDLES = (61, 291), (61, 291, 0, 17)
# What is looked at: so many times as wide as the mouth, in so many pixels; of these the rows in the middle.
_WIDE, _SIDE, _ROWS = 1.3, 32, (5, 27)
# Lips are redder than the skin around them, which a beard may hide, and there is a dark line between them:
# how far redness follows their outline (a correlation) plus so much for a line of half the grey level, and
# no more for a darker one. No lips up to the first figure, lips from the second one on: of closed lips it is
# 0.33 or more (0.26 once, in a face turned and lowered), of masks at most 0.26, and 0.07 of plain ones.
_DARK_LINE, _LIPS = 0.4, (0.16, 0.40)
# A mouth is the same in a mirror, moved by so many pixels at most, when shadows wider than so many pixels are
# left out. This correlation is 0.42 or more (0.25 once, in a face turned by 20 degrees); pictures of things
# over the mouth have less than 0.3 as often as not.
_MOVED, _SHADOWS, _SYMMETRY = 2, 5, (0.1, 0.5)


def mouth_seen(image: Image.Image, mesh: Sequence[Point]) -> float:
    """Return how surely, 0-1, the lips of the mesh, closed ones, are seen in ``image`` (RGB).

    Open ones may not be told from something else. 1 where there is nothing to tell by: a mouth of no width.
    """
    right, left = (mesh[at] for at in _CORNERS)
    wide = math.dist(right, left)
    if wide < 1:
        return 1.0
    x, y = (sum(mesh[at][axis] for at in _MIDDLES) / len(_MIDDLES) for axis in (0, 1))
    crop = Crop(x, y, _WIDE * wide, math.atan2(left.y - right.y, left.x - right.x))
    patch = turned(image, crop, _SIDE)
    lips = _redness(patch, mesh, crop) + _DARK_LINE * min(1.0, _line(patch, mesh, crop))
    return min(rising(lips, *_LIPS), rising(_mirrored(patch), *_SYMMETRY))


def _mirrored(patch: Image.Image) -> float:
    """Return the correlation of the patch's grey levels with those in a mirror, the best of some moves."""
    grey = patch.convert("L")
    wide = grey.filter(ImageFilter.BoxBlur(_SHADOWS)).tobytes()
    # As shares of what is around: the lit side of a face would count for more than the other.
    fine = [
        value / (around if around > 20 else 20) - 1
        for value, around in zip(grey.tobytes(), wide, strict=True)
    ]
    rows = [fine[row * _SIDE : (row + 1) * _SIDE] for row in range(*_ROWS)]
    inner = _centred([value for row in rows for value in row[_MOVED:-_MOVED]])
    square = sum(map(mul, inner, inner))
    for row in rows:
        row.reverse()
    count = _SIDE - 2 * _MOVED
    return max(
        _correlation(inner, _centred([value for row in rows for value in row[move : move + count]]), square)
        for move in range(2 * _MOVED + 1)
    )


def _redness(patch: Image.Image, mesh: Sequence[Point], crop: Crop) -> float:
    """Return the correlation of redness with the inside of the lips' outline."""
    fine = 4
    lips = Image.new("L", (_SIDE * fine, _SIDE * fine))
    outline = [_place(mesh[at], crop) for at in _OUTLINE]
    ImageDraw.Draw(lips).polygon([(x * fine, y * fine) for x, y in outline], fill=255)
    box = (0, _ROWS[0], _SIDE, _ROWS[1])
    inside = lips.resize(patch.size, Image.Resampling.BOX).crop(box).tobytes()
    red = patch.convert("YCbCr").getchannel("Cr").crop(box).tobytes()
    return _correlation(_centred(red), _centred(inside))


def _line(patch: Image.Image, mesh: Sequence[Point], crop: Crop) -> float:
    """Return how much darker it is between the lips than on them: 1 for half the grey level (median)."""
    grey = patch.convert("L").tobytes()
    darker = []
    for above, below in _LINE:
        (ax, ay), (bx, by) = _place(mesh[above], crop), _place(mesh[below], crop)
        column = max(0, min(_SIDE - 1, int((ax + bx) / 2)))
        row = max(3, min(_SIDE - 4, int((ay + by) / 2)))
        level = [grey[(row + step) * _SIDE + column] for step in range(-3, 4)]
        lips = min(max(level[:2]), max(level[5:]))
        darker.append(math.log2(max(1, lips) / max(1, min(level[2:5]))))
    return sorted(darker)[len(darker) // 2]


def _place(point: Point, crop: Crop) -> tuple[float, float]:
    """Return where a point of the picture is in the patch."""
    x, y = point.x - crop.x, point.y - crop.y
    cos, sin = math.cos(crop.angle), math.sin(crop.angle)
    scale = _SIDE / crop.side
    return _SIDE / 2 + (x * cos + y * sin) * scale, _SIDE / 2 + (y * cos - x * sin) * scale


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _correlation(one: Sequence[float], other: Sequence[float], square: float | None = None) -> float:
    """Return the correlation, -1 to 1, of values less their means; 0 where all of either are the same.

    ``square`` is the sum of the squares of ``one``, where it is known.
    """
    squares = (sum(map(mul, one, one)) if square is None else square) * sum(map(mul, other, other))
    return sum(map(mul, one, other)) / math.sqrt(squares) if squares > 0 else 0.0
