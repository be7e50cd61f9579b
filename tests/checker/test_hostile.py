"""Damaged and hostile files: `check` answers with a valid report, in time, and never raises."""

import random
from collections.abc import Callable, Iterator

import pytest

import checker
from checker.report import reports_to_json
from fuzz.seeds import MADE
from tests.checker.test_report import VALIDATOR
from tests.corpus import EOI, PHOTOS, png_chunk

FLIPS = 60


def assert_answers(data: bytes) -> str:
    """Check one file, assert that the answer is a valid report, and return its outcome."""
    (report,) = checker.check(data, "hostile.jpg", ["online-upload"])
    VALIDATOR.validate([report.to_dict()])
    assert reports_to_json([report]).isascii()
    return report.outcome


def truncations(data: bytes) -> Iterator[bytes]:
    """Yield ``data`` cut at each of its first bytes, then at ever wider steps."""
    at = 0
    while at < len(data):
        yield data[:at]
        at += 1 + at // 40


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", MADE)
def test_truncations(kind: str) -> None:
    data = MADE[kind]()
    assert assert_answers(data) != "unreadable"
    # Of an MPO, the first picture counts, and it is whole as soon as its own end mark has come.
    end = data.index(EOI) + len(EOI) if kind == "mpo" else len(data)
    for cut in truncations(data[:end]):
        assert assert_answers(cut) == "unreadable" or _integrity(cut) == "fail", len(cut)
    for cut in truncations(data[end:]):
        assert assert_answers(data[:end] + cut) != "unreadable"


def _integrity(data: bytes) -> str:
    (report,) = checker.check(data, "hostile.jpg", ["online-upload"])
    return next(found.outcome for found in report.findings if found.rule == "image-integrity")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", MADE)
def test_flipped_bytes(kind: str) -> None:
    data, chance = MADE[kind](), random.Random(kind)
    for _ in range(FLIPS):
        flipped = bytearray(data)
        for _ in range(chance.choice((1, 1, 3, 20))):
            at = int(len(data) * chance.random() ** 3)  # mostly in the header
            flipped[at] = chance.randrange(256)
        assert_answers(bytes(flipped))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", MADE)
def test_random_bytes_behind_a_good_start(kind: str) -> None:
    data, chance = MADE[kind](), random.Random(kind)
    for keep in (12, 30, 64, 200, len(data) // 2):
        assert_answers(data[:keep] + chance.randbytes(4000))


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    header = (64).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, body) for kind, body in parts)


def _heic_of_boxes(boxes: bytes) -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + boxes


CRAFTED: dict[str, Callable[[], bytes]] = {
    "jpeg of markers only": lambda: b"\xff\xd8" + b"\xff\xc0\0\x11\x08\0\x10\0\x10\x03" + bytes(9) + EOI,
    "jpeg with zero height": lambda: b"\xff\xd8\xff\xc0\0\x0b\x08\0\0\0\x10\x01\1\x11\0" + EOI,
    "jpeg with 12 bits": lambda: PHOTOS["baseline.jpg"]().replace(
        b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"
    ),
    "png without data": lambda: _png(),
    "png with a text bomb": lambda: _png((b"zTXt", b"a\0\0" + _bomb())),
    "png with a profile bomb": lambda: _png((b"iCCP", b"a\0\0" + _bomb())),
    "png of endless frames": lambda: _png((b"acTL", b"\xff\xff\xff\xff\0\0\0\0")),
    "png with an endless chunk": lambda: b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIHDR" + bytes(50),
    "heic of nested boxes": lambda: _heic_of_boxes(_nested(20_000)),
    "heic with an empty box": lambda: _heic_of_boxes(b"\0\0\0\0meta\0\0\0\0"),
    "heic with a box of size 1": lambda: _heic_of_boxes(b"\0\0\0\1meta" + (1 << 62).to_bytes(8, "big")),
    "gif without frames": lambda: b"GIF89a\x10\0\x10\0\0\0\0;",
    "webp of nothing": lambda: b"RIFF\x20\0\0\0WEBPVP8 " + bytes(28),
    "bmp with negative width": lambda: (
        b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0\xff\xff\xff\xff\1\0\0\0" + bytes(40)
    ),
}


def _bomb() -> bytes:
    import zlib

    return zlib.compress(bytes(80_000_000), 9)


def _nested(depth: int) -> bytes:
    """Return boxes within boxes, each a whole box of its own."""
    size = 12 + 8 * depth
    boxes = size.to_bytes(4, "big") + b"meta\0\0\0\0"
    for level in range(depth):
        boxes += (8 * (depth - level)).to_bytes(4, "big") + (b"iprp" if level % 2 == 0 else b"ipco")
    return boxes


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", CRAFTED)
def test_crafted(name: str) -> None:
    assert assert_answers(CRAFTED[name]()) == "unreadable"
