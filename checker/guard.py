"""The limits on what is opened at all, and the net that turns a decoder's troubles into named errors."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import PhotoError, photo_error
from .formats import Layout

# Our own limits. 64 MB: phones write no JPEG or HEIC half as large. 128 megapixels: phones store 12 to 50,
# rarely 108; it is also the limit built into the browser's libheif. 64 frames: a burst, not an animation.
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 128 * 1024 * 1024
MAX_FRAMES = 64
# Each scan of a progressive JPEG costs as much as the whole picture; real ones have about ten. A file made to
# keep a decoder busy for minutes counts as damaged.
_MAX_SCANNED = 16 * MAX_PIXELS


def check_size(n_bytes: int) -> None:
    """Raise `PhotoError` ``too-many-bytes`` for a file of more than `MAX_BYTES`."""
    if n_bytes > MAX_BYTES:
        raise photo_error("too-many-bytes", size=f"{n_bytes >> 20} MB", limit=f"{MAX_BYTES >> 20} MB")


def check_pixels(size: tuple[int, int]) -> None:
    """Raise `PhotoError` ``too-many-pixels`` for a size of more than `MAX_PIXELS`."""
    width, height = size
    if width * height > MAX_PIXELS:
        raise photo_error("too-many-pixels", width=width, height=height, limit=MAX_PIXELS // 10_000)


def check_frames(frames: int) -> None:
    """Raise `PhotoError` ``too-many-frames`` for more than `MAX_FRAMES`."""
    if frames > MAX_FRAMES:
        raise photo_error("too-many-frames", limit=MAX_FRAMES)


def check_layout(layout: Layout, *, header_only: bool) -> None:
    """Raise `PhotoError` for a file that is broken, cut short or beyond a limit, as its layout tells."""
    if layout.broken or layout.size is None or min(layout.size) < 1:
        raise photo_error("damaged" if layout.complete or layout.broken else "truncated")
    if header_only and not layout.complete:
        raise photo_error("truncated")  # no decoder will find out
    check_pixels(layout.size)
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
