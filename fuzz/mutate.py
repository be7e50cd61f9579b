"""From a picture file and a number, always the same damaged or hostile file."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Sequence
from typing import Literal

from fuzz.parts import png_parts, splitter, with_checksums

# The values that lengths, counts and offsets are read wrong for.
_EDGES = (
    0,
    1,
    2,
    7,
    8,
    127,
    128,
    255,
    256,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    2**24,
    2**31 - 1,
    2**31,
    2**32 - 1,
)
_MOST_CHANGES = 4
_SIGNATURE = 12  # bytes by which the formats are known
_MOST_BYTES = 2 * 1024 * 1024  # a file does not grow beyond this by doubling its parts
_EXIF = re.compile(rb"(?:II\*\0|MM\0\*)")
_ICC = re.compile(rb"acsp")
_ICC_SIGNATURE, _ICC_TAGS = 36, 128  # where in a profile its signature stands and its table of tags begins
_BOX = re.compile(
    rb"(?:ftyp|meta|hdlr|pitm|iinf|infe|iref|dimg|thmb|auxl|iprp|ipco|ipma|ispe|hvcC|irot|imir|"
    rb"colr|pixi|clap|auxC|iloc|idat|mdat|grid|iovl)"
)

Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def case(number: int, seeds: Sequence[bytes]) -> bytes:
    """Return case ``number``, the same everywhere for the same seeds; the formats take turns."""
    chance = random.Random(f"gradphoto {number}")
    kinds = _by_kind(tuple(seeds))
    data = chance.choice(kinds[number % len(kinds)])
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, chance, seeds)
        if chance.random() < 0.1:
            data = _mend_checksums(data)
    # Not every change finds what it changes: a file without EXIF stays as it was.
    return (data if data not in seeds else flip_bits(data, chance, seeds))[:_MOST_BYTES]


@functools.lru_cache(1)
def _by_kind(seeds: tuple[bytes, ...]) -> list[list[bytes]]:
    kinds: dict[bytes, list[bytes]] = {}
    for seed in seeds:
        kinds.setdefault(b"ftyp" if seed[4:8] == b"ftyp" else seed[:2], []).append(seed)
    return list(kinds.values())


def _place(data: bytes, chance: random.Random) -> int:
    """Return an offset, mostly near the front, where the headers are, and seldom in the signature itself."""
    least = 0 if chance.random() < 0.05 else min(_SIGNATURE, len(data) - 1)
    return max(0, least + int((len(data) - least) * chance.random() ** chance.choice((1, 2, 4))))


def _number(chance: random.Random) -> int:
    return max(0, chance.choice(_EDGES) + chance.choice((0, 0, -1, 1)))


def _put(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :] if 0 <= at <= len(data) else data


def flip_bits(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Flip single bits."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64)) if data else 0):
        changed[_place(data, chance)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def set_number(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Put an awkward number of 1, 2, 4 or 8 bytes in either order of bytes."""
    width = chance.choice((1, 2, 4, 4, 8))
    value = _number(chance) % 256**width
    return _put(data, _place(data, chance), value.to_bytes(width, chance.choice(("big", "little"))))


def cut(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Leave out the end, or a piece of the middle."""
    if chance.random() < 0.3:
        return data[: int(len(data) * chance.random())]
    at = _place(data, chance)
    return data[:at] + data[at + chance.choice((1, 2, 4, 60, 1000)) :]


def insert(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Insert bytes of chance, of one value, or a piece of the file itself."""
    at, length = _place(data, chance), chance.choice((1, 2, 16, 300, 5000))
    piece = chance.choice(
        (chance.randbytes(length), bytes([chance.randrange(256)]) * length, data[at:][:length])
    )
    return data[:at] + piece + data[at:]


def splice(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Put the front of the file before the back of another."""
    other = chance.choice(seeds)
    return data[: _place(data, chance)] + other[_place(other, chance) :]


def shuffle_parts(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Swap, double, drop or take from another file of the kind a segment, chunk, block or box."""
    split = splitter(data)
    parts = split(data) if split is not None else []
    if split is None or len(parts) < 3:
        return data
    one, other = chance.randrange(1, len(parts)), chance.randrange(1, len(parts))
    match chance.randrange(5):
        case 0:
            parts[one], parts[other] = parts[other], parts[one]
        case 1:
            parts.insert(one, parts[other])
        case 2:
            most = _MOST_BYTES // max(1, len(parts[other]))
            parts[one:one] = [parts[other]] * min(most, chance.choice((10, 100, 1000)))
        case 3:
            del parts[one]
        case _:
            donors = [seed for seed in seeds if splitter(seed) is split]
            parts.insert(one, chance.choice(split(chance.choice(donors)) if donors else parts))
    return b"".join(parts)[:_MOST_BYTES]


def break_exif(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Put an awkward type, count, value or offset into an entry of a TIFF directory."""
    heads = [match.start() for match in _EXIF.finditer(data)]
    if not heads:
        return data
    head = chance.choice(heads)
    order: Literal["little", "big"] = "little" if data[head : head + 2] == b"II" else "big"
    first = head + int.from_bytes(data[head + 4 : head + 8], order)
    entry = first + 2 + 12 * chance.randrange(16)
    place, width = chance.choice(
        ((head + 4, 4), (first, 2), (entry, 2), (entry + 2, 2), (entry + 4, 4), (entry + 8, 4))
    )
    return _put(data, place, (_number(chance) % 256**width).to_bytes(width, order))


def break_icc(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Put an awkward number into the head, the table of tags or the first tags of a colour profile."""
    found = [match.start() - _ICC_SIGNATURE for match in _ICC.finditer(data)]
    if not found:
        return data
    table = chance.choice(found) + _ICC_TAGS
    at = chance.choice(
        (
            table,
            table + 4 + 4 * chance.randrange(60),
            table - 4 * chance.randrange(1, 32),
            table + chance.randrange(2000),
        )
    )
    return _put(data, at, (_number(chance) % 2**32).to_bytes(4, "big"))


def break_box(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:  # noqa: ARG001
    """Put an awkward number before, into or behind the name of a box of HEIF, or another name over it."""
    found = [match.start() for match in _BOX.finditer(data)]
    if not found:
        return data
    at = chance.choice(found)
    if chance.random() < 0.2:
        other = chance.choice(found)
        return _put(data, at, data[other : other + 4])
    width = chance.choice((1, 2, 4))
    return _put(
        data,
        at + chance.choice((-4, 4, 8, 12, 14, 16, chance.randrange(64))),
        (_number(chance) % 256**width).to_bytes(width, "big"),
    )


def _mend_checksums(data: bytes) -> bytes:
    return with_checksums(png_parts(data)) if data.startswith(b"\x89PNG") else data


_CHANGES: tuple[Change, ...] = (
    flip_bits,
    set_number,
    cut,
    insert,
    splice,
    shuffle_parts,
    shuffle_parts,
    break_exif,
    break_icc,
    break_box,
)
