"""CIELAB colours as sRGB: the other way round from `checker.colour`, and written independently of it."""

from __future__ import annotations

import math

Rgb = tuple[int, int, int]
Lab = tuple[float, float, float]

# CIE XYZ (relative to the D65 white) to linear sRGB: IEC 61966-2-1, columns scaled by the white.
_WHITE = (0.95047, 1.0, 1.08883)
_TO_LINEAR = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)


def lab(lightness: float, chroma: float = 0.0, hue: float = 0.0) -> Lab:
    """Return a colour given by lightness 0-100, chroma and hue in degrees as L*, a*, b*."""
    angle = math.radians(hue)
    return lightness, chroma * math.cos(angle), chroma * math.sin(angle)


def lab_to_linear(colour: Lab) -> tuple[float, float, float]:
    """Return linear sRGB, 0-1 where the colour lies in the gamut."""
    lightness, a, b = colour
    fy = (lightness + 16) / 116
    xyz = [_inverse(f) * white for f, white in zip((fy + a / 500, fy, fy - b / 200), _WHITE, strict=True)]
    red, green, blue = (sum(k * value for k, value in zip(row, xyz, strict=True)) for row in _TO_LINEAR)
    return red, green, blue


def lab_to_rgb(colour: Lab) -> Rgb:
    """Return the nearest 8-bit sRGB colour, each channel clipped."""
    red, green, blue = (round(255 * encode(value)) for value in lab_to_linear(colour))
    return red, green, blue


def in_gamut(colour: Lab) -> bool:
    """Return whether sRGB can show the colour without clipping, to within half a level."""
    return all(-0.002 <= value <= 1.002 for value in lab_to_linear(colour))


def encode(linear: float) -> float:
    """Return the sRGB value 0-1 of linear light, clipped."""
    linear = min(max(linear, 0.0), 1.0)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def decode(value: float) -> float:
    """Return linear light of an sRGB value 0-1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _inverse(t: float) -> float:
    return t**3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29)
