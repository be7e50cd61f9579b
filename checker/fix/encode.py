"""Encoding into a window of bytes: the best JPEG that is neither too large nor too small."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from .room import Span

# Above 95 files grow fast and hardly gain (Pillow's documentation of ``quality``); ours is to use more only
# where a least number of bytes forces it.
LOWEST, SENSIBLE, HIGHEST = 1, 95, 100
# Full colour resolution is kept down to this quality, libjpeg's own default; below, the eye gains more from a
# higher quality with halved colour. Ours.
_PLENTY = 75
FULL, HALVED = "4:4:4", "4:2:0"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A JPEG with the ``quality`` (IJG scale) and ``subsampling`` it was made with."""

    data: bytes
    quality: int
    subsampling: str


def encode(image: Image.Image, quality: int, subsampling: str, dpi: int, *, optimize: bool = True) -> Encoded:
    """Return a YCbCr ``image`` as a baseline JPEG: JFIF with ``dpi`` and no other metadata.

    Without ``optimize`` it is coded with the example tables of T.81, as cameras do, which takes more bytes.
    """
    data = _save(image, quality, subsampling, dpi, optimize=False)
    # Pillow's buffer for finding better tables takes a byte a px; what is larger would end in an error.
    if optimize and len(data) <= image.width * image.height:
        data = _save(image, quality, subsampling, dpi, optimize=True)
    return Encoded(data, quality, subsampling)


def _save(image: Image.Image, quality: int, subsampling: str, dpi: int, *, optimize: bool) -> bytes:
    stream = io.BytesIO()
    options = {"quality": quality, "subsampling": subsampling, "optimize": optimize, "dpi": (dpi, dpi)}
    # Pillow hands a comment of the old file on by itself, unlike all else that it said.
    image.save(stream, "JPEG", comment=b"", **options)
    return stream.getvalue()


def fit(image: Image.Image, window: Span, lowest: int, highest: int, dpi: int) -> Encoded | None:
    """Return the best JPEG of a YCbCr ``image`` whose bytes lie within ``window``, None when there is none.

    Its quality is ``lowest`` to ``highest``. Full colour resolution counts as better than quality as long as
    the quality is plenty.
    """
    found = [made for made in _largest(image, window, lowest, highest, dpi) if window.holds(len(made.data))]
    plenty = [made for made in found if made.quality >= min(_PLENTY, highest)]
    return plenty[0] if plenty else max(found, key=lambda made: made.quality, default=None)


def _largest(image: Image.Image, window: Span, lowest: int, highest: int, dpi: int) -> Iterator[Encoded]:
    """Yield, for each subsampling, the JPEG of the highest quality that is not above the window."""
    for subsampling in (FULL, HALVED):
        low, high, best = lowest, highest, None
        middle = highest  # often it fits at once
        while low <= high:
            made = encode(image, middle, subsampling, dpi)
            if window.high is None or len(made.data) <= window.high:
                best, low = made, middle + 1
            else:
                high = middle - 1
            middle = (low + high) // 2
        if best is not None:
            yield best
