"""Walking the blocks of a GIF file (GIF89a specification)."""

from .layout import MAX_PARTS, Block, Layout

_COMMENT = b"\xfe"
_XMP = (
    b"\x0bXMP DataXMP"  # the packet follows as it is, its bytes read as block lengths, and ends in a trailer
)


def walk_gif(data: bytes) -> Layout:
    """Return the layout of a GIF: size of its screen and number of frames.

    Counting stops after `MAX_PARTS` blocks; a file with more counts as broken.
    """
    if len(data) < 13:
        return Layout(None, complete=False)
    size = (int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))
    at = 13 + _colour_table(data[10])
    frames = blocks = 0
    metadata: list[Block] = []
    while blocks < MAX_PARTS:
        blocks += 1
        kind = data[at : at + 1]
        start = at + 2
        if kind == b"\x3b":
            return Layout(size, 8, "PALETTE", max(1, frames), blocks=tuple(metadata))
        if kind == b"\x2c" and at + 10 <= len(data):
            frames += 1
            at += 11 + _colour_table(data[at + 9])
        elif kind == b"\x21":
            at += 2
        else:
            return Layout(size, 8, "PALETTE", max(1, frames), complete=bool(kind), broken=bool(kind))
        while at < len(data) and data[at] and blocks < MAX_PARTS:
            at += 1 + data[at]
            blocks += 1
        if kind == b"\x21" and data[start - 1 : start] == _COMMENT:
            metadata.append(Block("comment", start + 1, at))
        elif kind == b"\x21" and data.startswith(_XMP, start):
            metadata.append(Block("xmp", start + len(_XMP), at))
        at += 1
    return Layout(size, 8, "PALETTE", max(1, frames), broken=True)


def _colour_table(flags: int) -> int:
    """Return the length in bytes of the colour table that ``flags`` announces."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
