"""Making a plain background go on beyond an edge of the picture, where nothing but background touches it."""

import math

from PIL import Image, ImageChops, ImageFilter, ImageStat

from ..lab import squared, squared_distance, to_lab
from ..regions import find_regions
from .compose import Edges

# All figures here are ours.
# So much of a box's height may be made up at one edge: more is another photo.
MOST = 0.2
# Next to an edge this share of the picture must be background, of one colour, to go on from.
_STRIP, _FEWEST = 0.006, 3
# The slope of its colour is measured in the two corners beside the head, so much of width and height large.
_CORNER, _DOWN = 1 / 6, 0.05
# What a person or thing at the edge would be: this far (CIE76) from the strip's own smooth colours, for more
# than so much of the edge.
_APART, _HARDLY = 8.0, 0.002
# The model believes in a person there.
_BELIEF = 64
_SMOOTH = 24  # px of the blur that tells the colour of the background from its noise
_TURN = {
    "left": Image.Transpose.ROTATE_270,
    "top": None,
    "right": Image.Transpose.ROTATE_90,
    "bottom": Image.Transpose.ROTATE_180,
}
_BACK = {
    "left": Image.Transpose.ROTATE_90,
    "top": None,
    "right": Image.Transpose.ROTATE_270,
    "bottom": Image.Transpose.ROTATE_180,
}


def extendable(image: Image.Image, person: Image.Image | None) -> Edges:
    """Return for each edge by how many px a background that touches it alone may go on, 0 where it may not.

    ``image`` is upright, sRGB, mode RGB; ``person`` the model's mask of it (`checker.vision.Scene.person`) or
    None. The person always touches the lower edge of an ID photo, so this never goes on there.
    """
    small = image.copy()
    small.thumbnail((512, 512), Image.Resampling.BOX)
    regions = find_regions(small)
    if regions.state not in {"plain", "clothes-merge"} or regions.frame.widest:
        return Edges()
    background = regions.background.resize(small.size, Image.Resampling.NEAREST)
    if person is not None:
        seen = person.resize(small.size, Image.Resampling.BILINEAR)
        background = ImageChops.darker(
            background, seen.point([255 if v < _BELIEF else 0 for v in range(256)])
        )
    found = {}
    for edge, length in (("left", image.width), ("top", image.height), ("right", image.width)):
        free = _plain(_turned(small, edge), _turned(background, edge))
        found[edge] = float(math.floor(MOST * length)) if free else 0.0
    return Edges(found["left"], found["top"], found["right"])


def extended(image: Image.Image, by: Edges) -> Image.Image:
    """Return a new picture in which the background goes on by so many whole px at each edge.

    What was there stays as it was, px for px.
    """
    for edge, n in (("top", by.top), ("left", by.left), ("right", by.right)):
        if n >= 1:
            image = _back(_grown(_turned(image, edge), math.ceil(n)), edge)
    return image


def _turned(image: Image.Image, edge: str) -> Image.Image:
    """Return the picture turned so that ``edge`` is on top."""
    method = _TURN[edge]
    return image if method is None else image.transpose(method)


def _back(image: Image.Image, edge: str) -> Image.Image:
    method = _BACK[edge]
    return image if method is None else image.transpose(method)


def _depth(height: int) -> int:
    return min(height, max(_FEWEST, round(height * _STRIP)))


def _plain(image: Image.Image, background: Image.Image) -> bool:
    """Return whether nothing but a background of slowly changing colour touches the upper edge."""
    box = (0, 0, image.width, _depth(image.height))
    strip = background.crop(box)
    if strip.histogram()[255] < (1 - _HARDLY) * strip.width * strip.height:
        return False
    lab = to_lab(image.crop(box))
    away = squared_distance(lab, to_lab(_smooth(image.crop(box))))
    far = sum(away.histogram()[math.ceil(squared(_APART)) :])
    return far <= _HARDLY * away.width * away.height


def _smooth(strip: Image.Image) -> Image.Image:
    """Return the strip's mean row, without noise, over the whole strip."""
    row = strip.resize((strip.width, 1), Image.Resampling.BOX)
    radius = min(_SMOOTH, max(1, strip.width // 8))
    for _ in range(2):
        row = row.filter(ImageFilter.BoxBlur((radius, 0)))
    return row.resize(strip.size)


def _grown(image: Image.Image, n: int) -> Image.Image:
    """Return the picture with ``n`` more rows on top: the edge's colours, their slope and noise going on."""
    width, depth = image.width, _depth(image.height)
    near = image.crop((0, 0, width, depth))
    colours = _smooth(near).crop((0, 0, width, 1))
    slope = _slope(image)
    noise = ImageChops.subtract(near, _smooth(near), 1, 128)
    added = Image.new("RGB", (width, n))
    # From the old edge upwards: the noise of the strip, again and again, every other time upside down.
    for at in range(-(-n // depth)):
        piece = noise if at % 2 else noise.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        added.paste(piece, (0, n - depth * (at + 1)))
    base = Image.new("RGB", (width, n))
    for row in range(n):
        # A slope that went on for ever would end in black or white: it levels off within as many rows as
        # there are in ten strips.
        rows = n - row
        fade = 10 * depth
        reach = fade * (1 - math.exp(-rows / fade))
        shift = [value * reach for value in slope]
        base.paste(_shifted(colours, shift), (0, row))
    grown = Image.new("RGB", (width, image.height + n))
    grown.paste(ImageChops.add(base, added, 1, -128), (0, 0))
    grown.paste(image, (0, n))
    return grown


def _slope(image: Image.Image) -> list[float]:
    """Return by how much each band rises a row towards the upper edge, in the corners."""
    across, down = max(1, round(image.width * _CORNER)), max(1, round(image.height * _DOWN / 2))
    means = []
    for top in (0, down):
        corners = [
            ImageStat.Stat(image.crop((left, top, left + across, top + down))).mean
            for left in (0, image.width - across)
        ]
        means.append([sum(pair) / 2 for pair in zip(*corners, strict=True)])
    return [(upper - lower) / down for upper, lower in zip(*means, strict=True)]


def _shifted(row: Image.Image, by: list[float]) -> Image.Image:
    table = [min(255, max(0, round(value + shift))) for shift in by for value in range(256)]
    return row.point(table)
