"""Header facts and orientation of `Photo`."""

import zlib
from unittest.mock import patch

import pytest
from PIL import Image, ImageFile

import checker
from checker import Photo
from tests.corpus import PHOTOS, encode, exif_bytes, heic, png_chunk, rotated
from tests.icc import display_p3
from tests.portrait import portrait


def photo(name: str) -> Photo:
    return Photo.from_bytes(PHOTOS[name](), name)


@pytest.mark.parametrize(
    ("name", "kind", "mode", "bits", "frames"),
    [
        ("baseline.jpg", "JPEG", "RGB", 8, 1),
        ("grey.jpg", "JPEG", "GRAY", 8, 1),
        ("cmyk.jpg", "JPEG", "CMYK", 8, 1),
        ("rgb.png", "PNG", "RGB", 8, 1),
        ("rgba.png", "PNG", "RGBA", 8, 1),
        ("grey-alpha.png", "PNG", "GRAYA", 8, 1),
        ("palette.png", "PNG", "PALETTE", 8, 1),
        ("one-bit.png", "PNG", "GRAY", 1, 1),
        ("16-bit.png", "PNG", "RGB", 16, 1),
        ("16-bit-grey.png", "PNG", "GRAY", 16, 1),
        ("animated.png", "PNG", "RGB", 8, 3),
        ("animated.gif", "GIF", "PALETTE", 8, 3),
        ("photo.bmp", "BMP", "RGB", 8, 1),
        ("webp-named.jpg", "WEBP", "RGB", 8, 1),
        ("lossless.webp", "WEBP", "RGB", 8, 1),
        ("alpha.webp", "WEBP", "RGBA", 8, 1),
        ("8-bit.heic", "HEIF", "RGB", 8, 1),
        ("10-bit.heic", "HEIF", "RGB", 10, 1),
        ("grey.heic", "HEIF", "GRAY", 8, 1),
        ("alpha.heic", "HEIF", "RGBA", 8, 1),
        ("two-images.heic", "HEIF", "RGB", 8, 2),
    ],
)
def test_header(name: str, kind: str, mode: str, bits: int, frames: int) -> None:
    found = photo(name)
    assert (found.format, found.mode, found.bits, found.frames) == (kind, mode, bits, frames)
    assert found.working is None, "only the header may have been read"


@pytest.mark.parametrize("name", ["webp-named.jpg", "alpha.webp", "8-bit.heic", "rotated.heic", "photo.bmp"])
def test_size_without_pillow(name: str) -> None:
    assert photo(name).size == (480, 640)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int) -> None:
    upright, turned = Photo.from_bytes(rotated(1)), Photo.from_bytes(rotated(orientation))
    assert turned.orientation == orientation
    assert turned.stored_size == ((640, 480) if orientation >= 5 else (480, 640))
    assert turned.size == (480, 640)
    upright.decode()
    turned.decode()
    assert upright.working is not None
    assert turned.working is not None
    assert turned.working.size == (480, 640)
    assert _difference(upright.working, turned.working) < 3


def test_heic_is_not_turned_twice() -> None:
    # Phones write the rotation into the container and into EXIF; the decoder has applied the former.
    turned, upright = photo("rotated.heic"), photo("8-bit.heic")
    assert turned.orientation == 1
    turned.decode()
    upright.decode()
    assert turned.working is not None
    assert upright.working is not None
    assert _difference(turned.working, upright.working) < 3


def _difference(a: Image.Image, b: Image.Image) -> float:
    """Return the mean absolute difference of two RGB images, in levels."""
    pairs = zip(a.resize((48, 64)).tobytes(), b.resize((48, 64)).tobytes(), strict=True)
    return sum(abs(x - y) for x, y in pairs) / (48 * 64 * 3)


@pytest.mark.parametrize(
    ("name", "dpi", "origin"),
    [
        ("baseline.jpg", 300, "JFIF"),
        ("dpi-exif-only.jpg", 350, "EXIF"),
        ("rgb.png", 300, "PNG"),
        ("photo.bmp", 300, "BMP"),
    ],
)
def test_density(name: str, dpi: float, origin: str) -> None:
    density = photo(name).density
    assert density is not None
    assert density.x == pytest.approx(dpi, abs=0.5)
    assert density.origin == origin


