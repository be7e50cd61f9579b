"""Making a print sheet of a photo."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from PIL import Image

from ..errors import photo_error
from ..fix.model import Box, Crop, Note, Size, safe_name
from ..fix.place import AIM
from ..fix.resample import resample
from ..photo import Photo
from ..text import Lang
from ..vision.head import Head, head_of
from ..vision.look import look
from ..vision.runtime import Runtime, finish
from ..vision.scene import Unseen
from .layout import Layout, arrange, most
from .notes import told
from .sizes import DPI, Paper, Print

Kind = Literal["jpeg", "pdf"]
_EXTENSIONS: dict[Kind, str] = {"jpeg": "jpg", "pdf": "pdf"}

# More than 95 makes larger files and no better prints (Pillow's documentation of ``quality``).
_QUALITY, _SUBSAMPLING = 95, "4:4:4"
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_CROWN = (AIM.crown.low + AIM.crown.high) / 2  # where it goes in a picture that is too high


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the file's ``data`` and a name for it, and how it was made.

    ``count`` prints are on it of the ``most`` that it holds; ``crop`` is the part of the upright photo that
    each shows; ``notes`` say what was cut off and what to mind.
    """

    file_name: str
    data: bytes
    paper: Paper
    size: Print
    layout: Layout
    crop: Crop
    notes: tuple[Note, ...]

    @property
    def count(self) -> int:
        """The number of prints."""
        return len(self.layout.prints)

    @property
    def most(self) -> int:
        """How many prints the paper holds."""
        return most(self.paper.size, self.size.size)

    def to_dict(self, lang: Lang) -> Mapping[str, Any]:
        """Return the JSON object of all but the bytes, of which it gives the number."""
        crop = self.crop
        return {
            "file_name": self.file_name,
            "bytes": len(self.data),
            "paper": self.paper.id,
            "print": self.size.id,
            "size": list(self.layout.size),
            "dpi": DPI,
            "count": self.count,
            "most": self.most,
            "turned": self.layout.turned,
            "crop": [crop.left, crop.top, crop.width, crop.height],
            "notes": [note.to_dict(lang) for note in self.notes],
        }


def sheet(
    data: bytes,
    name: str,
    size: Print,
    paper: Paper,
    count: int | None = None,
    kind: Kind = "jpeg",
    *,
    runtime: Runtime | Unseen | None = None,
) -> Sheet:
    """Return a sheet of ``paper`` with ``count`` prints of ``size`` of the photo in ``data``.

    ``name`` is the photo's file name; without ``count`` there are as many as fit; ``runtime`` as in
    `engine.check`. Of the photo as much is cut off as the print's ratio takes, beside the head or below it;
    nothing is stretched. Both kinds of file hold the same picture at 300 dpi. Raises `PhotoError` for a file
    that is no photo, is incomplete, or cannot be decoded here, ValueError for a count that does not fit.
    """
    return finish(sheeting(data, name, size, paper, count, kind, runtime=runtime))


async def sheeting(
    data: bytes,
    name: str,
    size: Print,
    paper: Paper,
    count: int | None = None,
    kind: Kind = "jpeg",
    *,
    runtime: Runtime | Unseen | None = None,
) -> Sheet:
    """Do what `sheet` does where running a model takes waiting, as in a browser."""
    layout = arrange(paper.size, size.size, most(paper.size, size.size) if count is None else count)
    photo = Photo.from_bytes(data, name)
    image = photo.full()
    if image is None:
        raise photo_error("not-decoded", format=photo.format_name)
    if photo.grey_tail or photo.grey_corner == "missing":
        raise photo_error("truncated")
    await look(photo, runtime)
    head = head_of(photo.scene)
    box = _part(image.size, size.size, head)
    picture = _composed(layout, resample(image, box, size.size).convert("RGB"))
    notes = tuple(told(image.size, box, size, seen=head is not None))
    file_name = safe_name(f"{_stem(name)}-{size.id}-x{len(layout.prints)}", None, _EXTENSIONS[kind])
    return Sheet(file_name, _encoded(picture, kind), paper, size, layout, Crop.of(box, image.size), notes)


def _stem(name: str) -> str:
    """Return the stem of a file name as `safe_name` gives it, short enough for what is added."""
    return safe_name(name, None, "x").removesuffix(".x")[:40]


def _part(picture: Size, size: Size, head: Head | None) -> Box:
    """Return the largest part of a picture that has the ratio of ``size``, around the head."""
    width, height = picture
    scale = min(width / size[0], height / size[1])
    wide, high = min(size[0] * scale, float(width)), min(size[1] * scale, float(height))
    x = width / 2 if head is None else head.middle
    left = min(max(x - wide / 2, 0.0), width - wide)
    y = 0.0 if head is None else head.crown - _CROWN * high  # heads are at the top
    top = min(max(y, 0.0), height - high)
    return left, top, left + wide, top + high


def _composed(layout: Layout, one: Image.Image) -> Image.Image:
    """Return the sheet with ``one`` at every place, and its marks."""
    if layout.turned:
        one = one.transpose(Image.Transpose.ROTATE_90)
    whole = Image.new("RGB", layout.size, _WHITE)
    for place in layout.prints:
        whole.paste(one, place)
    for mark in layout.marks:
        whole.paste(_BLACK, mark)
    return whole


def _encoded(picture: Image.Image, kind: Kind) -> bytes:
    """Return the file; a PDF's picture is, byte by byte, the JPEG. Neither says when it was made."""
    out = io.BytesIO()
    options = {"quality": _QUALITY, "subsampling": _SUBSAMPLING, "dpi": (DPI, DPI)}
    if kind == "pdf":
        options |= {"creationDate": None, "modDate": None}
    picture.save(out, kind.upper(), **options)
    return out.getvalue()
