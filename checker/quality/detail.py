"""Whether a photo holds the detail that its pixels could, or was enlarged from fewer.

Enlarging by a factor f leaves nothing finer than f pixels. So the energy of the finest structures that
survive noise and JPEG (about four pixels long) is compared with that of structures twice as long: natural
pictures have about as much of one as of the other (their spectrum falls with the square of the frequency:
Field 1987), enlarged ones much less. Fourth differences single the lengths out.
"""

import math

from PIL import Image, ImageChops

from ..copies import grey
from .blur import Pairs, interpolate
from .regions import USUAL, Places, cut

_STEP = 2  # px: the fourth difference over this step answers most to structures twice as long
_LEAST_SIDE = 32  # px of the head region

# Energy of the finer structures less that of the coarser, in dB, against the factor of enlarging (bicubic and
# Lanczos). Medians of the portraits (see the package).
_FACTORS: Pairs = (
    (-1.9, 1.0),
    (-3.0, 1.25),
    (-4.3, 1.5),
    (-5.6, 1.75),
    (-6.9, 2.0),
    (-10.5, 3.0),
    (-12.0, 4.0),
)


def measure_enlargement(image: Image.Image, places: Places = USUAL) -> float | None:
    """Return by which factor the head region of an sRGB ``image`` looks enlarged (1 to 4, 1: not at all).

    A blurred picture looks enlarged, too. None where the picture is too small or has no detail at all.
    """
    head = cut(grey(image), places.head)
    half = head.reduce(2)
    if min(half.size) < _LEAST_SIDE:
        return None
    fine, coarse = _energy(head), _energy(half)
    if not coarse or not fine:
        return None
    return interpolate(10 * math.log10(fine / coarse), _FACTORS)


def _energy(image: Image.Image) -> float:
    """Return the mean square of the fourth differences sideways and down."""
    total = 0.0
    for x, y in ((_STEP, 0), (0, _STEP)):
        histogram = _second_difference(_second_difference(image, x, y), x, y).histogram()
        total += sum(count * (level - 128) ** 2 for level, count in enumerate(histogram)) / sum(histogram)
    return total


def _second_difference(image: Image.Image, x: int, y: int) -> Image.Image:
    """Return the mean of the pixels at (x, y) and opposite less the one between, plus 128."""
    width, height = image.size
    first, middle, last = (
        image.crop((at * x, at * y, width - (2 - at) * x, height - (2 - at) * y)) for at in range(3)
    )
    return ImageChops.subtract(Image.blend(first, last, 0.5), middle, 1, 128)
