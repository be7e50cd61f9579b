"""Mutations of what a photo shows: how each is made, its steps, and where the unchanged photo is."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps, ImageStat

from benchmarks.accuracy import effects
from benchmarks.accuracy.colours import Lab, Rgb, lab
from benchmarks.accuracy.compose import compose, dyed, lab_of, person_mask, ramp
from benchmarks.accuracy.shots import PORTRAIT, Shot, Size, Truth
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
# The noise of a phone's camera by day, in levels.
GRAIN = 4
BLUE_HUE, BLUE_LIGHTNESS, BLUE_CHROMA = 262.0, 60.0, 34.0
# Rules that a picture of unknown quality, given without an outline, can be used for: nobody knows whether it
# was sharp or well exposed before it was changed.
_ANY_PICTURE = frozenset({"picture-border", "compression-artefacts"})

Maker = Callable[[Source, Shot], Image.Image]


@dataclass(frozen=True, slots=True)
class Look:
    """A named mutation of what a photo shows.

    ``unchanged`` is the step at which nothing is done: what lies between it and the nearest band is good.
    ``bad`` is the truth beyond a band. Each step is made for every one of ``variants``, ``backgrounds`` and
    ``sizes``.
    """

    name: str
    title: Text
    rule: str
    unit: str
    unchanged: float
    steps: Sequence[float]
    make: Maker
    variants: Sequence[str] = ("",)
    backgrounds: Sequence[str] = ("blue", "white")
    bad: Truth = "warn-ok"
    sizes: Sequence[Size] = (PORTRAIT,)

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
            if self.rule in source.unfit or (source.cut is None and self.rule not in _ANY_PICTURE):
                continue
            for step in self.steps:
                truth = self.truth(step, bands)
                grounds = self.backgrounds if source.cut is not None else ("",)
                for variant, background, size in itertools.product(self.variants, grounds, self.sizes):
                    shot = Shot((self.rule,), STANDARD, self.name, step, truth, source.id, size=size)
                    yield _with(shot, background, variant)


def _with(shot: Shot, background: str, variant: str) -> Shot:
    """Return ``shot`` with the rest of its settings; quality and seed follow from what it is."""
    seed = zlib.crc32(
        f"{shot.mutation} {shot.step} {shot.source} {background} {variant} {shot.size}".encode()
    )
    return replace(shot, background=background, variant=variant, seed=seed, quality=(86, 90, 94)[seed % 3])


def base(source: Source, shot: Shot) -> Image.Image:
    """Return the photo before its mutation: the person before the background, else the picture cropped."""
    if source.cut is not None:
        return compose(source, shot.size, BACKGROUNDS[shot.background]).image
    return cropped(load(source), shot.size)


def cropped(image: Image.Image, size: Size) -> Image.Image:
    """Return the middle of ``image`` in the shape of ``size``, resized to it."""
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def strength(shot: Shot) -> float:
    """Return the step of a mutation whose steps are numbers."""
    assert not isinstance(shot.step, str)
    return shot.step


def effect(change: Callable[[Image.Image, float], Image.Image]) -> Maker:
    """Return what makes a photo and then applies ``change`` with the step's strength."""
    return lambda source, shot: change(base(source, shot), strength(shot))


def blurred(source: Source, shot: Shot) -> Image.Image:
    """A photo out of focus; with the variant ``grain``, the camera's noise comes on top and stays sharp."""
    image = effects.defocus(base(source, shot), strength(shot))
    return effects.grain(image, GRAIN if shot.variant == "grain" else 0, shot.seed)


def falling(field: Maker) -> Maker:
    """Return what makes a photo whose background grows darker after ``field``, by the step's L*.

    Only what the person leaves to be seen counts: the field is stretched until its ends lie there.
    """

    def make(source: Source, shot: Shot) -> Image.Image:
        light = lab_of(BACKGROUNDS[shot.background])
        seen = person_mask(source, shot.size).point([255] + [0] * 255)
        low, high = ImageStat.Stat(field(source, shot), seen).extrema[0]
        stretched = [round(255 * min(max((value - low) / (high - low), 0), 1)) for value in range(256)]
        background = ramp(field(source, shot).point(stretched), light, strength(shot))
        return compose(source, shot.size, background).image

    return make


def waves(source: Source, shot: Shot) -> Image.Image:
    """A texture whose step is its amplitude: half of what lies between its lightest and darkest place."""
    lightness, a, b = lab_of(BACKGROUNDS[shot.background])
    field = effects.texture(shot.size, shot.variant, shot.seed)
    top = (min(100.0, lightness + strength(shot)), a, b)
    return compose(source, shot.size, ramp(field, top, 2 * strength(shot))).image


def clothes(source: Source, shot: Shot) -> Image.Image:
    """Clothes that differ from the background by so much, on the way from its colour to black or white."""
    scene = compose(source, shot.size, BACKGROUNDS[shot.background])
    return dyed(scene, towards(lab_of(BACKGROUNDS[shot.background]), shot.variant, strength(shot)))


def towards(colour: Lab, end: str, distance: float) -> Lab:
    """Return the colour ``distance`` (CIE76) from ``colour``, straight towards ``black`` or ``white``."""
    far = lab(0 if end == "black" else 100)
    share = distance / math.dist(colour, far)
    return tuple(a + (b - a) * share for a, b in zip(colour, far, strict=True))  # type: ignore[return-value]


def coloured(colour: Callable[[float], Rgb]) -> Maker:
    """Return what makes a photo before the background ``colour(strength)``."""
    return lambda source, shot: compose(source, shot.size, colour(strength(shot))).image


def cast(source: Source, shot: Shot) -> Image.Image:
    """A photo under light of another colour; ``variant`` is its hue in degrees."""
    return effects.cast(base(source, shot), strength(shot), float(shot.variant))


def unchanged_photo(source: Source, shot: Shot) -> Image.Image:
    """The photo as it is: what is changed is how it is saved, see `files.encoded`."""
    return base(source, shot)
