"""Taking a picture file apart into its segments, chunks, blocks or boxes, and putting it together again."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence

_PNG = b"\x89PNG\r\n\x1a\n"
# Boxes of HEIF that hold boxes, and how many bytes of their own come before these.
_NESTING = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"iinf": 6, b"iref": 4, b"dinf": 0, b"moov": 0, b"grpl": 0}
_MOST_NESTED = 8


def jpeg_parts(data: bytes) -> list[bytes]:
    """Return SOI, each segment with its marker, and the coded data behind a start of scan."""
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xD9:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        parts.append(data[at:end])
        if data[at + 1] == 0xDA:
            following = end
            while (following := data.find(b"\xff", following)) >= 0:
                if following + 1 < len(data) and data[following + 1] not in {0, *range(0xD0, 0xD8)}:
                    break
                following += 2
            following = len(data) if following < 0 else following
            parts.append(data[end:following])
            end = following
        at = end
    return [*parts, data[at:]]


def png_parts(data: bytes) -> list[bytes]:
    """Return the signature, and each chunk with its length and checksum."""
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


def riff_parts(data: bytes) -> list[bytes]:
    """Return the head of a WebP, and each of its chunks."""
    parts, at = [data[:12]], 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


def heif_parts(data: bytes) -> list[bytes]:
    """Return each box; of a box that holds boxes, its head and then each of these."""
    return _boxes(data, _MOST_NESTED)


def _boxes(data: bytes, depth: int) -> list[bytes]:
    parts, at = [], 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            break
        box, kind = data[at : at + size], data[at + 4 : at + 8]
        own = _NESTING.get(kind)
        if own is None or not depth:
            parts.append(box)
        else:
            parts += [box[: 8 + own], *_boxes(box[8 + own :], depth - 1)]
        at += size
    return [*parts, data[at:]] if data[at:] else parts


def with_checksums(parts: Sequence[bytes]) -> bytes:
    """Return a PNG of ``parts`` whose chunks have lengths and checksums that fit, so that they are read."""
    made = [part for part in parts[:1] if part == _PNG]
    for chunk in parts[len(made) :]:
        if len(chunk) >= 12:
            kind, body = chunk[4:8], chunk[8:-4]
            made.append(struct.pack(">I", len(body)) + kind + body)
            made.append(struct.pack(">I", zlib.crc32(kind + body)))
        else:
            made.append(chunk)
    return b"".join(made)


Split = Callable[[bytes], list[bytes]]


def splitter(data: bytes) -> Split | None:
    """Return what takes a file of the kind of ``data`` apart, by its first bytes; None for other kinds."""
    if data.startswith(b"\xff\xd8"):
        return jpeg_parts
    if data.startswith(_PNG):
        return png_parts
    if data.startswith(b"RIFF"):
        return riff_parts
    if data[4:8] == b"ftyp":
        return heif_parts
    return None
