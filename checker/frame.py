"""Frames, margins of a scan and rounded corners at the edge of a picture, found without knowing its content.

A frame ends in a line that runs along a whole side; nothing else in a portrait does. All figures here are our
own; lengths are shares of the picture's width.
"""

import math
from dataclasses import dataclass

from PIL import Image, ImageChops

from .copies import reduced
from .labels import parts
from .levels import mapped, reaching, up_to

Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]

# A line is looked for this deep from each edge, its ends (where other sides' frames cross it) left out.
_DEPTH, _ENDS = 0.15, 0.05
# Two rows apart, so many of its pixels differ by so much in one channel (of 255). Along the line pixels are
# averaged by this factor, so that noise does not count.
_APART, _SHARE, _STEP, _ALONG = 2, 0.75, 14, 8
# A white frame ends at a white background and is seen below the clothes only: there half a line counts, where
# what lies outside it is of one colour (range of each channel, of pixels averaged along the line).
_HALF, _PLAIN = 0.45, 20
# Level shoulders make a line too, but clothes are hardly ever of one colour; this range is left to a frame.
_EVEN = 56
# A scan lies askew: the same on a copy whose longer side is about this long; there shoulders look level, so
# that a line at the bottom alone is none.
_COARSE = 128
# Corners are looked at in a square of this share of the width; a corner's colour differs from the picture's
# inside by so much in one channel; a corner of fewer px than this cannot be told.
_CORNER, _OTHER, _FEWEST = 0.14, 24, 6
# Of the square around a rounded corner 1 - pi / 4 lies outside the arc. Of the box of what is seen of it it
# is more, as its thin ends are lost.
_OUTSIDE, _OF_BOX = 1 - math.pi / 4, (0.15, 0.62)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a picture, in px of the picture measured.

    ``left``, ``top``, ``right``, ``bottom``: width of the frame on each side, 0 where there is none;
    ``colour``: its mean colour, None without a frame; ``corners``: radius of rounded corners, 0 for none.
    """

    left: int
    top: int
    right: int
    bottom: int
    colour: Rgb | None
    corners: float

    @property
    def widest(self) -> int:
        """The frame's greatest width."""
        return max(self.left, self.top, self.right, self.bottom)

    def inside(self, size: tuple[int, int]) -> Box:
        """Return the box of what the frame surrounds."""
        return self.left, self.top, size[0] - self.right, size[1] - self.bottom


