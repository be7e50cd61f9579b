"""Making a part of a picture smaller: Lanczos in linear light, then modest sharpening without halos.

Light adds up in linear values, not in sRGB's: reduced in sRGB, fine bright detail such as hair against the
background turns too dark.
"""

import functools
import math

from PIL import Image, ImageChops, ImageFilter

from ..colour import LINEAR
from .model import Box, Size

_WHITE = 65_535
# Pillow's own ``reducing_gap`` for nearly perfect results: average whole blocks of px first, as long as three
# times the wanted size is left for Lanczos.
_GAP = 3
_STRIP = 1 << 21  # px averaged at a time: keeps the copy in linear light small
# Ours: a softening of about half a px, which averaging and Lanczos cost, is made up for; noise is left alone.
_RADIUS, _PERCENT, _THRESHOLD = 0.6, 60, 2
_REDUCED = 1.1  # less than this was hardly reduced, and needs no sharpening


def resample(image: Image.Image, box: Box, size: Size) -> Image.Image:
    """Return the part ``box``, in px, of an sRGB ``image`` of mode RGB at ``size``, as mode YCbCr.

    A box of exactly the wanted size is cut out at whole px, and no px changes. ``image`` must cover the box,
    and the box must have the ratio of ``size``, or the picture is stretched.
    """
    scale = (box[2] - box[0]) / size[0]
    if math.isclose(scale, 1, abs_tol=1e-6):
        x, y = round(box[0]), round(box[1])
        return image.crop((x, y, x + size[0], y + size[1])).convert("YCbCr")
    small = Image.merge("RGB", [_channel(image, at, box, size, scale) for at in range(3)]).convert("YCbCr")
    return sharpen(small) if scale >= _REDUCED else small


def sharpen(image: Image.Image) -> Image.Image:
    """Return a YCbCr ``image`` with its lightness sharpened.

    No px becomes lighter than the lightest or darker than the darkest of its neighbours and itself were, so
    that edges grow no halos; colours stay as they are.
    """
    light, *colours = image.split()
    sharp = light.filter(ImageFilter.UnsharpMask(_RADIUS, _PERCENT, _THRESHOLD))
    highest, lowest = light.filter(ImageFilter.MaxFilter(3)), light.filter(ImageFilter.MinFilter(3))
    within = ImageChops.lighter(ImageChops.darker(sharp, highest), lowest)
    return Image.merge("YCbCr", [within, *colours])


def _channel(image: Image.Image, at: int, box: Box, size: Size, scale: float) -> Image.Image:
    """Return one channel of the part, resampled in linear light, as mode L."""
    factor = max(1, int(scale / _GAP))
    x, y = math.floor(box[0]), math.floor(box[1])
    width, height = min(math.ceil(box[2]), image.width) - x, min(math.ceil(box[3]), image.height) - y
    linear = Image.new("F", (-(-width // factor), -(-height // factor)))
    rows = max(1, _STRIP // (width * factor)) * factor
    for start in range(0, height, rows):
        strip = image.crop((x, y + start, x + width, y + min(start + rows, height))).getchannel(at)
        part = strip.point(_to_linear(), "F")
        linear.paste(part.reduce(factor) if factor > 1 else part, (0, start // factor))
    left, top, right, bottom = box
    inner = ((left - x) / factor, (top - y) / factor, (right - x) / factor, (bottom - y) / factor)
    reduced = linear.resize(size, Image.Resampling.LANCZOS, box=inner)
    # Mode I cuts off the fraction, hence the half; what Lanczos puts beyond black and white, `point` clips.
    return reduced.point(lambda value: value * 1 + 0.5).convert("I").point(_to_srgb(), "L")


@functools.cache
def _to_linear() -> list[float]:
    return [value * _WHITE for value in LINEAR]


@functools.cache
def _to_srgb() -> list[int]:
    """Return the sRGB value, 0-255, of each of 65,536 linear ones (IEC 61966-2-1)."""
    table = []
    for step in range(_WHITE + 1):
        value = step / _WHITE
        table.append(
            round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
        )
    return table
