"""From a `Figure` to SVG. Colours are classes of the style sheet: the pages' policy allows no others."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from builder.drawings.figure import CHEEK, CHIN, EYES, HEIGHT, WIDTH, Figure
from builder.drawings.marks import marks

_HAIR = {
    "short": "M-34-4q-4-42 34-44q38 2 34 44q-6-24-22-26q-20 6-30 0q-8 4-16 26z",
    "fringe": "M-34 4q-6-50 34-52q40 2 34 52l-6-6q-8 8-14-2q-7 10-14 0q-7 10-14 0q-6 10-14 2z",
    "over-ears": (
        "M-33-16q0-31 33-32q33 1 33 32q8 28 6 54q-9 6-15 0q8-30-4-58"
        "q-20 8-40 0q-12 28-4 58q-6 6-15 0q-2-26 6-54z"
    ),
    "bun": "M-34-4q-4-34 24-42q-6-22 10-24q16 2 10 24q28 8 24 42q-6-24-22-26q-20 6-30 0q-8 4-16 26z",
    "wide": "M-46 14q-10-58 46-62q56 4 46 62q-8 12-14-2q2-26-14-42q-18 8-36 0q-16 16-14 42q-6 14-14 2z",
}
_SMALL = 2.0
_CLOTHES = "M-52 92q4-44 52-46q48 2 52 46v200h-104z"
_HAT = "M-44-22q44 12 88 0q-8-10-14-10q-2-24-30-24q-28 0-30 24q-6 0-14 10z"


def svg(figure: Figure, title: str, unique: str) -> Markup:
    """Return the figure as an SVG element with ``title`` for who cannot see it.

    ``unique`` is a name that nothing else on the page has.
    """
    inner = "".join(_photo(figure, unique))
    if figure.turned:
        turn = f"translate(60 80) rotate({figure.turned}) scale(.75) translate(-60 -80)"
        inner = f'<g transform="{turn}">{inner}</g>'
    inner += marks(figure)
    return Markup(  # noqa: S704 - only the title is a text, and that is escaped
        f'<svg viewBox="0 0 120 160" role="img"><title>{Markup.escape(title)}</title>{inner}</svg>'
    )


def _photo(figure: Figure, unique: str) -> Iterator[str]:
    if figure.blur:
        yield f'<filter id="{unique}-b"><feGaussianBlur stdDeviation="{_n(figure.blur)}"/></filter>'
    yield f'<clipPath id="{unique}-c"><path d="M0 0h120v160h-120z"/></clipPath>'
    yield f'<g clip-path="url(#{unique}-c)">'
    yield _rect(figure.ground, 0, 0, WIDTH, HEIGHT)
    yield from _ground(figure)
    if figure.second:
        yield '<g transform="translate(100 66) scale(.42)">' + "".join(_person(Figure())) + "</g>"
    x, y = figure.middle
    wide = f"{_n(figure.scale * figure.width)} {_n(figure.scale)}" if figure.width != 1 else _n(figure.scale)
    blur = f' filter="url(#{unique}-b)"' if figure.blur else ""
    yield f'<g transform="translate({_n(x)} {_n(y)}) scale({wide})"{blur}>'
    yield from _person(figure)
    yield "</g>"
    yield from _faults(figure)
    yield "</g>"


def _ground(figure: Figure) -> Iterator[str]:
    if figure.uneven == "shadow":
        yield '<path class="d-dark" d="M58 160V60q8-48 46-40q26 20 14 70v70z"/>'
    elif figure.uneven == "gradient":
        for step in range(4):
            yield _rect("d-step", 0, 160 - 40 * (step + 1), WIDTH, 40 * (step + 1))
    elif figure.uneven == "things":
        yield '<path class="d-ink" d="M0 30h26v50h-26M120 24h-22v70h22M109 24v70"/>'


def _person(figure: Figure) -> Iterator[str]:
    tilt = f' transform="rotate({_n(figure.tilt)} 0 46)"' if figure.tilt else ""
    yield f'<g{tilt}><path class="{figure.clothes}" d="{_CLOTHES}"/>'
    yield '<path class="d-collar" d="M-13 48l13 18l13-18z"/></g>'
    yield '<path class="d-skin" d="M-12 28h24v24q-12 12-24 0z"/>'
    yield f'<g transform="rotate({_n(figure.roll)})">' if figure.roll else "<g>"
    ear, face = (3.0, 27.0) if figure.selfie else (5.0, CHEEK)
    if figure.hair != "over-ears":
        for side in (-1, 1):
            rx = max(1.0, ear - side * figure.yaw / 3)
            yield f'<ellipse class="d-skin" cx="{_n(side * (face + 1))}" rx="{_n(rx)}" ry="10"/>'
    yield f'<ellipse class="d-skin" rx="{_n(face)}" ry="{_n(CHIN)}"/>'
    narrow = f' transform="scale({_n(face / CHEEK)} 1)"' if face != CHEEK else ""
    yield f'<path class="d-hair" d="{_HAIR[figure.hair]}"{narrow}/>'
    yield from _features(figure)
    if figure.hat:
        yield f'<path class="d-hat" d="{_HAT}"/>'
    if figure.ornaments:
        yield '<g class="d-gold"><circle cx="-34" cy="15" r="4"/><circle cx="34" cy="15" r="4"/></g>'
    yield "</g>"
    if figure.ornaments:
        yield '<path class="d-chain" d="M-13 48q13 20 26 0"/>'


def _features(figure: Figure) -> Iterator[str]:
    x, y = figure.yaw, EYES + figure.pitch
    spread = 10.0 if figure.selfie else 13.0
    for side in (-1, 1):
        eye = x + side * spread
        if figure.hair != "fringe":
            yield f'<path class="d-brow" d="M{_n(eye - 7)} {_n(y - 9)}q7-4 14 0"/>'
        if figure.eyes == "closed":
            yield f'<path class="d-line" d="M{_n(eye - 6)} {_n(y)}q6 4 12 0"/>'
        elif figure.hair != "fringe":
            yield f'<ellipse class="d-white" cx="{_n(eye)}" cy="{_n(y)}" rx="6.5" ry="4"/>'
            yield f'<circle class="d-hair" cx="{_n(eye + figure.gaze)}" cy="{_n(y)}" r="3"/>'
    if figure.selfie:
        yield f'<path class="d-nose" d="M{_n(x - 9)} {_n(y + 16)}q9-20 18 0q-9 7-18 0z"/>'
    else:
        yield f'<path class="d-line" d="M{_n(x)} {_n(y + 6)}q{_n(3 + x / 3)} 6-1 8"/>'
    if figure.mouth == "open":
        yield f'<ellipse class="d-mouth" cx="{_n(x)}" cy="{_n(y + 24)}" rx="10" ry="6"/>'
    else:
        yield f'<path class="d-line" d="M{_n(x - 9)} {_n(y + 23)}q9 3 18 0"/>'
    yield from _glasses(figure, x, y, spread)


def _glasses(figure: Figure, x: float, y: float, spread: float) -> Iterator[str]:
    if not figure.glasses:
        return
    down = 6 if figure.glasses == "low" else 0
    fill = "d-lens-dark" if figure.glasses == "dark" else "d-lens"
    for side in (-1, 1):
        yield f'<circle class="{fill}" cx="{_n(x + side * spread)}" cy="{_n(y + down)}" r="11"/>'
    yield f'<path class="d-frame" d="M{_n(x - 2)} {_n(y + down)}h4"/>'
    if figure.glasses == "glare":
        left, right = (f"M{_n(x + at)} {_n(y - 5)}l8-4l7 9l-6 6z" for at in (-20, 6))
        yield f'<path class="d-white" d="{left}{right}"/>'


def _faults(figure: Figure) -> Iterator[str]:
    if figure.veil == "d-bright":
        x, y = figure.middle
        yield f'<ellipse class="d-bright" cx="{_n(x)}" cy="{_n(y - 2)}" rx="27" ry="36"/>'
    elif figure.veil:
        yield _rect(figure.veil, 0, 0, WIDTH, HEIGHT)
    if figure.blocks:
        for step in range(24):
            left, top = 26 + step % 4 * 18 + step // 4 % 2 * 9, 34 + step // 4 * 14
            yield _rect("d-block" if step % 3 else "d-step", left, top, 9, 9)
    if figure.cut:
        yield _rect("d-lost", 0, 92, WIDTH, HEIGHT - 92)
    if figure.border:
        yield '<path class="d-border" d="M0 0h120v160h-120z"/>'


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<path class="{name}" d="M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z"/>'


def _n(value: float) -> str:
    """Return a number as short as a drawing of this size needs it."""
    text = f"{value:.2f}" if abs(value) < _SMALL else f"{value:.1f}"
    return text.rstrip("0").rstrip(".") or "0"
