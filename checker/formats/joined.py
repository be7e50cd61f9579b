"""What a HEIF's pictures that are put together of others ask of a decoder (ISO/IEC 23008-12, 6.6).

Grids and overlays say in their own data how large they are, whatever the boxes about them declare.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .boxes import boxes, inside
from .layout import MAX_PARTS

Size = tuple[int, int]
_OWN_SIZE = {b"grid": 4, b"iovl": 10}  # where in its data such a picture says how large it is
_HEAD = 24  # bytes that are read of such data
_DEEPEST = 8
_BY_FILE, _BY_IDAT = 0, 1  # the methods by which data are found
TOO_MUCH = 2**63


@dataclass(slots=True)
class _Items:
    types: dict[int, bytes] = field(default_factory=dict)
    parts: dict[int, list[int]] = field(default_factory=dict)
    properties: dict[int, list[int]] = field(default_factory=dict)
    sizes: list[Size | None] = field(default_factory=list)


def joined(data: bytes, start: int, end: int) -> tuple[list[Size], int]:
    """Return what the meta box between ``start`` and ``end`` says of pictures that are put together.

    That is the sizes they call their own, and of how many px, in all, the largest is put together:
    `TOO_MUCH` for what is put together of itself.
    """
    items = _items(data, start, end)
    known: dict[int, int] = {}
    most = max((_cost(items, item, known, 0) for item in items.parts), default=0)
    return list(_own_sizes(data, start, end, items)), most


def _items(data: bytes, start: int, end: int) -> _Items:
    items = _Items()
    left = MAX_PARTS  # references that are followed
    for at, last in inside(data, start, end, b"iinf"):
        head = 6 if data[at : at + 1] == b"\0" else 8
        for inner, _ in inside(data, at + head, last, b"infe"):
            width = 4 if data[inner : inner + 1] == b"\x03" else 2
            item = int.from_bytes(data[inner + 4 : inner + 4 + width], "big")
            items.types[item] = data[inner + 6 + width : inner + 10 + width]
    for at, last in inside(data, start, end, b"iref"):
        width = 4 if data[at : at + 1] == b"\x01" else 2
        for inner, inner_end in inside(data, at + 4, last, b"dimg"):
            numbers = _numbers(data, inner, inner_end, width)
            whole = next(numbers, 0)
            count = int.from_bytes(data[inner + width : inner + width + 2], "big")
            left -= count
            if left < 0:
                items.parts[whole] = [whole]  # as good as endless
                return items
            numbers = _numbers(data, inner + width + 2, inner_end, width)
            items.parts.setdefault(whole, []).extend(
                part for part, _ in zip(numbers, range(count), strict=False)
            )
    for at, last in inside(data, start, end, b"iprp"):
        for inner, inner_end in inside(data, at, last, b"ipco"):
            items.sizes += [_declared(data, kind, body) for kind, body, _ in boxes(data, inner, inner_end)]
        for inner, inner_end in inside(data, at, last, b"ipma"):
            _associate(data, inner, inner_end, items.properties)
    return items


def _declared(data: bytes, kind: bytes, at: int) -> Size | None:
    if kind != b"ispe":
        return None
    return int.from_bytes(data[at + 4 : at + 8], "big"), int.from_bytes(data[at + 8 : at + 12], "big")


def _associate(data: bytes, at: int, end: int, properties: dict[int, list[int]]) -> None:
    """Take in which properties an ``ipma`` box gives to which item."""
    width = 2 if data[at : at + 1] == b"\0" else 4
    step = 2 if data[at + 3 : at + 4] == b"\x01" else 1
    count = int.from_bytes(data[at + 4 : at + 8], "big")
    at += 8
    for _ in range(min(count, MAX_PARTS)):
        if at + width >= end:
            return
        item, associations = int.from_bytes(data[at : at + width], "big"), data[at + width]
        at += width + 1
        own = properties.setdefault(item, [])
        own += (
            number & (0x7F if step == 1 else 0x7FFF)
            for number in _numbers(data, at, min(end, at + associations * step), step)
        )
        at += associations * step


def _numbers(data: bytes, at: int, end: int, width: int) -> Iterator[int]:
    for here in range(at, end - width + 1, width):
        yield int.from_bytes(data[here : here + width], "big")


def _cost(items: _Items, item: int, known: dict[int, int], depth: int) -> int:
    """Return how many px have to be decoded for an item."""
    if depth > _DEEPEST:
        return TOO_MUCH
    if item not in known:
        parts = items.parts.get(item)
        if parts is None:
            sizes = (items.sizes[n - 1] for n in items.properties.get(item, ()) if 0 < n <= len(items.sizes))
            known[item] = max((size[0] * size[1] for size in sizes if size is not None), default=0)
        else:
            known[item] = min(TOO_MUCH, sum(_cost(items, part, known, depth + 1) for part in parts))
    return known[item]


def _own_sizes(data: bytes, start: int, end: int, items: _Items) -> Iterator[Size]:
    """Yield the sizes that grids and overlays have by their own data."""
    at_idat = next((at for at, _ in inside(data, start, end, b"idat")), None)
    for at, last in inside(data, start, end, b"iloc"):
        for item, method, extents in _located(data, at, last):
            place = _OWN_SIZE.get(items.types.get(item, b""))
            base = {_BY_FILE: 0, _BY_IDAT: at_idat}.get(method)
            if place is None or base is None:
                continue
            head = b"".join(data[base + here : base + here + min(length, _HEAD)] for here, length in extents)
            width = 4 if head[1:2] and head[1] & 1 else 2
            yield (
                int.from_bytes(head[place : place + width], "big"),
                int.from_bytes(head[place + width : place + 2 * width], "big"),
            )


def _located(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield number, method and the first pieces, offset and length, of each item of an ``iloc`` box."""
    version = data[at] if at < end else 0
    wide = 4 if version == 2 else 2
    sizes = int.from_bytes(data[at + 4 : at + 6], "big")
    of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    if version == 0:
        of_index = 0
    count = int.from_bytes(data[at + 6 : at + 6 + wide], "big")
    at += 6 + wide

    def take(n: int) -> int:
        nonlocal at
        at += n
        return int.from_bytes(data[at - n : at], "big")

    for _ in range(min(count, MAX_PARTS)):
        if at >= end:
            return
        item = take(wide)
        method = take(2) & 15 if version else 0
        take(2)
        base = take(of_base)
        extents = take(2)
        pieces = []
        after = at + extents * (of_index + of_offset + of_length)
        for _ in range(min(extents, _HEAD)):
            take(of_index)
            offset, length = take(of_offset), take(of_length)
            pieces.append((base + offset, length if of_length and length else _HEAD))
        at = after
        yield item, method, pieces
