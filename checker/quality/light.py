"""How bright the person is, how much of the face is blown out, and how far dark and light lie apart."""

from dataclasses import dataclass

from PIL import Image, ImageChops

from ..lab import percentile
from ..regions import Regions
from .regions import USUAL, Places, cut

# From this level on a channel of a pixel is blown out: what lies above differs by rounding alone. (ISO/IEC
# 29794-5 counts luminance from 247 on, which in skin comes later than the loss of red.)
_BLOWN = 250
_LEAST = 60  # px of the reduced copy: with fewer the person is not seen


@dataclass(frozen=True, slots=True)
class Light:
    """Light on the person, in levels of 0-255 of luma where nothing else is said.

    ``highlight`` is reached by the lightest hundredth of the person, ``spread`` is the distance between the
    lightest and the darkest fiftieth; ``blown`` is the share, 0-1, of the face where a channel is blown out.
    """

    highlight: int
    blown: float
    spread: int


def measure_light(regions: Regions, places: Places = USUAL) -> Light | None:
    """Return the light on the person; None where the middle of the photo is of one brightness.

    Where no person is told from the background, the place of the head counts instead.
    """
    places = places.inside(regions)
    mask = regions.person
    if regions.state == "no-person" or mask.histogram()[255] < _LEAST:
        mask = _box(mask.size, places)
    luma = regions.small.convert("L")
    levels = luma.histogram(mask)
    dark, light = percentile(levels, 2), percentile(levels, 98)
    if light == dark:
        return None
    red, green, blue = cut(regions.small, places.face).split()
    face = cut(mask, places.face)
    if face.histogram()[255] < _LEAST:
        face = Image.new("L", face.size, 255)
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram(face)
    blown = sum(brightest[_BLOWN:]) / sum(brightest)
    return Light(percentile(levels, 99), blown, light - dark)


def _box(size: tuple[int, int], places: Places) -> Image.Image:
    mask = Image.new("L", size, 0)
    width, height = size
    left, top, right, bottom = places.head
    mask.paste(255, (round(left * width), round(top * height), round(right * width), round(bottom * height)))
    return mask
