"""The portraits whose landmarks were placed by hand: see ``landmarks.toml``."""

from __future__ import annotations

import hashlib
import itertools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benchmarks.accuracy.sources import CutOut, Source, fetched, portraits

_LIST = Path(__file__).parents[1] / "landmarks.toml"

Turned = Literal["no", "slightly", "yes"]
Mouth = Literal["closed", "between", "open"]


class Place(NamedTuple):
    """A place in px from the upper left corner; pixel (0, 0) has its centre at (0.5, 0.5)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a head is, as in ``landmarks.toml``: the picture's left first."""

    crown: Place
    hair: tuple[Place, Place]
    eyes: tuple[Place, Place]
    chin: Place
    cheeks: tuple[Place, Place]

    @property
    def head(self) -> float:
        """Height of the head, crown to chin, in px."""
        return self.chin.y - self.crown.y

    @property
    def roll(self) -> float:
        """By how many degrees the line through the eyes leans clockwise."""
        left, right = self.eyes
        return math.degrees(math.atan2(right.y - left.y, right.x - left.x))


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture with its placings; ``truth`` is their mean. ``source.cut`` is None without an outline.

    ``placings`` are two of all marks; a third, of eyes and chin alone, has the two's mean for the others.
    ``covered`` names marks that cannot be seen, so that no error can be told.
    """

    source: Source
    placings: tuple[Marks, ...]
    truth: Marks
    turned: Turned
    mouth: Mouth
    covered: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name that the results use."""
        return self.source.id

    def disagreement(self) -> dict[str, float]:
        """Return how far apart the two placings are that differ most, mark by mark.

        The roll's is in degrees, the others in shares of the height of a photo in which the head takes 64 %.
        """
        pairs = [_apart(one, other) for one, other in itertools.combinations(self.placings, 2)]
        height = self.truth.head / 0.64
        return {
            kind: max(pair[kind] for pair in pairs) / (1 if kind == "roll" else height) for kind in pairs[0]
        }


def _apart(one: Marks, other: Marks) -> dict[str, float]:
    """Return how far apart two placings are: in px, the roll in degrees."""
    return {
        "eyes": max(map(math.dist, one.eyes, other.eyes)),
        "chin": abs(one.chin.y - other.chin.y),
        "crown": abs(one.crown.y - other.crown.y),
        "cheeks": max(abs(a.x - b.x) for a, b in zip(one.cheeks, other.cheeks, strict=True)),
        "roll": abs(one.roll - other.roll),
    }


def known(folder: Path | None = None, *, fetch: bool = True) -> list[Portrait]:
    """Return the real portraits, and those synthetic ones that lie in ``folder``, by their content.

    Without ``fetch`` only what lies in this checkout and in ``folder``. Raises `SourceError` when a package
    cannot be had or holds another picture.
    """
    table = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    cut = {source.id: source for source in portraits(fetch=fetch)}
    found = []
    for entry in table["portrait"]:
        if entry["id"] in cut:
            found.append(_portrait(entry, cut[entry["id"]]))
        elif fetch:
            found.append(_portrait(entry, _outlined(entry)))
    found += [_portrait(entry, source) for entry, source in _synthetic(table["synthetic"], folder)]
    return found


def _portrait(entry: Mapping[str, Any], source: Source) -> Portrait:
    placings = _placings(entry)
    return Portrait(
        source,
        placings,
        _truth(placings),
        entry["turned"],
        entry["mouth"],
        tuple(entry.get("covered", ())),
    )


def _outlined(entry: Mapping[str, Any]) -> Source:
    marks = _truth(_placings(entry))
    outline = tuple((x, y) for x, y in entry["outline"])
    centre = round((marks.cheeks[0].x + marks.cheeks[1].x) / 2)
    low = round(marks.chin.y + 0.1 * marks.head)  # nobody looks at the clothes here
    cut = CutOut(round(marks.crown.y), round(marks.chin.y), centre, outline, ((0, low), (9999, low)))
    licence = entry["licence"]
    return Source(
        entry["id"],
        "portrait",
        fetched(entry),
        entry["package"],
        Path(entry["file"]).name,
        licence["zh"],
        licence["en"],
        entry["publish"],
        cut,
        person=entry["person"],
    )


def _synthetic(entries: list[dict[str, Any]], folder: Path | None) -> list[tuple[dict[str, Any], Source]]:
    by_sum = {}
    for path in sorted(folder.iterdir()) if folder is not None else ():
        if path.is_file():
            by_sum[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    return [
        (
            entry,
            Source(
                entry["id"],
                "synthetic",
                by_sum[entry["sha256"]],
                "",
                entry["file"],
                "由运行者给出；程序生成，不是真人",
                "given by who ran it; made by a generator, nobody real",
                False,
                None,
            ),
        )
        for entry in entries
        if entry["sha256"] in by_sum
    ]


def _marks(table: Mapping[str, Any]) -> Marks:
    def pair(key: str) -> tuple[Place, Place]:
        left, right = table[key]
        return Place(*left), Place(*right)

    return Marks(Place(*table["crown"]), pair("hair"), pair("eyes"), Place(*table["chin"]), pair("cheeks"))


def _placings(entry: Mapping[str, Any]) -> tuple[Marks, ...]:
    both = _marks(entry["first"]), _marks(entry["second"])
    third = entry.get("third")
    if third is None:
        return both
    mean = _truth(both)
    left, right = third["eyes"]
    chin = third.get("chin")
    return (
        *both,
        replace(mean, eyes=(Place(*left), Place(*right)), chin=Place(*chin) if chin else mean.chin),
    )


def _truth(placings: Sequence[Marks]) -> Marks:
    """Return the mean of the placings, mark by mark."""

    def pair(pairs: Sequence[tuple[Place, Place]]) -> tuple[Place, Place]:
        return _middle([left for left, _ in pairs]), _middle([right for _, right in pairs])

    return Marks(
        _middle([marks.crown for marks in placings]),
        pair([marks.hair for marks in placings]),
        pair([marks.eyes for marks in placings]),
        _middle([marks.chin for marks in placings]),
        pair([marks.cheeks for marks in placings]),
    )


def _middle(places: Sequence[Place]) -> Place:
    return Place(*(sum(place[axis] for place in places) / len(places) for axis in (0, 1)))
