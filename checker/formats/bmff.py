"""Walking the boxes of a HEIF file (ISO/IEC 14496-12 and 23008-12)."""

from collections.abc import Iterator

from .boxes import boxes, inside
from .joined import joined
from .layout import MAX_PARTS, Layout

# The kinds that hold a picture's parts; other bytes behind them, which some phones add, are no loss.
_PARTS = {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"}
# The kinds that a decoder looks for boxes in, and how many bytes of their own come before these.
_NESTING = {
    **dict.fromkeys((b"dinf", b"iprp", b"ipco", b"moov", b"trak", b"mdia", b"minf", b"stbl"), 0),
    **dict.fromkeys((b"meta", b"grpl", b"iref"), 4),
    b"iinf": 6,
}
_DEEPEST = 32  # deeper ones are not counted: by far too deep already
_DERIVED = b"dimg"  # a reference to the pictures that another is put together of, such as the tiles of a grid


def walk_heif(data: bytes) -> Layout:
    """Return the layout of a HEIF file: the largest picture size that it names, before any rotation.

    The size serves the limit on pixels, which must hold before libheif sees the file, since libheif's own
    limit differs between builds; so do ``depth``, ``tiles`` and ``joined``. ``complete`` is False when one of
    the picture's boxes reaches past the end of the file.
    """
    largest: tuple[int, int] | None = None
    complete, tiles, metas, together = True, 0, 0, 0
    for kind, start, end in boxes(data, 0, len(data)):
        complete = complete and (end <= len(data) or kind not in _PARTS)
        if kind == b"meta":
            metas += 1
            if metas > 1:
                return Layout(largest, broken=True)  # there is one in a file, and each costs time
            last = min(end, len(data))
            own, together = joined(data, start + 4, last)
            for width, height in [*_sizes(data, start + 4, last), *own]:
                if largest is None or width * height > largest[0] * largest[1]:
                    largest = (width, height)
            tiles = _tiles(data, start + 4, last)
    return Layout(largest, complete=complete, depth=_depth(data), tiles=tiles, joined=together)


def _depth(data: bytes) -> int:
    """Return how deep boxes stand in each other, at most `_DEEPEST`."""
    deepest, parts = 0, 0
    todo = [(0, len(data), 1)]
    while todo and parts < MAX_PARTS:
        at, end, depth = todo.pop()
        for kind, inner, inner_end in boxes(data, at, end):
            parts += 1
            deepest = max(deepest, depth)
            if kind in _NESTING and depth < _DEEPEST:
                todo.append((inner + _NESTING[kind], min(inner_end, end), depth + 1))
    return deepest


def _tiles(data: bytes, start: int, end: int) -> int:
    """Return of how many pictures one is put together at most, as a meta box's content says."""
    most = 0
    for at, references_end in inside(data, start, end, b"iref"):
        width = 4 if data[at : at + 1] == b"\x01" else 2  # bytes of an item's number
        for inner, _ in inside(data, at + 4, references_end, _DERIVED):
            most = max(most, int.from_bytes(data[inner + width : inner + width + 2], "big"))
    return most


def _sizes(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield each ``ispe`` (width, height) of the meta box between ``start`` and ``end``."""
    for at, properties_end in inside(data, start, end, b"iprp"):
        for inner, inner_end in inside(data, at, properties_end, b"ipco"):
            for size, _ in inside(data, inner, inner_end, b"ispe"):
                width, height = data[size + 4 : size + 8], data[size + 8 : size + 12]
                yield int.from_bytes(width, "big"), int.from_bytes(height, "big")
