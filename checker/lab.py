"""Whole pictures in CIELAB, eight bits a band, by Pillow alone: conversion and distances.

Single colours are converted exactly by `checker.colour.srgb_to_lab`; here one unit of a* and b* is lost to
rounding, which is enough to tell regions apart.
"""

import functools
import math

from PIL import Image, ImageChops, ImageCms

from .levels import mapped

# 8-bit CIELAB as lcms writes it: L* 0-100 is 0-255, a* and b* are moved by 128.
L_SCALE = 2.55
# Distances are kept squared and divided so that 8 bits reach up to CIE76 32.
_FULL = 32.0


def to_lab(image: Image.Image) -> Image.Image:
    """Return an sRGB image (mode RGB) in CIELAB of 8 bits, as three bands of a picture of mode RGB.

    L* 0-100 is 0-255, a* and b* are moved by 128 (D50 white: within 1 unit of `srgb_to_lab`).
    """
    return Image.merge("RGB", ImageCms.applyTransform(image, _transform()).split())  # type: ignore[union-attr]


@functools.cache
def _transform() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )


@functools.cache
def _squares() -> bytes:
    """Return the table that turns differences of the three bands into squares, scaled to `_FULL`."""
    scale = 255 / _FULL**2
    lightness = [min(255, round((value / L_SCALE) ** 2 * scale)) for value in range(256)]
    chroma = [min(255, round(value**2 * scale)) for value in range(256)]
    return bytes(lightness + chroma + chroma)


def squared_distance(first: Image.Image, second: Image.Image) -> Image.Image:
    """Return the squared CIE76 distance of two pictures in CIELAB: mode L, 255 from a distance of 32 on."""
    red, green, blue = mapped(ImageChops.difference(first, second), _squares()).split()
    return ImageChops.add(ImageChops.add(red, green), blue)


def squared(distance: float) -> float:
    """Return a CIE76 distance on the scale of `squared_distance`."""
    return 255 * (distance / _FULL) ** 2


def unsquared(value: float) -> float:
    """Return the CIE76 distance that a value of `squared_distance` stands for; at most 32."""
    return math.sqrt(value / 255) * _FULL


def percentile(histogram: list[int], percent: float) -> int:
    """Return the value below which ``percent`` per cent of a histogram's samples lie; 0 for an empty one."""
    wanted = sum(histogram) * percent / 100
    below = 0
    for value, count in enumerate(histogram):
        below += count
        if count and below >= wanted:
            return value
    return 0
