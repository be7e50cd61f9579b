"""What is done to a photo, by how much: every function returns a new image of the same size and mode RGB."""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from benchmarks.accuracy.colours import decode, encode, lab, lab_to_linear

# Strengths in px are meant for a photo so wide, and scaled with it.
REFERENCE_WIDTH = 480


def _scaled(image: Image.Image, px: float) -> float:
    return px * image.width / REFERENCE_WIDTH


def defocus(image: Image.Image, radius: float) -> Image.Image:
    """Blur with a Gaussian of standard deviation ``radius`` px."""
    return image.filter(ImageFilter.GaussianBlur(_scaled(image, radius))) if radius else image


def motion(image: Image.Image, length: float, direction: str) -> Image.Image:
    """Smear over ``length`` px, ``across`` or ``down``; a length of 1 changes nothing."""
    radius = (_scaled(image, length) - 1) / 2
    if radius <= 0:
        return image
    return image.filter(ImageFilter.BoxBlur((radius, 0) if direction == "across" else (0, radius)))


def upscale(image: Image.Image, factor: float) -> Image.Image:
    """Reduce by ``factor`` and enlarge again, as when a small picture is blown up."""
    if factor == 1:
        return image
    small = (max(1, round(image.width / factor)), max(1, round(image.height / factor)))
    return image.resize(small, Image.Resampling.LANCZOS).resize(image.size, Image.Resampling.BICUBIC)


def exposure(image: Image.Image, stops: float) -> Image.Image:
    """Multiply the light by two to the power of ``stops``; what is too bright is clipped, as in a camera."""
    table = [round(255 * encode(decode(value / 255) * 2**stops)) for value in range(256)]
    return image.point(table * 3)


def contrast(image: Image.Image, factor: float) -> Image.Image:
    """Bring every value nearer to the photo's mean grey: 1 changes nothing, 0 leaves plain grey."""
    mean = ImageStat.Stat(image.convert("L")).mean[0]
    return image.point([round(mean + (value - mean) * factor) for value in range(256)] * 3)


def cast(image: Image.Image, strength: float, hue: float) -> Image.Image:
    """Change the light's colour: a middle grey moves by ``strength`` units of CIELAB towards ``hue``."""
    grey, tinted = lab_to_linear(lab(60)), lab_to_linear(lab(60, strength, hue))
    tables: list[int] = []
    for before, after in zip(grey, tinted, strict=True):
        tables += [round(255 * encode(decode(value / 255) * after / before)) for value in range(256)]
    return image.point(tables)


def frame(image: Image.Image, width: float, colour: str) -> Image.Image:
    """Draw a frame of ``width`` px inside the photo's edges."""
    px = round(_scaled(image, width))
    out = image.copy()
    if px:
        ImageDraw.Draw(out).rectangle((0, 0, out.width - 1, out.height - 1), outline=colour, width=px)
    return out


def corners(image: Image.Image, radius: float, colour: str) -> Image.Image:
    """Cut the corners off round, with ``radius`` px, and fill them with ``colour``."""
    px = _scaled(image, radius)
    if not px:
        return image
    mask = Image.new("L", (image.width * 4, image.height * 4), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius=px * 4, fill=255)
    return Image.composite(image, Image.new("RGB", image.size, colour), mask.reduce(4))


def grain(image: Image.Image, amplitude: int, seed: int) -> Image.Image:
    """Add even noise of up to ``amplitude`` levels up and down in each channel, as a sensor does."""
    if not amplitude:
        return image
    noise = Image.frombytes("RGB", image.size, random.Random(seed).randbytes(image.width * image.height * 3))
    noise = noise.point([round((value / 255 - 0.5) * 2 * amplitude) + amplitude for value in range(256)] * 3)
    return ImageChops.add(image, noise, 1, -amplitude)


# Fields of mode L for `compose.ramp`: 255 where a background keeps its colour, 0 where it is darkest.


def gradient(size: tuple[int, int], direction: str) -> Image.Image:
    """Return a field that falls off ``down``, ``across`` or ``round`` (from the middle to the corners)."""
    if direction == "round":
        return Image.radial_gradient("L").point([255 - value for value in range(256)]).resize(size)
    field = Image.linear_gradient("L").point([255 - value for value in range(256)])
    return (field if direction == "down" else field.rotate(90)).resize(size)


def shadow(person: Image.Image, side: str) -> Image.Image:
    """Return a field with a soft shadow of ``person`` (a mask of mode L), thrown to ``left`` or ``right``."""
    width, height = person.size
    shift = round(width * 0.08) * (1 if side == "right" else -1)
    thrown = Image.new("L", person.size, 0)
    thrown.paste(person, (shift, round(height * 0.02)))
    soft = thrown.filter(ImageFilter.GaussianBlur(width * 0.02))
    return soft.point([255 - value for value in range(256)])


def texture(size: tuple[int, int], kind: str, seed: int) -> Image.Image:
    """Return a field of ``cloud`` (blotches a twelfth of the width) or ``fold`` (upright folds)."""
    width, height = size
    rng = random.Random(seed)
    if kind == "fold":
        columns = bytes(255 if at % 2 else 0 for at in range(24))
        return Image.frombytes("L", (24, 1), columns).resize(size, Image.Resampling.BICUBIC)
    blotches = (12, max(1, round(12 * height / width)))
    values = bytes(rng.choice((0, 64, 191, 255)) for _ in range(blotches[0] * blotches[1]))
    return Image.frombytes("L", blotches, values).resize(size, Image.Resampling.BICUBIC)
