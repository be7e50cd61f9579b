"""Finds limits that stand in a page's Markdown as bare figures, where a tag should put them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from checker.fix.compose import Stripe
from checker.fix.place import AIM
from checker.standards import Standard, common

# A figure of a source's own words may be quoted beside the tag that names the source. What is ours, or was
# worked out, comes from a tag: it changes with the code.
_QUOTED = re.compile(r"""\{\{ *src\(["'](?:brief|A|B|C)["']""")
_TAG = re.compile(r"\{\{.*?\}\}")
_NUMBER = r"\d+(?:\.\d+)?"
_SPAN = rf"{_NUMBER}(?: ?[–-] ?{_NUMBER})?"
# unit → how a figure in it is written
_WRITTEN: Mapping[str, re.Pattern[str]] = {
    "KB": re.compile(rf"({_SPAN}) ?KB"),
    "dpi": re.compile(rf"({_SPAN}) ?dpi"),
    "size": re.compile(rf"({_SPAN}) ?[×x] ?({_SPAN})"),
    "px": re.compile(rf"({_SPAN}) ?(?:像素|px|pixels)"),
    "%": re.compile(rf"({_SPAN}) ?(?:%|％|percent)"),
    "°": re.compile(rf"({_SPAN}) ?(?:°|度|degrees)"),
    "level": re.compile(rf"({_SPAN}) ?(?:级|levels)"),
    "ratio": re.compile(r"(?<![\d:])(\d+):(\d+)(?![\d:])"),
    "part": re.compile(r"(?<![\d/])(\d)/(\d+)(?![\d/])"),
    "quality": re.compile(r"(?:质量|quality)[^\d。.{|]{0,8}(\d{2})(?!\d)"),
}
# What the fields of a rule's limits are measured in.
_UNITS = {
    "kb": "KB",
    "dpi": "dpi",
    "width": "size",
    "height": "size",
    "dark_warn": "level",
    "dark_fail": "level",
}
_RULES = {"roll": "°", "yaw": "°", "pitch": "°", "jpeg-quality": "quality", "contrast": "level"}


def limits(standards: Mapping[str, Standard]) -> dict[str, set[str]]:
    """Return the figures of all limits by unit, as they are written."""
    found: dict[str, set[str]] = {unit: set() for unit in _WRITTEN}
    entries = [*common().values(), *(entry for s in standards.values() for entry in s.rules.values())]
    for entry in entries:
        if entry.rule_id == "aspect-ratio":
            found["ratio"].add(f"{entry.limits.width}:{entry.limits.height}")
            found["%"].add(_text(entry.limits.tolerance * 100))
            continue
        for name, value in _numbers(entry.limits):
            if entry.rule_id in _RULES:
                found[_RULES[entry.rule_id]].add(_text(value))
            elif name in _UNITS:
                found[_UNITS[name]].add(_text(value))
            elif name == "figure":
                found["part"].add(str(Fraction(value).limit_denominator(100)).replace("/", ":"))
            elif name in ("px", "min") and value > 1:
                found["px"].add(_text(value))
            elif name != "of" and 0 < value < 1:
                found["%"].add(_text(float(value) * 100))
    for field in dataclasses.fields(AIM):
        stripe = getattr(AIM, field.name)
        if isinstance(stripe, Stripe) and stripe.high < 1:
            found["%"] |= {_text(stripe.low * 100), _text(stripe.high * 100)}
    for unit in found:
        found[unit] -= {"0", "1", "100"}
    return found


def strays(text: str, known: Mapping[str, set[str]]) -> Iterator[tuple[int, str]]:
    """Yield line and figure of each limit in ``text`` that no tag puts there and no source stands beside."""
    for number, line in enumerate(_without_code(text).split("\n"), 1):
        # A figure counts as quoted if its sentence, or its cell of a table, names the source.
        for sentence in re.split(r"(?<=[。；|])|(?<=[.;]) ", line):
            if _QUOTED.search(sentence):
                continue
            words = _TAG.sub("·", sentence)
            for unit, written in _WRITTEN.items():
                for match in written.finditer(words):
                    if _is_limit(match, unit, known):
                        yield number, match[0]


def _is_limit(match: re.Match[str], unit: str, known: Mapping[str, set[str]]) -> bool:
    if unit in ("ratio", "part"):
        return ":".join(match.groups()) in known[unit]
    figures = re.findall(_NUMBER, " ".join(match.groups()))
    return all(figure in known[unit] for figure in figures)


def _without_code(text: str) -> str:
    text = re.sub(r"^(?: {4,}|\t).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "", text)
    return re.sub(r"\]\([^)]*\)|\{ *[#:.][^}]*\}", "]", text)


def _numbers(limits: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(limits):
        for field in dataclasses.fields(limits):
            yield from _numbers(
                getattr(limits, field.name), name if name in _UNITS | {"px": ""} else field.name
            )
    elif isinstance(limits, int | float | Fraction) and not isinstance(limits, bool):
        yield name, limits


def _text(value: Any) -> str:
    shown = f"{float(value) + 1e-9:.1f}" if abs(float(value)) >= 3 else f"{float(value):.2f}"
    return shown.rstrip("0").rstrip(".")
