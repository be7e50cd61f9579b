"""Sniffing and walking files."""

import re

import pytest

from checker.formats import HEADER_ONLY, WALKERS, sniff
from checker.formats.gif import walk_gif
from checker.formats.jpeg import walk_jpeg
from checker.formats.layout import MAX_PARTS, MAX_SCANS
from checker.formats.png import walk_png, without_text
from checker.formats.simple import walk_webp
from tests.corpus import EOI, PHOTOS, UNREADABLE, encode, exif_bytes, png_chunk
from tests.portrait import portrait


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0", ("JPEG", True)),
        (b"\x89PNG\r\n\x1a\n", ("PNG", True)),
        (b"GIF87a", ("GIF", True)),
        (b"GIF89a", ("GIF", True)),
        (b"RIFF\0\0\0\0WEBPVP8 ", ("WEBP", True)),
        (b"RIFF\0\0\0\0WAVEfmt ", ("", False)),
        (b"BM" + bytes(12) + b"\x28\0\0\0", ("BMP", True)),
        ("BMW 是一种汽车，不是图片。".encode(), ("", False)),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", ("HEIF", True)),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", ("HEIF", True)),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", ("AVIF", False)),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", ("AVIF", False)),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", ("MP4/MOV", False)),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", ("CR3 RAW", False)),
        (b"II*\0", ("TIFF/RAW", False)),
        (b"MM\0*", ("TIFF/RAW", False)),
        (b"\xff\x0a", ("JPEG XL", False)),
        (b"8BPS", ("PSD", False)),
        (b"%PDF-1.4", ("PDF", False)),
        (b"PK\x03\x04", ("ZIP", False)),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', ("SVG", False)),
        (b"\xef\xbb\xbf <SVG>", ("SVG", False)),
        (b"<html><svg></svg></html>", ("", False)),
        (b"", ("", False)),
        (b"\xff\xd8", ("", False)),
    ],
)
def test_sniff(head: bytes, expected: tuple[str, bool]) -> None:
    assert sniff(head) == expected


@pytest.mark.parametrize("name", PHOTOS)
def test_every_photo_has_a_layout(name: str) -> None:
    data = PHOTOS[name]()
    kind, opened = sniff(data)
    assert opened
    layout = WALKERS[kind](data)
    assert layout.size is not None
    assert not layout.broken
    assert layout.complete or name == "no-end-mark.jpg"
    if kind in HEADER_ONLY:
        assert layout.mode


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("baseline.jpg", ""),
        ("trailing-bytes.jpg", "bytes"),
        ("motion-photo.jpg", "video"),
        ("two-pictures.jpg", "picture"),
    ],
)
def test_what_follows_a_jpeg(name: str, extra: str) -> None:
    assert walk_jpeg(PHOTOS[name]()).extra == extra


def test_a_picture_that_is_announced_but_missing_is_mere_data() -> None:
    two = PHOTOS["two-pictures.jpg"]()
    end = two.index(EOI) + len(EOI)
    assert walk_jpeg(two).pictures == 2
    assert (walk_jpeg(two[:end]).extra, walk_jpeg(two[:end]).pictures) == ("", 1)
    announced = walk_jpeg(two[:end] + b"made by some editor")
    assert (announced.extra, announced.pictures) == ("bytes", 1)


def test_padding_and_doubled_end_marks_are_nothing() -> None:
    assert walk_jpeg(PHOTOS["baseline.jpg"]() + EOI + bytes(8) + b"\r\n").extra == ""


def test_a_thumbnail_does_not_end_the_photo() -> None:
    small = encode(portrait((24, 32)))
    data = encode(portrait(), exif=exif_bytes(1) + small)
    assert small in data
    layout = walk_jpeg(data)
    assert layout.size == (480, 640)
    assert layout.complete
    assert layout.extra == ""


def test_scans() -> None:
    assert walk_jpeg(PHOTOS["baseline.jpg"]()).scans == 1
    progressive = PHOTOS["progressive.jpg"]()
    assert 5 <= walk_jpeg(progressive).scans <= MAX_SCANS
    scan = progressive[progressive.rindex(b"\xff\xda") : -2]
    assert walk_jpeg(progressive[:-2] + scan * MAX_SCANS + EOI).broken


