"""The part of a camera's picture that the photo is to be, and the head's outline in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from ..fix import Band, Crop, crop_frame
from ..fix.compose import Place, Stripe
from ..fix.model import Size
from ..fix.place import wish
from ..fix.plan import plan
from ..standards import Standard
from ..text import Lang


@dataclass(frozen=True, slots=True)
class Outline:
    """Where crown, eyes and chin go, as shares of the window's height, and the face's width, of the window's.

    Each is the middle of what the chosen standards, the usual ones and our aim have in common.
    """

    crown: float
    eyes: float
    chin: float
    face: float


@dataclass(frozen=True, slots=True)
class Viewfinder:
    """The ``window``, a part of a camera's picture of ``size`` px, in which the head is to lie.

    ``bands`` are the stripes of the window in which the standards want crown, eyes and chin; ``outline`` is
    None, and so is ``allowed``, in which shares of the window the head may lie, where a standard does not
    say how large the head shall be.
    """

    size: Size
    window: Crop
    bands: tuple[Band, ...]
    outline: Outline | None
    allowed: Place | None

    def to_dict(self, lang: Lang) -> Mapping[str, Any]:
        """Return the JSON object of window, bands and outline."""
        window, line = self.window, self.outline
        return {
            "window": [window.left, window.top, window.width, window.height],
            "bands": [band.to_dict(lang) for band in self.bands],
            "outline": None if line is None else asdict(line),
        }


def viewfinder(size: Size, chosen: Sequence[Standard]) -> Viewfinder:
    """Return the viewfinder for a camera's picture of ``size`` px, upright, under all ``chosen`` standards.

    Standards that exclude each other give one of what they agree in. The window is the largest part of the
    ratio that the fixer would make.
    """
    frame = crop_frame(size, chosen)
    asked = wish(plan(chosen), Fraction(*frame.size))
    if asked is None:
        return Viewfinder(size, frame.default, frame.bands, None, None)
    aim = asked.aim
    crown = _middle(aim.crown)
    return Viewfinder(
        size,
        frame.default,
        frame.bands,
        Outline(crown, _middle(aim.eyes), crown + _middle(aim.head), _middle(aim.face)),
        asked.usual,
    )


def _middle(stripe: Stripe) -> float:
    return (stripe.low + stripe.high) / 2
