"""Photos in which a face is easily missed, or seen where there is none; the tables that come of them."""

from __future__ import annotations

import functools
import multiprocessing
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from benchmarks.accuracy.geometry.framing import Framing, Taken, take
from benchmarks.accuracy.geometry.landmarks import Marks, Portrait
from benchmarks.accuracy.geometry.run import SURE, errors, looked_at, outcome
from benchmarks.accuracy.geometry.score import percentile
from benchmarks.accuracy.sources import fetched, load
from checker import standards
from tests.corpus import encode

_LIST = Path(__file__).parents[1] / "pictures.toml"
_SIZE = (480, 640)
_STANDARD, _COUNT = "chsi-2017", "face-count"
_QUALITY = 92
# Widths in px of what is pasted beside a head in a photo 480 px wide, and where: the middle of the patch.
WIDTHS = (60, 80, 100, 120, 160)
PLACES = {"above left": (0.0, 0.0), "above right": (1.0, 0.0), "left": (0.0, 0.45), "right": (1.0, 0.45),
          "below left": (0.0, 0.9), "below right": (1.0, 0.9)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ``pictures.toml``: how many ``persons`` it shows and ``what`` else it is."""

    id: str
    what: str
    title: Mapping[str, str]
    package: str
    licence: Mapping[str, str]
    persons: int
    path: Path


@dataclass(frozen=True, slots=True)
class Case:
    """One photo of a table: ``group`` is its row, ``persons`` how many faces there are to see.

    ``portrait`` is whose, where it is made of one; ``rule`` must not pass it, where there is one.
    """

    table: str
    group: str
    persons: int
    make: Callable[[], Taken | Image.Image]
    portrait: str = ""
    rule: str = ""


def pictures() -> list[Picture]:
    """Return the pictures, fetched where they are not yet in the cache; raises `SourceError`."""
    return [
        Picture(
            entry["id"],
            entry["what"],
            entry["title"],
            entry["package"],
            entry["licence"],
            entry["persons"],
            fetched(entry),
        )
        for entry in tomllib.loads(_LIST.read_text(encoding="utf-8"))["picture"]
    ]


def cases(portraits: Sequence[Portrait], found: Sequence[Picture]) -> list[Case]:
    """Return every photo of the tables; only frontal portraits are hosts, every third of them."""
    frontal = [one for one in portraits if one.turned == "no" and one.source.cut is not None]
    hosts = frontal[::2]
    return [
        *_second(hosts, portraits),
        *_strangers(hosts[:3], [one for one in found if one.what in {"animal", "painting", "drawing"}]),
        *_nobody(found),
        *(
            Case("group", one.id, one.persons, functools.partial(opened, one.path))
            for one in found
            if one.persons
        ),
        *_covered(frontal, found),
    ]


def _second(hosts: Sequence[Portrait], portraits: Sequence[Portrait]) -> Iterator[Case]:
    """Another person's face beside the head."""
    for at, host in enumerate(hosts):
        others = [one for one in portraits if one.source.person != host.source.person]
        for step, (width, place) in enumerate((width, place) for width in WIDTHS for place in PLACES):
            other = others[(at * 7 + step) % len(others)]
            make = functools.partial(_beside, host, functools.partial(face_of, other), width, place)
            yield Case("second-face", f"{width}", 2, make)


def _strangers(hosts: Sequence[Portrait], found: Sequence[Picture]) -> Iterator[Case]:
    """A cat, a painting, a drawing beside the head: nobody."""
    for host in hosts:
        for one in found:
            for width in WIDTHS[1::2]:
                for place in ("above left", "right"):
                    make = functools.partial(_beside, host, functools.partial(opened, one.path), width, place)
                    yield Case("beside", one.id, 1, make)


def _nobody(found: Sequence[Picture]) -> Iterator[Case]:
    """Pictures without a person: whole, and parts of them, in the shape of a photo."""
    for one in found:
        if not one.persons:
            for zoom in (1.0, 0.6, 0.35):
                for across in (0.2, 0.5, 0.8) if zoom < 1 else (0.5,):
                    yield Case("nobody", one.id, 0, functools.partial(_part, one.path, zoom, across))


def _covered(portraits: Sequence[Portrait], found: Sequence[Picture]) -> Iterator[Case]:
    """Things of real pictures over parts of the face."""
    things = [one for one in found if one.id in {"coffee", "motorcycle-left", "brick"}]
    for at, portrait in enumerate(portraits):
        for what in COVERED:
            thing = things[at % len(things)]
            make = functools.partial(_with_cover, portrait, thing.path, what)
            yield Case("covered", what, 1, make, portrait.id, _HIDES.get(what, ""))


def opened(path: Path) -> Image.Image:
    """Return a picture as RGB, at most 1600 px long."""
    with Image.open(path) as image:
        shown = image.convert("RGB")
    shown.thumbnail((1600, 1600))
    return shown


def face_of(portrait: Portrait) -> Image.Image:
    """Return the face with some of the hair, cut from the picture."""
    marks = portrait.truth
    wide = marks.cheeks[1].x - marks.cheeks[0].x
    left, right = marks.cheeks[0].x - 0.12 * wide, marks.cheeks[1].x + 0.12 * wide
    top, bottom = marks.crown.y, marks.chin.y + 0.06 * marks.head
    return load(portrait.source).crop((round(left), round(max(0, top)), round(right), round(bottom)))


def _beside(host: Portrait, make: Callable[[], Image.Image], width: int, place: str) -> Taken:
    """Return a good photo of the host, the head somewhat small, with a picture of ``width`` px beside it."""
    taken = take(host, Framing(head=0.5, crown=0.14, size=_SIZE, background="white"))
    patch = make()
    patch = patch.resize((width, round(width * patch.height / patch.width)), Image.Resampling.LANCZOS)
    if patch.height > _SIZE[1] // 3:
        patch = patch.crop((0, 0, width, _SIZE[1] // 3))
    across, down = PLACES[place]
    at = (round(across * (_SIZE[0] - width)), round(down * (_SIZE[1] - patch.height)))
    taken.image.paste(patch, at)
    return taken


def _part(path: Path, zoom: float, across: float) -> Image.Image:
    shown = opened(path)
    width = round(zoom * shown.width)
    left = round(across * (shown.width - width))
    height = round(zoom * shown.height)
    top = (shown.height - height) // 2
    return ImageOps.fit(shown.crop((left, top, left + width, top + height)), _SIZE)


# What is covered, as (left, top, right, bottom): across from cheek to cheek, down from eyes (0) to chin (1).
COVERED: Mapping[str, tuple[float, float, float, float]] = {
    "one-eye": (0.02, -0.2, 0.46, 0.18),
    "both-eyes": (0.0, -0.2, 1.0, 0.18),
    "mouth": (0.2, 0.48, 0.8, 0.85),
    "mouth-and-chin": (-0.05, 0.45, 1.05, 1.1),
    "left-half": (-0.1, -0.7, 0.5, 1.05),
    "forehead": (-0.1, -0.8, 1.1, -0.22),
}


# What cannot be judged where that is covered: a pass would be a wrong one.
_HIDES: Mapping[str, str] = {
    "one-eye": "eyes-open",
    "both-eyes": "eyes-open",
    "left-half": "eyes-open",
    "mouth": "mouth-closed",
    "mouth-and-chin": "mouth-closed",
}


def _with_cover(portrait: Portrait, path: Path, what: str) -> Taken:
    taken = take(portrait, Framing(head=0.6, crown=0.11, size=_SIZE, background="blue"))
    box = _box(taken.truth, COVERED[what])
    thing = ImageOps.fit(_part(path, 0.5, 0.5), (box[2] - box[0], box[3] - box[1]))
    mask = Image.new("L", thing.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((1, 1, thing.width - 2, thing.height - 2), 12, fill=255)
    taken.image.paste(thing, box[:2], mask.filter(ImageFilter.GaussianBlur(1)))
    return taken


def _box(marks: Marks, part: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, right = marks.cheeks
    top = (marks.eyes[0].y + marks.eyes[1].y) / 2
    wide, high = right.x - left.x, marks.chin.y - top
    return (
        round(left.x + part[0] * wide),
        round(top + part[1] * high),
        round(left.x + part[2] * wide),
        round(top + part[3] * high),
    )


def tables(found: Sequence[Case], jobs: int) -> dict[str, list[dict[str, Any]]]:
    """Return by table its rows: photos, how many faces were seen too few or too many, what the rule said.

    Of ``covered`` ones also how often nothing was wrong with confidence and errors: see ``unsure``.
    """
    if jobs == 1:
        rows = list(map(_looked, found))
    else:
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            rows = list(pool.imap(_looked, found, 8))
    result: dict[str, list[dict[str, Any]]] = {}
    for table in dict.fromkeys(case.table for case in found):
        mine = [(case, row) for case, row in zip(found, rows, strict=True) if case.table == table]
        result[table] = [
            _row(group, [(case, row) for case, row in mine if case.group == group])
            for group in dict.fromkeys(case.group for case, _ in mine)
        ]
    return result


def _looked(case: Case) -> dict[str, Any]:
    made = case.make()
    image, truth = (made.image, made.truth) if isinstance(made, Taken) else (made, None)
    photo = looked_at(encode(image, quality=_QUALITY))
    scene = photo.scene
    assert scene is not None
    found: dict[str, Any] = {"faces": len(scene.faces), "said": None, "unsure": None}
    if _COUNT in standards.load(_STANDARD).rules:
        found["said"] = outcome(photo, _STANDARD, _COUNT)
    if case.rule:
        found["passes"] = outcome(photo, _STANDARD, case.rule) == "pass"
    if truth is not None and scene.main is not None:
        found["errors"] = errors(scene, truth)
        main = scene.main
        found["unsure"] = min(main.confidence, *(mark.confidence for mark in (*main.eyes, main.chin))) < SURE
    return found


def _row(group: str, rows: Sequence[tuple[Case, Mapping[str, Any]]]) -> dict[str, Any]:
    seen = [row["faces"] for _, row in rows]
    persons = rows[0][0].persons
    row: dict[str, Any] = {
        "group": group,
        "photos": len(rows),
        "persons": persons,
        "faces": max(seen),
        "too_few": sum(count < persons for count in seen),
        "too_many": sum(count > persons for count in seen),
        "said": {word: n for word in ("pass", "warn", "fail", "unknown") if (n := _said(rows, word))},
    }
    if rows[0][0].table == "covered":
        row["unsure"] = sum(bool(one["unsure"]) for _, one in rows)
        row["rule"] = rows[0][0].rule
        row["passes"] = [case.portrait for case, one in rows if one.get("passes")]
        row["sure"] = [case.portrait for case, one in rows if one["unsure"] is False]
        for kind in ("eyes", "chin"):
            errors = [one["errors"][kind] for _, one in rows if "errors" in one]
            known = [error for error in errors if error is not None]
            row[kind] = round(percentile(known), 4) if known else None
    return row


def _said(rows: Sequence[tuple[Case, Mapping[str, Any]]], word: str) -> int:
    return sum(row["said"] == word for _, row in rows)
