"""One photo of the benchmark: what it is about, how it is made, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# `pass`: the rule must pass it. `warn-ok`: the rule must not pass it; where a file is judged, only `warn`
# will do. `fail`: the rule must fail it. `band`: inside a declared band of tolerance; nothing is wrong there.
Truth = Literal["pass", "warn-ok", "fail", "band"]
TRUTHS: tuple[Truth, ...] = ("pass", "warn-ok", "fail", "band")

Step = float | str
Size = tuple[int, int]

PORTRAIT: Size = (480, 640)


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo to be made and judged.

    ``rules`` are those it is about, nearly always one; ``standard`` is judged by; ``step`` is the strength of
    ``mutation``, a number in the band's unit or a name. ``variant`` tells shots of one step apart;
    ``background`` is a name of `looks.BACKGROUNDS`. ``seed`` makes what is random.
    """

    rules: tuple[str, ...]
    standard: str
    mutation: str
    step: Step
    truth: Truth
    source: str
    background: str = "blue"
    size: Size = PORTRAIT
    quality: int = 90
    variant: str = ""
    seed: int = 0
