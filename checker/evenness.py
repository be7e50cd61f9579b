"""How even a background is: its slope, its dark and bright places, its texture, and what else is in it.

Measured in CIELAB on the background that `checker.regions` sees, a little away from the person, so that stray
hair and the ringing of JPEG do not count. All figures here are our own.
"""

import math
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from .copies import grey
from .lab import L_SCALE, percentile, squared_distance, unsquared
from .regions import Regions, grown, shrunk

# The background's slope is fitted to the means of so many cells across and down, of which so much is seen.
_CELLS, _SEEN = (8, 10), 0.3
# Fitted twice: cells this far (CIE76) from the first plane are a shadow or a fold and no slope.
_APART = 4.0
# A round fall-off ends behind the person and in the corners: it is so many times what the cells show of it.
_LOST = 1.6
# So many pixels of the reduced copy next to the person are left out, and background that is narrower than
# twice this: it lies between strands of hair, or is hair of the background's colour.
_AWAY, _NARROW = 2, 3
# The darkest and brightest places: this share of the background is further from the plane than the figure.
_PLACES = 98.0
# Texture is looked at on a copy whose longer side is 256-511 px, where a sensor's noise has averaged out.
_TEXTURE_SIDE = 256

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Evenness:
    """How even a background is.

    ``gradient``: CIE76 distance between the corners of the picture that the slope of the background alone
    makes, or, where that is more, the whole of a fall-off that is no slope; ``places``: CIE76 distance
    from that slope of the darkest or brightest places (shadows, folds); ``texture``: root mean square of
    fine lightness changes, in L*; ``objects``: share of the background that is something else; ``seen``:
    share of the picture that all this rests on, 0 when there is too little to measure, the other figures
    being 0 then.
    """

    gradient: float
    places: float
    texture: float
    objects: float
    seen: float


def measure_evenness(regions: Regions) -> Evenness:
    """Return how even the background of a photo is."""
    mask = grown(shrunk(regions.background, _AWAY + _NARROW), _NARROW)
    mask = ImageChops.multiply(mask, _without_edge(mask.size))
    area = mask.width * mask.height
    seen = mask.histogram()[255]
    cells = _cells(regions.lab, mask)
    if len(cells) < 6:
        return Evenness(0, 0, 0, 0, 0)
    plane = _fit(cells)
    near = [cell for cell in cells if math.dist(_at(plane, *cell[:2]), cell[2]) <= _APART]
    if 6 <= len(near) < len(cells):
        plane = _fit(near)
    corners = [_at(plane, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    slope = max(math.dist(one, other) for one in corners for other in corners)
    spread = _spread([cell[2] for cell in cells])
    away = squared_distance(regions.lab.filter(ImageFilter.BoxBlur(1)), _drawn(corners, mask.size))
    places = unsquared(percentile(away.histogram(mask), _PLACES))
    others = regions.objects.histogram()[255]
    return Evenness(
        max(slope, _LOST * spread if spread > slope else spread),
        places,
        _texture(regions.image, mask),
        others / (others + regions.background.histogram()[255]),
        seen / area,
    )


def _spread(colours: list[Colour]) -> float:
    """Return about the greatest CIE76 distance between two colours: from the farthest one to its farthest."""
    middle = tuple(sum(colour[band] for colour in colours) / len(colours) for band in range(3))
    end = max(colours, key=lambda colour: math.dist(colour, middle))
    return max(math.dist(end, colour) for colour in colours)


def _without_edge(size: tuple[int, int]) -> Image.Image:
    inside = Image.new("L", size)
    inside.paste(255, (1, 1, max(1, size[0] - 1), max(1, size[1] - 1)))
    return inside


def _cells(lab: Image.Image, mask: Image.Image) -> list[tuple[float, float, Colour]]:
    """Return centre (0-1 across and down) and mean CIELAB of the cells of which enough is background."""
    outside = ImageChops.invert(mask)
    shares = mask.convert("F").resize(_CELLS, Image.Resampling.BOX).tobytes()
    means = []
    for band in lab.split():
        values = band.convert("F")
        values.paste(0, mask=outside)
        means.append(memoryview(values.resize(_CELLS, Image.Resampling.BOX).tobytes()).cast("f"))
    found = []
    for at, share in enumerate(memoryview(shares).cast("f")):
        if share >= _SEEN * 255:
            lightness, a, b = (mean[at] * 255 / share for mean in means)
            x, y = (at % _CELLS[0] + 0.5) / _CELLS[0], (at // _CELLS[0] + 0.5) / _CELLS[1]
            found.append((x, y, (lightness / L_SCALE, a, b)))
    return found


Plane = tuple[Colour, Colour, Colour]


def _fit(cells: list[tuple[float, float, Colour]]) -> Plane:
    """Return, for L*, a* and b*, value at the middle and slopes, by least squares."""
    n = len(cells)
    mx, my = sum(cell[0] for cell in cells) / n, sum(cell[1] for cell in cells) / n
    xx = sum((cell[0] - mx) ** 2 for cell in cells)
    yy = sum((cell[1] - my) ** 2 for cell in cells)
    xy = sum((cell[0] - mx) * (cell[1] - my) for cell in cells)
    determinant = xx * yy - xy * xy
    found = []
    for band in range(3):
        mean = sum(cell[2][band] for cell in cells) / n
        xv = sum((cell[0] - mx) * cell[2][band] for cell in cells)
        yv = sum((cell[1] - my) * cell[2][band] for cell in cells)
        if determinant > 1e-6 * n * n:
            across, down = (xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant
        else:  # one row or one column of cells
            across, down = (xv / xx if xx else 0.0), (yv / yy if yy else 0.0)
        found.append((mean + across * (0.5 - mx) + down * (0.5 - my), across, down))
    return found[0], found[1], found[2]


def _at(plane: Plane, x: float, y: float) -> Colour:
    lightness, a, b = (middle + across * (x - 0.5) + down * (y - 0.5) for middle, across, down in plane)
    return lightness, a, b


def _drawn(corners: list[Colour], size: tuple[int, int]) -> Image.Image:
    """Return the plane through four corners (left top, left bottom, right top, right bottom) as a picture."""
    four = Image.new("RGB", (2, 2))
    for at, (lightness, a, b) in enumerate(corners):
        levels = (lightness * L_SCALE, a, b)
        four.putpixel((at // 2, at % 2), tuple(min(255, max(0, round(level))) for level in levels))
    return four.resize(size, Image.Resampling.BILINEAR, box=(0.5, 0.5, 1.5, 1.5))


def _texture(image: Image.Image, mask: Image.Image) -> float:
    """Return the root mean square of lightness changes over a few pixels, in L* (as grey levels tell it)."""
    fine = grey(image)
    factor = max(fine.size) // _TEXTURE_SIDE
    fine = fine.reduce(factor) if factor > 1 else fine
    smooth = fine.filter(ImageFilter.BoxBlur(4))
    difference = ImageChops.difference(fine, smooth)
    inside = shrunk(mask).resize(fine.size, Image.Resampling.NEAREST)
    counts = difference.histogram(inside)
    seen = sum(counts)
    if not seen:
        return 0.0
    return math.sqrt(sum(level**2 * count for level, count in enumerate(counts)) / seen) / L_SCALE
