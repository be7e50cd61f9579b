"""Boxes of HEIF that no camera writes."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass


def declare_heic_size(data: bytes, width: int, height: int) -> bytes:
    """Return a HEIC all of whose ``ispe`` boxes claim another size."""
    parts = data.split(b"ispe")
    return b"ispe".join([parts[0], *(p[:4] + struct.pack(">II", width, height) + p[12:] for p in parts[1:])])


def declare_tiles(data: bytes, count: int) -> bytes:
    """Return a HEIC of a grid that claims to have ``count`` tiles."""
    at = data.index(b"dimg") + 6
    return data[:at] + struct.pack(">H", count) + data[at + 2 :]


def nested_boxes(depth: int) -> bytes:
    """Return boxes that stand in each other."""
    box = b""
    for _ in range(depth):
        box = struct.pack(">I", len(box) + 8) + b"ipco" + box
    return box


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def full_box(kind: bytes, body: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]) + body)


def ispe(width: int, height: int) -> bytes:
    return full_box(b"ispe", struct.pack(">II", width, height))


def grid(rows: int, columns: int, width: int, height: int) -> bytes:
    """Return the data of a picture that is a grid of others."""
    return struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)


def overlay(width: int, height: int, layers: int) -> bytes:
    """Return the data of a picture whose layers are others, all in one place."""
    return struct.pack(">BBHHHHII", 0, 1, 65535, 0, 0, 65535, width, height) + bytes(8 * layers)


@dataclass(frozen=True)
class Item:
    """A picture of a HEIF: its kind, its data, and which of the properties it has, counted from 1.

    ``parts`` are the numbers, counted from 1, of the items it is put together of.
    """

    kind: bytes
    data: bytes
    properties: tuple[int, ...]
    parts: tuple[int, ...] = ()


def heif(items: Sequence[Item], properties: Sequence[bytes]) -> bytes:
    """Return a HEIC of ``items``, the first of which is its picture."""
    numbered = list(enumerate(items, 1))
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    infes = [full_box(b"infe", struct.pack(">HH", n, 0) + item.kind + b"\0", 2) for n, item in numbered]
    references = [
        box(b"dimg", struct.pack(f">{2 + len(item.parts)}H", n, len(item.parts), *item.parts))
        for n, item in numbered
        if item.parts
    ]
    has = b"".join(
        struct.pack(">HB", n, len(item.properties)) + bytes(0x80 | one for one in item.properties)
        for n, item in numbered
    )
    fixed = [
        full_box(b"hdlr", b"\0\0\0\0pict" + bytes(13)),
        full_box(b"pitm", struct.pack(">H", 1)),
        full_box(b"iinf", struct.pack(">H", len(items)) + b"".join(infes)),
        full_box(b"iref", b"".join(references)) if references else b"",
        box(
            b"iprp",
            box(b"ipco", b"".join(properties)) + full_box(b"ipma", struct.pack(">I", len(items)) + has),
        ),
    ]

    def meta(at: int) -> bytes:
        places = b""
        for n, item in numbered:
            places += struct.pack(">HHHII", n, 0, 1, at, len(item.data))
            at += len(item.data)
        iloc = full_box(b"iloc", b"\x44\0" + struct.pack(">H", len(items)) + places)
        return full_box(b"meta", b"".join(fixed) + iloc)

    start = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(start) + box(b"mdat", b"".join(item.data for item in items))


def coded(heic: bytes) -> tuple[bytes, bytes]:
    """Return the decoder's set-up, as a property, and the coded data of a HEIC of one picture."""
    at = heic.index(b"hvcC") - 4
    data = heic.index(b"mdat")
    length = int.from_bytes(heic[data - 4 : data], "big")
    setup = heic[at : at + int.from_bytes(heic[at : at + 4], "big")]
    return setup, heic[data + 4 : data - 4 + length]
