"""Walking the chunks of a PNG file (PNG specification, third edition)."""

import zlib

from .layout import MAX_PARTS, Block, Layout

_SIGNATURE = 8
_MODES = {0: "GRAY", 2: "RGB", 3: "PALETTE", 4: "GRAYA", 6: "RGBA"}


# Chunks of text: no pixel depends on them, and a decoder refuses the whole picture when they are too long.
_TEXT = {b"tEXt", b"zTXt", b"iTXt"}


def without_text(png: bytes) -> bytes:
    """Return ``png`` without its text chunks; the bytes themselves when it has none."""
    kept: list[bytes] = []
    at = start = _SIGNATURE
    for _ in range(MAX_PARTS):
        kind = png[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if end > len(png):
            break
        if kind in _TEXT:
            kept.append(png[start:at])
            start = end
        at = end
    return b"".join([png[:_SIGNATURE], *kept, png[start:]]) if kept else png


def png_text(chunk: bytes, most: int) -> tuple[str, bytes]:
    """Return keyword, in lower case, and text of a text chunk that begins with its kind.

    Of a compressed text, ``most`` bytes are unpacked; one that is damaged is empty.
    """
    kind, (keyword, _, rest) = chunk[:4], chunk[4:].partition(b"\0")
    compressed = kind == b"zTXt"
    if kind == b"iTXt":
        compressed = rest[:1] == b"\x01"
        rest = rest[1:2] + rest[2:].split(b"\0", 2)[-1]  # language and translated keyword left out
    if kind != b"tEXt":
        rest = rest[1:]  # the method of compression
    if compressed:
        try:
            rest = zlib.decompressobj().decompress(rest, most)
        except zlib.error:
            rest = b""
    return keyword.decode("latin-1").strip().lower(), rest[:most]


def walk_png(data: bytes) -> Layout:
    """Return the layout of a PNG: size and sample bits of IHDR, frames of acTL, the eXIf chunk's bytes.

    A file of more than `MAX_PARTS` chunks counts as broken.
    """
    size, bits, mode, frames, exif = None, 0, "", 1, None
    blocks: list[Block] = []
    at = _SIGNATURE
    for _ in range(MAX_PARTS):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            break
        body = at + 8
        if kind == b"IHDR" and length == 13:
            size = (
                int.from_bytes(data[body : body + 4], "big"),
                int.from_bytes(data[body + 4 : body + 8], "big"),
            )
            bits, mode = data[body + 8], _MODES.get(data[body + 9], "")
        elif kind == b"acTL" and length == 8:
            frames = max(1, int.from_bytes(data[body : body + 4], "big"))
        elif kind == b"eXIf":
            exif = data[body : body + length]
        elif kind in _TEXT:
            blocks.append(Block("text", at + 4, body + length))
        elif kind == b"IEND":
            extra_bytes = len(data) - end if data[end:].strip(b"\x00") else 0
            return Layout(
                size,
                bits,
                mode,
                frames,
                extra="bytes" if extra_bytes else "",
                extra_bytes=extra_bytes,
                exif=exif,
                blocks=tuple(blocks),
            )
        at = end
    else:
        return Layout(size, bits, mode, frames, complete=False, broken=True)
    return Layout(size, bits, mode, frames, complete=False, exif=exif)