@pytest.mark.parametrize("name", [name for name in PHOTOS if name.endswith(".jpg")])
def test_whole_jpegs_have_no_gap(name: str) -> None:
    data = PHOTOS[name]()
    if sniff(data)[0] == "JPEG":
        assert walk_jpeg(data).gap == ""


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("size", [(24, 32), (33, 47), (481, 641)])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("progressive", [False, True])
def test_restart_markers_are_counted(
    mode: str, size: tuple[int, int], subsampling: str, progressive: bool
) -> None:
    image = portrait(size).convert(mode)
    data = encode(image, subsampling=subsampling, progressive=progressive, restart_marker_blocks=3)
    assert walk_jpeg(data).gap == ""
    last = max(data.rindex(bytes((0xFF, code))) for code in range(0xD0, 0xD8) if bytes((0xFF, code)) in data)
    assert walk_jpeg(data[:last] + EOI).gap == "restart"
    assert walk_jpeg(data.replace(b"\xff\xd0", b"\xff\xd2", 1)).gap == "restart"


def test_missing_scans_are_noticed() -> None:
    data = PHOTOS["progressive.jpg"]()
    starts = [match.start() for match in re.finditer(b"\xff\xda", data)]
    assert len(starts) == walk_jpeg(data).scans
    for start in starts:
        assert walk_jpeg(data[:start] + EOI).gap == "scans"


def test_a_marker_that_cannot_be_there_is_noticed() -> None:
    data = PHOTOS["baseline.jpg"]()
    for marker in (b"\xff\x3a", b"\xff\xf2", b"\xff\xc8"):
        assert walk_jpeg(data[:20_000] + marker + b"\0\4ab" + data[20_000:]).gap == "marker"
    comment = b"\xff\xfe\0\4ab"
    assert walk_jpeg(data[:-2] + comment + EOI).gap == "", "harmless, if unusual"


@pytest.mark.parametrize("kind", ["VP8 ", "VP8L"])
def test_webp_metadata(kind: str) -> None:
    exif, icc = exif_bytes(6, 72), b"profile"
    data = encode(portrait((24, 32)), "WEBP", lossless=kind == "VP8L", exif=exif, icc_profile=icc)
    layout = walk_webp(data)
    assert layout.exif is not None
    assert layout.exif.removeprefix(b"Exif\0\0") == exif.removeprefix(b"Exif\0\0")
    assert (layout.icc, layout.size) == (icc, (24, 32))
    at = data.index(b"EXIF")
    past_the_end = walk_webp(data[: at + 4] + b"\xff\xff\xff\xff" + data[at + 8 :])
    assert (past_the_end.exif, past_the_end.icc) == (None, icc)


def test_text_is_taken_out_of_a_png_and_nothing_else() -> None:
    data = PHOTOS["rgb.png"]()
    assert without_text(data) == data
    first, last = png_chunk(b"tEXt", b"Comment\0a"), png_chunk(b"iTXt", bytes(99))
    assert without_text(data[:33] + first + first + data[33:-12] + last + data[-12:]) == data
    assert without_text(data[:33] + first + data[33:-12]) == data[:-12]
    assert without_text(data[:33] + first[:-1]) == data[:33] + first[:-1], "a chunk that is cut stays"


@pytest.mark.timeout(20)
def test_walkers_do_not_hang() -> None:
    n = 16_000_000
    assert not walk_jpeg(b"\xff\xd8\xff" + b"\xff" * n).complete
    assert not walk_jpeg(b"\xff\xd8" + b"\xff\xd0" * (n // 2)).complete
    assert not walk_jpeg(b"\xff\xd8" + b"\xff\xe0\0\2" * (n // 4)).complete
    frame = b"\xff\xc2\xff\xff\x08\0\x10\0\x10\xff" + bytes(65_527)
    assert not walk_jpeg(b"\xff\xd8" + frame * (n // len(frame))).complete
    scan = b"\xff\xda\2\2\xff" + bytes(509)
    assert walk_jpeg(b"\xff\xd8" + frame + scan * (n // len(scan))).broken
    assert not walk_png(b"\x89PNG\r\n\x1a\n" + png_chunk(b"tEXt", b"") * (2 * MAX_PARTS)).complete
    assert walk_webp(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(10) + bytes(n)).exif is None
    gif = encode(portrait((24, 32)), "GIF")[:13]
    head = gif[:10] + b"\0" + gif[11:]
    assert walk_gif(head + b"\x21\xfe" + b"\1\0" * n).broken
    assert walk_gif(head + b"\x21\xfe\0" * (2 * MAX_PARTS)).broken


def test_truncated_files_are_incomplete() -> None:
    for name, (code, make) in UNREADABLE.items():
        if code == "truncated":
            data = make()
            assert not WALKERS[sniff(data)[0]](data).complete, name
