"""Whether the light tints the photo: told from something white in it and from the colour of the skin.

White is the background where that is white or grey, else the lightest part of the person where it is nearly
white: a collar, a reflection. Skin of all people lies in a narrow range of hues, but not so narrow that it
would betray a moderate tint by itself; so outside extremes both have to lean the same way. Colours are CIELAB
as `checker.lab.to_lab` gives them.
"""

import math
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops

from ..lab import L_SCALE, percentile
from ..levels import mapped, reaching
from ..regions import Regions
from .regions import USUAL, Places, cut

Tint = Literal["yellow", "green", "blue", "magenta"]

_LEAST = 60  # px of the reduced copy
# A background of at least this L* whose hue is not that of the blue ones counts as white or grey.
_WHITE_BACKGROUND, _BLUE_HUES, _BLUE_CHROMA = 70.0, (205.0, 310.0), 12.0
# The lightest hundredth of the person counts as white from this L* on.
_WHITE_PART = 86.0
# Below this chroma a face has no colour at all: a grey photo.
_GREYEST = 4.0


@dataclass(frozen=True, slots=True)
class Colours:
    """The a* and b* of the skin and of something white (None: there is none).

    ``background``: the white is the background.
    """

    skin: tuple[int, int]
    white: tuple[int, int] | None
    background: bool

    @property
    def grey(self) -> bool:
        """Whether the face has no colour."""
        return math.hypot(*self.skin) < _GREYEST


def measure_colours(regions: Regions, places: Places = USUAL) -> Colours | None:
    """Return the colours of skin and white; None where no face is seen."""
    box = places.inside(regions).face
    face = cut(regions.person, box)
    if regions.state == "no-person" or face.histogram()[255] < _LEAST:
        return None
    _, *skin = _median(cut(regions.lab, box), face)
    lightness, *wall = _median(regions.lab, regions.background)
    hue = math.degrees(math.atan2(wall[1], wall[0])) % 360
    blue = math.hypot(*wall) > _BLUE_CHROMA and _BLUE_HUES[0] <= hue <= _BLUE_HUES[1]
    if lightness >= _WHITE_BACKGROUND * L_SCALE and not blue:
        return Colours((skin[0], skin[1]), (wall[0], wall[1]), True)
    light = regions.lab.getchannel(0)
    least = percentile(light.histogram(regions.person), 99)
    lightest = mapped(light, reaching(least))
    lightness, *part = _median(regions.lab, ImageChops.darker(lightest, regions.person))
    white = (part[0], part[1]) if lightness >= _WHITE_PART * L_SCALE else None
    return Colours((skin[0], skin[1]), white, False)


def _median(lab: Image.Image, mask: Image.Image) -> tuple[int, int, int]:
    """Return L* (0-255), a* and b* of the median within ``mask``."""
    counts = lab.histogram(mask)
    lightness, a, b = (percentile(counts[band : band + 256], 50) for band in (0, 256, 512))
    return lightness, a - 128, b - 128


# Ours, set on the portraits under light tinted by 6 and by 16 units (see the package). Without white a tint
# must make a face that nobody has. A pale shirt may itself be coloured; so with the person's own white the
# skin has to agree.
_YELLOW_SKIN, _YELLOW_WHITE, _WARM_SKIN = 32, 12, 26  # b*
_GREEN_HUE, _GREEN_WHITE, _GREEN_SKIN = 84.0, (-9, 4), 16  # degrees; a* and b*; a*
_BLUE_SKIN, _CYAN_WHITE, _BLUE_WHITE, _COOL_SKIN = 8, (-6, 0), -7, 13  # b*; a* and b*; b*; b*
_MAGENTA_HUE, _MAGENTA_WHITE, _ROSY_HUE, _RED_SKIN = (
    20.0,
    (5, -2),
    34.0,
    32,
)  # degrees; a* and b*; degrees; a*


def find_tint(colours: Colours) -> Tint | None:
    """Return which way the photo is tinted, None where it is not or not surely."""
    a, b = colours.skin
    hue = math.degrees(math.atan2(b, a))
    if b <= _BLUE_SKIN:
        rosy = a >= _RED_SKIN or (colours.white is not None and colours.white[0] >= _MAGENTA_WHITE[0])
        return "magenta" if rosy else "blue"
    if b >= _YELLOW_SKIN:
        return "yellow"
    if hue >= _GREEN_HUE:
        return "green"
    if hue <= _MAGENTA_HUE:
        return "magenta"
    return None if colours.white is None else _tint_of_white(colours, colours.white, hue)


def _tint_of_white(colours: Colours, white: tuple[int, int], hue: float) -> Tint | None:
    """Return which way ``white`` is off, where the skin, of the hue ``hue``, does not contradict it."""
    a, b = colours.skin
    sure = colours.background
    if white[1] >= _YELLOW_WHITE and (sure or b >= _WARM_SKIN):
        return "yellow"
    if white[0] <= _GREEN_WHITE[0] and white[1] >= _GREEN_WHITE[1] and (sure or a <= _GREEN_SKIN):
        return "green"
    cyan = white[0] <= _CYAN_WHITE[0] and white[1] <= _CYAN_WHITE[1]
    if (cyan or white[1] <= _BLUE_WHITE) and b <= _COOL_SKIN:
        return "blue"
    if white[0] >= _MAGENTA_WHITE[0] and white[1] <= _MAGENTA_WHITE[1] and (sure or hue <= _ROSY_HUE):
        return "magenta"
    return None
