"""How a picture changes where a program shows it without minding its colour profile."""

import math
from dataclasses import dataclass

from PIL import Image

from .colour import srgb_to_lab

_SIDE = 48  # px of the longer side of the copies that are compared: some 1,700 colours are enough for a mean


@dataclass(frozen=True, slots=True)
class ColourShift:
    """Means over the picture, in units of CIELAB.

    ``delta_e`` is the difference of colour (CIE76), ``chroma`` and ``lightness`` by how much the picture gets
    more vivid and lighter (negative: paler and darker).
    """

    delta_e: float
    chroma: float
    lightness: float


def colour_shift(stored: Image.Image, shown: Image.Image) -> ColourShift:
    """Return how ``stored``, pixels in a plain mode as they stand in the file, differ from ``shown``.

    ``shown`` is the same picture converted to sRGB by its profile.
    """
    factor = max(1, max(shown.size) // _SIDE)
    raw, converted = (image.reduce(factor).convert("RGB").tobytes() for image in (stored, shown))
    delta_e = chroma = lightness = 0.0
    for at in range(0, len(raw), 3):
        before, after = srgb_to_lab(*converted[at : at + 3]), srgb_to_lab(*raw[at : at + 3])
        delta_e += math.dist(before, after)
        chroma += math.hypot(*after[1:]) - math.hypot(*before[1:])
        lightness += after[0] - before[0]
    count = len(raw) // 3
    return ColourShift(delta_e / count, chroma / count, lightness / count)
