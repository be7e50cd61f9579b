"""Putting a cut-out person before a background whose colour is known everywhere."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from benchmarks.accuracy.colours import Lab, Rgb, lab_to_rgb
from benchmarks.accuracy.sources import Source, load
from checker.colour import srgb_to_lab

# Crown at a tenth of the height, head 64 %: the aim of every crop (docs of the standards).
_CROWN_AT, HEAD_SHARE = 0.10, 0.64
# Shoulders go on beyond the picture's edges, so that any crop lies inside.
_MARGIN = 0.6


@dataclass(frozen=True, slots=True)
class Scene:
    """A composed photo of mode RGB, with masks of mode L and the same size: 255 in person and in clothes."""

    image: Image.Image
    person: Image.Image
    clothes: Image.Image


def compose(
    source: Source, size: tuple[int, int], background: Rgb | Image.Image, head: float = HEAD_SHARE
) -> Scene:
    """Return the person of ``source``, which needs a cut-out, before ``background``.

    An image as background must have ``size``; ``head`` is the head's share of the height.
    """
    figure, person, garment = _figure(source, size, head)
    canvas = background.copy() if isinstance(background, Image.Image) else Image.new("RGB", size, background)
    canvas.paste(figure, mask=person)
    return Scene(canvas, person, garment)


@functools.lru_cache(maxsize=16)
def _figure(
    source: Source, size: tuple[int, int], head: float
) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Return picture, person and clothes in place; nobody may draw into them."""
    width, height = size
    picture, mask, clothes = layers(source)
    assert source.cut is not None
    margin = round(_MARGIN * load(source).width)
    # Very wide photos, which only rules about sizes get, show a larger head than was asked for.
    scale = max(head * height / source.cut.head, width / picture.width)
    left = min(max(source.cut.centre + margin - width / scale / 2, 0), picture.width - width / scale)
    top = source.cut.crown + margin - _CROWN_AT * height / scale
    box = (left, top, left + width / scale, top + height / scale)
    how = Image.Resampling.LANCZOS
    figure, person, garment = (layer.resize(size, how, box=box) for layer in (picture, mask, clothes))
    return figure, person, ImageChops.multiply(garment, person)


def person_mask(source: Source, size: tuple[int, int]) -> Image.Image:
    """Return where `compose` puts the person."""
    return compose(source, size, (0, 0, 0)).person


def scale_of(source: Source, height: int) -> float:
    """Return by how much `compose` enlarges the original (below 1: reduces it)."""
    assert source.cut is not None
    return HEAD_SHARE * height / source.cut.head


@functools.lru_cache(maxsize=8)
def layers(source: Source) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Return picture, person and clothes, each with a margin into which the picture's edges are drawn out."""
    picture, cut = load(source), source.cut
    assert cut is not None
    bottom = min(max(y for _, y in cut.outline), picture.height)
    picture = picture.crop((0, 0, picture.width, bottom))
    person = Image.new("L", picture.size, 0)
    ImageDraw.Draw(person).polygon(cut.outline, fill=255)
    below = [*cut.collar, (picture.width, bottom), (0, bottom)]
    clothes = Image.new("L", picture.size, 0)
    ImageDraw.Draw(clothes).polygon(below, fill=255)
    margin = round(_MARGIN * picture.width)
    picture, person, clothes = (drawn_out(layer, margin) for layer in (picture, person, clothes))
    # Drawn in by a pixel, so that nothing of the old background stays, and softened, since a hard cut shows.
    person = person.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(0.8))
    return picture, person, clothes


def drawn_out(image: Image.Image, margin: int) -> Image.Image:
    """Return ``image`` with a margin all round that repeats its outermost pixels; the top one stays black."""
    width, height = image.size
    out = Image.new(image.mode, (width + 2 * margin, height + 2 * margin))
    out.paste(image, (margin, margin))
    for x, column in ((0, 0), (margin + width, width - 1)):
        out.paste(image.crop((column, 0, column + 1, height)).resize((margin, height)), (x, margin))
    last = out.crop((0, margin + height - 1, out.width, margin + height))
    out.paste(last.resize((out.width, margin)), (0, margin + height))
    return out


def dyed(scene: Scene, colour: Lab) -> Image.Image:
    """Return the photo with clothes of mean ``colour``; a third of their folds and patterns stays."""
    mean = ImageStat.Stat(scene.image, scene.clothes).mean
    target = lab_to_rgb(colour)
    tables: list[int] = []
    for middle, want in zip(mean, target, strict=True):
        tables += [min(255, max(0, round(want + (value - middle) * 0.3))) for value in range(256)]
    return Image.composite(scene.image.point(tables), scene.image, scene.clothes)


def ramp(field: Image.Image, light: Lab, strength: float) -> Image.Image:
    """Return a background after ``field`` of mode L: ``light`` at 255, ``strength`` L* darker at 0."""
    lightness, a, b = light
    colours = [lab_to_rgb((lightness - strength * (1 - level / 255), a, b)) for level in range(256)]
    return Image.merge("RGB", [field.point([colour[band] for colour in colours]) for band in range(3)])


def lab_of(colour: Rgb) -> Lab:
    """Return CIELAB of an 8-bit sRGB colour."""
    return srgb_to_lab(*colour)
