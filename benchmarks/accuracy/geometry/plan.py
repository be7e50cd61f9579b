"""Which photos are made and what is true of them: told from the framing and the declared bands alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy.geometry.framing import Framing, Size, marks_of
from benchmarks.accuracy.geometry.landmarks import Marks, Portrait
from benchmarks.accuracy.geometry.mutations import CROWN, HEAD, MUTATIONS, Bent
from benchmarks.accuracy.looks import BACKGROUNDS
from benchmarks.accuracy.shots import Step, Truth
from checker.standards import Band, Standard

Check = tuple[str, str, Truth]  # standard, rule, what is true of it

# Photos about no rule, for the errors alone: sizes, and crops (head, lean) with the picture's own background.
_SIZES: tuple[Size, ...] = ((240, 320), (295, 413), (1200, 1600))
_OWN = ((0.5, 0.0), (0.6, -8.0), (0.6, 8.0), (0.7, 0.0))
_QUALITIES = (88, 92, 95)
_TURNED: Mapping[str, Truth] = {"no": "pass", "slightly": "band", "yes": "warn-ok"}
_MOUTH: Mapping[str, Truth] = {"closed": "pass", "between": "band", "open": "warn-ok"}


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: ``step`` of ``mutation`` of a portrait, and what is true of it."""

    portrait: str
    mutation: str
    step: Step
    framing: Framing
    checks: tuple[Check, ...] = ()
    quality: int = 92


def plan(portraits: Sequence[Portrait], standards: Mapping[str, Standard]) -> list[Shot]:
    """Return every photo, in a fixed order; rules that the standards lack are left out."""
    shots = []
    for portrait in portraits:
        made = [*_bent(portrait, standards), *_good(portrait, standards), *_plain(portrait)]
        shots += [replace(shot, quality=_QUALITIES[at % len(_QUALITIES)]) for at, shot in enumerate(made)]
    return shots


def fit(portrait: Portrait, bent: Bent) -> bool:
    """Return whether the truth of a mutation is known: of a turned face or a covered mark it may not be."""
    turned = bent.frontal and portrait.turned == "yes"
    return not turned and not (bent.mark and bent.mark in portrait.covered)


def value(rule: str, marks: Marks, size: Size) -> float | None:
    """Return what a rule is to measure by the truth: a share, degrees or px; None for other rules."""
    width, height = size
    left, right = marks.eyes
    found = {
        "crown-position": marks.crown.y / height,
        "head-height": marks.head / height,
        "eye-line": (left.y + right.y) / 2 / height,
        "face-width": (marks.cheeks[1].x - marks.cheeks[0].x) / width,
        "head-centring": (marks.cheeks[0].x + marks.cheeks[1].x) / 2 / width - 0.5,
        "roll": marks.roll,
        "inter-eye-distance": math.dist(left, right),
    }
    return found.get(rule)


def _bent(portrait: Portrait, standards: Mapping[str, Standard]) -> Iterator[Shot]:
    """Every step of every mutation that the portrait is fit for, before backgrounds in turn."""
    names = list(BACKGROUNDS)
    for bent in MUTATIONS:
        standard = standards[bent.standard]
        for at, step in enumerate(bent.steps):
            framing = bent.frame(portrait, step)
            if framing is None:
                continue
            checks: tuple[Check, ...] = ()
            if fit(portrait, bent) and bent.rule in standard.rules:
                checks = ((standard.id, bent.rule, bent.truth(step, standard.bands)),)
            framing = replace(framing, background=names[at % len(names)])
            yield Shot(portrait.id, bent.name, step, framing, checks)


def _good(portrait: Portrait, standards: Mapping[str, Standard]) -> Iterator[Shot]:
    """Photos as the standards want them, before every background."""
    for name in BACKGROUNDS:
        framing = Framing(HEAD, CROWN, background=name)
        marks = marks_of(portrait, framing)
        checks: list[Check] = []
        for bent in MUTATIONS:
            standard = standards[bent.standard]
            measured = value(bent.rule, marks, framing.size)
            if measured is not None and fit(portrait, bent) and bent.rule in standard.rules:
                checks.append((standard.id, bent.rule, bent.truth(measured, standard.bands)))
        others: tuple[Check, ...] = (
            ("chsi-2017", "face-count", "pass"),
            ("chsi-2017", "yaw", _TURNED[portrait.turned]),
            ("chsi-2017", "mouth-closed", _MOUTH[portrait.mouth]),
            ("chsi-2017", "eyes-open", "pass"),
        )
        checks += [check for check in others if check[1] in standards[check[0]].rules]
        yield Shot(portrait.id, "good", name, framing, tuple(checks))


def _plain(portrait: Portrait) -> Iterator[Shot]:
    for size in _SIZES:
        framing = Framing(HEAD, CROWN, size=size, background="blue")
        yield Shot(portrait.id, "size", f"{size[0]}×{size[1]}", framing)
    for head, lean in _OWN:
        framing = Framing(head, CROWN, lean=lean)
        yield Shot(portrait.id, "own-background", f"{head:g}, {lean:g}°", framing)


def in_bands(shots: Sequence[Shot]) -> int:
    """Return how many photos lie in a band for all that they are about."""
    return sum(bool(shot.checks) and all(check[2] == "band" for check in shot.checks) for shot in shots)


def bands_of(bent: Bent, standards: Mapping[str, Standard]) -> list[Band]:
    """Return the bands that part good from bad for a mutation."""
    return [
        band
        for band in standards[bent.standard].bands
        if (band.rule, band.mutation) == (bent.rule, bent.name)
    ]
