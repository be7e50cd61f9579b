"""How far the clothes stand out from the background, without knowing where the shoulders are.

In an ID photo the lowest rows left and right of the middle are clothes: jackets, not ties and collars. What
is measured there is the distance from the background that the sides of the picture let expect. All figures
here are our own.
"""

from .lab import percentile, squared_distance, unsquared
from .regions import Regions

# Where clothes are expected: from this share of the height down, between these shares of the width.
_FROM = 0.90
_ZONES = ((0.14, 0.36), (0.64, 0.86))
# A zone of which so much is background while the other is not lies beside a person who is off the middle.
_EMPTY, _FULL = 0.6, 0.3


def measure_clothes(regions: Regions) -> float:
    """Return the median CIE76 distance of the clothes from the background, 32 for 32 and more."""
    width, height = regions.small.size
    top = min(round(height * _FROM), height - 1)
    away = squared_distance(regions.lab, regions.behind)
    histograms, empty = [], []
    for left, right in _ZONES:
        box = (round(width * left), top, max(round(width * right), round(width * left) + 1), height)
        histograms.append(away.crop(box).histogram())
        seen = regions.background.crop(box)
        empty.append(seen.histogram()[255] / (seen.width * seen.height))
    if max(empty) >= _EMPTY and min(empty) <= _FULL:
        histograms = [histograms[empty.index(min(empty))]]
    together = [sum(counts) for counts in zip(*histograms, strict=True)]
    return unsquared(percentile(together, 50))
