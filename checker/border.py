"""Sampling the border of a photo, where the background is seen whatever the person does.

All figures here are our own; `benchmarks/accuracy` measures what they do.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from PIL import Image

from .backgrounds import BACKGROUNDS, Lab, Rgb
from .colour import srgb_to_lab
from .copies import reduced

# Where the border lies, as shares of width and height: across the top, and down both sides beside the head,
# where crown (1/10 of the height above it) and sides (1/10 of the width) leave background. The outermost
# 1 % is left out: scans and exports often leave a line there.
_EDGE, _TOP, _SIDE, _DOWN = 0.01, 0.06, 0.08, 0.45
# Colours are counted on a copy whose longer side is 256-511 px: noise averages out, and it is quick.
_SAMPLING_SIDE = 256
# CIE76 distance within which a sample is of the median's colour: noise, vignetting and JPEG stay below it.
_NEAR = 15.0
# Where the person leaves less than this share of the border, all of it is looked at.
_ENOUGH = 0.25


# Two colours side by side, told from one that falls off slowly or is noisy: the means of both parts lie so
# far apart (CIE76), the smaller part has such a share, and so much of all variance lies between the two. (An
# even gradient reaches 0.75, noise 0.64, two even colours 1.)
_APART, _PART, _BETWEEN = 8.0, 0.15, 0.85
_BINS = 2  # per unit of CIELAB


@dataclass(frozen=True, slots=True)
class Border:
    """The colour of the border.

    ``rgb`` and ``lab`` are its median as sRGB and CIELAB; ``even`` is the share of samples near the median;
    ``allowed`` the largest share that any single allowed background has; ``commonest`` the mean of the most
    frequent colour; ``halves`` the means of two colours lying side by side, or None.
    """

    rgb: Rgb
    lab: Lab
    even: float
    allowed: float
    commonest: Rgb
    halves: tuple[Rgb, Rgb] | None


def as_hex(rgb: Rgb) -> str:
    """Return a colour as #RRGGBB."""
    return "#{:02X}{:02X}{:02X}".format(*rgb)


class Samples:
    """The colours of a border, with what does not depend on which backgrounds are allowed.

    ``strips`` counts them for the top and each side, ``counts`` all together; ``labs`` holds each in CIELAB,
    ``described`` what has been found for some allowed backgrounds.
    """

    def __init__(
        self, image: Image.Image, beside: Callable[[tuple[int, int]], Image.Image] | None = None
    ) -> None:
        """Take the samples of ``image``; ``beside`` gives a mask of a size, 255 where there is no person."""
        factor = max(image.size) // _SAMPLING_SIDE
        small = reduced(image, factor)
        boxes = _boxes(*small.size)
        strips: list[Counter[Rgb]] = []
        if beside is not None:
            mask = beside(small.size)
            strips = [_colours(small.crop(box), mask.crop(box)) for box in boxes]
        whole = sum((right - left) * (bottom - top) for left, top, right, bottom in boxes)
        if sum(strip.total() for strip in strips) < _ENOUGH * whole:
            strips = [_colours(small.crop(box)) for box in boxes]
        self.strips = strips
        self.counts = sum(strips, Counter())
        self.rgb = (_median(self.counts, 0), _median(self.counts, 1), _median(self.counts, 2))
        self.lab = srgb_to_lab(*self.rgb)
        self.labs = {colour: srgb_to_lab(*colour) for colour in self.counts}
        self.near = {colour for colour, sample in self.labs.items() if math.dist(sample, self.lab) <= _NEAR}
        self.commonest = _commonest(self.counts)
        self._fitting: dict[str, set[Rgb]] = {}
        self._halves: dict[frozenset[Rgb], tuple[Rgb, Rgb] | None] = {}
        self.described: dict[tuple[str, ...], Border] = {}

    def fitting(self, background: str) -> set[Rgb]:
        """Return the colours that the background of this name allows or warns of."""
        if background not in self._fitting:
            grade = BACKGROUNDS[background].grade
            self._fitting[background] = {
                colour for colour, sample in self.labs.items() if grade(sample) != "fail"
            }
        return self._fitting[background]

    def halves(self, background: set[Rgb]) -> tuple[Rgb, Rgb] | None:
        """Return two colours that lie side by side in one strip, counting only those of ``background``.

        One strip at a time: together, the ends of a slow change across the photo would look like two colours.
        """
        key = frozenset(background)
        if key not in self._halves:
            parts = (Counter({c: n for c, n in strip.items() if c in key}) for strip in self.strips)
            found = (find_halves(part, self.labs) for part in parts)
            self._halves[key] = next((halves for halves in found if halves is not None), None)
        return self._halves[key]


