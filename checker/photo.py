"""A photo: its header facts, and its pixels brought upright and to sRGB."""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from PIL import Image, ImageCms
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from .colour import Profile, read_profile, to_srgb
from .errors import PhotoError, photo_error
from .formats import FORMAT_NAMES, HEADER_ONLY, WALKERS, Layout, sniff, without_text
from .metadata import Density, density, estimate_quality, orientation, read_exif
from .pixels import UPRIGHT, canonical_mode, ends_grey, grey_corner, grey_tail, plain, plain_mode

# Our own limits. 64 MB: phones write no JPEG or HEIC half as large. 128 megapixels: phones store 12 to 50,
# rarely 108; it is also the limit built into the browser's libheif. 64 frames: a burst, not an animation.
MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 128 * 1024 * 1024
MAX_FRAMES = 64
# Each scan of a progressive JPEG costs as much as the whole picture; real ones have about ten. A file made to
# keep a decoder busy for minutes counts as damaged.
_MAX_SCANNED = 16 * MAX_PIXELS

# Colour primaries of ISO/IEC 23091-2 that are sRGB's or, as those of 601-line video, near enough to judge by.
_UNSPECIFIED = 2
_NEAR_SRGB = frozenset({1, _UNSPECIFIED, 5, 6, 7})

# Rules about colour look at a copy reduced by a whole factor, so that its longer side is 512-1023 px.
_WORKING_SIDE = 512

# The decoders' own classes, not `Image.open`: only the sniffed format is tried, whatever else is installed.
_OPENERS: dict[str, Callable[[io.BytesIO], Image.Image]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
}

T = TypeVar("T")


