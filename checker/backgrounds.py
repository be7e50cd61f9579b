"""Background colours: which bands of CIELAB count as blue, white or light grey, and sampling the border.

All figures here are our own and to be calibrated: no source gives more than a colour's name or a few RGB
values. They are set so that the published blues (#64C5FF, #00A3E6) and those of common apps (#438EDB,
#628BCE) pass, while navy, teal, violet and near-white do not.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from .colour import srgb_to_lab
from .text import Text

Grade = Literal["pass", "warn", "fail"]
Rgb = tuple[int, int, int]
Span = tuple[float, float]
Lab = tuple[float, float, float]

_ANY: Span = (0.0, 360.0)


@dataclass(frozen=True, slots=True)
class Band:
    """A region of CIELAB: lightness L* 0-100, chroma C*, hue angle in degrees, ends included."""

    lightness: Span
    chroma: Span
    hue: Span = _ANY

    def holds(self, lab: Lab) -> bool:
        """Return whether the colour lies within."""
        lightness, a, b = lab
        values = (lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)
        spans = (self.lightness, self.chroma, self.hue)
        return all(low <= value <= high for value, (low, high) in zip(values, spans, strict=True))


@dataclass(frozen=True, slots=True)
class Background:
    """A named background: the band that passes, the wider one that warns (None: nothing warns)."""

    title: Text
    passes: Band
    warns: Band | None

    def grade(self, lab: Lab) -> Grade:
        """Return how well a colour fits."""
        if self.passes.holds(lab):
            return "pass"
        return "warn" if self.warns is not None and self.warns.holds(lab) else "fail"


BACKGROUNDS: dict[str, Background] = {
    "blue": Background(
        Text("蓝色", "blue"),
        Band((45, 85), (25, 200), (235, 288)),
        Band((35, 85), (15, 200), (222, 298)),
    ),
    "white": Background(Text("白色", "white"), Band((90, 101), (0, 6)), Band((82, 101), (0, 6))),
    "light-grey": Background(Text("浅灰色", "light grey"), Band((85, 96), (0, 6)), None),
}


def best_grade(lab: Lab, allowed: Iterable[str]) -> Grade:
    """Return the best grade that the colour has among the ``allowed`` backgrounds."""
    grades = {BACKGROUNDS[name].grade(lab) for name in allowed}
    return next((grade for grade in ("pass", "warn") if grade in grades), "fail")


# Where the border lies, as shares of width and height: across the top, and down both sides beside the head,
# where crown (1/10 of the height above it) and sides (1/10 of the width) leave background. The outermost
# 1 % is left out: scans and exports often leave a line there.
_EDGE, _TOP, _SIDE, _DOWN = 0.01, 0.06, 0.08, 0.45
# Colours are counted on a copy whose longer side is 256-511 px: noise averages out, and it is quick.
_SAMPLING_SIDE = 256
# CIE76 distance within which a sample is of the median's colour: noise, vignetting and JPEG stay below it.
_NEAR = 15.0


@dataclass(frozen=True, slots=True)
class Border:
    """The border's median colour as sRGB and CIELAB, the share of samples near it, and of allowed ones."""

    rgb: Rgb
    lab: Lab
    even: float
    allowed: float

    @property
    def hex(self) -> str:
        """The median as #RRGGBB."""
        return "#{:02X}{:02X}{:02X}".format(*self.rgb)


def measure_border(image: Image.Image, allowed: tuple[str, ...]) -> Border:
    """Return the colour of the border of an upright sRGB ``image`` of mode RGB.

    The median is taken per channel of sRGB and judged in CIELAB; shares are 0-1.
    """
    factor = max(image.size) // _SAMPLING_SIDE
    small = image.reduce(factor) if factor > 1 else image
    counts: Counter[Rgb] = Counter()
    for box in _boxes(*small.size):
        for count, colour in small.crop(box).getcolors(small.width * small.height) or ():
            counts[colour] += count  # type: ignore[index]  # mode RGB gives triples
    total = counts.total()
    rgb = (_median(counts, 0), _median(counts, 1), _median(counts, 2))
    lab = srgb_to_lab(*rgb)
    near = fits = 0
    for colour, count in counts.items():
        sample = srgb_to_lab(*colour)
        near += count if math.dist(sample, lab) <= _NEAR else 0
        fits += count if best_grade(sample, allowed) != "fail" else 0
    return Border(rgb, lab, near / total, fits / total)


def _boxes(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Return the boxes of the border: across the top, down the left and the right side; never empty."""
    x, y = round(width * _EDGE), round(height * _EDGE)
    top = max(y + 1, round(height * _TOP))
    side = max(x + 1, round(width * _SIDE))
    boxes = [(x, y, max(width - x, x + 1), top)]
    down = round(height * _DOWN)
    if down > top:
        boxes += [(x, top, side, down), (max(width - side, 0), top, max(width - x, 1), down)]
    return boxes


def _median(counts: Counter[Rgb], channel: int) -> int:
    """Return the lower median of one channel."""
    histogram = [0] * 256
    for colour, count in counts.items():
        histogram[colour[channel]] += count
    half, seen = (counts.total() + 1) // 2, 0
    for value, count in enumerate(histogram):
        seen += count
        if seen >= half:
            return value
    raise AssertionError("a border always has samples")


_HUES = (
    (20, Text("粉红", "pink")),
    (50, Text("红", "red")),
    (75, Text("橙", "orange")),
    (110, Text("黄", "yellow")),
    (170, Text("绿", "green")),
    (222, Text("青", "cyan")),
    (308, Text("蓝", "blue")),
    (340, Text("紫", "violet")),
    (361, Text("粉红", "pink")),
)


def colour_name(lab: Lab) -> Text:
    """Return a plain name for a colour, such as 深蓝色 or 白色."""
    lightness, a, b = lab
    chroma = math.hypot(a, b)
    if chroma < 10:
        shades = (
            (20, Text("黑色", "black")),
            (45, Text("深灰色", "dark grey")),
            (82, Text("灰色", "grey")),
            (93, Text("浅灰色", "light grey")),
        )
        return next((name for limit, name in shades if lightness < limit), Text("白色", "white"))
    hue = math.degrees(math.atan2(b, a)) % 360
    name = next(name for limit, name in _HUES if hue < limit)
    if lightness < 45:
        return Text(f"深{name.zh}色", f"dark {name.en}")
    if chroma < (50 if lightness > 85 else 25):
        return Text(f"浅{name.zh}色", f"pale {name.en}")
    return Text(f"{name.zh}色", name.en)
