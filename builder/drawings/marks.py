"""The lines that show in a drawn photo what is measured."""

from __future__ import annotations

import math
from collections.abc import Iterator

from builder.drawings.figure import CHEEK, CHIN, CROWN, EYES, HEIGHT, WIDTH, Figure

# Where an upright measure stands: beside the head.
_AT = 9.0
_ARROW = 3.0


def marks(figure: Figure) -> str:
    """Return the SVG of the figure's ``mark``, or nothing."""
    return "".join(_marks(figure))


def _marks(figure: Figure) -> Iterator[str]:
    x, y = figure.middle
    scale = figure.scale
    crown, eyes, chin = (y + scale * part for part in (CROWN, EYES + figure.pitch, CHIN))
    if figure.hair == "bun":
        crown = y + scale * -70
    crown, chin = max(0.0, crown), min(HEIGHT, chin)
    if figure.mark == "crown":
        yield _level(crown)
        yield _upright(0, crown)
    elif figure.mark == "eyes":
        yield _level(eyes)
        yield _upright(0, eyes)
    elif figure.mark == "head":
        yield _level(crown) + _level(chin)
        yield _upright(crown, chin)
    elif figure.mark == "below":
        yield _level(chin)
        yield _upright(chin, HEIGHT)
    elif figure.mark == "face":
        half = CHEEK * scale * figure.width
        yield _across(x - half, x + half, y + 16 * scale)
    elif figure.mark == "sides":
        half = (46 if figure.hair == "wide" else CHEEK + 6) * scale
        yield _plumb(x - half) + _plumb(x + half)
        yield _across(0, x - half, y) + _across(x + half, WIDTH, y)
    elif figure.mark == "middle":
        yield _plumb(WIDTH / 2)
    elif figure.mark == "pupils":
        yield _leaning(x, y + EYES * scale, figure.roll)
    elif figure.mark == "between":
        half = 13 * scale
        yield _across(x - half, x + half, eyes + 8)
    elif figure.mark == "shoulders":
        yield _leaning(x, y + 58 * scale, figure.tilt)


def _level(y: float) -> str:
    return _line(f"M0 {y:.1f}h120")


def _plumb(x: float) -> str:
    return _line(f"M{x:.1f} 0v160")


def _leaning(x: float, y: float, degrees: float) -> str:
    rise = math.tan(math.radians(degrees))
    return _line(f"M0 {y - x * rise:.1f}L120 {y + (WIDTH - x) * rise:.1f}")


def _line(path: str) -> str:
    return f'<path class="d-mark" d="{path}"/>'


def _upright(top: float, bottom: float) -> str:
    tip = min(_ARROW, abs(bottom - top) / 3)
    return (
        f'<path class="d-arrow" d="M{_AT} {top:.1f}V{bottom:.1f}'
        f"M{_AT - tip:.1f} {top + tip:.1f}L{_AT} {top:.1f}L{_AT + tip:.1f} {top + tip:.1f}"
        f'M{_AT - tip:.1f} {bottom - tip:.1f}L{_AT} {bottom:.1f}L{_AT + tip:.1f} {bottom - tip:.1f}"/>'
    )


def _across(left: float, right: float, y: float) -> str:
    tip = min(_ARROW, abs(right - left) / 3)
    return (
        f'<path class="d-arrow" d="M{left:.1f} {y:.1f}H{right:.1f}'
        f"M{left + tip:.1f} {y - tip:.1f}L{left:.1f} {y:.1f}L{left + tip:.1f} {y + tip:.1f}"
        f'M{right - tip:.1f} {y - tip:.1f}L{right:.1f} {y:.1f}L{right - tip:.1f} {y + tip:.1f}"/>'
    )
