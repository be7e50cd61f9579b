"""Finds a photo, or a part of it, in what came to a server or lies on a disk, also written another way."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import urllib.parse
import zlib
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageStat

SCAN = b"\xff\xda"
"""Begins the coded pixels of a JPEG."""
PIECE = 24
"""Bytes in a row that are no chance."""
STEP = 512
ALIKE = 24.0
"""Mean difference in levels (0-255) of two small grey pictures of the same photo; others differ by more."""
STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
SIDE = 16


def traces(photo: bytes, found: bytes, *, plainly: bool = False) -> set[str]:
    """Return in which ways ``found`` holds something of ``photo``: ``bytes``, ``pixels``, ``picture``.

    Each with how it was written, as in ``pixels in base64``. Only what is not written
    another way if ``plainly``.
    """
    with Image.open(io.BytesIO(photo)) as opened:
        picture = opened.convert("RGB")
    pieces = list(_pieces(photo)) + list(_pieces(photo[-PIECE * 2 :]))
    row = picture.crop(
        (picture.width // 4, picture.height // 2, picture.width // 4 + 12, picture.height // 2 + 1)
    )
    rows = {row.convert(mode).tobytes() for mode in ("RGB", "RGBA", "L")}
    told = set()
    for way, content in [("", found)] if plainly else _readings(found):
        if any(piece in content for piece in pieces):
            told.add(f"bytes{way}")
        if any(line in content for line in rows):
            told.add(f"pixels{way}")
        if any(_alike(picture, content[at:]) for at in _picture_starts(content)):
            told.add(f"picture{way}")
    return told


def _pieces(content: bytes) -> Iterator[bytes]:
    start = max(content.find(SCAN), 0)  # before it are the tables that many files have
    for at in range(start, len(content) - PIECE, STEP):
        piece = content[at : at + PIECE]
        if len(set(piece)) > PIECE // 2:  # no runs of one value
            yield piece


def _readings(found: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", found
    unquoted = urllib.parse.unquote_to_bytes(found)
    if unquoted != found:
        yield " in percent", unquoted
    for run in re.findall(rb"[0-9A-Fa-f]{96,}", found):
        for shift in (0, 1):
            yield " in hex", binascii.unhexlify(run[shift : len(run) - (len(run) - shift) % 2])
    for run in re.findall(rb"[A-Za-z0-9+/_-]{96,}", unquoted):
        plain = run.replace(b"-", b"+").replace(b"_", b"/")
        for shift in range(4):
            part = plain[shift:]
            if len(part) % 4 == 1:
                part = part[:-1]
            yield " in base64", base64.b64decode(part + b"=" * (-len(part) % 4))
    for match in re.finditer(rb"\x1f\x8b\x08", found):
        try:
            yield " in gzip", zlib.decompressobj(wbits=31).decompress(found[match.start() :])
        except zlib.error:
            continue


def _picture_starts(content: bytes) -> Iterator[int]:
    for start in STARTS:
        yield from (match.start() for match in re.finditer(re.escape(start), content))


def _alike(picture: Image.Image, content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content)) as other:
            small = other.convert("L").resize((SIDE, SIDE))
    except (OSError, ValueError, SyntaxError):
        return False
    difference = ImageChops.difference(picture.convert("L").resize((SIDE, SIDE)), small)
    return ImageStat.Stat(difference).mean[0] < ALIKE


def packed(content: bytes) -> bytes:
    """Return ``content`` as gzip; for tests."""
    return gzip.compress(content)
