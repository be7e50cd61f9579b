"""What a file tells about a person: found wherever formats keep it, and never more than its kind."""

import struct
import zlib
from typing import Any

import pytest
from PIL import PngImagePlugin

from checker import Photo
from checker.exif import read_exif
from checker.personal import KINDS
from tests.checker.examples_file import GPS, exif_of
from tests.corpus import encode, heic, png_chunk
from tests.portrait import portrait

SMALL = (48, 64)


def kinds(data: bytes) -> tuple[str, ...]:
    return Photo.from_bytes(data).personal


def jpeg(**options: Any) -> bytes:
    return encode(portrait(SMALL), **options)


def packet(inner: str) -> bytes:
    """Return an XMP packet whose description has attributes or elements."""
    body = f"<rdf:Description {inner}" if inner.startswith("xmlns") else f"<rdf:Description>{inner}"
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f"<rdf:RDF>{body}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


@pytest.mark.parametrize(
    ("directories", "expected"),
    [
        ({"gps": GPS}, ("gps",)),
        ({"gps": {0: b"\2\3\0\0"}}, ()),  # cameras write the version although they never know where they are
        ({"gps": {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}}, ()),
        ({"main": {0x013B: "Li Lei"}}, ("person-names",)),
        ({"main": {0x013B: "   "}}, ()),
        ({"main": {0x9C9D: "李雷".encode("utf-16-le")}}, ("person-names",)),
        ({"main": {0x010E: "OLYMPUS DIGITAL CAMERA"}}, ()),
        ({"main": {0x010E: "at home"}}, ("captions",)),
        ({"main": {0x010F: "Apple", 0x0110: "iPhone 15", 0x0131: "17.1"}}, ()),
        ({"main": {0x0132: "2026:03:04 05:06:07"}}, ("dates",)),
        ({"main": {0x0132: "0000:00:00 00:00:00"}}, ()),
        ({"camera": {0xA431: "C39"}}, ("serial-numbers",)),
        ({"camera": {0x927C: b"Apple iOS\0\0\1MM"}}, ("maker-data",)),
        ({"camera": {0x9286: b"ASCII\0\0\0" + bytes(20)}}, ()),
        ({"camera": {0x9286: b"UNICODE\0\0a\0t"}}, ("captions",)),
    ],
)
def test_exif(directories: dict[str, dict[int, object]], expected: tuple[str, ...]) -> None:
    assert kinds(jpeg(exif=exif_of(**directories))) == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format(kind: str) -> None:
    exif = exif_of(gps=GPS)
    xmp = packet("<dc:creator><rdf:Seq><rdf:li>Li Lei</rdf:li></rdf:Seq></dc:creator>")
    if kind == "HEIF":
        image = portrait(SMALL)
        image.info |= {"exif": exif, "xmp": xmp}
        data = heic(image)
    elif kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
        data = encode(portrait(SMALL), "PNG", exif=exif, pnginfo=text)
    else:
        data = encode(portrait(SMALL), kind, exif=exif, xmp=xmp)
    assert kinds(data) == ("gps", "person-names")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="39,54.4N">', ("gps",)),
        ("<exif:GPSLatitude>39,54.4N</exif:GPSLatitude>", ("gps",)),
        ('xmlns:a="b" dc:creator="" exif:GPSLatitude=" " photoshop:City="">text', ()),
        ('<dc:title><rdf:Alt><rdf:li xml:lang="x-default"/></rdf:Alt></dc:title> <a>b</a>', ()),
        (
            '<dc:title><rdf:Alt>\n<rdf:li xml:lang="x-default">at home</rdf:li></rdf:Alt></dc:title>',
            ("captions",),
        ),
        ("<dc:title></dc:title><a>b</a>", ()),
        ("<dc:title/><a>b</a>", ()),
        ('xmlns:xmp="c" xmp:CreateDate="2026-01-01">', ("dates",)),
        ("<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li><x:City>Beijing</x:City>", ("place-names",)),
        ('xmlns:aux="d" aux:SerialNumber="4711" aux:LensSerialNumber="12">', ("serial-numbers",)),
        ('xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0">', ()),
    ],
)
def test_xmp(inner: str, expected: tuple[str, ...]) -> None:
    assert kinds(jpeg(xmp=packet(inner))) == expected


