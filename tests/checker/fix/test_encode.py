"""Encoding into a window of bytes."""

import io
import random

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.JpegImagePlugin import get_sampling

from checker import Photo
from checker.fix.encode import FULL, HALVED, encode, fit
from checker.fix.room import Span
from checker.fix.segments import is_plain
from tests.corpus import PHOTOS
from tests.portrait import portrait

IMAGE = portrait(noise=3).convert("YCbCr")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("quality", [1, 20, 60, 82, 100])
@pytest.mark.parametrize(("subsampling", "code"), [(FULL, 0), (HALVED, 2)])
def test_what_is_written(quality: int, subsampling: str, code: int) -> None:
    made = encode(IMAGE, quality, subsampling, 300)
    photo = Photo.from_bytes(made.data)
    assert is_plain(made.data), "baseline, and nothing but the picture"
    assert photo.mode == "RGB"
    assert photo.density is not None
    assert (photo.density.x, photo.density.y, photo.density.origin) == (300, 300, "JFIF")
    assert get_sampling(opened(made.data)) == code
    assert opened(made.data).info.keys() == {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_colours_survive() -> None:
    back = opened(encode(IMAGE, 100, FULL, 300).data).convert("RGB")
    difference = ImageChops.difference(back, IMAGE.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 1


@pytest.mark.parametrize("quality", range(20, 101))
def test_the_quality_is_the_one_that_the_checker_estimates(quality: int) -> None:
    found = Photo.from_bytes(encode(IMAGE, quality, FULL, 300).data).quality
    assert found == quality


@pytest.mark.parametrize(("low", "high"), [(1, 15_000), (15_000, 18_000), (30_720, 40_000), (60_000, 90_000)])
def test_the_best_within_the_window(low: int, high: int) -> None:
    made = fit(IMAGE, Span(low, high), 1, 95, 300)
    assert made is not None
    assert low <= len(made.data) <= high
    better = encode(IMAGE, made.quality + 1, made.subsampling, 300)
    assert made.quality == 95 or len(better.data) > high


def test_full_colour_as_long_as_the_quality_is_plenty() -> None:
    wide, narrow = fit(IMAGE, Span(1, 60_000), 1, 95, 300), fit(IMAGE, Span(1, 28_000), 1, 95, 300)
    assert wide is not None
    assert narrow is not None
    assert (wide.subsampling, narrow.subsampling) == (FULL, HALVED)
    assert wide.quality >= 75 > narrow.quality


def test_no_way_into_the_window() -> None:
    assert fit(IMAGE, Span(1, 5_000), 60, 95, 300) is None
    assert fit(IMAGE, Span(900_000), 60, 100, 300) is None
    assert fit(IMAGE, Span(30_000, 30_001), 1, 100, 300) is None


def test_example_tables_take_more_bytes() -> None:
    plain, tight = encode(IMAGE, 95, FULL, 300, optimize=False), encode(IMAGE, 95, FULL, 300)
    assert len(plain.data) > len(tight.data)
    assert ImageChops.difference(opened(plain.data), opened(tight.data)).getbbox() is None


@pytest.mark.parametrize("size", [(480, 640), (100, 100)])
def test_pure_noise_at_the_highest_quality(size: tuple[int, int], capfd: pytest.CaptureFixture[str]) -> None:
    noise = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1])).convert("YCbCr")
    for quality in (80, 94, 95, 100):
        opened(encode(noise, quality, FULL, 300).data).load()
    assert capfd.readouterr().err == "", "libjpeg complains there of a buffer that is too small"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("baseline.jpg", True),
        ("restart-markers.jpg", True),
        ("progressive.jpg", False),
        ("exif-1.jpg", False),
        ("srgb-profile.jpg", False),
        ("cmyk.jpg", False),
        ("two-pictures.jpg", False),
    ],
)
def test_plain_files(name: str, plain: bool) -> None:
    assert is_plain(PHOTOS[name]()) is plain


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00", b"\xff\xd8\xff\xdb\xff\xff"])
def test_half_files_are_not_plain(data: bytes) -> None:
    assert not is_plain(data)
