"""Whether two reports say the same, where a model ran on two machines.

onnxruntime and onnxruntime-web add up in another order, so what is measured by landmarks differs by some
thousandths of a px. Of such rules, a number may differ by one unit of the last digit that is told; all else
must be equal.
"""

from __future__ import annotations

import re
from typing import Any

BY_LANDMARKS = frozenset(
    {
        "crown-position",
        "head-height",
        "eye-line",
        "face-width",
        "head-centring",
        "side-margins",
        "shoulders",
        "inter-eye-distance",
        "roll",
        "yaw",
        "pitch",
        "eyes-open",
        "mouth-closed",
        "gaze",
    }
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CONFIDENCE = 1e-2
"""The last digit of a confidence."""


def difference(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Return what two reports say differently, by pairs."""
    if len(ours) != len(theirs):
        return [(ours, theirs)]
    found: list[tuple[Any, Any]] = []
    for one, other in zip(ours, theirs, strict=True):
        mine, its = one.get("findings", []), other.get("findings", [])
        if one | {"findings": []} != other | {"findings": []} or len(mine) != len(its):
            found.append((one, other))
        found += [pair for pair in zip(mine, its, strict=True) if not is_same(*pair)]
    return found


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two findings say the same."""
    if one == other:
        return True
    if one["rule"] not in BY_LANDMARKS or one.keys() != other.keys():
        return False
    return all(_is_same_value(key, one[key], other[key]) for key in one)


def _is_same_value(key: str, one: Any, other: Any) -> bool:
    if one == other:
        return True
    if key == "message":
        return NUMBER.sub("#", one) == NUMBER.sub("#", other) and all(
            _are_neighbours(*pair) for pair in zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
        )
    if key == "measured" and isinstance(one, float | int) and isinstance(other, float | int):
        return _are_neighbours(repr(one), repr(other))
    return key == "confidence" and bool(abs(one - other) <= CONFIDENCE * 1.01)


def _are_neighbours(one: str, other: str) -> bool:
    """Return whether two decimal numbers differ by one unit of the last digit at most."""
    digits = max(len(text.partition(".")[2]) for text in (one, other))
    return abs(float(one) - float(other)) <= 0.1**digits * 1.01
