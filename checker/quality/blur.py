"""How blurred the middle of a photo is, measured at its edges.

Where brightness changes most, it is compared how much of a change over ten pixels happens within the inner
four (six and two in small photos). At a step blurred by a Gaussian the share depends on the blur alone, not
on contrast or content. This is the re-blur ratio of Zhuo and Sim (2011, «Defocus map estimation from a single
image») with plain differences in place of gradients, so that it needs neither a Gaussian filter nor floating
point. Each of four directions is measured for itself: motion blurs edges across its path and leaves those
along it.
"""

import functools
import itertools
import math
from dataclasses import dataclass

from PIL import Image, ImageChops

from ..copies import grey
from ..lab import percentile
from ..levels import mapped, reaching
from .regions import USUAL, Places, cut

# The height of a photo as it is uploaded; blur is given in its pixels, whatever the size.
UPLOAD_HEIGHT = 640
# Smaller photos than half that height cannot be told blurred beyond their own pixels.
_MOST_ENLARGED = 2.0

# Right, down and the two diagonals; with the blur's direction of movement in degrees, 90 being upright.
_DIRECTIONS = ((1, 0, 0), (0, 1, 90), (1, 1, 135), (1, -1, 45))
# Edges are where the wide difference reaches this share of its 99.5th percentile, at least so many levels.
_STRONG, _LEAST_LEVELS = 0.3, 12
_LEAST_EDGES = 150  # px; with fewer there is nothing to measure
# So many times the median narrow difference is taken for noise and, squared, off both differences.
_NOISE = 2.5
# The sharpest tenth of the edge pixels counts: those where the edge is in the middle.
_SHARPEST = 90
# Ratios are kept as logarithms, so many steps an octave.
_STEPS, _ONE = 24, 150

Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Lags:
    """How far either side of an edge is looked, in px, and what the ratio then tells.

    The tables hold the ratio against the standard deviation of a Gaussian blur in px: in all directions,
    straight and diagonal. They are medians of the portraits blurred by known amounts (see the package).
    """

    near: int
    far: int
    overall: Pairs
    straight: Pairs
    diagonal: Pairs


_WIDE: Pairs = ((0.84, 0.0), (0.79, 0.8), (0.755, 1.0), (0.7, 1.4), (0.62, 2.0), (0.56, 2.6), (0.5, 3.5))
_LARGE = _Lags(2, 5, _WIDE, _WIDE, _WIDE)
_SMALL = _Lags(
    1,
    3,
    ((0.72, 0.3), (0.677, 0.5), (0.634, 0.75), (0.58, 1.0), (0.511, 1.35), (0.477, 1.65), (0.42, 2.5)),
    ((0.7, 0.2), (0.637, 0.5), (0.59, 0.75), (0.54, 0.98), (0.482, 1.35), (0.45, 1.65), (0.41, 2.5)),
    ((0.74, 0.3), (0.69, 0.5), (0.66, 0.75), (0.612, 1.0), (0.542, 1.35), (0.502, 1.65), (0.428, 2.5)),
)
_SMALL_HEIGHT = 512


@dataclass(frozen=True, slots=True)
class Blur:
    """Blur as the standard deviation of a Gaussian, in px of a photo `UPLOAD_HEIGHT` px high.

    ``overall`` across all directions; ``worst`` in the most blurred one, ``direction`` (degrees: 0 sideways,
    90 up and down, 45 rising to the right, 135 falling); ``best`` in the least blurred.
    """

    overall: float
    worst: float
    best: float
    direction: int


def measure_blur(image: Image.Image, places: Places = USUAL) -> Blur | None:
    """Return the blur of the head in an upright sRGB ``image``; None where there are too few edges."""
    head = cut(grey(image), places.head)
    lags = _LARGE if image.height >= _SMALL_HEIGHT else _SMALL
    if min(head.size) <= 4 * lags.far:
        return None
    pooled = [0] * 256
    found: list[tuple[float, int]] = []
    scale = min(UPLOAD_HEIGHT / image.height, _MOST_ENLARGED)
    for x, y, degrees in _DIRECTIONS:
        ratios = _ratios(head, x, y, lags)
        if sum(ratios) < _LEAST_EDGES:
            continue
        pooled = [a + b for a, b in zip(pooled, ratios, strict=True)]
        found.append((scale * _blur(ratios, lags.diagonal if x and y else lags.straight), degrees))
    if not found:
        return None
    worst, direction = max(found)
    return Blur(scale * _blur(pooled, lags.overall), worst, min(found)[0], direction)


def _ratios(image: Image.Image, x: int, y: int, lags: _Lags) -> list[int]:
    """Return the histogram of inner to outer difference along (x, y) at strong edges, as logarithms."""
    # Averaged along the edge, which costs no sharpness across it.
    along = (y, x) if not (x and y) else (x, -y)
    image = _averaged(image, *along)
    inset = lags.far * abs(x), lags.far * abs(y)
    near, far = (_difference(image, lag * x, lag * y, *inset) for lag in (lags.near, lags.far))
    strong = max(_LEAST_LEVELS, _STRONG * percentile(far.histogram(), 99.5))
    table = _logarithms(_NOISE * percentile(near.histogram(), 50))
    ratio = ImageChops.subtract(mapped(near, table), mapped(far, table), 1, _ONE)
    return ratio.histogram(mapped(far, reaching(strong)))


@functools.cache
def _logarithms(noise: float) -> bytes:
    """Return the logarithm of each level, from which ``noise`` levels have been taken off, squared."""
    return bytes(round(_STEPS / 2 * math.log2(max(1.0, level**2 - noise**2))) for level in range(256))


def _averaged(image: Image.Image, x: int, y: int) -> Image.Image:
    """Return ``image`` weighted 1-2-1 with what lies at (x, y) and opposite, less its outermost pixels."""
    # `ImageChops.add` halves the sums as well, and takes ten times as long.
    pairs = Image.blend(image, ImageChops.offset(image, x, y), 0.5)
    out = Image.blend(pairs, ImageChops.offset(pairs, -x, -y), 0.5)
    return out.crop((1, 1, out.width - 1, out.height - 1))


def _difference(image: Image.Image, x: int, y: int, inset_x: int, inset_y: int) -> Image.Image:
    """Return how much the pixels at (x, y) and opposite differ, for all but an inset at the edges."""
    width, height = image.size
    box = (inset_x, inset_y, width - inset_x, height - inset_y)
    first, second = (
        image.crop((box[0] + sign * x, box[1] + sign * y, box[2] + sign * x, box[3] + sign * y))
        for sign in (1, -1)
    )
    return ImageChops.difference(first, second)


def _blur(ratios: list[int], table: Pairs) -> float:
    """Return the blur, in px of the image, that the sharpest of the ``ratios`` tell."""
    total, below = sum(ratios), 0
    wanted = total * _SHARPEST / 100
    at = 0.0
    for value, count in enumerate(ratios):
        if count and below + count >= wanted:
            at = value - 0.5 + (wanted - below) / count
            break
        below += count
    return interpolate(2 ** ((at - _ONE) / _STEPS), table)


def interpolate(value: float, table: Pairs) -> float:
    """Return the second numbers of pairs, the first of which fall, at ``value``; the ends hold beyond."""
    if value >= table[0][0]:
        return table[0][1]
    for (high, left), (low, right) in itertools.pairwise(table):
        if value >= low:
            return left + (right - left) * (high - value) / (high - low)
    return table[-1][1]
