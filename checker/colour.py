"""Colours: bringing pixels to sRGB, and sRGB to CIELAB."""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops, ImageCms

from .guard import check_profile

ProfileState = Literal["none", "srgb", "other", "assumed", "unfit", "damaged"]

# Linear sRGB to CIE XYZ, each row divided by the D65 white (0.95047, 1, 1.08883): IEC 61966-2-1.
_TO_XYZ = (
    (0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883),
)
_KNEE = (6 / 29) ** 3
LINEAR = tuple(c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256))
_SRGB_ERROR = 3  # levels of 255: rounded curves and white points of the many profiles of sRGB. Ours.
_PROFILE_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}


def srgb_to_lab(red: int, green: int, blue: int) -> tuple[float, float, float]:
    """Return CIELAB (L* 0-100, a*, b*; D65 white) of an 8-bit sRGB colour, after CIE 15."""
    # Written out: this is called for every colour of a border.
    r, g, b = LINEAR[red], LINEAR[green], LINEAR[blue]
    (xr, xg, xb), (yr, yg, yb), (zr, zg, zb) = _TO_XYZ
    fx = _lab_curve(xr * r + xg * g + xb * b)
    fy = _lab_curve(yr * r + yg * g + yb * b)
    fz = _lab_curve(zr * r + zg * g + zb * b)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _lab_curve(t: float) -> float:
    return t ** (1 / 3) if t > _KNEE else t * (29 / 6) ** 2 / 3 + 4 / 29


@dataclass(frozen=True, slots=True)
class Profile:
    """The colour profile of a photo.

    ``state`` is ``none``, ``srgb`` (changes no colour, so nothing to convert), ``other`` (pixels are
    converted), ``assumed`` (the file names other primaries but holds no profile, so pixels are taken for
    sRGB), ``unfit`` (made for another kind of pixels, so ignored) or ``damaged`` (ignored). ``name`` is its
    own description, which plays no part in finding the state.
    """

    state: ProfileState
    name: str = ""
    handle: ImageCms.ImageCmsProfile | None = None


NO_PROFILE = Profile("none")


def read_profile(icc: bytes | None, mode: str) -> Profile:
    """Return what the ICC profile ``icc`` is for pixels of Pillow's ``mode``; a bad one is no error.

    Raises `PhotoError` ``profile-too-large``.
    """
    if not icc:
        return NO_PROFILE
    check_profile(len(icc))
    try:
        handle = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        name = (handle.profile.profile_description or "").strip()[:60]
        space = handle.profile.xcolor_space
        if space != _PROFILE_SPACES.get(mode):
            return Profile("unfit", name)
        return Profile("srgb" if _is_srgb(handle, mode) else "other", name, handle)
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return Profile("damaged")


def _is_srgb(handle: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Return whether a profile changes no colour of a grid by more than `_SRGB_ERROR` levels.

    Names are no guide: many a profile of sRGB is called otherwise, and any other may be called so.
    """
    if mode == "CMYK":
        return False
    levels = range(0, 256, 51)
    if mode == "RGB":
        samples = bytes(v for r in levels for g in levels for b in levels for v in (r, g, b))
        grid = Image.frombytes("RGB", (len(levels) ** 3, 1), samples)
    else:
        grid = Image.frombytes("L", (256, 1), bytes(range(256)))
    converted = ImageCms.profileToProfile(
        grid, handle, ImageCms.createProfile("sRGB"), outputMode="RGB", flags=ImageCms.Flags.NOOPTIMIZE
    )
    assert converted is not None  # None is returned only for in-place conversion
    extrema = ImageChops.difference(grid.convert("RGB"), converted).getextrema()
    return all(high <= _SRGB_ERROR for _, high in extrema)  # type: ignore[misc]  # RGB gives pairs


def to_srgb(image: Image.Image, profile: Profile) -> Image.Image:
    """Return ``image`` (mode RGB, L or CMYK) as an RGB image in sRGB.

    Pixels without a usable profile are taken for sRGB. Raises `ImageCms.PyCMSError` when lcms refuses a
    profile that it could read.
    """
    if profile.state != "other" or profile.handle is None:
        return image.convert("RGB")
    converted = ImageCms.profileToProfile(
        image, profile.handle, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert converted is not None  # None is returned only for in-place conversion
    return converted
