"""How much room the limits of several standards leave together."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..rules import (
    aspect_ratio,
    file_name,
    file_size,
    image_format,
    jpeg_quality,
    pixel_size,
    print_resolution,
)
from ..table import Range
from .model import Size

Real = int | Fraction

MAX_SIDE = 65_500  # px: libjpeg's own limit
_SIMPLE = 16  # the greatest denominator of a ratio that people name: 3:4, 2:3, 5:7, 9:16
# JPEG quality never asked for by a standard, and the greatest there is.
_LOWEST, _HIGHEST = 1, 100


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``, ends included; None: no upper end."""

    low: Real
    high: Real | None = None

    @property
    def empty(self) -> bool:
        """Return whether no value is within."""
        return self.high is not None and self.high < self.low

    def meet(self, other: "Span") -> "Span":
        """Return what both have in common."""
        ends = [end for end in (self.high, other.high) if end is not None]
        return Span(max(self.low, other.low), min(ends, default=None))

    def holds(self, value: Real) -> bool:
        """Return whether ``value`` is within."""
        return self.low <= value and (self.high is None or value <= self.high)

    def nearest(self, value: Real) -> Real:
        """Return the value within that is nearest to ``value``."""
        value = max(self.low, value)
        return value if self.high is None else min(self.high, value)


_PORTRAIT = Span(Fraction(1, MAX_SIDE), Fraction(MAX_SIDE - 1, MAX_SIDE))


@dataclass(frozen=True, slots=True)
class Room:
    """What is allowed.

    ``width`` and ``height`` in px, ``ratio`` of the two, ``n_bytes`` of the file, JPEG ``quality`` on the IJG
    scale, ``dpi``, the ``formats`` and the name's ``extensions`` (None: any).

    ``ruled`` says that a standard speaks of the ratio itself; ``firm_bytes`` are the bytes without limits
    that are only usual, outside which a file is not refused.
    """

    width: Span = Span(1, MAX_SIDE)
    height: Span = Span(1, MAX_SIDE)
    ratio: Span = Span(Fraction(1, MAX_SIDE), Fraction(MAX_SIDE))
    ruled: bool = False
    n_bytes: Span = Span(1)
    firm_bytes: Span = Span(1)
    quality: Span = Span(_LOWEST, _HIGHEST)
    dpi: Span = Span(1)
    formats: frozenset[str] | None = None
    extensions: frozenset[str] | None = None

    @property
    def shapes(self) -> Span:
        """The ratios that width, height and the ratio's own limits leave."""
        assert self.width.high is not None
        assert self.height.high is not None
        low, high = Fraction(self.width.low, self.height.high), Fraction(self.width.high, self.height.low)
        return self.ratio.meet(Span(low, high))

    def allows(self, width: int, height: int) -> bool:
        """Return whether a picture may have this size, in px."""
        sizes = self.width.holds(width) and self.height.holds(height)
        return sizes and self.ratio.holds(Fraction(width, height))

    def sizes(self, shape: Fraction, widest: int = MAX_SIDE) -> Iterator[Size]:
        """Yield the allowed sizes whose ratio is ``shape``, smallest first, none wider than ``widest``.

        The height is rounded to whole px, unless the ratio is a simple one that sizes can have exactly.
        """
        assert self.width.high is not None
        low, high = math.ceil(self.width.low), min(math.floor(self.width.high), widest)
        steps = (shape.numerator, 1) if shape.denominator <= _SIMPLE else (1,)
        for step in steps:
            found = False
            for width in range(-(-low // step) * step, high + 1, step):
                height = max(1, round(width / shape))
                if self.allows(width, height):
                    found = True
                    yield width, height
            if found:
                return

    @property
    def empty(self) -> bool:
        """Whether nothing at all is allowed."""
        spans = (self.width, self.height, self.ratio, self.n_bytes, self.quality, self.dpi)
        if any(span.empty for span in spans) or self.formats == frozenset() or self.extensions == frozenset():
            return True
        shapes = self.shapes
        if shapes.empty:
            return True
        ends = (shapes.low, shapes.high, shapes.nearest(Fraction(3, 4)))
        return not any(next(self.sizes(Fraction(end)), None) for end in ends if end)


def _whole(span: Range) -> Span:
    low = 1 if span.min is None else math.ceil(span.min)
    return Span(low, MAX_SIDE if span.max is None else math.floor(span.max))


def _format(room: Room, limits: image_format.Limits) -> Room:
    formats = frozenset(limits.formats)
    return replace(room, formats=formats if room.formats is None else formats & room.formats)


def _name(room: Room, limits: file_name.Limits) -> Room:
    extensions = frozenset(limits.extensions)
    return replace(room, extensions=extensions if room.extensions is None else extensions & room.extensions)


def _quality(room: Room, limits: jpeg_quality.Limits) -> Room:
    return replace(room, quality=room.quality.meet(Span(limits.min, _HIGHEST)))


def _file_size(room: Room, limits: file_size.Limits) -> Room:
    # Both readings of KB: at least n x 1,024 bytes and at most n x 1,000.
    low = 1 if limits.kb.min is None else math.ceil(limits.kb.min * 1024)
    high = None if limits.kb.max is None else math.floor(limits.kb.max * 1000)
    window = Span(low, high)
    firm = room.firm_bytes.meet(window) if limits.enforced else room.firm_bytes
    return replace(room, n_bytes=room.n_bytes.meet(window), firm_bytes=firm)


def _pixel_size(room: Room, limits: pixel_size.Limits) -> Room:
    width, height = room.width.meet(_whole(limits.width)), room.height.meet(_whole(limits.height))
    return replace(room, width=width, height=height)


def _aspect_ratio(room: Room, limits: aspect_ratio.Limits) -> Room:
    wanted = Fraction(limits.width, limits.height)
    span = Span(wanted * (1 - limits.tolerance), wanted * (1 + limits.tolerance))
    return replace(room, ratio=room.ratio.meet(span), ruled=True)


def _print_resolution(room: Room, limits: print_resolution.Limits) -> Room:
    low = 1 if limits.dpi.min is None else math.ceil(limits.dpi.min)
    high = None if limits.dpi.max is None else math.floor(limits.dpi.max)
    return replace(room, dpi=room.dpi.meet(Span(low, high)))


def _orientation(room: Room, limits: Any) -> Room:  # noqa: ARG001
    return replace(room, ratio=room.ratio.meet(_PORTRAIT))


# How each rule's limits narrow the room. A fixable rule that is not here asks for the same of every file.
NARROWS: dict[str, Callable[[Room, Any], Room]] = {
    "image-format": _format,
    "file-name": _name,
    "jpeg-quality": _quality,
    "file-size": _file_size,
    "pixel-size": _pixel_size,
    "aspect-ratio": _aspect_ratio,
    "print-resolution": _print_resolution,
    "orientation": _orientation,
}
