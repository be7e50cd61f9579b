"""What the decoder's header tells beside the size: EXIF, resolution, JPEG quality."""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .exif import Exif

_ORIENTATION, _X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 0x0112, 0x011A, 0x011B, 0x0128
_COLOUR_SPACE, _INTEROPERABILITY_INDEX, _SRGB, _ADOBE_RGB = 0xA001, 0x0001, 1, "R03"
_LENS_MODEL = 0xA434
_MAKE = 0x010F
_CM_PER_INCH = 2.54
_MAX_DPI = 100_000.0

# The luminance table of quality 50 (ITU-T T.81, table K.1).
_AT_50 = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55),
    *(14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62),
    *(18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)


Camera = Literal["front", "back"]
_CAMERAS: dict[Camera, tuple[str, ...]] = {
    "front": ("front", "truedepth", "前置", "前攝", "原深感"),
    "back": ("back", "rear", "后置", "後置", "背面"),
}


@dataclass(frozen=True, slots=True)
class Density:
    """The resolution written into the file: pixels per inch, and the header field that says so.

    ``metric`` is True when the file counts per centimetre or metre, where no round number of dots per inch
    can be written: 118 px/cm is 299.72 dpi and meant as 300.
    """

    x: float
    y: float
    origin: str
    metric: bool


def orientation(exif: Exif) -> int:
    """Return the EXIF orientation, 1 when there is none or it is none of 1-8."""
    value = exif.main.get(_ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def in_adobe_rgb(exif: Exif) -> bool:
    """Return whether a camera says, as DCF 2.0 lays down, that the picture's colours are Adobe RGB."""
    index = str(exif.interoperability.get(_INTEROPERABILITY_INDEX, "")).strip("\0 ")
    return exif.camera.get(_COLOUR_SPACE) != _SRGB and index == _ADOBE_RGB


def camera(exif: Exif) -> Camera | None:
    """Return which of a phone's cameras took the photo, as the lens's name tells, or None.

    Phones name it so that people can read it: «iPhone 13 front TrueDepth camera 2.71mm f/2.2», or the same in
    the owner's language, «iPhone 13 前置相机 …».
    """
    name = exif.camera.get(_LENS_MODEL, "")
    if isinstance(name, str):
        name = name.encode("latin-1", "replace")  # as the decoder took it
    words = bytes(name).decode("utf-8", "replace").lower() if isinstance(name, bytes) else ""
    for side, telling in _CAMERAS.items():
        if any(word in words for word in telling):
            return side
    return None


def maker(exif: Exif) -> str:
    """Return who made the camera, such as ``Apple``, at most 40 characters, or an empty text."""
    name = exif.main.get(_MAKE, "")
    return "".join(filter(str.isprintable, name)).strip()[:40] if isinstance(name, str) else ""


def density(kind: str, info: Mapping[Any, Any], exif: Exif) -> Density | None:
    """Return the resolution of a ``kind`` file, in pixels per inch, or None when it has none.

    In a JPEG the JFIF header counts before EXIF, as in image viewers; Pillow's own ``dpi`` is not used there,
    since it invents 72 when EXIF names none.
    """
    if kind == "JPEG":
        factor = {1: 1.0, 2: _CM_PER_INCH}.get(info.get("jfif_unit", 0))
        pair = info.get("jfif_density", (0, 0))
        found = _density(pair[0] * factor, pair[1] * factor, "JFIF", factor != 1) if factor else None
    else:
        x, y = info.get("dpi", (0, 0)) if kind in {"PNG", "BMP"} else (0, 0)
        found = _density(x, y, kind, metric=True)
    if found is None:
        tags = exif.main
        factor = {2: 1.0, 3: _CM_PER_INCH}.get(tags.get(_RESOLUTION_UNIT, 2), 0.0)
        x, y = tags.get(_X_RESOLUTION, 0), tags.get(_Y_RESOLUTION, tags.get(_X_RESOLUTION, 0))
        found = _density(_real(x) * factor, _real(y) * factor, "EXIF", factor != 1)
    return found


def _real(value: Any) -> float:
    """Return an EXIF rational as a float, 0 for 0/0 and other nonsense."""
    try:
        return float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0


def _density(x: float, y: float, origin: str, metric: bool) -> Density | None:
    if all(math.isfinite(value) and 0 < value <= _MAX_DPI for value in (x, y)):
        return Density(round(float(x), 2), round(float(y), 2), origin, metric)
    return None


def estimate_quality(table: Sequence[int] | None) -> int | None:
    """Return the JPEG quality, 1-100 on the IJG scale, that a luminance ``table`` comes from.

    An estimate: exact for files of libjpeg, near for encoders with tables of their own, which are compared by
    their sum. None without a table.
    """
    if not table or len(table) != len(_AT_50):
        return None
    wanted = sum(table)
    return min(range(1, 101), key=lambda quality: (abs(_sums()[quality] - wanted), -quality))


@functools.cache
def _sums() -> dict[int, int]:
    """Return the sum of the luminance table that libjpeg makes for each quality, in its baseline form."""
    sums = {}
    for quality in range(1, 101):
        scale = 5000 // quality if quality < 50 else 200 - 2 * quality
        sums[quality] = sum(max(1, min(255, (value * scale + 50) // 100)) for value in _AT_50)
    return sums