class Photo:
    """A photo read from bytes. `from_bytes` reads the header only; `decode` reads the pixels, once.

    Attributes: ``name`` as given (plays no part in finding the format); ``n_bytes``; ``format`` (``JPEG``,
    ``PNG``, ``GIF``, ``BMP``, ``HEIF`` or ``WEBP``); ``stored_size`` in px, before the EXIF orientation;
    ``orientation`` 1-8, always 1 for HEIF, whose decoder applies the container's rotation; ``mode`` (``RGB``,
    ``GRAY``, ``CMYK``, ``PALETTE``, ``RGBA``, ``GRAYA``); ``bits`` per sample; ``density`` or None;
    ``profile``; ``frames``; ``quality``, the estimated JPEG quality on the IJG scale, or None; ``layout``.

    Known after `decode`: ``working``, an upright RGB copy in sRGB, and ``grey_tail``, the share of the height
    that the decoder had no data for, ``grey_corner``, whether that may be so of the last row
    only; before it, and for WebP always, they are None, 0 and False.
    """

    def __init__(self, data: bytes, name: str, kind: str, layout: Layout) -> None:
        self.name = name
        self.n_bytes = len(data)
        self.format = kind
        self.layout = layout
        self.frames = layout.frames
        self.bits = layout.bits
        self.mode = layout.mode
        self.stored_size = layout.size or (0, 0)
        self.orientation = 1
        self.density: Density | None = None
        self.profile = Profile("none")
        self.quality: int | None = None
        self.grey_tail = 0.0
        self.grey_corner = False
        self.working: Image.Image | None = None
        self._load: Callable[[], Image.Image] | None = None
        self._measured: dict[Callable[[Image.Image], Any], Any] = {}
        if kind == "HEIF":
            self._open_heif(data)
        elif kind in HEADER_ONLY:
            self._read_exif(layout.exif, {})
            self.profile = read_profile(layout.icc, "RGB")
        else:
            self._open(data)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "") -> "Photo":
        """Return the photo in ``data``, of which only the header has been read.

        Raises `PhotoError` with one of the codes ``empty-file``, ``too-many-bytes``, ``not-an-image``,
        ``unsupported-format``, ``too-many-pixels``, ``too-many-frames``, ``truncated``, ``damaged``,
        ``out-of-memory`` or ``no-heif-decoder``.
        """
        if not data:
            raise photo_error("empty-file")
        check_size(len(data))
        kind, opened = sniff(data)
        if not kind:
            raise photo_error("not-an-image")
        if not opened:
            raise photo_error("unsupported-format", format=kind)
        layout = WALKERS[kind](data)
        if layout.broken or layout.size is None or min(layout.size) < 1:
            raise photo_error("damaged" if layout.complete or layout.broken else "truncated")
        if kind in HEADER_ONLY and not layout.complete:
            raise photo_error("truncated")  # no decoder will find out
        _check_pixels(layout.size)
        if layout.scans * layout.size[0] * layout.size[1] > _MAX_SCANNED:
            raise photo_error("damaged")
        if layout.frames > MAX_FRAMES:
            raise photo_error("too-many-frames", limit=MAX_FRAMES)
        if kind == "JPEG" and layout.bits != 8:
            raise photo_error("unsupported-format", format=f"{layout.bits} bit JPEG")
        with _named_errors(layout):
            photo = cls(data, name, kind, layout)
        _check_pixels(photo.stored_size)  # once more: a decoder may read a twisted header in its own way
        return photo

    @property
    def format_name(self) -> str:
        """What people call the format: JPG, HEIC, WebP, PNG, GIF or BMP."""
        return FORMAT_NAMES.get(self.format, self.format)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px as displayed, after the EXIF orientation."""
        width, height = self.stored_size
        return (height, width) if self.orientation >= 5 else (width, height)

    def decode(self) -> None:
        """Decode the pixels, make the working copy and let go of the full picture.

        Does nothing for WebP and on a second call. Raises `PhotoError` (``truncated``, ``damaged``,
        ``out-of-memory``) when the pixels cannot be decoded.
        """
        image = self._pixels()
        if image is None:
            return
        with _named_errors(self.layout):
            factor = max(image.size) // _WORKING_SIDE
            self.working = self._upright(image.reduce(factor) if factor > 1 else image)

    def full(self) -> Image.Image | None:
        """Return all pixels, upright, mode RGB, in sRGB; None for WebP and once the pixels were read.

        Raises `PhotoError` as `decode` does, in whose place it is called.
        """
        image = self._pixels()
        if image is None:
            return None
        with _named_errors(self.layout):
            return self._upright(image)

    def measure(self, how: Callable[[Image.Image], T]) -> T:
        """Return ``how(working)``, measured once however many rules and standards ask for it.

        ``working`` must not be None.
        """
        assert self.working is not None
        if how not in self._measured:
            self._measured[how] = how(self.working)
        measured: T = self._measured[how]
        return measured

    def _pixels(self) -> Image.Image | None:
        """Decode, once, and return the pixels as they are stored, in a plain mode."""
        load, self._load = self._load, None
        if load is None:
            return None
        with _named_errors(self.layout):
            image = plain(load())
            if (
                not self.layout.complete
                and self.format == "JPEG"
                and (self.layout.scans != 1 or ends_grey(image))
            ):
                raise photo_error("truncated")
            self.stored_size = image.size  # a HEIF decoder may correct the declared size
            if self.format == "JPEG":
                self.grey_tail = grey_tail(image)
                self.grey_corner = not self.grey_tail and grey_corner(image)
            return image

    def _upright(self, image: Image.Image) -> Image.Image:
        """Return a plain ``image`` in sRGB, turned as the EXIF orientation says."""
        try:
            image = to_srgb(image, self.profile)
        except ImageCms.PyCMSError:
            self.profile = Profile("damaged", self.profile.name)
            image = image.convert("RGB")
        method = UPRIGHT.get(self.orientation)
        return image.transpose(method) if method is not None else image

    def _open(self, data: bytes) -> None:
        """Read the header with Pillow.

        A JPEG without an end mark gets one: viewers show it, and `decode` sees whether more was missing.
        """
        if self.format == "JPEG" and not self.layout.complete:
            data += b"\xff\xd9"
        if self.format == "PNG":
            data = without_text(data)
        image = _OPENERS[self.format](io.BytesIO(data))

        def load() -> Image.Image:
            image.load()
            return image

        self._load = load
        self.stored_size = image.size
        self.mode = self.layout.mode or canonical_mode(image.mode)
        self._read_exif(image.info.get("exif") if self.format == "JPEG" else self.layout.exif, image.info)
        self.profile = read_profile(image.info.get("icc_profile"), plain_mode(image.mode))
        if isinstance(image, JpegImageFile):
            self.quality = estimate_quality(image.quantization)

    def _read_exif(self, block: bytes | None, info: Mapping[Any, Any]) -> None:
        """Take orientation and resolution out of an EXIF block and the decoder's header."""
        exif = read_exif(block)
        self.orientation = orientation(exif)
        self.density = density(self.format, info, exif)

    def _open_heif(self, data: bytes) -> None:
        """Read the header with pillow-heif, which is imported only here: JPEGs need not wait for it."""
        try:
            from pillow_heif import open_heif
        except ImportError:
            raise photo_error("no-heif-decoder") from None
        heif = open_heif(data)  # samples of more than 8 bits are brought down to 8
        if len(heif) > MAX_FRAMES:
            raise photo_error("too-many-frames", limit=MAX_FRAMES)
        primary = heif[heif.primary_index]
        info: dict[str, Any] = primary.info
        self._load = primary.to_pillow
        self.stored_size = primary.size
        self.frames = len(heif)
        self.bits = int(info.get("bit_depth", 8))
        self.mode = canonical_mode(primary.mode)
        self.density = density(self.format, {}, read_exif(info.get("exif")))
        self.profile = read_profile(info.get("icc_profile"), plain_mode(primary.mode))
        primaries = int(info.get("nclx_profile", {}).get("color_primaries", _UNSPECIFIED))
        if self.profile.state == "none" and primaries not in _NEAR_SRGB:
            self.profile = Profile("assumed")


def _check_pixels(size: tuple[int, int]) -> None:
    """Raise `PhotoError` ``too-many-pixels`` for a size of more than `MAX_PIXELS`."""
    width, height = size
    if width * height > MAX_PIXELS:
        raise photo_error("too-many-pixels", width=width, height=height, limit=MAX_PIXELS // 10_000)


def check_size(n_bytes: int) -> None:
    """Raise `PhotoError` ``too-many-bytes`` for a file of more than `MAX_BYTES`."""
    if n_bytes > MAX_BYTES:
        raise photo_error("too-many-bytes", size=f"{n_bytes >> 20} MB", limit=f"{MAX_BYTES >> 20} MB")


@contextmanager
def _named_errors(layout: Layout) -> Iterator[None]:
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
