"""Making the bytes of a photo: formats, modes, marks and exact sizes of files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageCms

from benchmarks.accuracy import effects
from benchmarks.accuracy.catalogue import LOOKS
from benchmarks.accuracy.compose import HEAD_SHARE, compose
from benchmarks.accuracy.looks import BACKGROUNDS, GRAIN, WRONG_BACKGROUNDS, base, cropped
from benchmarks.accuracy.shots import Shot
from benchmarks.accuracy.sources import Source, load
from tests.corpus import EOI, encode, exif_bytes, heic, in_p3, png16, rotated, without_segment
from tests.icc import display_p3

_RESAVED = 92
_COMMENT = 65_533  # the longest text of one JPEG comment
# Of clean photos: bytes that both readings of 20-40 KB allow; a head at the lower end of what is usual.
_LEAST, _MOST = 20_480, 40_000
_SMALL_HEAD = 0.58

Maker = Callable[[Source, Shot], tuple[bytes, str]]


def encoded(image: Image.Image, shot: Shot) -> bytes:
    """Return ``image`` as the JPEG that ``shot`` asks for."""
    if shot.mutation == "jpeg-quality":
        return encode(image, quality=round(float(shot.step)))
    if shot.mutation == "jpeg-twice":
        with Image.open(io.BytesIO(encode(image, quality=round(float(shot.step))))) as first:
            return encode(first.convert("RGB"), quality=_RESAVED)
    return encode(image, quality=shot.quality)


def padded(jpeg: bytes, n_bytes: int) -> bytes:
    """Return a JPEG made ``n_bytes`` long by comments after its first mark: 0, 4 or more bytes longer."""
    missing = n_bytes - len(jpeg)
    segments = b""
    while missing:
        text = min(missing - 4, _COMMENT)
        if 0 < missing - 4 - text < 4:
            text -= 4  # leave enough for another comment
        if text < 0:
            raise ValueError(f"{len(jpeg)} bytes cannot become {n_bytes}")
        segments += b"\xff\xfe" + (text + 2).to_bytes(2, "big") + b" " * text
        missing -= 4 + text
    return jpeg[:2] + segments + jpeg[2:]


def of_size(image: Image.Image, n_bytes: int) -> bytes:
    """Return ``image`` as a JPEG of exactly ``n_bytes``, of the best quality that leaves room."""
    for quality in (90, 75, 60, 40, 20, 5):
        jpeg = encode(image, quality=quality)
        if len(jpeg) <= n_bytes - 8:
            return padded(jpeg, n_bytes)
    raise ValueError(f"{image.size} has no JPEG of {n_bytes} bytes")


def within(image: Image.Image, least: int, most: int, quality: int) -> bytes:
    """Return ``image`` as a JPEG of ``least`` to ``most`` bytes, of ``quality`` or the nearest that fits."""
    jpeg = encode(image, quality=quality)
    while len(jpeg) > most and quality > 1:
        quality -= 1
        jpeg = encode(image, quality=quality)
    while len(jpeg) < least and quality < 100:
        quality += 1
        jpeg = encode(image, quality=quality)
    return jpeg


def _gps() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Example", "Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 10.0, 0.0)})
    return exif


def _frames(image: Image.Image) -> dict[str, object]:
    return {"save_all": True, "append_images": [image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]}


def _transparent(image: Image.Image) -> Image.Image:
    image = image.convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, image.width, image.height // 10))
    return image


def _srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


# Named ways of saving one picture; the first part of a name is the extension it gets.
SAVED: Mapping[str, Callable[[Image.Image], bytes]] = {
    "jpg": encode,
    "jpg-progressive": lambda image: encode(image, progressive=True),
    "jpg-optimised": lambda image: encode(image, optimize=True),
    "jpg-444": lambda image: encode(image, subsampling="4:4:4"),
    "jpg-422": lambda image: encode(image, subsampling="4:2:2"),
    "jpg-restarts": lambda image: encode(image, restart_marker_rows=1),
    "jpg-exif": lambda image: without_segment(encode(image, exif=exif_bytes(dpi=300)), 0xE0),
    "jpg-srgb": lambda image: encode(image, icc_profile=_srgb_profile()),
    "jpg-p3": lambda image: encode(in_p3(image), icc_profile=display_p3()),
    "jpg-broken-profile": lambda image: encode(image, icc_profile=display_p3()[:150] + bytes(80)),
    "jpg-grey": lambda image: encode(image.convert("L")),
    "jpg-cmyk": lambda image: encode(image.convert("CMYK")),
    "jpg-mpo": lambda image: encode(image, "MPO", quality=90, **_frames(image)),
    "jpg-gps": lambda image: encode(image, exif=_gps().tobytes()),
    "jpg-trailing": lambda image: encode(image) + b"made by some editor",
    "jpg-video": lambda image: encode(image) + b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(5000),
    "jpg-no-end": lambda image: encode(image)[: -len(EOI)],
    "png": lambda image: encode(image, "PNG", dpi=(300, 300)),
    "png-alpha": lambda image: encode(_transparent(image), "PNG"),
    "png-grey": lambda image: encode(image.convert("L"), "PNG"),
    "png-palette": lambda image: encode(image.quantize(64), "PNG"),
    "png-16": png16,
    "png-animated": lambda image: encode(image, "PNG", **_frames(image)),
    "gif": lambda image: encode(image, "GIF"),
    "gif-animated": lambda image: encode(image, "GIF", **_frames(image)),
    "bmp": lambda image: encode(image, "BMP"),
    "webp": lambda image: encode(image, "WEBP", quality=90),
    "heic": heic,
    "heic-10": lambda image: heic(image, bits=10),
    "tif": lambda image: encode(image, "TIFF"),
    "avif": lambda image: encode(image, "AVIF"),
}


def _plain(source: Source, shot: Shot) -> Image.Image:
    return base(source, shot) if source.cut is not None else cropped(load(source), shot.size)


def _saved(source: Source, shot: Shot) -> tuple[bytes, str]:
    data = SAVED[str(shot.step)](_plain(source, shot))
    return data, f"photo.{str(shot.step).split('-')[0]}"


def _named(source: Source, shot: Shot) -> tuple[bytes, str]:
    return encode(_plain(source, shot)), f"photo.{shot.step}"


def _cut_short(source: Source, shot: Shot) -> tuple[bytes, str]:
    """A file of which only a part arrived; ``variant`` says whether the end was mended by a program."""
    data = SAVED["jpg-progressive" if shot.variant == "progressive" else "jpg"](_plain(source, shot))
    kept = data[: round(len(data) * float(shot.step))]
    return kept + (EOI if shot.variant == "ended" else b""), "photo.jpg"


def _turned(source: Source, shot: Shot) -> tuple[bytes, str]:
    return rotated(int(shot.step), _plain(source, shot)), "photo.jpg"


def _density(source: Source, shot: Shot) -> tuple[bytes, str]:
    dpi = round(float(shot.step))
    return encode(_plain(source, shot), dpi=(dpi, dpi)), "photo.jpg"


def _bytes(source: Source, shot: Shot) -> tuple[bytes, str]:
    return of_size(_plain(source, shot), int(shot.variant)), "photo.jpg"


def _clean(source: Source, shot: Shot) -> tuple[bytes, str]:
    """A good photo, of the size in bytes that all of chsi-2017, school-batch and self-study allow."""
    head = _SMALL_HEAD if shot.step == "small-head" else HEAD_SHARE
    image = compose(source, shot.size, BACKGROUNDS[shot.background], head).image
    image = effects.grain(image, GRAIN if shot.step == "grain" else 0, shot.seed)
    return within(image, _LEAST, _MOST, shot.quality), "photo.jpg"


def _other_colour(source: Source, shot: Shot) -> tuple[bytes, str]:
    return encoded(compose(source, shot.size, WRONG_BACKGROUNDS[shot.background]).image, shot), "photo.jpg"


def _sized(source: Source, shot: Shot) -> tuple[bytes, str]:
    return encode(_plain(source, shot), quality=shot.quality), "photo.jpg"


def _compressed(source: Source, shot: Shot) -> tuple[bytes, str]:
    return encode(_plain(source, shot), quality=round(float(shot.step))), "photo.jpg"


MAKERS: Mapping[str, Maker] = {
    "bytes": _bytes,
    "size": _sized,
    "ratio": _sized,
    "saved-as": _saved,
    "named": _named,
    "cut-short": _cut_short,
    "turned": _turned,
    "shape": _sized,
    "dpi": _density,
    "quality": _compressed,
    "clean": _clean,
    "other-colour": _other_colour,
}
_LOOKS = {look.name: look for look in LOOKS}


def make(source: Source, shot: Shot) -> tuple[bytes, str]:
    """Return the photo of ``shot`` as a file's bytes and name."""
    look = _LOOKS.get(shot.mutation)
    if look is not None:
        return encoded(look.make(source, shot), shot), "photo.jpg"
    return MAKERS[shot.mutation](source, shot)
