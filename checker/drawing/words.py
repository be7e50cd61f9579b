"""What is measured and allowed, in words."""

import math
from collections.abc import Sequence

from ..report import Value
from ..text import Lang, Text, number

# So that 31.25 becomes 31.3 whatever the binary fraction that stands for it.
_HALF_UP = 1e-9
_UNITS = {"fraction": "%", "px": " px", "deg": "°"}


def ends_of(allowed: Value) -> tuple[float | None, float | None]:
    """Return the ends of an allowed range; None for an open one and where there is no range."""
    if isinstance(allowed, Sequence) and not isinstance(allowed, str) and len(allowed) == 2:
        low, high = (float(end) if isinstance(end, int | float) else None for end in allowed)
        return low, high
    return None, None


def value_of(measured: Value, unit: str, ends: Sequence[float | None] = ()) -> str:
    """Return a measured number with the unit; empty for anything else.

    It has one decimal, or two where it would otherwise look like one of the ``ends`` that it is not.
    """
    if not isinstance(measured, int | float):
        return ""
    value = _plain(measured, unit)
    if any(end is not None and end != measured and _plain(end, unit) == value for end in ends):
        value = _plain(measured, unit, 2)
    return f"{value}{_UNITS.get(unit, '')}"


def _plain(value: float, unit: str, digits: int = 1) -> str:
    shown = value * 100 if unit == "fraction" else value
    return number(round(shown + math.copysign(_HALF_UP, shown), digits))


def need(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    """Return what is allowed as a part of a sentence, with the comma before it; empty where nothing is."""
    mark = _UNITS.get(unit, "")
    ends = ["" if end is None else f"{_plain(end, unit)}{mark}" for end in (low, high)]
    if low is not None and high is not None:
        if low == -high:
            words = Text(f"±{ends[1]}", f"+-{ends[1]}")
        elif low == high:
            words = Text(ends[0], ends[0])
        else:
            words = Text(f"{ends[0]}–{ends[1]}", f"{ends[0]}-{ends[1]}")
    elif low is not None:
        words = Text(f"至少 {ends[0]}", f"at least {ends[0]}")
    elif high is not None:
        words = Text(f"至多 {ends[1]}", f"at most {ends[1]}")
    else:
        return ""
    if lang == "en":
        return f", allowed {words.en}"
    return f"，允许{'' if words.zh[0] in '至±' else ' '}{words.zh}"
