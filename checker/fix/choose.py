"""Choosing the size of the new picture and the part of the old one that fills it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .model import Box, Size
from .plan import Plan

# Ours: so much may a picture be enlarged, which nobody can see. A true enlargement looks like more than the
# camera saw, and the review takes it for a blurred photo.
MAX_ENLARGEMENT = 1.05
# Ours: when so little would be reduced, px are cut off at the edges instead, and no px is changed.
_AS_GOOD_AS_EQUAL = 1.01


@dataclass(frozen=True, slots=True)
class Choice:
    """``size`` of the new picture in px, and ``box``, the part of the old one, of exactly the same ratio."""

    size: Size
    box: Box

    @property
    def scale(self) -> float:
        """How many px of the old picture become one of the new, along a side; below 1: enlarged."""
        return (self.box[2] - self.box[0]) / self.size[0]


def choose(target: Plan, part: Box) -> Choice:
    """Return the best size for ``part``, in px of the old picture, and what of it is kept, from its centre.

    The size is the aim's; where the picture has too few px, the largest that it can fill; where it can fill
    none, the smallest allowed, whose `Choice.scale` is then below 1.
    """
    own = _ratio(part)
    # The ratio that suits all, and for a photo with few px the one that loses least of it.
    shapes = dict.fromkeys([target.shape(own), Fraction(target.room.shapes.nearest(own))])
    for shape in shapes:
        aims = [_keep(size, part) for size in target.aim.sizes(shape)]
        allowed = [_keep(size, part) for size in _fillable(target, shape, part)]
        full = [choice for choice in allowed if choice.scale >= 1]
        for choice in (*aims, *(full[-1:] if aims else full)):
            if choice.scale >= 1:
                return choice
    smallest = [next(target.room.sizes(shape), None) for shape in shapes]
    choices = [_keep(size, part) for size in smallest if size is not None]
    return max(choices, key=lambda choice: choice.scale)


def larger(target: Plan, part: Box, choice: Choice, times: float) -> Choice | None:
    """Return an allowed choice with ``times`` the px of ``choice``, or else as many as the picture can fill.

    None when that is no more than ``choice`` has.
    """
    area, most = choice.size[0] * choice.size[1], None
    for size in _fillable(target, Fraction(choice.size[0], choice.size[1]), part):
        candidate = _keep(size, part)
        if candidate.scale >= 1 and size[0] * size[1] > area:
            most = candidate
            if size[0] * size[1] >= times * area:
                break
    return most


def _ratio(part: Box) -> Fraction:
    left, top, right, bottom = part
    return (Fraction(right - left) / Fraction(bottom - top)).limit_denominator(100_000)


def _fillable(target: Plan, shape: Fraction, part: Box) -> Iterator[Size]:
    return target.room.sizes(shape, int(part[2] - part[0]))


def _keep(size: Size, part: Box) -> Choice:
    """Return the largest box of the ratio of ``size`` in the middle of ``part``."""
    left, top, right, bottom = part
    scale = min((right - left) / size[0], (bottom - top) / size[1])
    if 1 <= scale < _AS_GOOD_AS_EQUAL:
        scale = 1
    width, height = scale * size[0], scale * size[1]
    x, y = left + (right - left - width) / 2, top + (bottom - top - height) / 2
    if scale == 1:
        x, y = float(round(x)), float(round(y))
    x, y = max(left, x), max(top, y)  # rounding must not lead out of the part
    return Choice(size, (x, y, x + width, y + height))
