"""Photos in which something is worn or hangs over the face, drawn or pasted, and the table of them.

They are looked at closely. Where things lie is told by the marks placed by hand.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from benchmarks.accuracy.geometry.framing import Framing, take
from benchmarks.accuracy.geometry.landmarks import Marks, Portrait
from benchmarks.accuracy.geometry.run import looked_at, outcome
from benchmarks.accuracy.sources import load
from tests.corpus import encode

_QUALITY = 92
# A standard that has each rule.
_STANDARDS = {
    "glasses": "chsi-2017",
    "ears-visible": "chsi-2017",
    "head-covering": "school-batch",
    "mouth-closed": "chsi-2017",
    "eyes-open": "chsi-2017",
}
_TAKEN = Framing(head=0.6, crown=0.11, background="blue")
# What the persons of the portraits wear anyway, by eye: no photo of them shows nothing worn.
_DRESSED = frozenset({"hopper"})
# Dark long hair, and where it lies in the picture: a part of it is pasted over ears.
_LONG_HAIR, _HAIR = "woman-45", (374, 200, 412, 320)
# Drawn so many times larger and reduced, lest edges look cut with scissors.
_FINE = 4

Colour = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Worn:
    """One thing that is worn: ``rule`` judges it, ``bad`` tells whether it must be pointed out."""

    rule: str
    bad: bool
    put_on: Callable[[Image.Image, Marks, Mapping[str, Image.Image]], None]


@dataclass(frozen=True, slots=True)
class Try:
    """One photo: a portrait wearing ``group``."""

    group: str
    portrait: Portrait
    things: Mapping[str, Path]
    hair: Portrait | None


def tries(portraits: Sequence[Portrait], things: Mapping[str, Path]) -> list[Try]:
    """Return every photo: each thing on every frontal portrait that is cut out.

    ``things`` are pictures of real things by their names, whose textures hats have.
    """
    by_id = {portrait.id: portrait for portrait in portraits}
    frontal = [one for one in portraits if one.turned == "no" and one.source.cut and one.id not in _DRESSED]
    hair = by_id.get(_LONG_HAIR)
    return [
        Try(group, one, things, hair)
        for group in WORN
        for one in frontal
        if group != "hair-over-ears" or (hair is not None and hair.source.person != one.source.person)
    ]


def table(found: Sequence[Try], jobs: int) -> list[dict[str, Any]]:
    """Return a row for each thing: photos, how many were judged wrong or not at all, on which portraits."""
    if jobs == 1:
        said = list(map(_said, found))
    else:
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            said = list(pool.imap(_said, found, 4))
    rows = []
    for group, worn in WORN.items():
        mine = [(one.portrait.id, word) for one, word in zip(found, said, strict=True) if one.group == group]
        wrong = [at for at, word in mine if word != "unknown" and (word == "pass") is worn.bad]
        rows.append(
            {
                "group": group,
                "rule": worn.rule,
                "bad": worn.bad,
                "photos": len(mine),
                "wrong": len(wrong),
                "unknown": sum(word == "unknown" for _, word in mine),
                "portraits": wrong,
            }
        )
    return rows


def _said(one: Try) -> str:
    photo = looked_at(encode(photo_of(one), quality=_QUALITY), closely=True)
    rule = WORN[one.group].rule
    return outcome(photo, _STANDARDS[rule], rule)


def photo_of(one: Try) -> Image.Image:
    """Return the photo of one try."""
    taken = take(one.portrait, _TAKEN)
    textures = {name: _texture(path) for name, path in one.things.items()}
    if one.hair is not None:
        textures["hair"] = load(one.hair.source).convert("RGB").crop(_HAIR)
    WORN[one.group].put_on(taken.image, taken.truth, textures)
    return taken.image


@functools.lru_cache(maxsize=8)
def _texture(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return ImageOps.fit(image.convert("RGB"), (320, 240))


def _nothing(image: Image.Image, marks: Marks, textures: Mapping[str, Image.Image]) -> None:
    pass


def _glasses(
    image: Image.Image,
    marks: Marks,
    textures: Mapping[str, Image.Image],  # noqa: ARG001
    *,
    tint: Colour = (0, 0, 0, 0),
    glare: bool = False,
    rim: float = 0.035,
    lower: float = 0.05,
) -> None:
    """Draw glasses: ``rim`` is how thick, ``lower`` how far below the pupils, in distances of the eyes."""
    layer = Image.new("RGBA", (image.width * _FINE, image.height * _FINE))
    draw = ImageDraw.Draw(layer)
    left, right = ((eye.x * _FINE, eye.y * _FINE) for eye in marks.eyes)
    apart = right[0] - left[0]
    wide, high, line = 0.36 * apart, 0.26 * apart, max(1, round(rim * apart))
    for x, y in (left, right):
        box = (x - wide, y + lower * apart - high, x + wide, y + lower * apart + high)
        draw.ellipse(box, fill=tint, outline=(25, 22, 24, 255), width=line)
        if glare:
            slope = [(-0.5, -0.6), (0.5, -0.6), (0.2, 0.5), (-0.8, 0.5)]
            draw.polygon([(x + u * wide, y + v * high) for u, v in slope], fill=(250, 252, 255, 225))
    y = (left[1] + right[1]) / 2 + lower * apart
    draw.line((left[0] + wide, y, right[0] - wide, y), fill=(25, 22, 24, 255), width=line)
    for x, way, cheek in ((left[0], -1, marks.cheeks[0]), (right[0], 1, marks.cheeks[1])):
        draw.line((x + way * wide, y, cheek.x * _FINE, y), fill=(25, 22, 24, 255), width=line)
    fine = layer.resize(image.size, Image.Resampling.LANCZOS)
    image.paste(fine, mask=fine)


def _hat(image: Image.Image, marks: Marks, textures: Mapping[str, Image.Image], *, name: str) -> None:
    """Paste a cap of a real thing's texture over the head, down to the forehead, with a brim."""
    left, right, brow = _forehead(marks)
    box = (left, round(marks.crown.y - 0.06 * marks.head), right, brow)
    mask = Image.new("L", image.size)
    draw = ImageDraw.Draw(mask)
    draw.pieslice((box[0], box[1], box[2], 2 * brow - box[1]), 180, 360, fill=255)
    draw.rectangle((left - 12, brow - 10, right + 12, brow), fill=255)
    cap = Image.new("RGB", image.size)
    size = box[2] - box[0] + 40, box[3] - box[1] + 20
    cap.paste(ImageOps.fit(textures[name], size), (box[0] - 20, box[1] - 10))
    image.paste(cap, mask=mask.filter(ImageFilter.GaussianBlur(1)))


