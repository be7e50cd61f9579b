"""Single figures out of the standards, for use inside a sentence, so that no page writes a limit by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from markupsafe import Markup, escape

from builder.errors import BuildError
from checker.fix.choose import MAX_ENLARGEMENT
from checker.fix.compose import Place, Stripe
from checker.fix.extras import MOST_TURN
from checker.fix.place import AIM
from checker.fix.plan import DPI, USUAL
from checker.geometry import Shares
from checker.rules import (
    RULES,
    aspect_ratio,
    file_size,
    jpeg_quality,
    pixel_size,
    print_resolution,
    shoulders,
)
from checker.standards import Standard, common
from checker.table import Range
from checker.text import as_fraction, number

_DASH = "–"
_COMMON = "common"
_SMALL = 3.0
_FIXER = {"level": MOST_TURN, "enlarge": (MAX_ENLARGEMENT - 1) * 100, "dpi": DPI}
_ROUNDING = 1e-9  # what binary fractions may fall short of a half


class FigureTags:
    """The tags for single figures. All raise `BuildError` ``unknown-standard`` or ``unknown-limit``.

    ``{{ figure("online-upload", "file-size") }}``: the bare figure, «30–900 KB», «480×640», «7/10», «300».
    ``{{ percent("chsi-2017", "crown-position") }}``: what passes as shares, «7.8–17.2%»; with ``"near"`` what
    at most warns. ``{{ value("chsi-2017", "roll", "warn") }}``: one field of a rule's limits, times the
    factor after it; ``"common"`` instead of a standard for what holds for every photo.
    ``{{ both("file-size", "online-upload", "chsi-2017") }}``: what satisfies all of them.
    ``{{ usual("pixel-size") }}``: what satisfies those that most photos are for.
    ``{{ aim("head") }}``: where the fixer puts the head; ``{{ fixer("level") }}``: what else it goes by.
    ``{{ ours("gaze", "_STRAIGHT", 100) }}``: a constant beside a rule. ``{{ case("600×768") }}``: a figure
    that is an example and no limit.
    """

    def __init__(self, standards: Mapping[str, Standard]) -> None:
        self._standards = standards

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "figure": self.figure,
            "percent": self.percent,
            "value": self.value,
            "both": self.both,
            "usual": self.usual,
            "aim": self.aim,
            "ours": self.ours,
            "fixer": self.fixer,
            "case": self.case,
        }

    def figure(self, standard_id: str, rule_id: str) -> Markup:
        """The bare figure of a requirement."""
        limits = self._limits(standard_id, rule_id)
        if isinstance(limits, file_size.Limits):
            return escape(f"{_span(limits.kb)} KB")
        if isinstance(limits, pixel_size.Limits):
            return escape(f"{_span(limits.width)}×{_span(limits.height)}")
        if isinstance(limits, print_resolution.Limits):
            return escape(_span(limits.dpi))
        if isinstance(limits, jpeg_quality.Limits):
            return escape(number(limits.min))
        if isinstance(limits, aspect_ratio.Limits):
            return escape(f"{limits.width}:{limits.height}")
        shares = _shares(limits)
        if shares is not None and shares.figure is not None:
            return escape(as_fraction(shares.figure))
        if shares is not None and shares.px is not None:
            return escape(_span(shares.px))
        if shares is not None and shares.share.min is not None and shares.share.max is None:
            return escape(as_fraction(shares.share.min))
        raise BuildError("unknown-limit", f"«{rule_id}» of «{standard_id}» has no single figure")

    def percent(self, standard_id: str, rule_id: str, which: str = "share") -> Markup:
        """What passes (``share``), or at most warns (``near``), in percent of the photo's height or width."""
        shares = _shares(self._limits(standard_id, rule_id))
        if shares is None or which not in ("share", "near"):
            raise BuildError("unknown-limit", f"«{rule_id}» of «{standard_id}» gives no shares «{which}»")
        return escape(f"{_span(shares.share if which == 'share' else shares.near, 100)}%")

    def value(self, standard_id: str, rule_id: str, field: str, times: int = 1) -> Markup:
        """One field of a rule's limits; ``level.warn`` is a field of a field."""
        found = self._limits(standard_id, rule_id)
        for name in field.split("."):
            found = getattr(found, name, None)
        if not isinstance(found, int | float | Fraction):
            raise BuildError("unknown-limit", f"«{rule_id}» of «{standard_id}» has no number «{field}»")
        return escape(_number(float(found) * times))

    def both(self, rule_id: str, *standard_ids: str) -> Markup:
        """The range that all the standards allow."""
        ranges = [self._limits(name, rule_id) for name in standard_ids]
        if not ranges or not all(isinstance(found, file_size.Limits) for found in ranges):
            raise BuildError("unknown-limit", f"ranges of «{rule_id}» cannot be put together")
        low = max((found.kb.min for found in ranges if found.kb.min is not None), default=None)
        high = min((found.kb.max for found in ranges if found.kb.max is not None), default=None)
        if low is not None and high is not None and low > high:
            raise BuildError("unknown-limit", f"no file satisfies {', '.join(standard_ids)} at once")
        return escape(f"{_span(Range(low, high))} KB")

    def usual(self, rule_id: str) -> Markup:
        """What satisfies the usual standards at once: the strictest figure, or what all of them allow."""
        if rule_id == file_size.RULE_ID:
            return self.both(rule_id, *USUAL)
        strictest = [name for name in reversed(USUAL) if rule_id in self._standards[name].rules]
        if not strictest:
            raise BuildError("unknown-limit", f"none of {', '.join(USUAL)} says anything about «{rule_id}»")
        return self.figure(strictest[0], rule_id)

    def aim(self, part: str) -> Markup:
        """Where the fixer puts ``crown``, ``head``, ``eyes``, ``face``, in percent of height or width."""
        found = getattr(AIM, part, None) if part in Place.__dataclass_fields__ else None
        if not isinstance(found, Stripe) or found.high > 1:
            raise BuildError("unknown-limit", f"the fixer has no aim «{part}»")
        return escape(f"{_span(Range(found.low, found.high), 100)}%")

    def ours(self, rule_id: str, name: str, times: int = 1) -> Markup:
        """A constant beside a rule, which is where thresholds of our own stand; parts of it after dots."""
        first, *rest = name.split(".")
        found: Any = getattr(RULES.get(rule_id), first, None)
        for part in rest:
            found = found.get(part) if isinstance(found, Mapping) else found[int(part)]
        if not isinstance(found, int | float):
            raise BuildError("unknown-limit", f"the rule «{rule_id}» has no number «{name}»")
        return escape(_number(float(found) * times))

    def fixer(self, name: str) -> Markup:
        """What the fixer goes by: ``level`` (degrees), ``enlarge`` (percent), ``dpi``."""
        if name not in _FIXER:
            raise BuildError("unknown-limit", f"«{name}» is none of {', '.join(_FIXER)}")
        return escape(_number(_FIXER[name]))

    def case(self, text: str) -> Markup:
        """The text itself: it says to the test that looks for stray limits that this is an example."""
        return escape(text)

    def _limits(self, standard_id: str, rule_id: str) -> Any:
        if standard_id == _COMMON:
            rules = common()
        elif standard_id in self._standards:
            rules = self._standards[standard_id].rules
        else:
            raise BuildError("unknown-standard", f"«{standard_id}» is none of {', '.join(self._standards)}")
        if rule_id not in rules:
            raise BuildError("unknown-limit", f"«{standard_id}» says nothing about «{rule_id}»")
        return rules[rule_id].limits


def _shares(limits: Any) -> Shares | None:
    limits = limits.share if isinstance(limits, shoulders.Limits) else limits
    return limits if isinstance(limits, Shares) else None


def _span(span: Range, times: int = 1) -> str:
    ends = [_number(end * times) for end in (span.min, span.max) if end is not None]
    return _DASH.join(dict.fromkeys(ends))


def _number(value: float) -> str:
    """Return ``value`` with one decimal at most, rounded half up; small ones with two."""
    return number(value if abs(value) < _SMALL else math.floor(value * 10 + 0.5 + _ROUNDING) / 10)
