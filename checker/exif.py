"""Reading an EXIF block (EXIF 3.0, JEITA CP-3451): a TIFF file in small, with its directories of tags."""

import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL.TiffImagePlugin import ImageFileDirectory_v2

# Our own limit. A block in a JPEG has at most 64 KB; what lies behind it in a larger one is not looked at.
_MAX_BYTES = 1024 * 1024
_HEADER = 8
_CAMERA, _GPS, _INTEROPERABILITY = 0x8769, 0x8825, 0xA005
_THUMBNAIL_LENGTH = 0x0202

Tags = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Exif:
    """The tags of each directory by number, values as Pillow gives them; those that are damaged are missing.

    ``main`` is about the picture, ``camera`` about how it was taken, ``gps`` about where;
    ``interoperability`` names the rules for colours that the camera followed. ``thumbnail`` tells whether a
    small picture is embedded.
    """

    main: Tags = field(default_factory=dict)
    camera: Tags = field(default_factory=dict)
    gps: Tags = field(default_factory=dict)
    interoperability: Tags = field(default_factory=dict)
    thumbnail: bool = False


def read_exif(block: bytes | None) -> Exif:
    """Return what ``block`` tells; an empty `Exif` when it is missing or damaged. Never raises."""
    block = re.sub(rb"\A(Exif\0\0){1,2}", b"", (block or b"")[:_MAX_BYTES])
    if len(block) < _HEADER:
        return Exif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of each damaged tag
        main, following = _directory(block, None)
        camera, _ = _directory(block, main.get(_CAMERA, 0))
        gps, _ = _directory(block, main.get(_GPS, 0), group=_GPS)
        interoperability, _ = _directory(block, camera.get(_INTEROPERABILITY, 0))
        small, _ = _directory(block, following)
    length = small.get(_THUMBNAIL_LENGTH)
    return Exif(main, camera, gps, interoperability, isinstance(length, int) and length > 0)


def _directory(block: bytes, offset: Any, group: int | None = None) -> tuple[dict[int, Any], int]:
    """Return the tags of the directory at ``offset`` and where the next one lies.

    An ``offset`` of 0 is none; None stands for the first, which the block's header points at.
    """
    try:
        directory = ImageFileDirectory_v2(block[:_HEADER], group=group)
        start = directory.next if offset is None else int(offset)
        if start < _HEADER:
            return {}, 0
        stream = io.BytesIO(block)
        stream.seek(start)
        directory.load(stream)
        return dict(_readable(directory, list(directory))), int(directory.next or 0)
    except Exception:  # a damaged block raises almost anything, and is no reason to refuse the photo
        return {}, 0


def _readable(directory: ImageFileDirectory_v2, tags: Iterable[int]) -> Iterable[tuple[int, Any]]:
    for tag in tags:
        try:
            value = directory[tag]
        except Exception:  # noqa: S112  # one damaged tag must not hide the others
            continue
        yield tag, value[0] if isinstance(value, tuple) and len(value) == 1 else value
