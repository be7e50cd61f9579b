"""Limits and named errors of `Photo`."""

import struct
import tracemalloc
from collections.abc import Callable
from unittest.mock import patch

import pytest
from PIL import Image, ImageFile

import checker
from checker import Photo, PhotoError
from checker.errors import CODES
from checker.photo import MAX_BYTES, MAX_FRAMES, MAX_PIXELS, MAX_PIXELS_WHOLE
from checker.text import LANGUAGES
from fuzz.parts import png_parts, with_checksums
from tests.corpus import PHOTOS, UNREADABLE, declare_jpeg_size, encode
from tests.portrait import portrait


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
    png = encode(portrait((24, 32)), "PNG")
    at = png.index(b"IHDR") + 4
    for width, code in ((side, "truncated|damaged"), (side + 1, "too-many-pixels")):
        declared = _patch(png, at, struct.pack(">II", width, side))
        assert side * side == MAX_PIXELS_WHOLE
        with pytest.raises(PhotoError, match=code):
            Photo.from_bytes(with_checksums(png_parts(declared))).decode()
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
    found = Photo.from_bytes(PHOTOS["baseline.jpg"]())
    with (
        patch.object(ImageFile.ImageFile, "load", side_effect=MemoryError),
        pytest.raises(PhotoError) as caught,
    ):
        found.decode()
    assert caught.value.code == "out-of-memory"


def test_missing_heif_decoder_is_named() -> None:
    with patch.dict("sys.modules", {"pillow_heif": None}), pytest.raises(PhotoError) as caught:
        Photo.from_bytes(PHOTOS["8-bit.heic"]())
    assert caught.value.code == "no-heif-decoder"


def test_every_error_has_both_sentences() -> None:
    from checker.errors import _MESSAGES

    assert frozenset(_MESSAGES) == CODES
    for text in _MESSAGES.values():
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        assert text.en.isascii()


def test_a_photo_without_an_end_mark_is_told_from_a_truncated_one() -> None:
    jpeg = PHOTOS["baseline.jpg"]()
    (whole,) = checker.check(jpeg[:-2], "a.jpg", ["online-upload"])
    (cut,) = checker.check(jpeg[:-1500], "a.jpg", ["online-upload"])
    assert whole.error is None
    assert cut.error is not None
    assert cut.error.code == "truncated"


def test_a_cut_off_jpeg_is_told_in_every_colour_space() -> None:
    for mode in ("L", "RGB", "CMYK"):
        data = encode(portrait((120, 160)).convert(mode))
        for share in (30, 50, 70, 90):
            found = Photo.from_bytes(data[: len(data) * share // 100] + b"\xff\xd9")
            found.decode()
            assert 0 < found.grey_tail < 1 or found.grey_corner, (mode, share)
