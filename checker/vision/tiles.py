"""Parts of a picture that may show a face too small to be seen in the whole of it.

Coordinates are px of the picture looked at.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageChops, ImageFilter

from ..copies import grey
from ..levels import mapped, reaching

Box = tuple[float, float, float, float]

# All figures are ours. The side of the tiles as a share of the picture's longer side: 320 px of 640; and how
# far two neighbours overlap at least, as a share of it. Below so many px a tile would show nothing new.
TILE, _OVERLAP, _LEAST_TILE = 1 / 2, 0.25, 96
# Where a face can be, grey values averaged over such a share of the longer side differ from those beside them
# by so many levels: by more than a backdrop's gradient and noise.
_GRAIN, _FLAT = 1 / 80, 20
# A face is such a place over so many grains each way, 40 px of 640, as it is lighter and darker all over; the
# outline of hair is not. Where there is none, a tile is left out: in the benchmark's 438 photos
# not a face was missed.
_BROAD = 5
# How far hair reaches beyond a known face's box, as a share of its side. Beside it another face may be.
_HAIR = 0.15


def tiles_of(image: Image.Image, known: Sequence[Box]) -> list[Box]:
    """Return tiles of ``image`` that cover all places of a face's size that are not plain.

    Faces in ``known`` boxes and their hair are left out.
    """
    side = round(max(image.size) * TILE)
    if side < _LEAST_TILE:
        return []
    grain = max(1, round(max(image.size) * _GRAIN))
    small = grey(image).reduce(grain)
    light, dark = _over_three(small, ImageChops.lighter), _over_three(small, ImageChops.darker)
    busy = mapped(ImageChops.difference(light, dark), reaching(_FLAT))
    for left, top, right, bottom in known:
        hair = _HAIR * max(right - left, bottom - top)
        busy.paste(0, _shrunk((left, top - hair, right, bottom), grain))
    box = busy.getbbox()
    if box is None:
        return []
    left, top, right, bottom = (
        min(edge * grain, length) for edge, length in zip(box, image.size * 2, strict=True)
    )
    # What is 255 all around stays so when it is averaged.
    broad = mapped(busy.filter(ImageFilter.BoxBlur(_BROAD // 2)), reaching(255))
    tiles = []
    for y, upper, lower in _parts(_starts(top, bottom, side, image.height), side, image.height):
        for x, first, last in _parts(_starts(left, right, side, image.width), side, image.width):
            if broad.crop(_shrunk((first, upper, last, lower), grain)).getbbox():
                right_end, bottom_end = min(x + side, image.width), min(y + side, image.height)
                tiles.append((float(x), float(y), float(right_end), float(bottom_end)))
    return tiles


def _over_three(image: Image.Image, pick: Callable[[Image.Image, Image.Image], Image.Image]) -> Image.Image:
    """Return what ``pick`` picks of each pixel and the eight around it: a rank filter, ten times as quick."""
    width, height = image.size
    for box in ((1, 0, width, height), (0, 1, width, height)):
        left, top = box[:2]
        found = image.copy()
        found.paste(image.crop(box), (0, 0))
        found = pick(image, found)
        moved = image.copy()
        moved.paste(image.crop((0, 0, width - left, height - top)), (left, top))
        image = pick(found, moved)
    return image


def _shrunk(box: Box, by: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge / by) for edge in box)
    return left, top, right, bottom


def _starts(start: int, end: int, side: int, length: int) -> list[int]:
    """Return where tiles of ``side`` px start so that they cover a part of ``length`` px and overlap."""
    if length <= side:
        return [0]
    last = length - side
    if end - start <= side:
        return [max(0, min(last, (start + end - side) // 2))]
    count = math.ceil((end - start - side) / (side * (1 - _OVERLAP))) + 1
    return [min(last, start + round(i * (end - start - side) / (count - 1))) for i in range(count)]


def _parts(starts: Sequence[int], side: int, length: int) -> Iterable[tuple[int, float, float]]:
    """Return each start of a tile with the part where a place is further from its edges than from others'."""
    between = [(one + side + other) / 2 for one, other in itertools.pairwise(starts)]
    return zip(starts, [0.0, *between], [*between, float(length)], strict=True)
