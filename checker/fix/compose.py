"""Choosing the part of a picture in which the head lies as all chosen standards want it."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..vision.head import Head
from .model import Box, Size

# How heavily a miss counts, per unit of the share missed: what a chosen standard limits, what the usual ones
# do, our aim, and its middle. An edge to be made up counts least but for the last. Ours.
_ROOM, _USUAL, _AIM, _MIDDLE, _MADE_UP = 1000.0, 100.0, 10.0, 0.1, 1.0
# A picture of fewer px than the usual size is a smaller fault than a head out of place. Ours.
_FEW = 5.0
_STEPS = 160  # widths tried, from the smallest to the largest
_MET = 1e-6


@dataclass(frozen=True, slots=True)
class Stripe:
    """A share may lie from ``low`` to ``high``."""

    low: float = 0.0
    high: float = math.inf

    def meet(self, other: "Stripe") -> "Stripe":
        """Return what both have in common; where that is nothing, this one."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Stripe(low, high) if low <= high else self

    def inset(self, by: float) -> "Stripe":
        """Return this one without what lies within ``by`` of its ends; itself where nothing would be left."""
        low, high = self.low + by if self.low > 0 else self.low, self.high - by
        return Stripe(low, high) if low <= high else self

    def off(self, value: float) -> float:
        """Return by how much ``value`` lies outside."""
        return max(self.low - value, value - self.high, 0.0)


_ANY = Stripe()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a head may lie: shares of the new picture's height, for face, centre and margin of its width.

    ``crown``, ``eyes`` and ``chin`` from the upper edge, ``head`` from crown to chin, ``face`` from cheek to
    cheek, ``centre`` the distance of the face's middle from the picture's, ``margin`` the room at either side
    of hair and head.
    """

    crown: Stripe = _ANY
    head: Stripe = _ANY
    eyes: Stripe = _ANY
    face: Stripe = _ANY
    centre: Stripe = _ANY
    margin: Stripe = _ANY
    chin: Stripe = _ANY

    def each(self) -> tuple[Stripe, ...]:
        """Return the stripes in the order of `measured`."""
        return (self.crown, self.head, self.eyes, self.face, self.centre, self.margin, self.chin)

    def meet(self, other: "Place") -> "Place":
        """Return this place narrowed by ``other``, as far as both agree."""
        return Place(*(mine.meet(their) for mine, their in zip(self.each(), other.each(), strict=True)))

    def inset(self, by: float) -> "Place":
        """Return this place with every stripe inset."""
        return Place(*(stripe.inset(by) for stripe in self.each()))

    def holds(self, head: Head, box: Box) -> bool:
        """Return whether ``head`` lies in ``box`` as it may."""
        return self.off(measured(head, box)) <= _MET

    def off(self, shares: tuple[float | None, ...]) -> float:
        """Return by how much the shares lie outside, added up."""
        pairs = zip(self.each(), shares, strict=True)
        return sum(stripe.off(share) for stripe, share in pairs if share is not None)


@dataclass(frozen=True, slots=True)
class Wish:
    """Where the head is wanted, and how large the crop.

    ``room`` is what all chosen standards allow, ``usual`` the part of it that suits the usual ones too,
    ``aim`` the best; ``least`` the width in px below which a crop could only be enlarged, ``ample`` the width
    that the new picture gets by default.
    """

    room: Place
    usual: Place
    aim: Place
    least: int = 1
    ample: int = 1


@dataclass(frozen=True, slots=True)
class Edges:
    """So many px, or yes and no, at each edge of a picture."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def any(self) -> bool:
        """Whether any of them counts a px or more."""
        return max(self.left, self.top, self.right, self.bottom) >= 1


def measured(head: Head, box: Box) -> tuple[float | None, ...]:
    """Return the shares that a head has in a box: crown, head, eyes, face, centre, margin and chin."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    margin = None
    if head.sides is not None:
        margin = min(head.sides[0] - left, right - head.sides[1]) / width
    return (
        (head.crown - top) / height,
        head.height / height,
        (head.eyes - top) / height,
        None if head.face is None else head.face / width,
        abs(head.middle - (left + right) / 2) / width,
        margin,
        (head.chin - top) / height,
    )


def compose(head: Head, picture: Size, ratio: Fraction, wish: Wish, beyond: Edges) -> Box:
    """Return the box, of exactly ``ratio``, that puts ``head`` nearest to where it is wanted.

    It lies in a picture of ``picture`` px, of which it may leave each edge by the px in ``beyond``; it is no
    narrower than the least width, where the picture allows that.
    """
    shape = float(ratio)
    bounds = (0.0 - beyond.left, 0.0 - beyond.top, picture[0] + beyond.right, picture[1] + beyond.bottom)
    most = min(bounds[2] - bounds[0], (bounds[3] - bounds[1]) * shape)
    low = min(float(wish.least), most)
    boxes = (
        box
        for step in range(_STEPS + 1)
        for box in _boxes(head, low * (most / low) ** (step / _STEPS), shape, wish, bounds)
    )
    return min(boxes, key=lambda box: _price(head, box, wish, overflow(box, picture)))


def overflow(box: Box, picture: Size) -> Edges:
    """Return by how many px a box leaves each edge of a picture."""
    left, top, right, bottom = box
    return Edges(max(0.0, -left), max(0.0, -top), max(0.0, right - picture[0]), max(0.0, bottom - picture[1]))


def _boxes(head: Head, width: float, shape: float, wish: Wish, bounds: Box) -> Iterator[Box]:
    """Yield boxes of one size: all heights at which something wanted begins, ends or is exactly met."""
    height = width / shape
    left = _within(head.middle - width / 2, bounds[0], bounds[2] - width)
    places = (wish.room, wish.usual, wish.aim)
    tops = [bounds[1], bounds[3] - height]
    for row, stripes in (
        (head.crown, [place.crown for place in places]),
        (head.eyes, [place.eyes for place in places]),
        (head.chin, [place.chin for place in places]),
    ):
        ends = itertools.chain.from_iterable((one.low, one.high, (one.low + one.high) / 2) for one in stripes)
        tops += [row - share * height for share in dict.fromkeys(ends) if share < math.inf]
    for top in tops:
        at = _within(top, bounds[1], bounds[3] - height)
        yield left, at, left + width, at + height


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


def _price(head: Head, box: Box, wish: Wish, made_up: Edges) -> float:
    shares = measured(head, box)
    height = box[3] - box[1]
    aims = zip(wish.aim.each(), shares, strict=True)
    apart = sum(
        abs(share - (stripe.low + stripe.high) / 2)
        for stripe, share in aims
        if share is not None and stripe.high < math.inf
    )
    edges = (made_up.left + made_up.top + made_up.right + made_up.bottom) / height
    few = max(0.0, 1 - (box[2] - box[0]) / wish.ample)
    return (
        _ROOM * wish.room.off(shares)
        + _USUAL * wish.usual.off(shares)
        + _AIM * wish.aim.off(shares)
        + _MIDDLE * apart
        + _MADE_UP * edges
        + _FEW * few
    )