def _band(image: Image.Image, marks: Marks, textures: Mapping[str, Image.Image]) -> None:  # noqa: ARG001
    """Draw a hair band above the forehead."""
    left, right, brow = _forehead(marks)
    high = round(0.05 * marks.head)
    top = round(marks.crown.y + 0.09 * marks.head)
    mask = Image.new("L", image.size)
    draw = ImageDraw.Draw(mask)
    draw.arc((left + 8, top, right - 8, top + 2 * (brow - top)), 200, 340, fill=255, width=high)
    image.paste((178, 24, 62), mask=mask.filter(ImageFilter.GaussianBlur(1)))


def _forehead(marks: Marks) -> tuple[int, int, int]:
    """Return the columns of a hat's sides and the row down to which it reaches."""
    left, right = marks.cheeks
    eyes = (marks.eyes[0].y + marks.eyes[1].y) / 2
    aside = 0.08 * (right.x - left.x)
    return round(left.x - aside), round(right.x + aside), round(eyes - 0.38 * (marks.chin.y - eyes))


def _over_ears(image: Image.Image, marks: Marks, textures: Mapping[str, Image.Image]) -> None:
    """Paste real hair over both ears, from the temples down to the jaw."""
    left, right = marks.cheeks
    wide = round(0.22 * (right.x - left.x))
    eyes = (marks.eyes[0].y + marks.eyes[1].y) / 2
    top, bottom = round(eyes - 0.35 * (marks.chin.y - eyes)), round(marks.chin.y)
    lock = textures["hair"].resize((wide, bottom - top), Image.Resampling.LANCZOS)
    for x, shown in ((left.x - 0.8 * wide, ImageOps.mirror(lock)), (right.x - 0.2 * wide, lock)):
        image.paste(shown, (round(x), top))


