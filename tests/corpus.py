"""A folder of test photos of many kinds, all made from one portrait: see `build`.

Each maker returns the bytes of one file. The files' names say what is special about them.
"""

import functools
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from checker.pixels import UPRIGHT
from tests.boxes import declare_heic_size, declare_tiles, nested_boxes
from tests.icc import display_p3, in_colours_of
from tests.portrait import LIGHT_GREY, WHITE, portrait

# Undoes what a viewer does for each EXIF orientation.
_STORED = UPRIGHT | {6: UPRIGHT[8], 8: UPRIGHT[6]}
_PHONE = (3024, 4032)
EOI = b"\xff\xd9"


def encode(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return ``image`` encoded by Pillow; JPEGs at quality 90 with 300 dpi unless told otherwise."""
    if kind == "JPEG":
        options = {"quality": 90, "dpi": (300, 300)} | options
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def heic(image: Image.Image, *, bits: int = 8, orientation: int = 1, **options: Any) -> bytes:
    """Return ``image`` as HEIC with 8 or 10 bits a sample; ``orientation`` is written as phones do."""
    if bits == 8:
        heif = pillow_heif.from_pillow(image)
    else:
        wide = bytearray(2 * len(image.tobytes()))
        wide[1::2] = image.tobytes()
        heif = pillow_heif.from_bytes("RGB;16", image.size, bytes(wide))
    if orientation != 1:
        heif[0].info["exif"] = exif_bytes(orientation)
    stream = io.BytesIO()
    heif.save(stream, **({"quality": 80, "enc_params": {"preset": "ultrafast"}} | options))
    return stream.getvalue()


def exif_bytes(orientation: int = 0, dpi: int = 0) -> bytes:
    """Return an EXIF block with an orientation, a resolution or both."""
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if dpi:
        exif[0x011A] = exif[0x011B] = dpi
        exif[0x0128] = 2
    return exif.tobytes()


def rotated(orientation: int, image: Image.Image | None = None) -> bytes:
    """Return a JPEG whose EXIF orientation brings its stored pixels upright."""
    image = image or portrait()
    method = _STORED.get(orientation)
    stored = image.transpose(method) if method is not None else image
    return encode(stored, exif=exif_bytes(orientation))


def in_p3(image: Image.Image) -> Image.Image:
    """Return ``image`` with its colours expressed in Display P3, profile attached."""
    return in_colours_of(image, display_p3())


def without_segment(jpeg: bytes, marker: int) -> bytes:
    """Return a JPEG without its segments of one marker, such as 0xE0 (JFIF) or 0xEE (Adobe)."""
    at, kept = 2, jpeg[:2]
    while jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] != marker:
            kept += jpeg[at : at + length]
        at += length
    return kept + jpeg[at:]


def declare_jpeg_size(jpeg: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims another size."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def png16(image: Image.Image) -> bytes:
    """Return an RGB image as a PNG of 16 bits a sample, which Pillow does not write."""
    width, height = image.size
    samples = bytearray(2 * len(image.tobytes()))
    samples[::2] = samples[1::2] = image.tobytes()
    row = 6 * width
    rows = b"".join(b"\0" + samples[row * y : row * (y + 1)] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, body) for kind, body in chunks)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def striped() -> Image.Image:
    """Return a background of four colours, none of them near blue, white or grey."""
    colours = ("#B03020", "#206030", "#C0A020", "#604020")
    image = Image.new("RGB", (len(colours) * 8, 8))
    for at, colour in enumerate(colours):
        image.paste(colour, (at * 8, 0, at * 8 + 8, 8))
    return image


def half_blue() -> Image.Image:
    """Return a background that is half blue, half brown, so that no verdict is possible."""
    image = Image.new("RGB", (64, 64), "#604020")
    image.paste("#438EDB", (0, 0, 32, 64))
    return image


def _photo(
    size: tuple[int, int] = (480, 640), background: str | Image.Image = "#438EDB", **options: Any
) -> bytes:
    return encode(portrait(size, background), **options)


def _frames(n: int) -> dict[str, Any]:
    return {"save_all": True, "append_images": [portrait((240, 320), f"#{at:02x}8EDB") for at in range(1, n)]}


# 40 and more photos that open, on the host and in the browser alike.
PHOTOS: dict[str, Callable[[], bytes]] = {
    "baseline.jpg": _photo,
    "progressive.jpg": lambda: _photo(progressive=True),
    "optimised.jpg": lambda: _photo(optimize=True),
    "full-chroma.jpg": lambda: _photo(subsampling="4:4:4"),
    "half-chroma.jpg": lambda: _photo(subsampling="4:2:2"),
    "restart-markers.jpg": lambda: _photo(restart_marker_rows=1),
    "grey.jpg": lambda: encode(portrait().convert("L")),
    "cmyk.jpg": lambda: encode(portrait().convert("CMYK")),
    "cmyk-without-adobe.jpg": lambda: without_segment(encode(portrait().convert("CMYK")), 0xEE),
    "display-p3.jpg": lambda: encode(in_p3(portrait()), icc_profile=display_p3()),
    "srgb-profile.jpg": lambda: _photo(
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ),
    "damaged-profile.jpg": lambda: _photo(icc_profile=display_p3()[:150] + bytes(80)),
    "grey-with-rgb-profile.jpg": lambda: encode(portrait().convert("L"), icc_profile=display_p3()),
    **{f"exif-{n}.jpg": (lambda n=n: rotated(n)) for n in range(1, 9)},  # type: ignore[misc]
    "landscape.jpg": lambda: _photo((640, 480)),
    "dpi-71.jpg": lambda: _photo(dpi=(71, 71)),
    "dpi-72.jpg": lambda: _photo(dpi=(72, 72)),
    "dpi-none.jpg": lambda: _photo(dpi=(0, 0)),
    "dpi-exif-only.jpg": lambda: without_segment(_photo(exif=exif_bytes(dpi=350)), 0xE0),
    "dpi-exif-without.jpg": lambda: without_segment(_photo(exif=exif_bytes(orientation=1)), 0xE0),
    "size-295x413.jpg": lambda: _photo((295, 413), quality=95, subsampling="4:4:4"),
    "size-576x768.jpg": lambda: _photo((576, 768)),
    "size-577x768.jpg": lambda: _photo((577, 768)),
    "size-600x768.jpg": lambda: _photo((600, 768)),
    "size-590x790.jpg": lambda: _photo((590, 790)),
    "size-1200x1600.jpg": lambda: _photo((1200, 1600)),
    "size-144x192.jpg": lambda: _photo((144, 192)),
    "20-kilobytes.jpg": lambda: _photo(quality=50),
    "12-megapixels.jpg": lambda: encode(portrait(_PHONE, noise=6), quality=85),
    "5-megabytes.jpg": lambda: encode(portrait(_PHONE, noise=14), quality=94),
    "white.jpg": lambda: _photo(background=WHITE),
    "light-grey.jpg": lambda: _photo(background=LIGHT_GREY),
    "off-white.jpg": lambda: _photo(background="#D8D8D8"),
    "light-blue.jpg": lambda: _photo(background="#64C5FF"),
    "app-blue.jpg": lambda: _photo(background="#628BCE"),
    "pale-blue.jpg": lambda: _photo(background="#A0BCD8"),
    "navy.jpg": lambda: _photo(background="#000080"),
    "red.jpg": lambda: _photo(background="#D02020"),
    "striped.jpg": lambda: _photo(background=striped()),
    "half-blue.jpg": lambda: _photo(background=half_blue()),
    "noisy.jpg": lambda: encode(portrait(noise=8)),
    "trailing-bytes.jpg": lambda: _photo() + b"made by some editor",
    "motion-photo.jpg": lambda: _photo() + b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(5000),
    "two-pictures.jpg": lambda: encode(portrait(), "MPO", quality=90, **_frames(2)),
    "no-end-mark.jpg": lambda: _photo()[: -len(EOI)],
    "half-arrived.jpg": lambda: _photo()[:20_000] + EOI,
    "rgb.png": lambda: encode(portrait(), "PNG", dpi=(300, 300)),
    "rgba.png": lambda: encode(_cut_out(), "PNG"),
    "grey-alpha.png": lambda: encode(portrait().convert("LA"), "PNG"),
    "palette.png": lambda: encode(portrait().quantize(64), "PNG"),
    "one-bit.png": lambda: encode(portrait().convert("1"), "PNG"),
    "16-bit.png": lambda: png16(portrait()),
    "16-bit-grey.png": lambda: encode(_grey16(), "PNG"),
    "animated.png": lambda: encode(portrait((240, 320)), "PNG", **_frames(3)),
    "photo.gif": lambda: encode(portrait(), "GIF"),
    "animated.gif": lambda: encode(portrait((240, 320)), "GIF", **_frames(3)),
    "photo.bmp": lambda: encode(portrait(), "BMP", dpi=(300, 300)),
    "webp-named.jpg": lambda: encode(portrait(), "WEBP", quality=90),
    "lossless.webp": lambda: encode(portrait((240, 320)), "WEBP", lossless=True),
    "alpha.webp": lambda: encode(_cut_out(), "WEBP"),
    "8-bit.heic": lambda: heic(portrait()),
    "10-bit.heic": lambda: heic(portrait(), bits=10),
    "full-chroma.heic": lambda: heic(portrait(), chroma=444),
    "rotated.heic": lambda: heic(portrait().transpose(Image.Transpose.ROTATE_90), orientation=6),
    "display-p3.heic": lambda: heic(in_p3(portrait())),
    "grey.heic": lambda: heic(portrait().convert("L")),
    "named-jpg-heic.jpg": lambda: heic(portrait((600, 800))),
    "alpha.heic": lambda: heic(_cut_out()),
    "odd-size.heic": lambda: heic(portrait((295, 413))),
    "two-images.heic": lambda: _two_images(),
    "nclx-p3.heic": lambda: heic(portrait(), color_primaries=12, transfer_characteristics=13),
    "12-megapixels.heic": lambda: heic(portrait(_PHONE, noise=3), quality=65, tile_size=512),
}

# Files that are no usable photo, with the code of their error.
UNREADABLE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty.jpg": ("empty-file", lambda: b""),
    "text.jpg": ("not-an-image", lambda: "这是一段文字，不是照片。\n".encode() * 20),
    "one-byte.jpg": ("not-an-image", lambda: b"\xff"),
    "noise.jpg": ("not-an-image", lambda: bytes(range(256)) * 16),
    "truncated.jpg": ("truncated", lambda: _photo()[:20_000]),
    "header-only.jpg": ("truncated", lambda: _photo()[:400]),
    "progressive-truncated.jpg": ("truncated", lambda: _photo(progressive=True)[:15_000]),
    "truncated.png": ("truncated", lambda: encode(portrait(), "PNG")[:100_000]),
    "truncated.heic": ("truncated", lambda: heic(portrait())[:4_000]),
    "truncated.gif": ("truncated", lambda: encode(portrait(), "GIF")[:20_000]),
    "truncated.bmp": ("truncated", lambda: encode(portrait(), "BMP")[:100_000]),
    "damaged.png": ("damaged", lambda: _damaged_png()),
    "declared-30000.jpg": ("too-many-pixels", lambda: declare_jpeg_size(_photo(), 30_000, 30_000)),
    "declared-30000.png": ("too-many-pixels", lambda: _declared_png()),
    "declared-30000.heic": ("too-many-pixels", lambda: declare_heic_size(heic(portrait()), 30_000, 30_000)),
    "frames-65.gif": ("too-many-frames", lambda: encode(portrait((24, 32)), "GIF", **_many_frames(65))),
    "profile-5-megabytes.jpg": ("profile-too-large", lambda: _photo(icc_profile=bytes(5 * 1024 * 1024))),
    "nested.heic": ("nested-too-deep", lambda: heic(portrait((240, 320))) + nested_boxes(12)),
    "tiles-2000.heic": (
        "too-many-tiles",
        lambda: declare_tiles(heic(portrait((240, 320)), tile_size=128), 2000),
    ),
    "photo.tif": ("unsupported-format", lambda: encode(portrait((240, 320)), "TIFF")),
    "photo.avif": ("unsupported-format", lambda: encode(portrait((240, 320)), "AVIF")),
    "clip.mp4": ("unsupported-format", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(200)),
    "paper.pdf": ("unsupported-format", lambda: b"%PDF-1.7\n%" + bytes(64)),
}


PHOTOS = {name: functools.cache(maker) for name, maker in PHOTOS.items()}


def build(folder: Path) -> list[Path]:
    """Write all photos, also the unreadable ones, into ``folder`` and return their paths, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = PHOTOS | {name: maker for name, (_, maker) in UNREADABLE.items()}
    for name, maker in makers.items():
        (folder / name).write_bytes(maker())
    return sorted(folder / name for name in makers)


def _cut_out() -> Image.Image:
    """Return an RGBA portrait with a transparent upper half."""
    image = portrait().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 480, 60))
    return image


def _two_images() -> bytes:
    heif = pillow_heif.from_pillow(portrait())
    heif.add_from_pillow(portrait((240, 320)))
    stream = io.BytesIO()
    heif.save(stream, quality=80, enc_params={"preset": "ultrafast"})
    return stream.getvalue()


def _grey16() -> Image.Image:
    samples = bytearray(2 * 480 * 640)
    samples[1::2] = portrait().convert("L").tobytes()
    return Image.frombytes("I;16", (480, 640), bytes(samples))


def _damaged_png() -> bytes:
    data = bytearray(encode(portrait(), "PNG"))
    at = data.index(b"IDAT") + 2_000
    data[at : at + 400] = bytes(400)
    return bytes(data)


def _declared_png() -> bytes:
    body = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = encode(portrait((24, 32)), "PNG")
    return data[:8] + png_chunk(b"IHDR", body) + data[33:]


def _many_frames(n: int) -> dict[str, Any]:
    frames = [Image.new("RGB", (24, 32), (at, at, 200)) for at in range(n - 1)]
    return {"save_all": True, "append_images": frames}
