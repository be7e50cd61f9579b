"""The facts that every walker returns."""

from dataclasses import dataclass
from typing import Literal

# Limits of the walkers themselves, so that a hostile file cannot keep them busy: far above what real files
# hold (a 64 MB PNG in 4 KB pieces has 16,384 chunks; progressive JPEGs have about ten scans).
MAX_PARTS = 200_000
MAX_SCANS = 100
MAX_PICTURES = 64
# Padding and other bytes that belong to nothing, before the first scan of a JPEG: real files have a few.
# Pillow passes over them one by one.
MAX_STRAY = 1024 * 1024

# What is wrong inside a JPEG that has its end mark: not all ``scans`` are there, ``restart`` markers are
# missing or out of order, or a ``marker`` stands where none may.
Gap = Literal["", "scans", "restart", "marker"]
Extra = Literal["", "picture", "video", "bytes"]
BlockKind = Literal["xmp", "iptc", "comment", "text"]


@dataclass(frozen=True, slots=True)
class Block:
    """Where a file holds metadata: from ``start`` to ``end``, in bytes.

    ``xmp`` and ``iptc`` (Photoshop's resources) are whole or parts of one, in file order; ``comment`` is free
    text, ``text`` the body of a PNG's text chunk with its four letters before it.
    """

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The skeleton of a picture file.

    ``size`` is width and height in px as stored (before any orientation), None when the file does not say;
    ``bits`` is per sample, 0 when unknown; ``mode`` is set only where no decoder will tell it;
    ``complete`` is False when the file stops before its own end mark; ``end`` is where a JPEG's begins, None
    without one; ``extra`` says what stands after it;
    ``scans`` counts those of a JPEG, one unless it is progressive; ``held`` is True where its decoder has to
    hold all of the picture, since the first scan does not bring all of any part; ``runs`` is True for a BMP
    of runs of pixels; ``gap`` says what of a JPEG is missing;
    ``exif`` and ``icc`` are set where only the walker finds them; ``blocks`` is where metadata stand;
    ``pictures`` counts those of a JPEG file one behind the other, up to `MAX_PICTURES` and one more;
    ``gain_map`` is True when one of them only brightens the first on HDR screens;
    ``depth`` counts how deep the boxes of a HEIF stand in each other, ``tiles`` of how many pictures one of
    its own is put together at most, ``joined`` of how many px those have in all.
    """

    size: tuple[int, int] | None
    bits: int = 0
    mode: str = ""
    frames: int = 1
    complete: bool = True
    end: int | None = None
    extra: Extra = ""
    extra_bytes: int = 0
    scans: int = 0
    held: bool = False
    runs: bool = False
    exif: bytes | None = None
    icc: bytes | None = None
    gap: Gap = ""
    broken: bool = False
    blocks: tuple[Block, ...] = ()
    pictures: int = 1
    gain_map: bool = False
    depth: int = 0
    tiles: int = 0
    joined: int = 0
