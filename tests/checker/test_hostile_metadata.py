"""Metadata made to cost time or memory, or to lead astray: the photo is judged all the same, and soon."""

import random
import struct
import time
import zlib
from collections.abc import Callable

import pytest

import checker
from checker import Photo
from checker.formats.layout import MAX_PICTURES
from checker.personal import KINDS
from tests.checker.examples_file import GPS, exif_of
from tests.checker.test_hostile import assert_answers
from tests.corpus import EOI, PHOTOS, encode, heic, png_chunk
from tests.icc import display_p3
from tests.portrait import portrait

SMALL = (48, 64)
MB = 1024 * 1024
SECONDS = 4.0  # of the processor; each takes less than one on an idle machine


def jpeg() -> bytes:
    return encode(portrait(SMALL))


def segments(marker: int, *bodies: bytes) -> bytes:
    """Return a small JPEG with these segments behind its SOI."""
    parts = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(body)) + body for body in bodies)
    return b"\xff\xd8" + parts + jpeg()[2:]


def xmp(text: bytes) -> bytes:
    """Return a small JPEG with as much XMP as ``text`` is long, in parts."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + bytes(40)
    parts = [head + text[at : at + 65_000] for at in range(0, len(text), 65_000)]
    return segments(0xE1, *parts)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    data = encode(portrait(SMALL), "PNG")
    return data[:33] + b"".join(png_chunk(*chunk) for chunk in chunks) + data[33:]


def tiff(entries: bytes, count: int, following: int = 0) -> bytes:
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, count) + entries + struct.pack(">I", following)


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack(">HHII", tag, kind, count, value)


def deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MB)) for _ in range(megabytes)) + packer.flush()


def profile_in_parts(icc: bytes) -> bytes:
    parts = [icc[at : at + 65_000] for at in range(0, len(icc), 65_000)]
    heads = [b"ICC_PROFILE\0" + bytes([at, len(parts)]) for at in range(1, len(parts) + 1)]
    return segments(0xE2, *(head + part for head, part in zip(heads, parts, strict=True)))


def multi_picture(claimed: int, held: bytes = b"") -> bytes:
    """Return a JPEG whose MPF index claims many pictures and which is followed by ``held``."""
    index = b"MPF\0MM\0*" + struct.pack(">IH", 8, 2)
    index += entry(0xB000, 7, 4, 0x30313030) + entry(0xB001, 4, 1, claimed) + struct.pack(">I", 0)
    return segments(0xE2, index) + held


HOSTILE: dict[str, Callable[[], bytes]] = {
    "exif of 5,000 tags": lambda: segments(
        0xE1, tiff(b"".join(entry(at, 3, 1, 0) for at in range(5_000)), 5_000)
    ),
    "exif that claims 65,535 tags": lambda: segments(0xE1, tiff(entry(0x0112, 3, 1, 1 << 16), 0xFFFF)),
    "exif whose directories are one": lambda: segments(
        0xE1, tiff(b"".join(entry(tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005)), 3, following=8)
    ),
    "exif with texts of 4 GB": lambda: segments(
        0xE1, tiff(b"".join(entry(tag, 2, 0xFFFFFFFF, 8) for tag in (0x010E, 0x013B, 0x0132)), 3)
    ),
    "exif of 30 MB in a png": lambda: png(
        (b"eXIf", tiff(b"".join(entry(at, 5, 500, 8) for at in range(65_535)), 65_535)[6:] + bytes(30 * MB))
    ),
    "bigtiff as exif": lambda: segments(0xE1, b"Exif\0\0MM\0+\0\x08\0\0" + struct.pack(">QQ", 16, 1 << 60)),
    "xmp of open lists": lambda: xmp(b"<dc:creator><rdf:Seq>" * 100_000),
    "xmp of blanks": lambda: xmp(b"<dc:creator " + b" " * MB),
    "xmp of property names": lambda: xmp(b" exif:GPSLatitude" * 60_000),
    "xmp of attributes that never end": lambda: xmp(b' dc:title a="' * 80_000),
    "xmp of angle brackets": lambda: xmp(b"<dc:title><a><a><a><" * 50_000),
    "xmp with entities in entities": lambda: xmp(
        b'<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><dc:title>&a;</dc:title>'
    ),
    "iptc of endless resources": lambda: segments(
        0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\0" * 5_000
    ),
    "iptc with a length beyond its end": lambda: segments(
        0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\xff\xff\xff\xff\x1c\2\x50\xff\xffLi"
    ),
    "iptc in 100,000 parts": lambda: segments(0xED, *[b"Photoshop 3.0\0x"] * 100_000),
    "100,000 comments": lambda: segments(0xFE, *[b"hm"] * 100_000),
    "png with an itxt bomb": lambda: png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + deflated(200))),
    "png of many text bombs": lambda: png(*[(b"zTXt", b"Comment\0\0" + deflated(4))] * 2_000),
    "png with a profile bomb": lambda: png((b"iCCP", b"a\0\0" + deflated(200))),
    "png with hex that is none": lambda: png((b"tEXt", b"Raw profile type exif\0\nexif\n 9\nzz" + b"a" * MB)),
    "profile of 16 MB": lambda: profile_in_parts(display_p3() + bytes(250 * 65_000)),
    "profile that claims 4 GB": lambda: profile_in_parts(b"\xff\xff\xff\xff" + display_p3()[4:]),
    "profile whose tags lie outside": lambda: profile_in_parts(
        display_p3()[:128] + struct.pack(">I", 0xFFFFFFFF) + display_p3()[132:]
    ),
    "65,535 pictures that are claimed": lambda: multi_picture(65_535),
    "65,535 pictures that are there": lambda: multi_picture(65_535, (b"\xff\xd8\xff\xdb\0\2" + EOI) * 65_535),
    "a second picture that never ends": lambda: multi_picture(2, b"\xff\xd8" + b"\xff\xe1\0\2" * 5_000_000),
    "starts of pictures only": lambda: multi_picture(2, b"\xff\xd8\xff" * 5_000_000),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_judged_in_time(name: str) -> None:
    data = HOSTILE[name]()
    started = time.process_time()
    outcome = assert_answers(data)
    assert time.process_time() - started < SECONDS
    if outcome == "unreadable":
        assert name in {"png with a profile bomb", "profile of 16 MB"}
        return
    photo = Photo.from_bytes(data)
    assert photo.size == SMALL
    assert set(photo.personal) <= set(KINDS)


def rich(kind: str) -> bytes:
    """Return a photo with metadata of every kind."""
    exif = exif_of(gps=GPS, main={0x013B: "Li Lei", 0x0132: "2026:03:04 05:06:07"}, camera={0xA431: "4711"})
    packet = b"<dc:creator><rdf:Seq><rdf:li>Li Lei</rdf:li></rdf:Seq></dc:creator>"
    image = portrait(SMALL)
    if kind == "HEIF":
        image.info |= {"exif": exif, "xmp": packet}
        return heic(image)
    data = encode(image, kind, exif=exif, xmp=packet, icc_profile=display_p3(), comment=b"at home")
    if kind == "PNG":
        text = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet))
        return data[:33] + text + png_chunk(b"tEXt", b"Author\0Li Lei") + data[33:]
    return data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_flipped_bytes_of_metadata(kind: str) -> None:
    data, chance = rich(kind), random.Random(kind)
    assert {"gps", "person-names", "dates"} <= set(Photo.from_bytes(data).personal)
    for _ in range(120):
        flipped = bytearray(data)
        for _ in range(chance.choice((1, 2, 8))):
            flipped[chance.randrange(min(len(data), 2500))] = chance.choice((0, 255, chance.randrange(256)))
        assert_answers(bytes(flipped))


def test_pictures_are_counted_not_believed() -> None:
    def pictures(data: bytes) -> int:
        return Photo.from_bytes(data).layout.pictures

    assert pictures(HOSTILE["65,535 pictures that are claimed"]()) == 1
    assert pictures(HOSTILE["65,535 pictures that are there"]()) == MAX_PICTURES + 1
    assert pictures(PHOTOS["two-pictures.jpg"]()) == 2
    assert pictures(multi_picture(1, jpeg() + jpeg())) == 3
    (report,) = checker.check(HOSTILE["65,535 pictures that are there"](), "a.jpg", ["online-upload"])
    (finding,) = (finding for finding in report.findings if finding.rule == "single-image")
    assert "超过 64 张" in finding.message


def test_no_more_of_a_profile_is_kept_than_there_is() -> None:
    photo = Photo.from_bytes(profile_in_parts(display_p3() + bytes(50 * 65_000)))
    assert photo.profile.state == "other"
    assert len(photo.profile.name) <= 60
