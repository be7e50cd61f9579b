"""The limits on what is opened at all, and the net that turns a decoder's troubles into named errors."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import PhotoError, photo_error
from .formats import HEADER_ONLY, Layout

# Our own limits. 64 MB: phones write no JPEG or HEIC half as large. 128 megapixels: phones store 12 to 50,
# rarely 108; it is also the limit built into the browser's libheif. 64 frames: a burst, not an animation.
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 128 * 1024 * 1024
# Where the decoder has to hold the whole picture, as it need not for a JPEG of one scan: 64 megapixels, so
# that a check takes less than 512 MB; libheif, which holds it twice, takes 553 MB in Pyodide for so many, so
# it has 50. Phones store up to 50 as HEIC, and 108 only as plain JPEG.
MAX_PIXELS_WHOLE = 64 * 1024 * 1024
MAX_PIXELS_HEIF = 50 * 1024 * 1024
# The longest side that a JPEG can have. Decoders of other formats hold rows of it in several copies.
MAX_SIDE = 65_535
# Runs of pixels in a BMP are decoded by Python, one by one, so 1 megapixel, and no more bytes than those can
# need: a run and an end of row for each. Nobody has photos of that kind.
MAX_PIXELS_RUNS = 1024 * 1024
_MOST_RUN_BYTES, _HEAD_BYTES = 4, 64 * 1024
MAX_FRAMES = 64
# 4 MB: profiles of printing presses have up to 3, those of cameras and screens a few KB. 8 boxes in each
# other: HEIF files have 4. 1,024 tiles: phones of 48 megapixels write 192.
MAX_PROFILE = 4 * 1024 * 1024
MAX_DEPTH = 8
MAX_TILES = 1024
# Each scan of a progressive JPEG costs as much as the whole picture; real ones have about ten. A file made to
# keep a decoder busy for minutes counts as damaged.
_MAX_SCANNED = 16 * MAX_PIXELS


def check_size(n_bytes: int) -> None:
    """Raise `PhotoError` ``too-many-bytes`` for a file of more than `MAX_BYTES`."""
    if n_bytes > MAX_BYTES:
        raise photo_error("too-many-bytes", size=f"{n_bytes >> 20} MB", limit=f"{MAX_BYTES >> 20} MB")


def most_pixels(kind: str, layout: Layout) -> int:
    """Return how many pixels a photo of format ``kind`` may have."""
    if layout.runs:
        return MAX_PIXELS_RUNS
    if kind == "HEIF":
        return MAX_PIXELS_HEIF
    in_parts = kind in HEADER_ONLY or (kind == "JPEG" and layout.scans <= 1 and not layout.held)
    return MAX_PIXELS if in_parts else MAX_PIXELS_WHOLE


def check_pixels(size: tuple[int, int], most: int) -> None:
    """Raise `PhotoError` ``too-many-pixels`` for more than ``most`` pixels, or a side beyond `MAX_SIDE`."""
    width, height = size
    if width * height > most or max(size) > MAX_SIDE:
        raise photo_error("too-many-pixels", width=width, height=height, limit=most // 10_000)


def check_frames(frames: int) -> None:
    """Raise `PhotoError` ``too-many-frames`` for more than `MAX_FRAMES`."""
    if frames > MAX_FRAMES:
        raise photo_error("too-many-frames", limit=MAX_FRAMES)


def check_profile(n_bytes: int) -> None:
    """Raise `PhotoError` ``profile-too-large`` for a colour profile of more than `MAX_PROFILE` bytes."""
    if n_bytes > MAX_PROFILE:
        raise photo_error("profile-too-large", limit=f"{MAX_PROFILE >> 20} MB")


def check_layout(layout: Layout, kind: str, n_bytes: int) -> None:
    """Raise `PhotoError` for a file that is broken, cut short or beyond a limit, as its layout tells."""
    if layout.broken or layout.size is None or min(layout.size) < 1:
        raise photo_error("damaged" if layout.complete or layout.broken else "truncated")
    if kind in HEADER_ONLY and not layout.complete:
        raise photo_error("truncated")  # no decoder will find out
    check_pixels(layout.size, most_pixels(kind, layout))
    if layout.runs and n_bytes > _HEAD_BYTES + _MOST_RUN_BYTES * layout.size[0] * layout.size[1]:
        raise photo_error("damaged")
    if layout.depth > MAX_DEPTH:
        raise photo_error("nested-too-deep", limit=MAX_DEPTH)
    if layout.tiles > MAX_TILES:
        raise photo_error("too-many-tiles", limit=MAX_TILES)
    if layout.joined > MAX_PIXELS:
        raise photo_error("damaged")
    if layout.scans * layout.size[0] * layout.size[1] > _MAX_SCANNED:
        raise photo_error("damaged")
    check_frames(layout.frames)


@contextmanager
def named_errors(layout: Layout) -> Iterator[None]:
    """Turn whatever a decoder raises into a `PhotoError`, and keep its warnings to itself.

    Decoders raise OSError, SyntaxError, ValueError, struct.error, IndexError, RuntimeError and more for bad
    files, so everything is caught here, and here only. Whether the file's end is missing is not guessed from
    their messages, which differ between versions, but known from its layout.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except PhotoError:
            raise
        except MemoryError:
            raise photo_error("out-of-memory") from None
        except Exception as error:
            raise photo_error("damaged" if layout.complete else "truncated") from error
