"""Files of an odd build, made to cost time or memory: a verdict or a named error, soon, in little memory."""

import functools
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.throughput import growth_with
from checker import Photo, PhotoError
from checker.formats.layout import MAX_PARTS
from checker.guard import MAX_PIXELS_HEIF
from fuzz.supervise import MOST_GROWTH
from tests.boxes import Item, box, coded, full_box, grid, heif, ispe, overlay
from tests.checker.test_hostile import assert_answers
from tests.corpus import EOI, PHOTOS, declare_jpeg_size, encode, heic, png_chunk
from tests.portrait import portrait

SMALL = (48, 64)
MB = 1024 * 1024
SIDE = 8192  # of a picture of 64 megapixels
SECONDS = 5.0  # of the processor


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(body)) + body


def behind_jfif(extra: bytes) -> bytes:
    """Return a small JPEG with ``extra`` behind its first segment."""
    jpeg = encode(portrait(SMALL))
    at = 4 + int.from_bytes(jpeg[4:6], "big")
    return jpeg[:at] + extra + jpeg[at:]


def before_scan(extra: bytes) -> bytes:
    jpeg = encode(portrait(SMALL))
    at = jpeg.index(b"\xff\xda")
    return jpeg[:at] + extra + jpeg[at:]


def restarts(count: int) -> bytes:
    """Return a JPEG with a restart marker behind each block, and ``count`` more in the right order."""
    jpeg = encode(Image.new("RGB", SMALL), restart_marker_blocks=1)
    there = sum(jpeg.count(bytes([0xFF, 0xD0 + n])) for n in range(8))
    cycle = b"".join(bytes([0xFF, 0xD0 + (there + n) % 8]) for n in range(8))
    return jpeg[:-2] + cycle * (count // 8) + EOI


def lossless() -> bytes:
    """Return a grey lossless JPEG (ITU-T T.81, annex H) of one colour."""
    frame = struct.pack(">BHHB", 8, *SMALL, 3) + bytes((1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0))
    codes = bytes((0, 1, 1, *[0] * 14, 0, 8))
    scan = bytes((3, 1, 0, 2, 0, 3, 0, 1, 0, 0))
    return b"\xff\xd8" + segment(0xC3, frame) + segment(0xC4, codes) + segment(0xDA, scan) + bytes(2000) + EOI


def png(width: int, height: int, bits: int, kind: int, row: int, *more: tuple[bytes, bytes]) -> bytes:
    """Return a black PNG whose rows have ``row`` bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 + row)) for _ in range(height)) + packer.flush()
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)), *more]
    chunks += [(b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def png_with(extra: bytes) -> bytes:
    data = encode(portrait(SMALL), "PNG")
    return data[:33] + extra + data[33:]


def bmp(size: tuple[int, int], bits: int, compression: int, data: bytes) -> bytes:
    """Return a BMP of a palette, whose pixels are ``data``."""
    start = 54 + 4 * 256
    head = struct.pack("<IHHI", start + len(data), 0, 0, start)
    info = struct.pack("<IiiHHIIiiII", 40, *size, 1, bits, compression, len(data), 2835, 2835, 256, 0)
    return b"BM" + head + info + bytes(4 * 256) + data


@functools.cache
def tile() -> tuple[bytes, bytes]:
    return coded(heic(portrait((64, 64))))


def put_together(kind: bytes, data: bytes, parts: tuple[int, ...], *more: Item) -> bytes:
    """Return a HEIC of 64x64 px, as its boxes say, that is put together of others."""
    setup, pixels = tile()
    items = [Item(kind, data, (2,), parts), Item(b"hvc1", pixels, (1, 2)), *more]
    return heif(items, [setup, ispe(64, 64)])


def deep(levels: int, width: int) -> bytes:
    """Return a HEIC of overlays, each of ``width`` layers, each of which is again such an overlay."""
    setup, pixels = tile()
    items, number = [], 1
    for _ in range(levels):
        parts = tuple(range(number + 1, number + 1 + width))
        items.append(Item(b"iovl", overlay(64, 64, width), (2,), parts))
        items += [Item(b"hvc1", pixels, (1, 2)) for _ in parts[:-1]]
        number = parts[-1]
    return heif([*items, Item(b"hvc1", pixels, (1, 2))], [setup, ispe(64, 64)])


def many_large(kind: bytes, data: bytes, count: int) -> bytes:
    """Return a HEIC that is put together of ``count`` pictures, each of which calls itself 4096x4096."""
    setup, pixels = tile()
    items = [Item(kind, data, (2,), tuple(range(2, 2 + count)))]
    items += [Item(b"hvc1", pixels, (1, 3)) for _ in range(count)]
    return heif(items, [setup, ispe(64, 64), ispe(4096, 4096)])


HEIC_HEAD = box(b"ftyp", b"heic\0\0\0\0mif1heic")
# What is made of each: a verdict, or the code of an error.
ODD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg, 60 MB of zeros before the frame": ("damaged", lambda: behind_jfif(bytes(60 * MB))),
    "jpeg, 60 MB of fill before the frame": ("damaged", lambda: behind_jfif(b"\xff" * (60 * MB))),
    "jpeg, a little fill before the frame": ("", lambda: behind_jfif(b"\xff" * 4096)),
    "jpeg, 15 million segments": ("damaged", lambda: behind_jfif(b"\xff\xe5\0\2" * (15 * MB))),
    "jpeg, 15 million segments behind the frame": (
        "damaged",
        lambda: before_scan(b"\xff\xfe\0\2" * (15 * MB)),
    ),
    "jpeg, 3 million frames": ("damaged", lambda: before_scan(segment(0xC0, bytes(15)) * 3_000_000)),
    "jpeg, 30 million restart markers": ("", lambda: restarts(30 * MB)),
    "jpeg, lossless": ("", lossless),
    "jpeg, of 12 bits": ("unsupported-format", lambda: _with_bits(12)),
    "jpeg, one px wide": ("", lambda: encode(Image.new("RGB", (1, 65_500)))),
    "jpeg, one px high": ("", lambda: encode(Image.new("RGB", (65_500, 1)))),
    "png, 5 million chunks": ("damaged", lambda: png_with(png_chunk(b"prVt", b"") * 5_000_000)),
    "png, 10,000 chunks": ("", lambda: png_with(png_chunk(b"prVt", b"") * 10_000)),
    "png, a text of 60 MB": ("", lambda: png_with(png_chunk(b"tEXt", b"Comment\0" + bytes(60 * MB)))),
    "png, all in a row": ("too-many-pixels", lambda: png(SIDE * SIDE, 1, 8, 2, 3 * SIDE * SIDE)),
    "bmp, runs of 8 bits, 64 megapixels": (
        "too-many-pixels",
        lambda: bmp((SIDE, SIDE), 8, 1, (b"\xff\5" * 32 + b"\x20\5\0\0") * SIDE),
    ),
    "bmp, runs of 4 bits, 64 megapixels": (
        "too-many-pixels",
        lambda: bmp((SIDE, SIDE), 4, 2, (b"\xff\5" * 32 + b"\x20\5\0\0") * SIDE),
    ),
    "bmp, runs beyond the row for ever": ("damaged", lambda: bmp(SMALL, 8, 1, b"\xff\5" * (30 * MB))),
    "bmp, steps of nothing for ever": ("damaged", lambda: bmp(SMALL, 8, 1, b"\0\2\0\0" * (15 * MB))),
    "bmp, runs": ("", lambda: bmp(SMALL, 8, 1, (b"\x30\5\0\0" * 64) + b"\0\1")),
    "heic, a grid": ("", lambda: put_together(b"grid", grid(1, 1, 64, 64), (2,))),
    "heic, an overlay": ("", lambda: put_together(b"iovl", overlay(64, 64, 1), (2,))),
    "heic, a grid of 0x0": ("damaged", lambda: put_together(b"grid", grid(1, 1, 0, 0), (2,))),
    "heic, a grid of itself": ("damaged", lambda: put_together(b"grid", grid(1, 1, 64, 64), (1,))),
    "heic, two grids of each other": (
        "damaged",
        lambda: put_together(
            b"grid", grid(1, 1, 64, 64), (3,), Item(b"grid", grid(1, 1, 64, 64), (2,), (1,))
        ),
    ),
    "heic, a grid that hides its size": (
        "too-many-pixels",
        lambda: put_together(b"grid", grid(1, 1, 30_000, 30_000), (2,)),
    ),
    "heic, an overlay that hides its size": (
        "too-many-pixels",
        lambda: put_together(b"iovl", overlay(30_000, 30_000, 1), (2,)),
    ),
    "heic, a small grid of large tiles": ("damaged", lambda: many_large(b"grid", grid(4, 4, 4096, 4096), 16)),
    "heic, an overlay of large layers": ("damaged", lambda: many_large(b"iovl", overlay(64, 64, 16), 16)),
    "heic, overlays of overlays": ("damaged", lambda: deep(12, 3)),
    "heic, a frame that lies about its size": ("damaged", lambda: _lying(16, 16)),
    "heic, nothing but heads": (
        "damaged",
        lambda: HEIC_HEAD + full_box(b"meta", box(b"free", b"") * 190_000) * 40,
    ),
    "heic, av1 inside": ("damaged", lambda: _av1_inside()),
}


def _with_bits(bits: int) -> bytes:
    jpeg = encode(portrait(SMALL))
    at = jpeg.index(b"\xff\xc0") + 4
    return jpeg[:at] + bytes([bits]) + jpeg[at + 1 :]


def _lying(width: int, height: int) -> bytes:
    setup, pixels = tile()
    return heif([Item(b"hvc1", pixels, (1, 2))], [setup, ispe(width, height)])


def _av1_inside() -> bytes:
    return heif([Item(b"av01", tile()[1], (1, 2))], [box(b"av1C", b"\x81\0\0\0"), ispe(64, 64)])


def test_a_heic_has_its_own_limit() -> None:
    side = MAX_PIXELS_HEIF // SIDE
    assert side * SIDE == MAX_PIXELS_HEIF
    assert Photo.from_bytes(_lying(SIDE, side)).size == (SIDE, side)
    with pytest.raises(PhotoError, match="too-many-pixels"):
        Photo.from_bytes(_lying(SIDE, side + 1))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ODD)
def test_answered_in_time(name: str) -> None:
    code, make = ODD[name]
    data = make()
    started = time.process_time()
    outcome = assert_answers(data)
    assert time.process_time() - started < SECONDS
    assert (outcome == "unreadable") == bool(code)
    if code:
        with pytest.raises(PhotoError, match=code):
            Photo.from_bytes(data).decode()


def progressive_of_one_scan() -> bytes:
    """Return a JPEG whose decoder waits for more scans, which do not come."""
    jpeg = PHOTOS["progressive.jpg"]()
    first = jpeg.index(b"\xff\xda")
    return jpeg[: jpeg.index(b"\xff\xc4", first)] + EOI


def one_component_first() -> bytes:
    jpeg = encode(portrait(SMALL), subsampling="4:4:4")
    at = jpeg.index(b"\xff\xda")
    return jpeg[:at] + segment(0xDA, b"\1\1\0\0\x3f\0") + jpeg[at + 14 :]


@pytest.mark.parametrize("make", [progressive_of_one_scan, one_component_first])
def test_a_jpeg_that_is_held_whole_has_the_smaller_limit(make: Callable[[], bytes]) -> None:
    jpeg = make().replace(b"\xff\xc2", b"\xff\xc0")  # as `declare_jpeg_size` finds it
    kind = b"\xff\xc2" if make is progressive_of_one_scan else b"\xff\xc0"

    def of(height: int) -> bytes:
        return declare_jpeg_size(jpeg, SIDE, height).replace(b"\xff\xc0", kind)

    assert Photo.from_bytes(of(SIDE)).size == (SIDE, SIDE)
    with pytest.raises(PhotoError, match="too-many-pixels"):
        Photo.from_bytes(of(SIDE + 1))


@functools.cache
def large_grey() -> bytes:
    return encode(Image.new("RGB", (SIDE, 2 * SIDE), (128, 128, 128)), quality=50)


LARGE: dict[str, Callable[[], bytes]] = {
    "jpeg, grey by itself": large_grey,
    "jpeg, its end is missing": lambda: declare_jpeg_size(encode(portrait(SMALL)), SIDE, 2 * SIDE),
    "png, transparent": lambda: png(SIDE, SIDE, 8, 6, 4 * SIDE),
    "png, transparent palette": lambda: png(
        SIDE, SIDE, 8, 3, SIDE, (b"PLTE", bytes(768)), (b"tRNS", bytes(256))
    ),
    "png, 65,535 px wide": lambda: png(65_535, 1024, 8, 2, 3 * 65_535),
}


@pytest.mark.timeout(60)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process")
@pytest.mark.parametrize("name", LARGE)
def test_the_largest_take_little_memory(name: str) -> None:
    assert growth_with(LARGE[name](), "check") < MOST_GROWTH


def test_what_is_missing_of_a_large_jpeg_is_known_at_half_its_size() -> None:
    missing, whole = (
        Photo.from_bytes(LARGE[name]()) for name in ("jpeg, its end is missing", "jpeg, grey by itself")
    )
    for photo in (missing, whole):
        photo.decode()
    assert missing.grey_tail > 0.99
    assert whole.grey_tail == 0
    assert whole.grey_corner == ""


def test_more_parts_than_are_walked_are_no_missing_end() -> None:
    with pytest.raises(PhotoError, match="damaged"):
        Photo.from_bytes(png_with(png_chunk(b"prVt", b"") * MAX_PARTS))