def _mask(
    image: Image.Image,
    marks: Marks,
    textures: Mapping[str, Image.Image],  # noqa: ARG001
    *,
    colour: tuple[int, int, int],
) -> None:
    """Draw a mask from the nose to below the chin, pleated, and lit as the face is."""
    left, right = marks.cheeks
    eyes = (marks.eyes[0].y + marks.eyes[1].y) / 2
    high, middle = marks.chin.y - eyes, (marks.eyes[0].x + marks.eyes[1].x) / 2
    mask = Image.new("L", image.size)
    outline = [(0.3, 0.0), (0.42, 1.0), (0.75, 1.0), (1.03, 0.6), (1.06, 0.0), (1.03, -0.6), (0.75, -1.0),
               (0.42, -1.0)]  # fmt: skip
    sides = {1: right.x - middle, -1: middle - left.x}
    ImageDraw.Draw(mask).polygon(
        [(middle + across * sides[1 if across > 0 else -1], eyes + down * high) for down, across in outline],
        fill=255,
    )
    cloth = Image.new("RGB", image.size, colour)
    fold = tuple(value * 6 // 7 for value in colour)
    for down in (0.55, 0.68, 0.81):
        y = eyes + down * high
        ImageDraw.Draw(cloth).line((left.x, y, right.x, y), fill=fold, width=max(1, round(0.02 * high)))
    light = image.convert("L").filter(ImageFilter.GaussianBlur(0.15 * high))
    nose = round(middle), round(eyes + 0.4 * high)
    usual = light.crop((*nose, nose[0] + 1, nose[1] + 1)).tobytes()[0]
    shade = light.point([128 + max(-40, min(40, (value - usual) // 3)) for value in range(256)])
    lit = Image.merge("RGB", [ImageChops.add(band, shade, 1, -128) for band in cloth.split()])
    image.paste(lit.filter(ImageFilter.GaussianBlur(1)), mask=mask.filter(ImageFilter.GaussianBlur(1)))


WORN: Mapping[str, Worn] = {
    "no-glasses": Worn("glasses", False, _nothing),
    "clear-glasses": Worn("glasses", False, _glasses),
    "tinted-lightly": Worn("glasses", True, functools.partial(_glasses, tint=(90, 60, 40, 90))),
    "tinted": Worn("glasses", True, functools.partial(_glasses, tint=(50, 40, 40, 170))),
    "sunglasses": Worn("glasses", True, functools.partial(_glasses, tint=(18, 18, 20, 245))),
    "glare": Worn("glasses", True, functools.partial(_glasses, glare=True)),
    "rim-over-eyes": Worn("glasses", True, functools.partial(_glasses, rim=0.09, lower=0.3)),
    "bare-head": Worn("head-covering", False, _nothing),
    "cap": Worn("head-covering", True, functools.partial(_hat, name="brick")),
    "patterned-hat": Worn("head-covering", True, functools.partial(_hat, name="coffee")),
    "hair-band": Worn("head-covering", True, _band),
    "hair-over-ears": Worn("ears-visible", True, _over_ears),
    "eyes-behind-clear-glasses": Worn("eyes-open", False, _glasses),
    "eyes-behind-sunglasses": Worn("eyes-open", True, functools.partial(_glasses, tint=(18, 18, 20, 245))),
    "white-mask": Worn("mouth-closed", True, functools.partial(_mask, colour=(225, 228, 232))),
    "blue-mask": Worn("mouth-closed", True, functools.partial(_mask, colour=(150, 190, 215))),
    "black-mask": Worn("mouth-closed", True, functools.partial(_mask, colour=(32, 32, 36))),
}
"""What is worn, by name."""