def measure_frame(image: Image.Image) -> Frame:
    """Return the frame of an upright ``image`` of mode RGB; a frame of 1 px can be found, if it differs."""
    widths = {
        side: _width(_turned(image, side), at_bottom=side == "bottom")
        for side in ("left", "top", "right", "bottom")
    }
    factor = max(1, max(image.size) // _COARSE)
    if factor > 1 and min(image.size) > 8 * factor:
        coarse = reduced(image, factor)
        for side in widths:
            if not widths[side] and (side != "bottom" or any(widths.values())):
                widths[side] = factor * _width(_turned(coarse, side), at_bottom=side == "bottom")
    sides = (widths["left"], widths["top"], widths["right"], widths["bottom"])
    frame = Frame(*sides, None, 0.0)
    left, top, right, bottom = frame.inside(image.size)
    if right - left < 2 or bottom - top < 2:
        return Frame(0, 0, 0, 0, None, 0.0)
    if frame.widest:
        return Frame(*sides, _colour(image, widths), 0.0)
    return Frame(0, 0, 0, 0, None, _corners(image))


_TURNS = {
    "left": Image.Transpose.ROTATE_270,
    "right": Image.Transpose.ROTATE_90,
    "bottom": Image.Transpose.ROTATE_180,
}


def _turned(image: Image.Image, side: str) -> Image.Image:
    """Return the part of ``image`` along one side, turned so that this side is on top."""
    width, height = image.size
    depth = max(3, round(width * _DEPTH))
    box = {
        "left": (0, 0, depth, height),
        "top": (0, 0, width, depth),
        "right": (width - depth, 0, width, height),
        "bottom": (0, height - depth, width, height),
    }[side]
    part = image.crop(box)
    return part.transpose(_TURNS[side]) if side in _TURNS else part


def _width(strip: Image.Image, *, at_bottom: bool = False) -> int:
    """Return how many rows at the top of ``strip`` are frame."""
    width, depth = strip.size
    if depth <= _APART or width < 8:
        return 0
    ends = round(width * _ENDS)
    line = strip.resize(
        (max(4, (width - 2 * ends) // _ALONG), depth),
        Image.Resampling.BOX,
        box=(ends, 0, width - ends, depth),
    )
    upper = line.crop((0, 0, line.width, depth - _APART))
    lower = line.crop((0, _APART, line.width, depth))
    difference = ImageChops.difference(upper, lower)
    if _highest(difference) < _STEP:
        return 0
    steps = mapped(_largest(difference), reaching(_STEP))
    shares = steps.resize((1, steps.height), Image.Resampling.BOX).tobytes()
    if max(shares) < (_HALF if at_bottom else _SHARE) * 255:
        return 0
    for row in range(len(shares) - 1, -1, -1):
        if shares[row] >= _SHARE * 255 and _range(line.crop((0, 0, line.width, row + 1))) < _EVEN:
            return row + 1
        if at_bottom and shares[row] >= _HALF * 255 and _plain(line, row):
            return row + 1
    return 0


def _plain(line: Image.Image, row: int) -> bool:
    """Return whether all rows down to ``row`` have one colour, and the rows below have not."""
    outside = _range(line.crop((0, 0, line.width, row + 1)))
    below = _range(line.crop((0, min(row + 2, line.height - 1), line.width, line.height)))
    return outside < _PLAIN < below / 3


def _range(image: Image.Image) -> int:
    """Return the greatest range of a channel."""
    return max(high - low for low, high in image.getextrema())  # type: ignore[misc]  # RGB gives pairs


def _highest(image: Image.Image) -> int:
    """Return the greatest level of a channel."""
    return max(high for _, high in image.getextrema())  # type: ignore[misc]  # RGB gives pairs


def _largest(image: Image.Image) -> Image.Image:
    """Return the greatest of the three levels of each pixel."""
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _mean(image: Image.Image) -> tuple[int, ...]:
    """Return the mean of each band."""
    return tuple(image.resize((1, 1), Image.Resampling.BOX).tobytes())


def _colour(image: Image.Image, widths: dict[str, int]) -> Rgb:
    """Return the mean colour of the widest side."""
    side = max(widths, key=lambda name: widths[name])
    strip = _turned(image, side)
    red, green, blue = _mean(strip.crop((0, 0, strip.width, widths[side])))
    return red, green, blue


def _corners(image: Image.Image) -> float:
    """Return the radius of rounded corners: the mean of two neighbours that agree, upper or lower ones."""
    side = max(4, round(image.width * _CORNER))
    if min(image.size) < 2 * side:
        return 0.0
    width, height = image.size
    mirror, flip = Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM
    left, right = image.crop((0, 0, side, side)), image.crop((width - side, 0, width, side)).transpose(mirror)
    upper = _common(left, right)
    if upper:
        return upper
    left = image.crop((0, height - side, side, height)).transpose(flip)
    right = image.crop((width - side, height - side, width, height)).transpose(flip).transpose(mirror)
    return _common(left, right)


def _common(one: Image.Image, other: Image.Image) -> float:
    """Return the mean radius of two corners, 0 where either is none or they do not agree."""
    first = _radius(one)
    second = _radius(other) if first else 0.0
    if second and max(first, second) <= 1.5 * min(first, second) + 2 and _alike(one, other):
        return (first + second) / 2
    return 0.0


def _alike(one: Image.Image, other: Image.Image) -> bool:
    """Return whether the outermost pixels of two corners have the same colour."""
    pair = [image.resize((1, 1), Image.Resampling.BOX, box=(0, 0, 2, 2)) for image in (one, other)]
    return _highest(ImageChops.difference(*pair)) < _OTHER


def _radius(corner: Image.Image) -> float:
    """Return the radius of the left upper corner that is cut off in ``corner``, 0 when none is."""
    side = corner.width
    colour = corner.resize((1, 1), Image.Resampling.BOX, box=(0, 0, 2, 2)).resize(corner.size)
    difference = ImageChops.difference(corner, colour)
    if _highest(difference) < _OTHER:
        return 0.0
    away = _largest(difference)
    # What lies beyond the arc, along both edges, says how far the corner's colour reaches: half-way to it.
    ends = (away.crop((side - 4, 0, side, 4)), away.crop((0, side - 4, 4, side)))
    contrast = min(_mean(end)[0] for end in ends)
    if contrast < _OTHER:
        return 0.0
    same = mapped(away, up_to(math.ceil(contrast / 2) - 1))
    found = next((part for part in parts(same) if not part.left and not part.top), None)
    if found is None or found.area < _FEWEST:
        return 0.0
    across, down = found.right, found.bottom
    if max(across, down) >= corner.width or max(across, down) > 1.5 * min(across, down) + 2:
        return 0.0
    low, high = _OF_BOX
    return math.sqrt(found.area / _OUTSIDE) if low <= found.area / (across * down) <= high else 0.0
