"""The boxes that ISO base media files (ISO/IEC 14496-12) are made of."""

from collections.abc import Iterator

from .layout import MAX_PARTS


def inside(data: bytes, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of the content of each ``wanted`` box between ``start`` and ``end``."""
    for kind, inner, inner_end in boxes(data, start, end):
        if kind == wanted:
            yield inner, min(inner_end, end)


def boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start of the content and end of each box; the last end may lie past the data."""
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        size, kind, header = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < header:
            return
        yield kind, at + header, at + size
        at += size
