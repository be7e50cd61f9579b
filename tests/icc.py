"""Hand-made ICC profiles for tests: Pillow makes none but sRGB."""

import io
import struct

from PIL import Image, ImageCms

Xyz = tuple[float, float, float]
Primaries = tuple[Xyz, Xyz, Xyz]
# Primaries adapted to D50, as in published profiles: Display P3 (SMPTE EG 432-1 with a D65 white), Adobe RGB
# (1998), ROMM RGB (ISO 22028-2, known as ProPhoto), sRGB (IEC 61966-2-1).
_P3: Primaries = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_ADOBE: Primaries = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
_ROMM: Primaries = ((0.79767, 0.28804, 0.0), (0.13519, 0.71187, 0.0), (0.03134, 0.00009, 0.82491))
_SRGB: Primaries = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_D50: Xyz = (0.9642, 1.0, 0.8249)
# ICC parametric curves: of type 3 (g, a, b, c, d) for sRGB, of type 0 (g) for a plain power.
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def display_p3(name: str = "Display P3") -> bytes:
    """Return an ICC v4 matrix profile of Display P3 with the description ``name``."""
    return _matrix_profile(name, _P3, _SRGB_CURVE)


def adobe_rgb() -> bytes:
    """Return a profile of Adobe RGB (1998)."""
    return _matrix_profile("Adobe RGB (1998)", _ADOBE, (563 / 256,))


def prophoto() -> bytes:
    """Return a profile of ROMM RGB."""
    return _matrix_profile("ProPhoto RGB", _ROMM, (1.8,))


def srgb(name: str) -> bytes:
    """Return a profile of sRGB with the description ``name``."""
    return _matrix_profile(name, _SRGB, _SRGB_CURVE)


def in_colours_of(image: Image.Image, icc: bytes) -> Image.Image:
    """Return ``image`` with its colours expressed in those of the profile ``icc``, which is attached."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    converted = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), profile)
    assert converted is not None
    converted.info["icc_profile"] = icc
    return converted


def _matrix_profile(name: str, primaries: Primaries, curve_numbers: tuple[float, ...]) -> bytes:
    kind = 3 if len(curve_numbers) == 5 else 0
    curve = b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + b"".join(map(_fixed, curve_numbers))
    tags = {
        b"desc": _text(name),
        b"cprt": _text("CC0"),
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(primaries[0]),
        b"gXYZ": _xyz(primaries[1]),
        b"bXYZ": _xyz(primaries[2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(24) + bytes(4)
    header += b"".join(_fixed(value) for value in _D50)
    return header + bytes(128 - len(header)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(value: Xyz) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(part) for part in value)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded
