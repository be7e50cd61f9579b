"""Reading an EXIF block (EXIF 3.0, JEITA CP-3451): a TIFF file in small, with its directories of tags."""

import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    small picture is embedded; ``damaged``, whether something in the first three could not be read.
    """

    main: Tags = field(default_factory=dict)
    camera: Tags = field(default_factory=dict)
    gps: Tags = field(default_factory=dict)
    interoperability: Tags = field(default_factory=dict)
    thumbnail: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Directory:
    tags: dict[int, Any]
    following: int
    damaged: bool


def read_exif(block: bytes | None) -> Exif:
    """Return what ``block`` tells; an empty `Exif` when there is none. Never raises."""
    if not block:
        return Exif()
    block = re.sub(rb"\A(Exif\0\0){1,2}", b"", block[:_MAX_BYTES])
    main = _directory(block, None)
    camera = _directory(block, main.tags.get(_CAMERA, 0))
    gps = _directory(block, main.tags.get(_GPS, 0), group=_GPS)
    interoperability = _directory(block, camera.tags.get(_INTEROPERABILITY, 0))
    length = _directory(block, main.following).tags.get(_THUMBNAIL_LENGTH)
    return Exif(
        main.tags,
        camera.tags,
        gps.tags,
        interoperability.tags,
        thumbnail=isinstance(length, int) and length > 0,
        damaged=main.damaged or camera.damaged or gps.damaged,
    )


def _directory(block: bytes, offset: Any, group: int | None = None) -> _Directory:
    """Return the directory at ``offset``: 0 is none, None the first, which the block's header points at."""
    if offset == 0:
        return _Directory({}, 0, damaged=False)
    from PIL.TiffImagePlugin import ImageFileDirectory_v2  # only here: most finished photos have no EXIF

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            directory = ImageFileDirectory_v2(block[:_HEADER], group=group)
            stream = io.BytesIO(block)
            stream.seek(directory.next if offset is None else int(offset))
            directory.load(stream)
            tags = dict(_readable(directory))
            following = int(directory.next or 0)
        except Exception:  # a damaged block raises almost anything, and is no reason to refuse the photo
            return _Directory({}, 0, damaged=True)
    # Pillow stops or skips with a warning where bytes are missing; that a tag has more values is no damage.
    damaged = any(not str(warning.message).startswith("Metadata Warning") for warning in caught)
    return _Directory(tags, following, damaged)


def _readable(directory: "ImageFileDirectory_v2") -> Iterable[tuple[int, Any]]:
    for tag in list(directory):
        try:
            value = directory[tag]
        except Exception:  # one damaged tag must not hide the others
            warnings.warn(f"tag {tag} is damaged", stacklevel=1)
            continue
        yield tag, value[0] if isinstance(value, tuple) and len(value) == 1 else value
