"""The portraits whose landmarks were placed by hand: see ``landmarks.toml``."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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
    """A picture with both placings; ``truth`` is their mean. ``source.cut`` is None without an outline.

    ``covered`` names marks that cannot be seen, so that no error can be told.
    """

    source: Source
    first: Marks
    second: Marks
    truth: Marks
    turned: Turned
    mouth: Mouth
    covered: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name that the results use."""
        return self.source.id

    def disagreement(self) -> dict[str, float]:
        """Return how far apart both placings are.

        The roll's is in degrees, the others in shares of the height of a photo in which the head takes 64 %.
        """
        one, other = self.first, self.second
        height = self.truth.head / 0.64
        return {
            "eyes": max(map(math.dist, one.eyes, other.eyes)) / height,
            "chin": abs(one.chin.y - other.chin.y) / height,
            "crown": abs(one.crown.y - other.crown.y) / height,
            "cheeks": max(abs(a.x - b.x) for a, b in zip(one.cheeks, other.cheeks, strict=True)) / height,
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
    first, second = _marks(entry["first"]), _marks(entry["second"])
    return Portrait(
        source,
        first,
        second,
        _mean(first, second),
        entry["turned"],
        entry["mouth"],
        tuple(entry.get("covered", ())),
    )


def _outlined(entry: Mapping[str, Any]) -> Source:
    marks = _mean(_marks(entry["first"]), _marks(entry["second"]))
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


def _mean(one: Marks, other: Marks) -> Marks:
    def mid(a: Place, b: Place) -> Place:
        return Place((a.x + b.x) / 2, (a.y + b.y) / 2)

    def pair(a: tuple[Place, Place], b: tuple[Place, Place]) -> tuple[Place, Place]:
        return mid(a[0], b[0]), mid(a[1], b[1])

    return Marks(
        mid(one.crown, other.crown),
        pair(one.hair, other.hair),
        pair(one.eyes, other.eyes),
        mid(one.chin, other.chin),
        pair(one.cheeks, other.cheeks),
    )
