"""What goes into the fixer and what comes out of it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any, Literal

from ..report import Report
from ..text import Lang, Text

# ``done``: what was changed; ``advice``: what the person should look at; ``problem``: what could not be
# reached, and why.
Level = Literal["done", "advice", "problem"]
Box = tuple[float, float, float, float]
Size = tuple[int, int]

_ROUNDING = 1e-6  # by which fractions may leave 0-1 after arithmetic in a browser
_UNSAFE = re.compile(r"[^\w\-.()（）]+")  # \w holds the Chinese characters too
_STEM_LENGTH = 60  # characters: with 3 bytes each, far below the 255 bytes that file systems take

# The rules that the fixer satisfies by making a new file: the one place that says so. The others are about
# the person, the light and the background, which no file operation may change.
FIXABLE: tuple[str, ...] = (
    "image-format",
    "image-integrity",
    "single-image",
    "file-name",
    "file-size",
    "jpeg-quality",
    "pixel-size",
    "aspect-ratio",
    "print-resolution",
    "colour-mode",
    "colour-profile",
    "orientation",
    "embedded-location",
)


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of the upright picture: left, top, width and height as fractions, 0-1, of its width and height.

    Raises ValueError, with a sentence, for a part that is empty or reaches beyond the picture.
    """

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        values = (self.left, self.top, self.width, self.height)
        if not all(math.isfinite(value) for value in values):
            raise ValueError("a crop must be four numbers")
        if min(self.left, self.top) < -_ROUNDING or min(self.width, self.height) <= 0:
            raise ValueError("a crop must start at 0 or more and have a width and a height above 0")
        if max(self.left + self.width, self.top + self.height) > 1 + _ROUNDING:
            raise ValueError("a crop must end within the picture: left + width and top + height at most 1")

    def box(self, size: Size) -> Box:
        """Return left, upper, right and lower edge in px of a picture of ``size``, within the picture."""
        width, height = size
        left, top = max(0.0, self.left) * width, max(0.0, self.top) * height
        right = min(1.0, self.left + self.width) * width
        return left, top, right, min(1.0, self.top + self.height) * height

    @classmethod
    def of(cls, box: Box, size: Size) -> "Crop":
        """Return the crop that is ``box``, in px, of a picture of ``size``."""
        left, top, right, bottom = box
        width, height = size
        return cls(left / width, top / height, (right - left) / width, (bottom - top) / height)


WHOLE = Crop(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the fixer did, or could not do; ``code`` is stable."""

    code: str
    text: Text
    level: Level = "done"

    def to_dict(self, lang: Lang) -> dict[str, str]:
        """Return the note's JSON object."""
        return {"code": self.code, "level": self.level, "message": self.text.to(lang)}


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of one photo.

    ``data`` is the new file, or None when none was made, for which a note of level ``problem`` gives the
    reason; ``size`` in px, ``quality`` on the IJG scale and ``crop`` are the new file's, None without one;
    the crop is what the upright photo gave, without made-up edges and as it was before it was levelled;
    ``before`` and ``after`` hold one report for each standard, ``after`` none without a new file. ``before``
    rests on all pixels of the old file, of which a check alone may decode fewer, so a measured figure may
    differ in its last digit.
    """

    file_name: str
    data: bytes | None
    size: Size | None
    quality: int | None
    crop: Crop | None
    before: tuple[Report, ...]
    after: tuple[Report, ...]
    notes: tuple[Note, ...]

    @property
    def complete(self) -> bool:
        """Whether there is a new file and no fixable rule fails, or could not judge, on it."""
        findings = [f for report in self.after for f in report.findings if f.rule in FIXABLE]
        return self.data is not None and all(f.outcome in {"pass", "warn"} for f in findings)

    def to_dict(self, lang: Lang) -> Mapping[str, Any]:
        """Return the JSON object of all but the bytes, of which it gives the number."""
        crop = self.crop
        return {
            "file_name": self.file_name,
            "bytes": None if self.data is None else len(self.data),
            "size": None if self.size is None else list(self.size),
            "quality": self.quality,
            "crop": None if crop is None else [crop.left, crop.top, crop.width, crop.height],
            "complete": self.complete,
            "notes": [note.to_dict(lang) for note in self.notes],
            "before": [report.to_dict() for report in self.before],
            "after": [report.to_dict() for report in self.after],
        }


def safe_name(name: str, size: Size | None, extension: str) -> str:
    """Return a file name made of ``name``'s last part: ``photo.heic`` becomes ``photo-480x640.jpg``.

    It holds no separator, no control character and nothing that a file system or a shell would take amiss.
    Without ``size`` it says none, for schools that ask for a name such as the student number.
    """
    stem = _UNSAFE.sub("_", PureWindowsPath(name).stem).strip("._-")[:_STEM_LENGTH] or "photo"
    return f"{stem}.{extension}" if size is None else f"{stem}-{size[0]}x{size[1]}.{extension}"