@pytest.mark.parametrize("name", ["dpi-none.jpg", "dpi-exif-without.jpg", "photo.gif", "8-bit.heic"])
def test_no_density_is_invented(name: str) -> None:
    assert photo(name).density is None


def test_density_in_centimetres() -> None:
    data = bytearray(encode(portrait(), dpi=(118, 118)))
    data[data.index(b"JFIF\0") + 7] = 2  # the unit: dots per cm
    density = Photo.from_bytes(bytes(data)).density
    assert density is not None
    assert density.x == pytest.approx(299.72)


@pytest.mark.parametrize("quality", [30, 59, 60, 75, 90, 95])
def test_quality(quality: int) -> None:
    estimate = Photo.from_bytes(encode(portrait((240, 320)), quality=quality)).quality
    assert estimate is not None
    assert abs(estimate - quality) <= 1


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("baseline.jpg", "none"),
        ("srgb-profile.jpg", "srgb"),
        ("display-p3.jpg", "other"),
        ("display-p3.heic", "other"),
        ("nclx-p3.heic", "assumed"),
        ("8-bit.heic", "none"),
        ("damaged-profile.jpg", "damaged"),
        ("grey-with-rgb-profile.jpg", "unfit"),
    ],
)
def test_profile(name: str, state: str) -> None:
    assert photo(name).profile.state == state


def test_one_decode_for_all_standards() -> None:
    decoded = []
    original = ImageFile.ImageFile.load

    def counting(self: ImageFile.ImageFile) -> object:
        if self.tile:
            decoded.append(self)
        return original(self)

    with patch.object(ImageFile.ImageFile, "load", counting):
        reports = checker.check(PHOTOS["baseline.jpg"](), "a.jpg", list(checker.standards.load_all()))
    assert len(reports) == len(checker.standards.load_all())
    assert len(decoded) == 1


def test_decoding_twice_changes_nothing() -> None:
    found = photo("baseline.jpg")
    found.decode()
    working = found.working
    found.decode()
    assert found.working is working


def test_working_copy_is_small_even_for_phone_photos() -> None:
    found = photo("12-megapixels.jpg")
    found.decode()
    assert found.working is not None
    assert found.working.mode == "RGB"
    assert 512 <= max(found.working.size) < 1024


def test_exif_in_png_counts() -> None:
    data = encode(portrait().transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif_bytes(6))
    assert Photo.from_bytes(data).size == (480, 640)


def test_exif_and_profile_of_webp_count() -> None:
    turned = portrait().transpose(Image.Transpose.ROTATE_90)
    found = Photo.from_bytes(encode(turned, "WEBP", exif=exif_bytes(6, 96), icc_profile=display_p3()))
    assert (found.size, found.orientation, found.profile.state) == ((480, 640), 6, "other")
    assert found.density is not None
    assert (found.density.x, found.density.origin) == (96, "EXIF")


@pytest.mark.parametrize("n_bytes", [2_000_000, 80_000_000])
def test_much_text_in_a_png_is_no_damage(n_bytes: int) -> None:
    data = PHOTOS["rgb.png"]()
    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(n_bytes)))
    (with_text,) = checker.check(
        data[:33] + text + data[33:-12] + text + data[-12:], "a.png", ["online-upload"]
    )
    (without,) = checker.check(data, "a.png", ["online-upload"])
    assert with_text.error is None
    sizes = {"file-size"}
    assert [f.to_dict() for f in with_text.findings if f.rule not in sizes] == [
        f.to_dict() for f in without.findings if f.rule not in sizes
    ]


def test_damaged_exif_is_no_reason_to_refuse() -> None:
    exif = bytearray(exif_bytes(6, 300))
    exif[10:] = b"\xff" * (len(exif) - 10)
    found = Photo.from_bytes(encode(portrait(), exif=bytes(exif), dpi=(0, 0)))
    assert (found.orientation, found.density) == (1, None)


def test_phone_heic_in_tiles() -> None:
    found = Photo.from_bytes(heic(portrait((1200, 1600)), tile_size=512))
    assert found.size == (1200, 1600)
    found.decode()
    assert found.size == (1200, 1600)
