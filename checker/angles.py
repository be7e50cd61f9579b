"""How a head is held: limits in degrees, and judging by them."""

import math
from dataclasses import dataclass

from .geometry import SURE, unsure
from .report import Outcome, Value, Verdict
from .table import Table
from .text import Text, number


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees to either side: more than ``warn`` warns, more than ``fail`` fails.

    ``figureless``: the source asks for it without a figure, so that none is quoted as its own; else ``warn``
    is the source's.
    """

    warn: float
    fail: float
    figureless: bool

    @property
    def allowed(self) -> Value:
        """What passes, for a verdict."""
        return [-self.warn, self.warn]


def read_angle(table: Table) -> Angle:
    """Take such limits out of a table."""
    limits = Angle(
        table.number("warn", low=0), table.number("fail", low=0), table.boolean("figureless", default=False)
    )
    if not limits.warn < limits.fail:
        raise table.error("fail", "must be above warn")
    return limits


def describe_angle(limits: Angle, what: Text, plainly: Text) -> Text:
    """Return the limits of ``what`` as a requirement; ``plainly`` says it where there is no figure."""
    if limits.figureless:
        return plainly
    most = number(limits.warn)
    return Text(f"{what.zh}不超过 {most} 度", f"{what.en} by at most {most} degrees")


def judge_angle(
    limits: Angle,
    degrees: float,
    confidence: float,
    where: Text,
    what: Text,
    ways: tuple[Text, Text],
    advice: Text,
) -> Verdict:
    """Return the verdict on ``what``, an angle measured by ``where`` (both noun phrases).

    ``ways`` say in words what a negative and a positive angle is; ``advice`` how to mend it. The codes are
    ``ok``, ``slight``, ``strong`` and ``unsure``.
    """
    if confidence < SURE or math.isnan(degrees):
        return unsure(where, what, limits.allowed, "deg", confidence)
    measured = round(degrees, 1)
    size, most, source = number(abs(measured)), number(limits.warn), limits.figureless
    wanted = (
        Text(
            f"本工具认 {most}° 以内",
            f"this tool takes up to {most} degrees",
        )
        if source
        else Text(f"要求 {most}° 以内", f"required: up to {most} degrees")
    )
    if abs(degrees) <= limits.warn:
        message = Text(f"偏 {size}°，{wanted.zh}。", f"Off by {size} degrees; {wanted.en}.")
        return Verdict("pass", "ok", message, measured, limits.allowed, "deg", confidence, own=source)
    way = ways[degrees > 0]
    message = Text(f"{way.zh} {size}°，{wanted.zh}。", f"{way.en} by {size} degrees; {wanted.en}.")
    strong = abs(degrees) > limits.fail
    outcome: Outcome = "fail" if strong else "warn"
    code = "strong" if strong else "slight"
    return Verdict(
        outcome, code, message + advice, measured, limits.allowed, "deg", confidence, own=not strong
    )
