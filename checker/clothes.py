"""How far the clothes stand out from the background, without knowing where the shoulders are.

In an ID photo the lowest rows left and right of the middle are clothes: jackets, not ties and collars. What
is measured there is the distance from the background that the sides of the picture let expect. Where the
person stands elsewhere, the model's mask says between which columns. All figures here are our own.
"""

from PIL import Image

from .lab import percentile, squared_distance, unsquared
from .levels import mapped, reaching
from .regions import Regions

# Where clothes are expected: from this share of the height down, between these shares of the width.
_FROM = 0.90
_ZONES = ((0.14, 0.36), (0.64, 0.86))
# A zone of which so much is background while the other is not lies beside a person who is off the middle.
_EMPTY, _FULL = 0.6, 0.3


# Within the person, from the outline on either side: past what the mask is off by, short of tie and collar.
_WITHIN = (0.08, 0.38)
_BELIEF = 128  # of 255: more is person
_NARROWEST = 0.1  # of the width: what is narrower is no pair of shoulders


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


def measure_clothes_within(regions: Regions, person: Image.Image) -> float | None:
    """Return the same of the clothes inside the model's mask, wherever in the lowest rows they are.

    ``person`` is the mask over the picture that ``regions`` are of, which has no frame. None where it has no
    shoulders there.
    """
    width, height = regions.small.size
    top = min(round(height * _FROM), height - 1)
    mask = person.resize((width, height), Image.Resampling.BILINEAR)
    rows = mapped(mask.crop((0, top, width, height)), reaching(_BELIEF + 1))
    box = rows.getbbox()
    if box is None or box[2] - box[0] < _NARROWEST * width:
        return None
    left, right = box[0], box[2]
    away = squared_distance(regions.lab, regions.behind)
    together = [0] * 256
    for near, far in (_WITHIN, (1 - _WITHIN[1], 1 - _WITHIN[0])):
        ends = (round(left + near * (right - left)), round(left + far * (right - left)))
        zone = away.crop((ends[0], top, max(ends[1], ends[0] + 1), height))
        together = [a + b for a, b in zip(together, zone.histogram(), strict=True)]
    return unsquared(percentile(together, 50))
