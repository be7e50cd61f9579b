"""Reading a photo's header with the decoder of its format, and getting at its pixels."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from .colour import NO_PROFILE, Profile, read_profile
from .errors import photo_error
from .exif import read_exif
from .formats import HEADER_ONLY, Layout, without_text
from .guard import check_frames
from .metadata import Camera, Density, camera, density, estimate_quality, in_adobe_rgb, maker, orientation
from .personal import Personal, personal_kinds
from .pixels import canonical_mode, plain_mode

# Colour primaries of ISO/IEC 23091-2 that are sRGB's or, as those of 601-line video, near enough to judge by.
_UNSPECIFIED = 2
_NEAR_SRGB = frozenset({1, _UNSPECIFIED, 5, 6, 7})

# The decoders' own classes, not `Image.open`: only the sniffed format is tried, whatever else is installed.
_OPENERS: dict[str, Callable[[io.BytesIO], Image.Image]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
}
_EOI = b"\xff\xd9"
# What a decoder that lacks data is fed instead: all values but FF, which would begin a marker, in an order
# that no picture has.
_NOISE = bytes((n * 167 + n // 256) % 255 for n in range(4096))
_SMALLEST_DRAFT = 64  # px of the shorter side: below it a JPEG is decoded as it is

Loader = Callable[[int], Image.Image]


@dataclass(slots=True)
class Header:
    """What a photo's header tells: see `Photo` for the attributes.

    ``load(scale)`` decodes the pixels, anew at each call; ``scale`` of 2, 4 or 8 lets a JPEG's decoder skip
    detail and return a picture smaller by it (rounded up), and is ignored by other decoders. It is None for
    formats that are judged by their header only. ``load_fed(scale)`` decodes a JPEG of one scan that has an
    end mark with noise before that mark, which the decoder takes only for data that are missing; else it is
    None.
    """

    size: tuple[int, int]
    mode: str
    bits: int
    frames: int
    load: Loader | None = None
    load_fed: Loader | None = None
    orientation: int = 1
    density: Density | None = None
    profile: Profile = NO_PROFILE
    quality: int | None = None
    gain_map: bool = False
    personal: tuple[Personal, ...] = ()
    exif_damaged: bool = False
    camera: Camera | None = None
    maker: str = ""


def open_header(data: bytes, kind: str, layout: Layout) -> Header:
    """Return the header of the photo in ``data``, of format ``kind``. Raises whatever its decoder raises."""
    if kind == "HEIF":
        return _open_heif(data, layout)
    if kind in HEADER_ONLY:
        header = Header(layout.size or (0, 0), layout.mode, layout.bits, layout.frames)
        header.profile = read_profile(layout.icc, "RGB")
        _take_exif(header, data, kind, layout, layout.exif, {})
        return header
    return _open(data, kind, layout)


def _take_exif(
    header: Header, data: bytes, kind: str, layout: Layout, block: bytes | None, info: Mapping[Any, Any]
) -> None:
    """Take orientation, resolution and personal facts out of an EXIF ``block`` and the file itself.

    ``info`` is the decoder's header.
    """
    exif = read_exif(block)
    header.orientation = orientation(exif)
    header.density = density(kind, info, exif)
    header.personal = personal_kinds(data, layout, exif)
    header.camera, header.maker = camera(exif), maker(exif)
    header.exif_damaged = exif.damaged
    if header.profile.state == "none" and in_adobe_rgb(exif):
        header.profile = Profile("assumed", "Adobe RGB")


def _open(data: bytes, kind: str, layout: Layout) -> Header:
    """Read the header with Pillow.

    A JPEG without an end mark gets one: viewers show it, and `Photo.decode` sees whether more was missing.
    """
    coded = data
    if kind == "JPEG" and not layout.complete:
        coded += _EOI
    if kind == "PNG":
        coded = without_text(data)
    opener = _OPENERS[kind]
    image = opener(io.BytesIO(coded))

    def load(scale: int, source: bytes = coded) -> Image.Image:
        picture = opener(io.BytesIO(source))
        width, height = picture.size
        if isinstance(picture, JpegImageFile) and scale > 1 and min(width, height) >= _SMALLEST_DRAFT:
            picture.draft(None, (width // scale, height // scale))
        picture.load()
        return picture

    def load_fed(scale: int) -> Image.Image:
        return load(scale, data[: layout.end] + _NOISE + _EOI)

    header = Header(image.size, layout.mode or canonical_mode(image.mode), layout.bits, layout.frames, load)
    if kind == "JPEG" and layout.end is not None and layout.scans == 1 and not layout.held:
        header.load_fed = load_fed
    header.profile = read_profile(image.info.get("icc_profile"), plain_mode(image.mode))
    exif = image.info.get("exif") if kind == "JPEG" else layout.exif
    _take_exif(header, data, kind, layout, exif, image.info)
    if isinstance(image, JpegImageFile):
        # The table of the first component, luminance, whatever number it goes by.
        header.quality = estimate_quality(image.quantization.get(image.layer[0][3])) if image.layer else None
    return header


def _open_heif(data: bytes, layout: Layout) -> Header:
    """Read the header with pillow-heif, which is imported only here: JPEGs need not wait for it."""
    try:
        from pillow_heif import open_heif
    except ImportError:
        raise photo_error("no-heif-decoder") from None
    heif = open_heif(data)  # samples of more than 8 bits are brought down to 8
    check_frames(len(heif))
    primary = heif[heif.primary_index]
    info: dict[str, Any] = primary.info

    def load(scale: int) -> Image.Image:  # noqa: ARG001
        picture: Image.Image = primary.to_pillow()
        return picture

    header = Header(
        primary.size, canonical_mode(primary.mode), int(info.get("bit_depth", 8)), len(heif), load
    )
    exif = read_exif(info.get("exif"))
    header.density = density("HEIF", {}, exif)
    header.exif_damaged = exif.damaged
    header.personal = personal_kinds(data, layout, exif, info.get("xmp") or b"")
    header.camera, header.maker = camera(exif), maker(exif)
    header.profile = read_profile(info.get("icc_profile"), plain_mode(primary.mode))
    primaries = int(info.get("nclx_profile", {}).get("color_primaries", _UNSPECIFIED))
    if header.profile.state == "none" and primaries not in _NEAR_SRGB:
        header.profile = Profile("assumed")
    header.gain_map = any("gainmap" in name.lower() for name in info.get("aux", {}))
    return header
