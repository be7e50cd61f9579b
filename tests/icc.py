"""Hand-made ICC profiles for tests: Pillow makes none but sRGB."""

import struct

Xyz = tuple[float, float, float]
# Display P3's primaries adapted to D50, as in published profiles (SMPTE EG 432-1 with a D65 white).
_P3: tuple[Xyz, Xyz, Xyz] = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
_D50: Xyz = (0.9642, 1.0, 0.8249)
# The sRGB curve as an ICC parametric curve of type 3: g, a, b, c, d.
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def display_p3(name: str = "Display P3") -> bytes:
    """Return an ICC v4 matrix profile of Display P3 with the description ``name``."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(_fixed(value) for value in _SRGB_CURVE)
    tags = {
        b"desc": _text(name),
        b"cprt": _text("CC0"),
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(_P3[0]),
        b"gXYZ": _xyz(_P3[1]),
        b"bXYZ": _xyz(_P3[2]),
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
