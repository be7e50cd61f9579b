"""What a file tells about a person beside the picture: EXIF, XMP, IPTC and plain comments.

Only kinds of facts are returned, never the facts themselves, so that no report can give them away. Texts are
searched for the names of properties and not parsed: no entity can be expanded, no reference followed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from .exif import Exif, read_exif
from .formats import Layout, png_text
from .text import Text

Personal = Literal[
    "gps", "place-names", "person-names", "serial-numbers", "maker-data", "captions", "dates", "thumbnail"
]
KINDS: dict[Personal, Text] = {
    "gps": Text("拍摄地点（GPS）", "where it was taken (GPS)"),
    "place-names": Text("地名", "names of places"),
    "person-names": Text("作者或机主姓名", "names of author or owner"),
    "serial-numbers": Text("相机或镜头的序列号", "serial numbers of camera or lens"),
    "maker-data": Text("手机或相机厂商写的数据", "the camera maker's own data"),
    "captions": Text("标题、说明或备注", "title, caption or comment"),
    "dates": Text("拍摄或修改时间", "dates"),
    "thumbnail": Text("缩略图（可能是裁剪前的样子）", "a thumbnail, perhaps from before cropping"),
}

# Our own limit on what is searched of one kind of block, and on what compressed text may grow to.
_MAX_BYTES = 1024 * 1024

_GPS_PLACES = (2, 4, 20, 22)  # latitude and longitude of camera and of destination
_MAIN: dict[int, Personal] = {
    0x0132: "dates",
    0x010E: "captions",
    0x013B: "person-names",
    0x8298: "person-names",
    0x9C9B: "captions",
    0x9C9C: "captions",
    0x9C9D: "person-names",
    0x9C9E: "captions",
    0x9C9F: "captions",
    0xC62F: "serial-numbers",
}
_CAMERA: dict[int, Personal] = {
    0x9003: "dates",
    0x9004: "dates",
    0x927C: "maker-data",
    0x9286: "captions",
    0xA430: "person-names",
    0xA431: "serial-numbers",
    0xA435: "serial-numbers",
}
_CHARACTER_CODE = re.compile(rb"\A(ASCII\0{3}|UNICODE\0|JIS\0{5}|\0{8})")  # before a user comment
# What cameras and encoders write by themselves.
_BY_MACHINES = re.compile(
    rb"\A(OLYMPUS|SONY DSC|KODAK|MINOLTA|SAMSUNG|DIGITAL CAMERA|CREATOR: gd-jpeg|Lavc|File (written|source)|"
    rb"LEAD Tech|Optimized |Created with |AppleMark|Compressed by|Intel\(R\)|Generated|Software)",
    re.IGNORECASE,
)
_XMP: dict[Personal, bytes] = {
    "gps": rb"exif:GPS(?:Dest)?L(?:at|ong)itude|drone-dji:G[Pp][Ss]\w{2,12}",
    "place-names": rb"photoshop:(?:City|State|Country)|Iptc4xmpCore:(?:Location|CountryCode)"
    rb"|Iptc4xmpExt:Location(?:Created|Shown)",
    "person-names": rb"dc:(?:creator|rights|contributor)|aux:OwnerName|exifEX:CameraOwnerName"
    rb"|photoshop:(?:Credit|CaptionWriter)|tiff:(?:Artist|Copyright)|xmpRights:Owner|Iptc4xmpExt:PersonInImage|mwg-rs:Name"
    rb"|MPReg:PersonDisplayName",
    "serial-numbers": rb"aux:(?:Lens)?SerialNumber|exifEX:(?:Body|Lens)SerialNumber",
    "captions": rb"dc:(?:description|title|subject)|photoshop:(?:Headline|Instructions)|exif:UserComment"
    rb"|tiff:ImageDescription",
    "dates": rb"exif:DateTime(?:Original|Digitized)|xmp:(?:Create|Modify)Date|photoshop:DateCreated"
    rb"|tiff:DateTime",
}
# A property has a value as an attribute, or as an element, within lists and languages or not. The repeats
# have limits so that the search takes time in proportion to the text, whatever it says.
_ATTRIBUTE = rb"\s{0,9}=\s{0,9}[\"']\s{0,9}[^\"'\s]"
_ELEMENT = rb"(?:\s[^<>/]{0,99})?>\s{0,40}(?:<[\w:]{1,40}(?:\s[^<>/]{0,60})?>\s{0,40}){0,3}[^<\s]"
_XMP_PATTERNS = {
    kind: re.compile(rb"[<\s](?:%s)(?:%s|%s)" % (names, _ATTRIBUTE, _ELEMENT)) for kind, names in _XMP.items()
}
# Datasets of IPTC-IIM 4.2, record 2.
_IPTC: dict[int, Personal] = {
    **dict.fromkeys((5, 25, 40, 105, 120), "captions"),
    **dict.fromkeys((55, 60, 62, 63), "dates"),
    **dict.fromkeys((80, 110, 116, 118, 122), "person-names"),
    **dict.fromkeys((90, 92, 95, 101), "place-names"),
}
_PNG_KEYWORDS: tuple[tuple[str, Personal], ...] = (
    ("author", "person-names"),
    ("copyright", "person-names"),
    ("artist", "person-names"),
    ("creation time", "dates"),
    ("date:", "dates"),
    ("title", "captions"),
    ("description", "captions"),
    ("comment", "captions"),
    ("warning", "captions"),
)


def personal_kinds(data: bytes, layout: Layout, exif: Exif, xmp: bytes = b"") -> tuple[Personal, ...]:
    """Return what kinds of personal facts the file ``data`` holds, in the order of `KINDS`. Never raises.

    ``exif`` is its EXIF block as read; ``xmp`` is given where a decoder and not the layout knows it.
    """
    found = {*_of_exif(exif), *_of_xmp(xmp)}
    parts = {"xmp": bytearray(), "iptc": bytearray()}
    left = _MAX_BYTES  # of the texts of a PNG
    for block in layout.blocks:
        if block.kind in parts:
            part = parts[block.kind]
            part += data[block.start : min(block.end, block.start + _MAX_BYTES - len(part))]
        elif block.kind == "comment" and not _blank(data[block.start : block.end]):
            found.add("captions")
        elif block.kind == "text" and left > 0:
            keyword, text = png_text(data[block.start : block.end], left)
            left -= len(text)
            found.update(_of_png_text(keyword, text))
    found.update(_of_xmp(bytes(parts["xmp"])))
    found.update(_of_iptc(bytes(parts["iptc"])))
    return tuple(kind for kind in KINDS if kind in found)


def _of_exif(exif: Exif) -> Iterator[Personal]:
    for tags, kinds in ((exif.main, _MAIN), (exif.camera, _CAMERA)):
        for tag, kind in kinds.items():
            if not _blank(tags.get(tag), digits=kind == "dates"):
                yield kind
    if any(_somewhere(exif.gps.get(tag)) for tag in _GPS_PLACES):
        yield "gps"
    if exif.thumbnail:
        yield "thumbnail"


def _blank(value: Any, *, digits: bool = False) -> bool:
    """Return whether a text is empty, made of zeros where it should have ``digits``, or a machine's own."""
    raw = value.encode("utf-8", "replace") if isinstance(value, str) else value
    if not isinstance(raw, bytes):
        return raw is None
    raw = _CHARACTER_CODE.sub(b"", raw)
    if digits:
        return re.search(rb"[1-9]", raw) is None
    return not raw.strip(b"\0 \t\r\n") or _BY_MACHINES.match(raw) is not None


