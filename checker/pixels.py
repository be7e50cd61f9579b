"""Pixels in any of Pillow's modes, brought to the plain ones that colour rules and lcms understand."""

from PIL import Image

_BLOCK = 8  # px: a JPEG is coded in blocks of 8x8
_STRIP = 256  # px of height that are made plain at a time
_ROW = 4 * _BLOCK  # px: the greatest height of a row of coded units
_GREY = range(126, 131)

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CANONICAL = {
    "1": "GRAY",
    "L": "GRAY",
    "I": "GRAY",
    "I;16": "GRAY",
    "LA": "GRAYA",
    "La": "GRAYA",
    "P": "PALETTE",
    "RGB": "RGB",
    "RGBA": "RGBA",
    "RGBa": "RGBA",
    "CMYK": "CMYK",
}


def canonical_mode(mode: str) -> str:
    """Return the checker's name for a mode of Pillow: RGB, RGBA, GRAY, GRAYA, PALETTE or CMYK."""
    return _CANONICAL.get(mode, mode)


def plain_mode(mode: str) -> str:
    """Return the mode, RGB, L or CMYK, that `plain` gives to an image of ``mode``."""
    if mode in {"RGB", "CMYK", "L"}:
        return mode
    return "L" if canonical_mode(mode) in {"GRAY", "GRAYA"} else "RGB"


def plain(image: Image.Image) -> Image.Image:
    """Return ``image`` in mode RGB, L or CMYK with 8 bits a sample; transparent parts become white."""
    if image.mode == "I;16":
        high_bytes = image.tobytes("raw", "I;16B")[::2]
        return Image.frombytes("L", image.size, high_bytes)
    if image.mode in {"RGBa", "La"}:
        image = image.convert(image.mode[:-1] + "A")
    if image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    target = plain_mode(image.mode)
    if image.mode in {"RGBA", "LA"}:
        below = Image.new(target, image.size, "white")
        below.paste(image.convert(target), mask=image.getchannel("A"))
        return below
    return image if image.mode == target else image.convert(target)


def plain_reduced(image: Image.Image, factor: int) -> Image.Image:
    """Return ``plain(image)`` reduced by a whole ``factor``, without ever holding all of it."""
    if factor <= 1:
        return plain(image)
    width, height = image.size
    small = Image.new(plain_mode(image.mode), (-(-width // factor), -(-height // factor)))
    step = -(-_STRIP // factor) * factor
    for top in range(0, height, step):
        strip = image.crop((0, top, width, min(top + step, height)))
        small.paste(plain(strip).reduce(factor), (0, top // factor))
    return small


def grey_tail(image: Image.Image, scale: int = 1) -> float:
    """Return the share of the height, from below, that is even middle grey in a plain image out of a JPEG.

    A JPEG decoder leaves everything that it has no data for at 128 in each component, which is 127 or 128 in
    each sample of RGB, L and CMYK. Measured in rows of blocks, of which ``image`` shows 1/``scale``.
    """
    width, height = image.size
    top, block = height, _BLOCK // scale
    for start in _block_rows(height, block):
        if not _is_grey(image.crop((0, start, width, min(start + block, height)))):
            break
        top = start
    return (height - top) / height


def grey_corner(image: Image.Image, scale: int = 1) -> bool:
    """Return whether the lower right corner of a plain image is middle grey, but not what lies above it.

    That is how a JPEG ends whose last row is not all there. Where the grey goes on further up than one row
    of coded units, it is the photo's own. ``image`` shows 1/``scale``.
    """
    width, height = image.size
    block = _BLOCK // scale
    left = (width - 1) // block * block
    grey = 0
    for start in _block_rows(height, block):
        if not _is_grey(image.crop((left, start, width, min(start + block, height)))):
            break
        grey += _BLOCK
        if grey > _ROW:
            return False
    return grey > 0


def _block_rows(height: int, block: int) -> range:
    """Return the upper edges of the rows of blocks, the lowest first."""
    return range((height - 1) // block * block, -1, -block)


def last_block_is_grey(image: Image.Image, size: tuple[int, int], scale: int) -> bool:
    """Return whether a JPEG's last block is middle grey in ``image``, which shows ``size`` px at 1/``scale``.

    A picture that `grey_tail` or `grey_corner` finds grey where data are missing is so at every scale, since
    a block without data is even in itself. The opposite does not hold.
    """
    left, top = ((side - 1) // _BLOCK * _BLOCK // scale for side in size)
    return _is_grey(image.crop((left, top, image.width, image.height)))


def _is_grey(image: Image.Image) -> bool:
    """Return whether every sample of an 8-bit image is middle grey."""
    histogram = image.histogram()
    outside = (count for value, count in enumerate(histogram) if value % 256 not in _GREY)
    return not any(outside)
