"""Photos of a portrait in which it is known exactly where the head is: crops, turns, sizes and shifts."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from PIL import Image

from benchmarks.accuracy.compose import drawn_out, layers
from benchmarks.accuracy.geometry.landmarks import Marks, Place, Portrait
from benchmarks.accuracy.looks import BACKGROUNDS
from benchmarks.accuracy.sources import load

# A plain picture is drawn out by so much of its width on every side, as `layers` does with a cut-out.
_MARGIN = 0.6
# Large pictures are reduced to the nearest of these before they are turned, so that nothing aliases.
_REDUCED = (0.2, 0.28, 0.4, 0.56, 0.75, 1.0)
_ARC = 12  # steps along the hair on either side of the crown
# How far down hair and head count for their sides: to the mouth, as a share of eyes to chin.
_MOUTH = 0.55

Map = Callable[[Place], Place]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Framing:
    """How a photo is taken: shares of the photo's height (``head``, ``crown``) and width (``aside``).

    ``head`` is the height from crown to chin, ``crown`` the room above it, ``aside`` how far right of the
    middle the face is. ``lean``: by how many degrees the picture is turned clockwise after the eyes have been
    made level. ``slope`` is what the shoulders lean by (`benchmarks.accuracy.geometry.shoulders`), None: as
    in the picture. ``background`` is a name of `looks.BACKGROUNDS`, or empty: as the picture was taken.
    """

    head: float = 0.62
    crown: float = 0.10
    aside: float = 0.0
    lean: float = 0.0
    size: Size = (480, 640)
    background: str = ""
    slope: float | None = None


class Taken(NamedTuple):
    """A photo of mode RGB and where the head is in it, in its px; ``truth.crown`` is the hair's highest."""

    image: Image.Image
    truth: Marks


def take(portrait: Portrait, framing: Framing) -> Taken:
    """Return the photo; a portrait without an outline is taken with its own background."""
    scale, turn, shift = _placed(portrait.truth, framing)
    reduced = min(share for share in _REDUCED if share >= scale or share == 1)
    picture, mask = _layers(portrait, reduced, bool(framing.background) and portrait.source.cut is not None)
    width = load(portrait.source).width
    margin = round(_MARGIN * width)
    # From px of the photo back to those of the layers, which have a margin and may be reduced.
    share = picture.width / (width + 2 * margin)
    cos, sin = math.cos(turn) / scale, math.sin(turn) / scale
    data = (
        share * cos,
        share * sin,
        share * (margin - cos * shift.x - sin * shift.y),
        -share * sin,
        share * cos,
        share * (margin + sin * shift.x - cos * shift.y),
    )
    affine, how = Image.Transform.AFFINE, Image.Resampling.BICUBIC
    image = picture.transform(framing.size, affine, data, how)
    if mask is not None:
        canvas = Image.new("RGB", framing.size, BACKGROUNDS[framing.background])
        canvas.paste(image, mask=mask.transform(framing.size, affine, data, how))
        image = canvas
    return Taken(image, marks_of(portrait, framing))


def marks_of(portrait: Portrait, framing: Framing) -> Marks:
    """Return where the head is in such a photo, in its px."""
    return _moved(portrait.truth, _mapping(*_placed(portrait.truth, framing)))


def level(portrait: Portrait) -> Marks:
    """Return the marks after the picture was turned until the eyes are level, in px of the portrait."""
    return _moved(portrait.truth, _mapping(1.0, -math.radians(portrait.truth.roll), Place(0, 0)))


def outline_of(portrait: Portrait) -> list[Place] | None:
    """Return the corners of the person's outline on `level`'s terms, None without an outline."""
    cut = portrait.source.cut
    if cut is None:
        return None
    turned = _mapping(1.0, -math.radians(portrait.truth.roll), Place(0, 0))
    return [turned(Place(*point)) for point in cut.outline]


def sides(portrait: Portrait) -> tuple[float, float] | None:
    """Return the outermost columns of hair and head, from crown to mouth, on `level`'s terms.

    None without an outline.
    """
    points = outline_of(portrait)
    if points is None:
        return None
    marks = level(portrait)
    eyes = (marks.eyes[0].y + marks.eyes[1].y) / 2
    low = eyes + _MOUTH * (marks.chin.y - eyes)
    columns = []
    for one, other in zip(points, [*points[1:], points[0]], strict=True):
        steps = max(1, round(math.dist(one, other)))
        for step in range(steps):
            share = step / steps
            y = one.y + share * (other.y - one.y)
            if marks.crown.y <= y <= low:
                columns.append(one.x + share * (other.x - one.x))
    return min(columns), max(columns)


def _placed(marks: Marks, framing: Framing) -> tuple[float, float, Place]:
    """Return scale, turn in radians and shift in px that bring ``marks`` to where ``framing`` wants them."""
    turn = math.radians(framing.lean - marks.roll)
    turned = _moved(marks, _mapping(1.0, turn, Place(0, 0)))
    width, height = framing.size
    scale = framing.head * height / turned.head
    middle = (turned.cheeks[0].x + turned.cheeks[1].x) / 2
    shift = Place(
        (0.5 + framing.aside) * width - scale * middle, framing.crown * height - scale * turned.crown.y
    )
    return scale, turn, shift


def _mapping(scale: float, turn: float, shift: Place) -> Map:
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    return lambda at: Place(cos * at.x - sin * at.y + shift.x, sin * at.x + cos * at.y + shift.y)


def _moved(marks: Marks, to: Map) -> Marks:
    """Return the marks elsewhere; the crown is then the highest place of the hair there."""
    return replace(
        marks,
        crown=min((to(place) for place in _arc(marks)), key=lambda place: place.y),
        hair=(to(marks.hair[0]), to(marks.hair[1])),
        eyes=(to(marks.eyes[0]), to(marks.eyes[1])),
        chin=to(marks.chin),
        cheeks=(to(marks.cheeks[0]), to(marks.cheeks[1])),
    )


def _arc(marks: Marks) -> list[Place]:
    """Return places along the hair's outline: half a parabola from the crown to either side."""
    top = marks.crown
    places = [top]
    for end in marks.hair:
        for step in range(1, _ARC + 1):
            share = step / _ARC
            places.append(Place(top.x + share * (end.x - top.x), top.y + share**2 * (end.y - top.y)))
    return places


@functools.lru_cache(maxsize=4)
def _layers(portrait: Portrait, share: float, cut: bool) -> tuple[Image.Image, Image.Image | None]:
    """Return picture and, where it is to be ``cut`` out, person, with their margins, reduced to ``share``."""
    mask: Image.Image | None = None
    if cut:
        picture, mask, _ = layers(portrait.source)
    else:
        whole = load(portrait.source)
        margin = round(_MARGIN * whole.width)
        picture = drawn_out(whole, margin)
        first = picture.crop((0, margin, picture.width, margin + 1))
        picture.paste(first.resize((picture.width, margin)), (0, 0))
    if share == 1:
        return picture, mask
    how = Image.Resampling.LANCZOS

    def reduced(layer: Image.Image) -> Image.Image:
        # As high as it is wide by the same factor: `take` knows only one.
        size = round(layer.width * share), round(layer.height * share)
        high = size[1] * layer.width / size[0]
        return layer.resize(size, how, box=(0, 0, layer.width, min(high, layer.height)))

    return reduced(picture), mask and reduced(mask)
