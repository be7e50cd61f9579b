"""A photo: its header facts, and its pixels brought upright and to sRGB."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeVar

from PIL import Image, ImageChops, ImageCms

from .colour import Profile, to_srgb
from .colour_shift import ColourShift, colour_shift
from .copies import share
from .errors import photo_error
from .formats import FORMAT_NAMES, WALKERS, Layout, sniff
from .guard import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    MAX_PIXELS_WHOLE,
    check_layout,
    check_pixels,
    check_size,
    most_pixels,
    named_errors,
)
from .opening import Loader, open_header
from .pixels import UPRIGHT, grey_corner, grey_tail, last_block_is_grey, plain, plain_reduced
from .vision.scene import Scene, Unseen

__all__ = ["MAX_BYTES", "MAX_FRAMES", "MAX_PIXELS", "MAX_PIXELS_WHOLE", "Photo", "check_size"]

# Rules about colour look at a copy reduced by a whole factor, so that its longer side is 512-1023 px.
_WORKING_SIDE = 512
# The factors by which a JPEG's decoder can skip detail, and by how much a copy must be reduced beyond that,
# lest what the decoder leaves out be missed: measured by edges and noise, copies then differ by 1 %.
_DRAFTS, _BEYOND_DRAFT = (8, 4, 2), 1.5
# A JPEG that is grey at its end is decoded twice and compared. Of more than 32 megapixels, half of each side
# is near enough, lest that take more than 512 MB.
_MAX_COMPARED = 32 * 1024 * 1024

# The last row of a JPEG: there, surely ``missing`` in part, or ``perhaps``.
GreyCorner = Literal["", "missing", "perhaps"]

T = TypeVar("T")


class SceneAskedError(Exception):
    """Somebody asked what the models saw who shall do without."""


class Photo:
    """A photo read from bytes. `from_bytes` reads the header only; `decode` reads the pixels, once.

    Attributes: ``name`` as given (plays no part in finding the format); ``n_bytes``; ``format`` (``JPEG``,
    ``PNG``, ``GIF``, ``BMP``, ``HEIF`` or ``WEBP``); ``stored_size`` in px, before the EXIF orientation;
    ``orientation`` 1-8, always 1 for HEIF, whose decoder applies the container's rotation; ``mode`` (``RGB``,
    ``GRAY``, ``CMYK``, ``PALETTE``, ``RGBA``, ``GRAYA``); ``bits`` per sample; ``density`` or None;
    ``profile``; ``frames``; ``gain_map``, whether one of its pictures only serves HDR screens; ``quality``,
    the estimated JPEG quality on the IJG scale, or None; ``personal``, the kinds of personal facts in its
    metadata; ``exif_damaged``, whether some of these could not be read; ``camera``, ``front`` or ``back``,
    which of a phone's took it, or None; ``maker`` of the camera as the file says, or empty; ``layout``.

    Known after `decode`: ``working``, an upright RGB copy in sRGB; ``colour_shift``, what becomes of a
    picture with a profile other than sRGB's where that is ignored, else None; ``grey_tail``, the share of the
    height that the decoder had no data for, and ``grey_corner``, whether that is so of the last row only.
    Before it, and for WebP always, they are None, None, 0 and empty. ``scene`` is what the models saw, None
    until they have looked; ``unseen`` then says why there is none. Whoever reads ``scene`` within `blindly`
    gets a `SceneAskedError`.
    """

    def __init__(self, data: bytes, name: str, kind: str, layout: Layout) -> None:
        header = open_header(data, kind, layout)
        self.name = name
        self.n_bytes = len(data)
        self.format = kind
        self.layout = layout
        self.frames = header.frames
        self.bits = header.bits
        self.mode = header.mode
        self.stored_size = header.size
        self.orientation = header.orientation
        self.density = header.density
        self.profile = header.profile
        self.quality = header.quality
        self.personal = header.personal
        self.exif_damaged = header.exif_damaged
        self.camera = header.camera
        self.maker = header.maker
        self.gain_map = header.gain_map or layout.gain_map
        self.grey_tail = 0.0
        self.grey_corner: GreyCorner = ""
        self.colour_shift: ColourShift | None = None
        self.working: Image.Image | None = None
        self._scene: Scene | None = None
        self._blind = False
        self.unseen: Unseen = "not-looked"
        self._load = header.load
        self._load_fed = header.load_fed
        self._measured: dict[Callable[[Image.Image], Any], Any] = {}

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "") -> "Photo":
        """Return the photo in ``data``, of which only the header has been read.

        Raises `PhotoError` with one of the codes ``empty-file``, ``too-many-bytes``, ``not-an-image``,
        ``unsupported-format``, ``too-many-pixels``, ``too-many-frames``, ``profile-too-large``,
        ``nested-too-deep``, ``too-many-tiles``, ``truncated``, ``damaged``, ``out-of-memory`` or
        ``no-heif-decoder``.
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
        check_layout(layout, kind, len(data))
        if kind == "JPEG" and layout.bits != 8:
            raise photo_error("unsupported-format", format=f"{layout.bits} bit JPEG")
        with named_errors(layout):
            photo = cls(data, name, kind, layout)
        # Once more: a decoder may read a twisted header in its own way.
        check_pixels(photo.stored_size, most_pixels(kind, layout))
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

    @property
    def scene(self) -> Scene | None:
        """What the models saw."""
        if self._blind:
            raise SceneAskedError
        return self._scene

    @scene.setter
    def scene(self, scene: Scene | None) -> None:
        self._scene = scene

    @contextlib.contextmanager
    def blindly(self) -> Iterator[None]:
        """Within this, what asks for the scene ends at once, before it has measured anything by it."""
        self._blind = True
        try:
            yield
        finally:
            self._blind = False

    def decode(self) -> None:
        """Decode the pixels, make the working copy and let go of the full picture.

        A large JPEG is decoded smaller; only where that shows a grey end is it decoded whole, to see whether
        data are missing. Does nothing for WebP and on a second call. Raises `PhotoError` (``truncated``,
        ``damaged``, ``out-of-memory``) when the pixels cannot be decoded.
        """
        factor = max(self.stored_size) // _WORKING_SIDE
        decoded = self._pixels(next((draft for draft in _DRAFTS if draft * _BEYOND_DRAFT <= factor), 1))
        if decoded is not None:
            with named_errors(self.layout):
                working = self._make_working(*decoded)
            working.info = {}  # Pillow copies it into each of the hundreds of pictures made of this one
            share(working)

    def full(self) -> Image.Image | None:
        """Return all pixels, upright, mode RGB, in sRGB; None for WebP and once the pixels were read.

        Makes the working copy too. Raises `PhotoError` as `decode` does, in whose place it is called.
        """
        decoded = self._pixels(1)
        if decoded is None:
            return None
        with named_errors(self.layout):
            self._make_working(*decoded)
            return self._upright(self._in_srgb(plain(decoded[0])))

    def measure(self, how: Callable[[Image.Image], T]) -> T:
        """Return ``how(working)``, measured once however many rules and standards ask for it.

        ``working`` must not be None.
        """
        assert self.working is not None
        if how not in self._measured:
            self._measured[how] = how(self.working)
        measured: T = self._measured[how]
        return measured

    def _pixels(self, scale: int) -> tuple[Image.Image, int] | None:
        """Decode, once, and return the pixels as they are stored and their true scale; a JPEG's are plain.

        The scale is ``scale`` or 1: of the whole picture.
        """
        load, self._load = self._load, None
        load_fed, self._load_fed = self._load_fed, None
        if load is None:
            return None
        with named_errors(self.layout):
            image = load(scale)
            if self.format != "JPEG":
                self.stored_size = image.size  # a HEIF decoder may correct the declared size
                return image, 1
            if image.size == self.stored_size:
                scale = 1
            near = 1 if self.stored_size[0] * self.stored_size[1] <= _MAX_COMPARED else _DRAFTS[-1]
            ends_grey = last_block_is_grey(image, self.stored_size, scale)
            if ends_grey and scale > near:
                image, scale = load(near), near
                ends_grey = last_block_is_grey(image, self.stored_size, scale)
            if ends_grey:
                self._look_for_missing(image if scale == near else load(near), near, load_fed)
            if not self.layout.complete and (self.layout.scans != 1 or ends_grey):
                raise photo_error("truncated")
            return image, scale

    def _look_for_missing(self, image: Image.Image, scale: int, load_fed: Loader | None) -> None:
        """Say how much is missing of a JPEG whose last block is grey, which may be the picture's own colour.

        ``image`` shows it at 1/``scale``. Where the decoder cannot be asked, grey that ends as missing data
        do is taken for them.
        """
        if load_fed is None:
            self.grey_tail = grey_tail(image, scale)
            self.grey_corner = "perhaps" if not self.grey_tail and grey_corner(image, scale) else ""
        elif ImageChops.difference(load_fed(scale), image).getbbox() is not None:
            self.grey_tail = grey_tail(image, scale)
            self.grey_corner = "" if self.grey_tail else "missing"

    def _make_working(self, image: Image.Image, scale: int) -> Image.Image:
        """Set ``working`` and what conversion did to its colours, from pixels at 1/``scale``."""
        stored = _reduced(image, self.stored_size, scale)
        shown = self._in_srgb(stored)
        if self.profile.state == "other":
            self.colour_shift = colour_shift(stored, shown)
        self.working = self._upright(shown)
        return self.working

    def _in_srgb(self, image: Image.Image) -> Image.Image:
        """Return a plain ``image`` in sRGB."""
        try:
            return to_srgb(image, self.profile)
        except ImageCms.PyCMSError:
            self.profile = Profile("damaged", self.profile.name)
            return image.convert("RGB")

    def _upright(self, image: Image.Image) -> Image.Image:
        """Return ``image`` turned as the EXIF orientation says."""
        method = UPRIGHT.get(self.orientation)
        return image.transpose(method) if method is not None else image


def _reduced(image: Image.Image, size: tuple[int, int], scale: int) -> Image.Image:
    """Return the plain working copy of ``image``, which shows a picture of ``size`` px at 1/``scale``.

    Its sides are those of the picture divided by a whole number and rounded up, whatever the scale.
    """
    factor = max(size) // _WORKING_SIDE
    if scale == 1:
        return plain_reduced(image, factor)
    width, height = (-(-side // factor) for side in size)
    box = (0, 0, size[0] / scale, size[1] / scale)
    return image.resize((width, height), Image.Resampling.BICUBIC, box)