def _somewhere(value: Any) -> bool:
    """Return whether a GPS coordinate was measured: cameras without reception write zeros."""
    for part in value if isinstance(value, tuple) else (value,):
        try:
            if part is not None and float(part) > 0:
                return True
        except (TypeError, ValueError, ZeroDivisionError):
            continue
    return False


def _of_xmp(packet: bytes) -> Iterator[Personal]:
    packet = packet[:_MAX_BYTES]
    for kind, pattern in _XMP_PATTERNS.items():
        if pattern.search(packet):
            yield kind


def _of_iptc(resources: bytes) -> Iterator[Personal]:
    """Yield what Photoshop's image resources hold in their IPTC record (8BIM 0x0404)."""
    at = 0
    while resources.startswith(b"8BIM", at):
        name = at + 6
        size = name + (2 + resources[name] & ~1 if name < len(resources) else 0)
        start = size + 4
        end = start + int.from_bytes(resources[size:start], "big")
        if resources[at + 4 : at + 6] == b"\x04\x04":
            yield from _of_datasets(resources[start:end])
        at = end + (end - start) % 2


def _of_datasets(record: bytes) -> Iterator[Personal]:
    at = 0
    while record.startswith(b"\x1c", at):
        length = int.from_bytes(record[at + 3 : at + 5], "big")
        kind = _IPTC.get(record[at + 2]) if record[at + 1 : at + 2] == b"\x02" else None
        if kind is not None and not _blank(record[at + 5 : at + 5 + length]):
            yield kind
        at += 5 + length


def _of_png_text(keyword: str, text: bytes) -> Iterable[Personal]:
    """Return what a text of a PNG holds, under its own keyword or packed away by other programs."""
    if keyword == "xml:com.adobe.xmp":
        return _of_xmp(text)
    if keyword.startswith("raw profile type "):
        raw = _unhexed(text)
        return {*_of_exif(read_exif(raw)), *_of_xmp(raw), *_of_iptc(raw)}
    return [kind for start, kind in _PNG_KEYWORDS if keyword.startswith(start) and not _blank(text)]


def _unhexed(text: bytes) -> bytes:
    """Return the bytes that ImageMagick writes as hexadecimal digits behind a name and a length."""
    digits = re.sub(rb"\A\s*\w+\s+\d+\s+", b"", text)
    try:
        return bytes.fromhex(re.sub(rb"\s+", b"", digits).decode("ascii", "replace"))
    except ValueError:
        return b""