def measure_border(image: Image.Image, allowed: tuple[str, ...]) -> Border:
    """Return the colour of the border of an upright sRGB ``image`` of mode RGB.

    The median is taken per channel of sRGB and judged in CIELAB; shares are 0-1.
    """
    return describe_border(Samples(image), allowed)


def describe_border(samples: Samples, allowed: tuple[str, ...]) -> Border:
    """Return what `measure_border` does, from ``samples`` that several standards can share."""
    described = samples.described.get(allowed)
    if described is None:
        described = samples.described[allowed] = _describe(samples, allowed)
    return described


def _describe(samples: Samples, allowed: tuple[str, ...]) -> Border:
    total = samples.counts.total()
    best = max(map(samples.fitting, allowed), key=lambda colours: _share(colours, samples.counts))
    return Border(
        samples.rgb,
        samples.lab,
        _share(samples.near, samples.counts) / total,
        _share(best, samples.counts) / total,
        samples.commonest,
        samples.halves(samples.near | best),
    )


def _colours(image: Image.Image, mask: Image.Image | None = None) -> Counter[Rgb]:
    """Return how often each colour of an RGB image occurs, where ``mask`` (if any) is 255."""
    if mask is None:
        found = image.getcolors(image.width * image.height) or []
        return Counter({colour: count for count, colour in found})  # type: ignore[misc]  # of RGB: tuples
    image = image.convert("RGBA")
    image.putalpha(mask)
    found = image.getcolors(image.width * image.height) or []
    return Counter({colour[:3]: count for count, colour in found if colour[3] == 255})  # type: ignore


def _commonest(counts: Counter[Rgb]) -> Rgb:
    """Return the mean of the most frequent colour and of those near it."""
    bins: Counter[Rgb] = Counter()
    for (red, green, blue), count in counts.items():
        bins[red >> 4, green >> 4, blue >> 4] += count
    most = bins.most_common(1)[0][0]
    return _mean(counts, [colour for colour in counts if tuple(value >> 4 for value in colour) == most])


def _share(colours: Iterable[Rgb], counts: Counter[Rgb]) -> int:
    return sum(counts[colour] for colour in colours)


def _mean(counts: Counter[Rgb], colours: Collection[Rgb]) -> Rgb:
    total = _share(colours, counts)
    red, green, blue = (round(sum(c[at] * counts[c] for c in colours) / total) for at in range(3))
    return red, green, blue


def find_halves(counts: Counter[Rgb], labs: Mapping[Rgb, Lab]) -> tuple[Rgb, Rgb] | None:
    """Return the mean colours of the two parts that samples fall into, None when they are one colour.

    L*, a* and b* are each cut where the least variance is left within the parts (Otsu 1979).
    """
    for axis in range(3):
        line: Counter[int] = Counter()
        for colour, count in counts.items():
            line[round(labs[colour][axis] * _BINS)] += count
        cut, between = _otsu(line)
        low = [colour for colour in counts if round(labs[colour][axis] * _BINS) <= cut]
        smaller = min(_share(low, counts), counts.total() - _share(low, counts))
        if between < _BETWEEN or smaller < _PART * counts.total():
            continue
        inside = set(low)
        parts = (_mean(counts, low), _mean(counts, [colour for colour in counts if colour not in inside]))
        if math.dist(srgb_to_lab(*parts[0]), srgb_to_lab(*parts[1])) >= _APART:
            return parts
    return None


def _otsu(line: Counter[int]) -> tuple[int, float]:
    """Return the last value of the lower part and the share of the variance that lies between the parts."""
    total = line.total()
    mean = sum(value * count for value, count in line.items()) / max(total, 1)
    variance = sum((value - mean) ** 2 * count for value, count in line.items())
    best, cut, below, moment = 0.0, min(line, default=0), 0, 0
    for value in sorted(line)[:-1]:
        below += line[value]
        moment += value * line[value]
        between = (moment - mean * below) ** 2 * total / (below * (total - below))
        if between > best:
            best, cut = between, value
    return cut, best / variance if variance else 0.0


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