def test_xmp_in_several_parts() -> None:
    data = jpeg()
    name = b"http://ns.adobe.com/xmp/extension/\0" + bytes(40)
    for part in (b"39,54.4N</exif:GPSLatitude>", b"<exif:GPSLatitude>"):
        body = name + part
        data = data[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(body)) + body + data[2:]
    assert kinds(data) == ("gps",)


def iptc(*sets: tuple[int, bytes]) -> bytes:
    """Return a JPEG with datasets of IPTC record 2 among Photoshop's resources."""
    record = b"".join(
        b"\x1c\2" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in sets
    )
    other = b"8BIM\x03\xed\3abc" + struct.pack(">I", 16) + bytes(16)
    ours = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + bytes(len(record) % 2)
    body = b"Photoshop 3.0\0" + other + ours
    data = jpeg()
    return data[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(body)) + body + data[2:]


def test_iptc() -> None:
    assert kinds(iptc((80, b"Li Lei"))) == ("person-names",)
    assert kinds(iptc((90, b"Beijing"), (120, b"at home"), (55, b"20260101"))) == (
        "place-names",
        "captions",
        "dates",
    )
    assert kinds(iptc((0, b"\0\2"), (80, b"  "))) == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("李雷的照片".encode(), ("captions",)),
        (b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n", ()),
        (b"\0\0 \n", ()),
    ],
)
def test_comments(comment: bytes, expected: tuple[str, ...]) -> None:
    assert kinds(jpeg(comment=comment)) == expected
    assert kinds(encode(portrait(SMALL), "GIF", comment=comment)) == expected


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        ((b"tEXt", b"Author\0Li Lei"), ("person-names",)),
        ((b"tEXt", b"Software\0gnome-screenshot"), ()),
        ((b"zTXt", b"Description\0\0" + zlib.compress(b"at home")), ("captions",)),
        ((b"zTXt", b"Description\0\0not compressed"), ()),
        ((b"iTXt", b"Title\0\0\0zh\0\xe9\0" + "照片".encode()), ("captions",)),
        ((b"iTXt", b"Title\0\1\0zh\0\xe9\0" + zlib.compress("照片".encode())), ("captions",)),
        ((b"iTXt", b"Title"), ()),
        ((b"tEXt", b"Raw profile type APP1\0\nAPP1\n 14\n" + b"4578696600004d4d002a00000000"), ()),
    ],
)
def test_texts_of_a_png(chunk: tuple[bytes, bytes], expected: tuple[str, ...]) -> None:
    data = encode(portrait(SMALL), "PNG")
    assert kinds(data[:33] + png_chunk(*chunk) + data[33:]) == expected


def test_exif_hidden_as_text_in_a_png() -> None:
    raw = exif_of(gps=GPS)
    text = b"Raw profile type exif\0\nexif\n %8d\n%s\n" % (len(raw), raw.hex().encode())
    data = encode(portrait(SMALL), "PNG")
    assert kinds(data[:33] + png_chunk(b"tEXt", text) + data[33:]) == ("gps",)


def test_a_thumbnail_is_found() -> None:
    # An empty directory, then one with the start and length of a JPEG.
    thumbnail = struct.pack(">HHHIIHHIII", 2, 0x0201, 4, 1, 60, 0x0202, 4, 1, 900, 0)
    block = b"Exif\0\0MM\0*" + struct.pack(">IHI", 8, 0, 14) + thumbnail
    assert read_exif(block).thumbnail
    assert kinds(jpeg(exif=block)) == ("thumbnail",)


def test_damage_is_told() -> None:
    block = exif_of(gps=GPS, main={0x013B: "Li Lei", 0x0132: "2026:03:04 05:06:07"})
    assert not read_exif(block).damaged
    name = block.index(struct.pack(">HH", 0x013B, 2))
    broken = block[: name + 8] + b"\xff\xff\xff\x7f" + block[name + 12 :]  # its text lies outside
    assert read_exif(broken).damaged
    assert kinds(jpeg(exif=broken)) == ("dates",)
    for cut in range(7, len(block) - 1):
        assert read_exif(block[:cut]).damaged, cut
    assert not read_exif(b"").damaged
    assert not read_exif(None).damaged


def test_every_kind_has_words() -> None:
    for text in KINDS.values():
        assert text.zh
        assert text.en.isascii()


def test_a_photo_without_metadata_tells_nothing() -> None:
    for kind in ("JPEG", "PNG", "GIF", "BMP", "WEBP"):
        assert kinds(encode(portrait(SMALL), kind)) == ()
    assert kinds(heic(portrait(SMALL))) == ()
