"""Background colours: which bands of CIELAB count as blue, white and so on.

All figures here are our own: no source gives more than a colour's name or a few RGB values. They are set so
that the published blues (#64C5FF, #00A3E6) and those of common apps (#438EDB, #628BCE) pass, while navy,
teal, violet and near-white do not. Noise, compression, Display-P3 and a gradient do not move a photo across
them; a vignette does where its background lies within the vignette's own depth of a limit.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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
        return (
            self.lightness[0] <= lightness <= self.lightness[1]
            and self.chroma[0] <= math.hypot(a, b) <= self.chroma[1]
            and self.hue[0] <= math.degrees(math.atan2(b, a)) % 360 <= self.hue[1]
        )


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
    # "Light" without a colour: near-neutral passes, another pale colour is for the school to say.
    "light": Background(Text("浅色", "light"), Band((85, 101), (0, 6)), Band((85, 101), (0, 20))),
}


def best_grade(lab: Lab, allowed: Iterable[str]) -> Grade:
    """Return the best grade that the colour has among the ``allowed`` backgrounds."""
    grades = {BACKGROUNDS[name].grade(lab) for name in allowed}
    return next((grade for grade in ("pass", "warn") if grade in grades), "fail")
