"""Walking the boxes of a HEIF file (ISO/IEC 14496-12 and 23008-12)."""

from collections.abc import Iterator

from .layout import MAX_PARTS, Layout

# The kinds that hold a picture's parts; other bytes behind them, which some phones add, are no loss.
_PARTS = {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"}


def walk_heif(data: bytes) -> Layout:
    """Return the layout of a HEIF file: the largest picture size that it declares, before any rotation.

    The size serves the limit on pixels, which must hold before libheif sees the file, since libheif's own
    limit differs between builds. ``complete`` is False when one of the
    picture's boxes reaches past the end of the file.
    """
    largest: tuple[int, int] | None = None
    complete = True
    for kind, start, end in _boxes(data, 0, len(data)):
        complete = complete and (end <= len(data) or kind not in _PARTS)
        if kind == b"meta":
            for width, height in _sizes(data, start + 4, min(end, len(data))):
                if largest is None or width * height > largest[0] * largest[1]:
                    largest = (width, height)
    return Layout(largest, complete=complete)


def _sizes(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield each ``ispe`` (width, height) of the meta box between ``start`` and ``end``."""
    for at, properties_end in _inside(data, start, end, b"iprp"):
        for inner, inner_end in _inside(data, at, properties_end, b"ipco"):
            for size, _ in _inside(data, inner, inner_end, b"ispe"):
                width, height = data[size + 4 : size + 8], data[size + 8 : size + 12]
                yield int.from_bytes(width, "big"), int.from_bytes(height, "big")


def _inside(data: bytes, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of the content of each ``wanted`` box between ``start`` and ``end``."""
    for kind, inner, inner_end in _boxes(data, start, end):
        if kind == wanted:
            yield inner, min(inner_end, end)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
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
