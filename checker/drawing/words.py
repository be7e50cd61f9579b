"""What is measured and allowed, in words."""

from collections.abc import Sequence

from ..report import Value
from ..text import Lang, Text, number

_UNITS = {"fraction": "%", "px": " px", "deg": "°"}


def ends_of(allowed: Value) -> tuple[float | None, float | None]:
    """Return the ends of an allowed range; None for an open one and where there is no range."""
    if isinstance(allowed, Sequence) and not isinstance(allowed, str) and len(allowed) == 2:
        low, high = (float(end) if isinstance(end, int | float) else None for end in allowed)
        return low, high
    return None, None


def value_of(measured: Value, unit: str) -> str:
    """Return a measured number, or several, with the unit; empty for anything else."""
    if isinstance(measured, int | float):
        return f"{_plain(measured, unit)}{_UNITS.get(unit, '')}"
    if isinstance(measured, Sequence) and not isinstance(measured, str):
        return " / ".join(
            filter(None, (value_of(part, unit) for part in measured if isinstance(part, int | float)))
        )
    return ""


def _plain(value: float, unit: str) -> str:
    return number(round(value * 100, 1)) if unit == "fraction" else number(round(value, 1))


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
