"""Header facts, orientation, limits and errors of `Photo`."""

import tracemalloc
import zlib
from collections.abc import Callable
from unittest.mock import patch

import pytest
from PIL import Image, ImageFile

import checker
from checker import Photo, PhotoError
from checker.errors import CODES
from checker.photo import MAX_BYTES, MAX_FRAMES, MAX_PIXELS
from checker.text import LANGUAGES
from tests.corpus import PHOTOS, UNREADABLE, declare_jpeg_size, encode, exif_bytes, heic, png_chunk, rotated
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


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(name: str) -> None:
    code, make = UNREADABLE[name]
    (report,) = checker.check(make(), name, ["online-upload"])
    assert report.outcome == "unreadable"
    assert report.error is not None
    assert report.error.code == code
    for lang in LANGUAGES:
        assert report.error.message(lang)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "HEIF", "GIF", "BMP"])
def test_nothing_is_decoded_above_the_limit_on_pixels(format_name: str) -> None:
    sources: dict[str, Callable[[], bytes]] = {
        "JPEG": UNREADABLE["declared-30000.jpg"][1],
        "PNG": UNREADABLE["declared-30000.png"][1],
        "HEIF": UNREADABLE["declared-30000.heic"][1],
        "GIF": lambda: _patch(encode(portrait((24, 32)), "GIF"), 6, (30_000).to_bytes(2, "little") * 2),
        "BMP": lambda: _patch(encode(portrait((24, 32)), "BMP"), 18, (30_000).to_bytes(4, "little") * 2),
    }
    data = sources[format_name]()
    tracemalloc.start()
    try:
        with (
            patch.object(ImageFile.ImageFile, "load", side_effect=AssertionError("a decoder was asked")),
            pytest.raises(PhotoError) as caught,
        ):
            Photo.from_bytes(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "too-many-pixels"
    assert "30000×30000" in caught.value.zh
    assert peak < 4_000_000


def test_a_header_read_in_two_ways_is_caught() -> None:
    jpeg = encode(portrait((24, 32)))
    at = jpeg.index(b"\xff\xc0")
    frame = jpeg[at : at + 19]
    huge = frame[:5] + (30_000).to_bytes(2, "big") * 2 + frame[9:]
    # The walker reads both frame headers, the decoder stops at the first scan.
    with pytest.raises(PhotoError, match="too-many-pixels"):
        Photo.from_bytes(jpeg[:at] + huge + jpeg[at + 19 : -2] + frame + jpeg[-2:])
    with pytest.raises(PhotoError, match="damaged"):
        Photo.from_bytes(jpeg[:at] + huge + jpeg[at:]).decode()
    # A frame larger than the screen of a GIF makes the decoder enlarge the picture.
    gif = encode(portrait((24, 32)), "GIF")
    frame_at = gif.index(b"\x2c\0\0\0\0" + bytes((24, 0, 32, 0)))
    with pytest.raises(PhotoError, match="too-many-pixels"):
        Photo.from_bytes(_patch(gif, frame_at + 5, (12_500).to_bytes(2, "little") * 2))


def test_an_error_does_not_keep_the_file_alive() -> None:
    (report,) = checker.check(UNREADABLE["damaged.png"][1](), "a.png", ["online-upload"])
    assert report.error is not None
    assert report.error.__traceback__ is None
    assert report.error.__cause__ is None
    assert report.error.__context__ is None


def _patch(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def test_limits_themselves_are_allowed() -> None:
    jpeg = encode(portrait((24, 32)))
    side = 8192
    assert side * side * 2 == MAX_PIXELS
    assert Photo.from_bytes(declare_jpeg_size(jpeg, side, side * 2)).size == (side, side * 2)
    with pytest.raises(PhotoError, match="too-many-pixels"):
        Photo.from_bytes(declare_jpeg_size(jpeg, side, side * 2 + 1))
    frames = [Image.new("RGB", (24, 32), (at, at, 200)) for at in range(MAX_FRAMES - 1)]
    gif = encode(portrait((24, 32)), "GIF", save_all=True, append_images=frames)
    assert Photo.from_bytes(gif).frames == MAX_FRAMES


def test_a_jpeg_made_to_keep_a_decoder_busy_is_damaged() -> None:
    jpeg = PHOTOS["progressive.jpg"]()
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    frame = jpeg.index(b"\xff\xc2") + 5
    large = jpeg[:frame] + (8192).to_bytes(2, "big") * 2 + jpeg[frame + 4 : -2]
    assert Photo.from_bytes(large + b"\xff\xd9").size == (8192, 8192)
    with pytest.raises(PhotoError, match="damaged"):
        Photo.from_bytes(large + scan * 25 + b"\xff\xd9")


def test_too_many_bytes() -> None:
    with pytest.raises(PhotoError, match="too-many-bytes") as caught:
        Photo.from_bytes(bytes(MAX_BYTES + 1))
    assert "64 MB" in caught.value.zh


def test_memory_error_is_named() -> None:
    found = photo("baseline.jpg")
    with (
        patch.object(ImageFile.ImageFile, "load", side_effect=MemoryError),
        pytest.raises(PhotoError) as caught,
    ):
        found.decode()
    assert caught.value.code == "out-of-memory"


def test_missing_heif_decoder_is_named() -> None:
    with patch.dict("sys.modules", {"pillow_heif": None}), pytest.raises(PhotoError) as caught:
        photo("8-bit.heic")
    assert caught.value.code == "no-heif-decoder"


def test_every_error_has_both_sentences() -> None:
    from checker.errors import _MESSAGES

    assert frozenset(_MESSAGES) == CODES
    for text in _MESSAGES.values():
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        assert text.en.isascii()


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


def test_a_photo_without_an_end_mark_is_told_from_a_truncated_one() -> None:
    jpeg = PHOTOS["baseline.jpg"]()
    (whole,) = checker.check(jpeg[:-2], "a.jpg", ["online-upload"])
    (cut,) = checker.check(jpeg[:-1500], "a.jpg", ["online-upload"])
    assert whole.error is None
    assert cut.error is not None
    assert cut.error.code == "truncated"


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


def test_a_cut_off_jpeg_is_told_in_every_colour_space() -> None:
    for mode in ("L", "RGB", "CMYK"):
        data = encode(portrait((120, 160)).convert(mode))
        for share in (30, 50, 70, 90):
            found = Photo.from_bytes(data[: len(data) * share // 100] + b"\xff\xd9")
            found.decode()
            assert 0 < found.grey_tail < 1 or found.grey_corner, (mode, share)


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
