"""Single limits of a standard replaced by what a call or a link asks for: ``kb=20-60``, ``bg=white``."""

import dataclasses
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..backgrounds import BACKGROUNDS
from ..errors import StandardError
from ..report import Source
from ..rules import RULES
from ..table import Table
from ..text import NOTHING, Text, printable
from .model import RuleEntry, Standard

_LONGEST_SHOWN = 40
_WHOLE = r"[1-9]\d{0,4}"
_RANGE = rf"{_WHOLE}-(?:{_WHOLE})?|-{_WHOLE}"
_SPAN = rf"{_WHOLE}|{_RANGE}"
_PERCENT = r"[1-9]\d?"
# How each key's value is written, after `_normal`.
FORMS: dict[str, re.Pattern[str]] = {
    "bg": re.compile(r"[a-z-]+(?:,[a-z-]+)*", re.ASCII),
    "kb": re.compile(_RANGE, re.ASCII),
    "px": re.compile(rf"(?:{_SPAN})x(?:{_SPAN})", re.ASCII),
    "dpi": re.compile(_SPAN, re.ASCII),
    "crown": re.compile(rf"{_PERCENT}-(?:{_PERCENT})?|-{_PERCENT}", re.ASCII),
    "eyes": re.compile(rf"{_PERCENT}-(?:{_PERCENT})?|-{_PERCENT}", re.ASCII),
}
_OF_HEIGHT = {"crown": "crown-position", "eyes": "eye-line"}
_HOW = {
    "bg": Text(
        f"请写 {'、'.join(BACKGROUNDS)} 中的一个或几个，用逗号隔开",
        f"write one or more of {', '.join(BACKGROUNDS)}, joined by commas",
    ),
    "kb": Text("请写成 20-60、20- 或 -60，单位 KB", "write 20-60, 20- or -60, in KB"),
    "px": Text(
        "请写成 480x640、480-600x640-768 或 295-x413-，宽在前", "write 480x640, 480-600x640-768 or 295-x413-"
    ),
    "dpi": Text("请写成 300、72- 或 72-300", "write 300, 72- or 72-300"),
    "crown": Text("请写成 8-17，是照片高度的百分之几", "write 8-17, in percent of the height"),
    "eyes": Text("请写成 31-47，是照片高度的百分之几", "write 31-47, in percent of the height"),
}


def parse_overrides(assignments: Iterable[str]) -> dict[str, str]:
    """Return the overrides of ``assignments`` such as ``kb=20-60``, by key.

    Raises `StandardError` for one without ``=`` and for a key that is given two values.
    """
    found: dict[str, str] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals:
            raise _error(assignment, Text("请写成 kb=20-60 这样", "write it like kb=20-60"))
        if found.setdefault(key, value) != value:
            raise _error(assignment, Text(f"前面已经写了 {key}={found[key]}", f"{key} was given before"))
    return found


def with_overrides(standard: Standard, overrides: Mapping[str, str]) -> Standard:
    """Return ``standard`` with single limits replaced, and with ``overrides`` to say so.

    Keys and values: ``bg``, names of backgrounds joined by commas; ``kb``, ``20-60``, ``20-`` or ``-60``;
    ``px``, width and height as ``480x640``, each side perhaps a range; ``dpi``, ``300`` or a range;
    ``crown`` and ``eyes``, ``8-17``, per cent of the height from the upper edge. What the standard
    says nothing about is added. An exact ``px`` also takes the place of the standard's aspect ratio.

    A finding on such a limit does not cite the standard's source, which never said it, but the wish itself,
    with the trust mark ``call``: the tool knows that it was asked for, not who wants it.

    Raises `StandardError` for an unknown key and for a value that makes no sense.
    """
    if not overrides:
        return standard
    values = {key: _normal(key, value) for key, value in overrides.items()}
    rules = dict(standard.rules)
    for key, value in values.items():
        for rule_id, limits in _limits(key, value).items():
            if rule_id != "aspect-ratio" or rule_id in rules:
                rules[rule_id] = _entry(rule_id, limits, f"{key}={value}")
    return dataclasses.replace(
        standard,
        rules={rule_id: rules[rule_id] for rule_id in RULES if rule_id in rules},
        overrides={**standard.overrides, **values},
    )


def _normal(key: str, value: str) -> str:
    if key not in FORMS:
        known = ", ".join(FORMS)
        raise _error(key, Text(f"能改的要求只有 {known}", f"what can be overridden is {known}"))
    normal = value.strip().lower().replace("–", "-").replace("×", "x")
    if not FORMS[key].fullmatch(normal):
        raise _error(f"{key}={value}", _HOW[key])
    return normal


def _limits(key: str, value: str) -> dict[str, dict[str, Any]]:
    """Return the tables of the rules that an override stands for, as in a standard's file."""
    whole = f"{key}={value}"
    if key == "bg":
        names = value.split(",")
        if not set(names) <= set(BACKGROUNDS):
            raise _error(whole, _HOW[key])
        return {"background-colour": {"allowed": names}}
    if key == "kb":
        return {"file-size": {"kb": _span(whole, value)}}
    if key in _OF_HEIGHT:
        shares = {end: percent / 100 for end, percent in _span(whole, value).items()}
        return {_OF_HEIGHT[key]: {"range": shares}}
    if key == "dpi":
        return {"print-resolution": {"dpi": _span(whole, value)}}
    width, height = (_span(whole, side) for side in value.split("x"))
    tables: dict[str, dict[str, Any]] = {"pixel-size": {"width": width, "height": height}}
    exact = [side["min"] for side in (width, height) if side.get("min") == side.get("max")]
    if len(exact) == 2:
        common = math.gcd(*exact)
        ratio = {"width": exact[0] // common, "height": exact[1] // common, "tolerance": 0}
        tables["aspect-ratio"] = ratio
    return tables


def _span(whole: str, value: str) -> dict[str, int]:
    low, dash, high = value.partition("-")
    ends = {"min": low, "max": high if dash else low}
    span = {end: int(digits) for end, digits in ends.items() if digits}
    if len(span) == 2 and span["min"] > span["max"]:
        raise _error(whole, Text("前面的数不能比后面的大", "the first number must not be above the second"))
    return span


def _entry(rule_id: str, limits: dict[str, Any], shown: str) -> RuleEntry:
    source = Source(
        Text("本次检查指定的要求", "asked for in this check"), Text(shown, shown), year=None, trust="call"
    )
    return RuleEntry(rule_id, RULES[rule_id].read_limits(Table(limits, shown)), source, NOTHING)


def _error(shown: str, how: Text) -> StandardError:
    short = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "..."
    return StandardError(
        f"{ascii(short)[1:-1]} is not understood: {how.en}", f"「{printable(short)}」看不懂：{how.zh}。"
    )
