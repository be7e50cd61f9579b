"""Mutations of what a photo shows: how each is made, its steps, and where the unchanged photo is."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps

from benchmarks.accuracy import effects
from benchmarks.accuracy.colours import Lab, Rgb, lab, lab_to_rgb
from benchmarks.accuracy.compose import compose, dyed, lab_of, person_mask, ramp
from benchmarks.accuracy.shots import Shot, Size, Truth
from benchmarks.accuracy.sources import Source, load
from checker.standards import Band
from checker.text import Text

# Published and common backgrounds (docs of the standards), all of which every standard here allows.
BACKGROUNDS: Mapping[str, Rgb] = {
    "blue": (0x43, 0x8E, 0xDB),
    "light-blue": (100, 197, 255),
    "deep-blue": (0x00, 0xA3, 0xE6),
    "app-blue": (0x62, 0x8B, 0xCE),
    "white": (255, 255, 255),
    "light-grey": (240, 240, 240),
}
# Backgrounds that nobody takes for blue, white or light grey.
WRONG_BACKGROUNDS: Mapping[str, Rgb] = {
    "red": (0xD0, 0x20, 0x20),
    "dark-red": (0x80, 0x10, 0x18),
    "pink": (0xF0, 0x90, 0xA8),
    "orange": (0xE8, 0x80, 0x20),
    "yellow": (0xF0, 0xD0, 0x40),
    "green": (0x40, 0xA0, 0x50),
    "dark-green": (0x18, 0x50, 0x30),
    "teal": (0x18, 0x90, 0x88),
    "navy": (0x00, 0x00, 0x80),
    "violet": (0x90, 0x50, 0xC0),
    "brown": (0x60, 0x40, 0x20),
    "beige": (0xD8, 0xC0, 0x98),
    "grey": (0x80, 0x80, 0x80),
    "dark-grey": (0x40, 0x40, 0x40),
    "black": (0x08, 0x08, 0x08),
}
STANDARD = "chsi-2017"
_BLUE_HUE, _BLUE_LIGHTNESS, _BLUE_CHROMA = 262.0, 60.0, 34.0


@dataclass(frozen=True, slots=True)
class Look:
    """A named mutation of what a photo shows.

    ``unchanged`` is the step at which nothing is done: what lies between it and the nearest band is good.
    ``bad`` is the truth beyond a band. ``composed``: it needs a cut-out person. Each step is made for every
    one of ``variants`` and ``backgrounds``.
    """

    name: str
    title: Text
    rule: str
    unit: str
    unchanged: float
    steps: Sequence[float]
    make: Callable[[Source, Shot], Image.Image]
    variants: Sequence[str] = ("",)
    backgrounds: Sequence[str] = ("blue", "white")
    bad: Truth = "warn-ok"
    composed: bool = False

    def truth(self, step: float, bands: Sequence[Band]) -> Truth:
        """Return what is true of a photo of this ``step``, from the declared bands alone."""
        mine = [band for band in bands if (band.rule, band.mutation) == (self.rule, self.name)]
        if any(band.holds(step) for band in mine):
            return "band"
        low, high = sorted((self.unchanged, step))
        crossed = any(low <= band.low and band.high <= high for band in mine)
        return self.bad if crossed else "pass"

    def shots(self, sources: Sequence[Source], bands: Sequence[Band]) -> Iterator[Shot]:
        """Yield every photo of this mutation."""
        for source in sources:
            if self.rule in source.unfit or (self.composed and source.cut is None):
                continue
            for step in self.steps:
                for variant in self.variants:
                    for background in self.backgrounds if source.cut is not None else ("",):
                        shot = Shot(
                            (self.rule,), STANDARD, self.name, step, self.truth(step, bands), source.id
                        )
                        yield _with(shot, background, variant)


def _with(shot: Shot, background: str, variant: str) -> Shot:
    """Return ``shot`` with the rest of its settings; quality and seed follow from what it is."""
    seed = zlib.crc32(f"{shot.mutation} {shot.step} {shot.source} {background} {variant}".encode())
    return replace(shot, background=background, variant=variant, seed=seed, quality=(86, 90, 94)[seed % 3])


def base(source: Source, shot: Shot) -> Image.Image:
    """Return the photo before its mutation: the person before the background, else the picture cropped."""
    if source.cut is not None:
        return compose(source, shot.size, BACKGROUNDS[shot.background]).image
    return cropped(load(source), shot.size)


def cropped(image: Image.Image, size: Size) -> Image.Image:
    """Return the middle of ``image`` in the shape of ``size``, resized to it."""
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def _number(shot: Shot) -> float:
    assert not isinstance(shot.step, str)
    return shot.step


def _effect(effect: Callable[[Image.Image, float], Image.Image]) -> Callable[[Source, Shot], Image.Image]:
    return lambda source, shot: effect(base(source, shot), _number(shot))


def _falling(field: Callable[[Source, Shot], Image.Image]) -> Callable[[Source, Shot], Image.Image]:
    def make(source: Source, shot: Shot) -> Image.Image:
        light = lab_of(BACKGROUNDS[shot.background])
        return compose(source, shot.size, ramp(field(source, shot), light, _number(shot))).image

    return make


def _waves(source: Source, shot: Shot) -> Image.Image:
    """A texture whose step is its amplitude: half of what lies between its lightest and darkest place."""
    lightness, a, b = lab_of(BACKGROUNDS[shot.background])
    field = effects.texture(shot.size, shot.variant, shot.seed)
    top = (min(100.0, lightness + _number(shot)), a, b)
    return compose(source, shot.size, ramp(field, top, 2 * _number(shot))).image


def _clothes(source: Source, shot: Shot) -> Image.Image:
    """Clothes that differ from the background by so much, on the way from its colour to black or white."""
    scene = compose(source, shot.size, BACKGROUNDS[shot.background])
    return dyed(scene, towards(lab_of(BACKGROUNDS[shot.background]), shot.variant, _number(shot)))


def towards(colour: Lab, end: str, distance: float) -> Lab:
    """Return the colour ``distance`` (CIE76) from ``colour``, straight towards ``black`` or ``white``."""
    far = lab(0 if end == "black" else 100)
    share = distance / math.dist(colour, far)
    return tuple(a + (b - a) * share for a, b in zip(colour, far, strict=True))  # type: ignore[return-value]


def _coloured(colour: Callable[[float], Rgb]) -> Callable[[Source, Shot], Image.Image]:
    return lambda source, shot: compose(source, shot.size, colour(_number(shot))).image


def _cast(source: Source, shot: Shot) -> Image.Image:
    return effects.cast(base(source, shot), _number(shot), float(shot.variant))


def _identity(source: Source, shot: Shot) -> Image.Image:
    return base(source, shot)  # what is changed is how it is saved: see `files.encoded`


SAVED = (95.0, 90, 85, 80, 75, 70, 65, 60, 45, 30, 25, 20, 15, 10, 5)
LOOKS: tuple[Look, ...] = (
    Look(
        "defocus",
        Text("虚焦（模糊半径）", "out of focus"),
        "sharpness",
        "px",
        0,
        (0, 0.2, 0.4, 0.6, 1.0, 1.8, 2.2, 2.6, 3.0, 4.0, 5.0, 7.0),
        _effect(effects.defocus),
    ),
    Look(
        "motion",
        Text("手抖（拖影长度）", "motion blur"),
        "sharpness",
        "px",
        1,
        (1, 1.5, 2, 4, 6, 7, 8, 10, 12, 16, 20),
        lambda source, shot: effects.motion(base(source, shot), _number(shot), shot.variant),
        ("across", "down"),
    ),
    Look(
        "upscale",
        Text("小图放大（倍数）", "enlarged"),
        "upscaled",
        "factor",
        1,
        (1, 1.1, 1.2, 1.6, 2, 2.25, 2.5, 3, 3.5, 4, 5, 6),
        _effect(effects.upscale),
        backgrounds=("blue", "light-blue", "white"),
    ),
    Look(
        "exposure",
        Text("曝光（档）", "exposure"),
        "exposure",
        "stop",
        0,
        (-3.2, -2.8, -2.4, -2, -1.7, -1.2, -0.7, -0.5, -0.25, 0, 0.2, 0.4, 0.8, 1.2, 1.5, 1.8, 2.2, 2.6),
        _effect(effects.exposure),
    ),
    Look(
        "contrast",
        Text("对比度（剩下的比例）", "contrast left"),
        "contrast",
        "factor",
        1,
        (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.6, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15),
        _effect(effects.contrast),
    ),
    Look(
        "cast",
        Text("偏色（CIELAB 单位）", "colour cast"),
        "colour-cast",
        "lab",
        0,
        (0, 2, 4, 6, 11, 16, 20, 25, 30, 35),
        _cast,
        ("80", "150", "270", "330"),
        ("blue", "white"),
    ),
    Look(
        "jpeg-quality",
        Text("JPG 质量", "JPEG quality"),
        "compression-artefacts",
        "quality",
        95,
        SAVED,
        _identity,
    ),
    Look(
        "jpeg-twice",
        Text("先低质量、再高质量保存", "saved twice"),
        "compression-artefacts",
        "quality",
        95,
        SAVED,
        _identity,
    ),
    Look(
        "gradient",
        Text("背景渐变（明度差）", "gradient of the background"),
        "background-evenness",
        "lab",
        0,
        (0, 2, 4, 5, 10, 16, 20, 25, 30, 40),
        _falling(lambda _, shot: effects.gradient(shot.size, shot.variant)),
        ("down", "across", "round"),
        composed=True,
    ),
    Look(
        "shadow",
        Text("背景上的影子（明度差）", "shadow on the background"),
        "background-evenness",
        "lab",
        0,
        (0, 1, 2, 3, 7, 12, 16, 20, 25, 30, 40),
        _falling(lambda source, shot: effects.shadow(person_mask(source, shot.size), shot.variant)),
        ("left", "right"),
        composed=True,
    ),
    Look(
        "texture",
        Text("背景纹理（明度起伏）", "texture of the background"),
        "background-evenness",
        "lab",
        0,
        (0, 0.5, 1, 1.5, 2, 4, 7, 9, 12, 16),
        _waves,
        ("cloud", "fold"),
        composed=True,
    ),
    Look(
        "clothes-contrast",
        Text("衣服与背景的色差", "clothes against the background"),
        "clothes-contrast",
        "lab",
        60,
        (60, 50, 42, 35, 30, 26, 15, 8, 6, 4, 2, 0),
        _clothes,
        ("black",),
        ("blue", "app-blue", "light-blue", "white", "light-grey"),
        composed=True,
    ),
    Look(
        "frame",
        Text("边框（宽度）", "frame"),
        "picture-border",
        "px",
        0,
        (0, 2, 3, 4, 6, 8, 10, 15, 20, 30),
        lambda source, shot: effects.frame(base(source, shot), _number(shot), shot.variant),
        ("#000000", "#D02020", "#C8A050"),
    ),
    Look(
        "corners",
        Text("圆角（半径）", "round corners"),
        "picture-border",
        "px",
        0,
        (0, 1, 5, 9, 12, 16, 24, 32, 48),
        lambda source, shot: effects.corners(base(source, shot), _number(shot), shot.variant),
        ("#000000", "#808080"),
    ),
    Look(
        "blue-hue",
        Text("背景色相（度）", "hue of the background"),
        "background-colour",
        "degree",
        _BLUE_HUE,
        (
            *(90, 120, 150, 170, 185, 200, 210, 215, 228, 239, 243, 247, 251, 255, 259),
            *(263, 267, 271, 275, 279, 283, 293, 303, 310, 320, 340, 360),
        ),
        _coloured(lambda hue: lab_to_rgb(lab(_BLUE_LIGHTNESS, _BLUE_CHROMA, hue))),
        backgrounds=("",),
        bad="fail",
        composed=True,
    ),
    Look(
        "blue-lightness",
        Text("蓝色背景的明度", "lightness of a blue background"),
        "background-colour",
        "lab",
        _BLUE_LIGHTNESS,
        (10, 15, 20, 25, 30, 40, 49, 52, 55, 60, 65, 70, 75, 80),
        _coloured(lambda lightness: lab_to_rgb(lab(lightness, 30, _BLUE_HUE))),
        backgrounds=("",),
        bad="fail",
        composed=True,
    ),
    Look(
        "blue-chroma",
        Text("蓝色背景的彩度", "chroma of a blue background"),
        "background-colour",
        "lab",
        _BLUE_CHROMA,
        (44, 40, 36, 33, 31, 29, 20, 11, 9, 6, 3, 0),
        _coloured(lambda chroma: lab_to_rgb(lab(_BLUE_LIGHTNESS, chroma, _BLUE_HUE))),
        backgrounds=("",),
        bad="fail",
        composed=True,
    ),
    Look(
        "white-lightness",
        Text("白色背景的明度", "lightness of a white background"),
        "background-colour",
        "lab",
        100,
        (100, 99, 98, 97, 96, 95, 94, 93, 85, 78, 75, 70, 65, 60, 50, 40, 30, 20),
        _coloured(lambda lightness: lab_to_rgb(lab(lightness))),
        backgrounds=("",),
        bad="fail",
        composed=True,
    ),
)
