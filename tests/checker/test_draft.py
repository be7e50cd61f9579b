"""Large JPEGs are decoded smaller than they are, and still judged as if they had been decoded whole."""

import functools
import io
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from PIL import Image, ImageChops, ImageFile, ImageFilter, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from benchmarks.throughput import growth_with
from checker import Photo, PhotoError
from checker.pixels import grey_corner, grey_tail, plain
from checker.quality.blur import UPLOAD_HEIGHT, measure_blur
from tests.checker.examples import find
from tests.corpus import EOI, PHOTOS, encode, rotated
from tests.portrait import BLUE, WHITE, add_noise, portrait

LARGE = (1500, 2003)  # in blocks neither side is whole


@functools.cache
def large(background: str = BLUE) -> Image.Image:
    return taken(LARGE, background)


def taken(size: tuple[int, int], background: str = BLUE) -> Image.Image:
    """Return a portrait with edges as wide as lens and sensor draw them; `portrait` makes them steeper."""
    return portrait(size, background).filter(ImageFilter.GaussianBlur(0.8))


def decoded(data: bytes) -> tuple[Photo, list[tuple[int, int]]]:
    """Return the decoded photo and the sizes at which a decoder was asked for pixels."""
    sizes = []
    original = ImageFile.ImageFile.load

    def noting(self: ImageFile.ImageFile) -> object:
        if self.tile:
            sizes.append(self.size)
        return original(self)

    with patch.object(ImageFile.ImageFile, "load", noting):
        photo = Photo.from_bytes(data)
        photo.decode()
    return photo, sizes


SOURCES: dict[str, Callable[[], bytes]] = {
    "rgb": lambda: encode(large()),
    "grey": lambda: encode(large(WHITE).convert("L")),
    "cmyk": lambda: encode(large().convert("CMYK")),
    "progressive": lambda: encode(large(), progressive=True),
    "full chroma": lambda: encode(large(), subsampling="4:4:4"),
    "turned": lambda: rotated(6, large()),
    "phone": PHOTOS["12-megapixels.jpg"],
    "wide": lambda: encode(large().crop((0, 900, 1500, 1100)).resize((5000, 666))),
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_working_copy_is_that_of_the_whole_picture(name: str) -> None:
    data = SOURCES[name]()
    photo, sizes = decoded(data)
    assert photo.working is not None
    assert len(sizes) == 1
    assert max(sizes[0]) <= max(photo.stored_size) / 2 + 1, "no more than half of each side was decoded"
    whole = Photo.from_bytes(data).full()
    assert whole is not None
    assert whole.size == photo.size
    reduced = whole.reduce(max(whole.size) // 512)
    assert photo.working.size == reduced.size
    difference = ImageChops.difference(reduced, photo.working)
    assert max(ImageStat.Stat(difference).mean) < 2
    assert max(ImageStat.Stat(difference.filter(_BLUR)).extrema[0]) < 16


_BLUR = ImageFilter.BoxBlur(2)


@pytest.mark.parametrize("size", [(512, 512), (1023, 700), (1535, 800)])
def test_a_photo_that_is_little_reduced_is_decoded_whole(size: tuple[int, int]) -> None:
    _, sizes = decoded(encode(portrait(size)))
    assert sizes == [size]


@pytest.mark.parametrize("noise", [0, 4])
@pytest.mark.parametrize("blur", [0, 1, 1.5, 2.5])
def test_blur_is_that_of_the_whole_picture(blur: float, noise: int) -> None:
    """Both ways of reducing draw fine detail a little differently; what the rule measures is the same."""
    for size in ((1200, 1600), (2448, 3264), (3024, 4032)):
        image = portrait(size).filter(ImageFilter.GaussianBlur(blur * size[1] / UPLOAD_HEIGHT))
        data = encode(add_noise(image, noise))
        photo, _ = decoded(data)
        whole = Photo.from_bytes(data).full()
        assert photo.working is not None
        assert whole is not None
        reduced = measure_blur(whole.reduce(max(size) // 512))
        drafted = measure_blur(photo.working)
        assert reduced is not None
        assert drafted is not None
        assert drafted.overall == pytest.approx(reduced.overall, abs=0.1), size
        assert drafted.worst == pytest.approx(reduced.worst, abs=0.1), size


def test_full_is_exact() -> None:
    data = SOURCES["rgb"]()
    whole = Photo.from_bytes(data).full()
    assert whole is not None
    assert whole.tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:0"])
def test_missing_data_are_found_as_in_the_whole_picture(mode: str, subsampling: str) -> None:
    options = {} if mode == "L" else {"subsampling": subsampling}
    data = encode(large().convert(mode), **options)
    for share in (0.3, 0.5, 0.9, 0.98, 0.995, 0.999):
        cut = data[: int(len(data) * share)] + EOI
        photo, sizes = decoded(cut)
        stream = JpegImageFile(io.BytesIO(cut))
        stream.load()
        whole = plain(stream)
        tail = grey_tail(whole)
        assert photo.grey_tail == tail, share
        assert photo.grey_corner == "missing" or tail or not grey_corner(whole), share
        assert tail or photo.grey_corner or share > 0.98
        assert sizes[-1] == LARGE, "the last word has the whole picture"
        if tail:
            with pytest.raises(PhotoError, match="truncated"):
                Photo.from_bytes(cut[:-2]).decode()


def test_a_photo_that_is_grey_by_itself_is_whole() -> None:
    grey = encode(large("#808080"))
    assert find(grey, "image-integrity").outcome == "pass"


def test_a_missing_end_mark_alone_is_told_from_missing_data() -> None:
    whole = SOURCES["rgb"]()[: -len(EOI)]
    assert find(whole, "image-integrity").code == "image-integrity/no-end"
    photo, sizes = decoded(whole)
    assert photo.grey_tail == 0
    assert max(sizes[0]) < max(LARGE)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process")
def test_a_large_photo_takes_little_memory() -> None:
    photo = PHOTOS["12-megapixels.jpg"]()
    assert growth_with(photo, "decode") > 30 * 2**20, "36 MB of pixels"
    assert growth_with(photo, "check") < 15 * 2**20
