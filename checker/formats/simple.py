"""Reading the headers of BMP and WebP files."""

from .layout import MAX_PARTS, Block, Layout

_RUNS = {1, 2}  # the compressions of BMP that write runs of pixels, of 8 and of 4 bits


def walk_bmp(data: bytes) -> Layout:
    """Return the layout of a BMP: size and bits; whether all rows of an uncompressed one are there."""
    core = int.from_bytes(data[14:18], "little") == 12
    if len(data) < (26 if core else 34):
        return Layout(None, complete=False)
    if core:
        width, height = int.from_bytes(data[18:20], "little"), int.from_bytes(data[20:22], "little")
        pixel_bits, compression = int.from_bytes(data[24:26], "little"), 0
    else:
        width = int.from_bytes(data[18:22], "little", signed=True)
        height = abs(int.from_bytes(data[22:26], "little", signed=True))
        pixel_bits, compression = int.from_bytes(data[28:30], "little"), int.from_bytes(data[30:34], "little")
    rows = (max(width, 0) * pixel_bits + 31) // 32 * 4 * height if compression in {0, 3} else 0
    complete = len(data) >= int.from_bytes(data[10:14], "little") + rows
    return Layout((width, height), 8, complete=complete, runs=compression in _RUNS)


def walk_webp(data: bytes) -> Layout:
    """Return the layout of a WebP file (RFC 9649) with its EXIF and ICC blocks; more is not known of one."""
    complete = len(data) >= int.from_bytes(data[4:8], "little") + 8
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return Layout(None, complete=False)
    if kind == b"VP8X":
        size = (int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
        mode, frames = ("RGBA" if body[0] & 0x10 else "RGB"), (2 if body[0] & 0x02 else 1)
    elif kind == b"VP8L" and body[0] == 0x2F:
        packed = int.from_bytes(body[1:5], "little")
        size = ((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
        mode, frames = ("RGBA" if packed >> 28 & 1 else "RGB"), 1
    elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        size = (int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
        mode, frames = "RGB", 1
    else:
        return Layout(None, broken=True)
    spans = _metadata(data) if kind == b"VP8X" else {}
    exif, icc = (data[slice(*spans[name])] if name in spans else None for name in (b"EXIF", b"ICCP"))
    blocks = (Block("xmp", *spans[b"XMP "]),) if b"XMP " in spans else ()
    return Layout(size, 8, mode, frames, complete=complete, exif=exif, icc=icc, blocks=blocks)


def _metadata(data: bytes) -> dict[bytes, tuple[int, int]]:
    """Return where the first EXIF, ICCP and XMP chunk of an extended WebP file start and end."""
    found: dict[bytes, tuple[int, int]] = {}
    at = 12
    for _ in range(MAX_PARTS):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length
        if at + 8 > len(data) or end > len(data):
            break
        kind = data[at : at + 4]
        if kind in {b"EXIF", b"ICCP", b"XMP "}:
            found.setdefault(kind, (at + 8, end))
        at = end + length % 2
    return found
