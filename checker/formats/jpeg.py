"""Walking the markers of a JPEG file (ITU-T T.81, annex B)."""

import re
from collections.abc import Iterator

from .layout import MAX_PARTS, MAX_PICTURES, MAX_SCANS, MAX_STRAY, Block, BlockKind, Extra, Layout
from .scans import Scans

# The next marker that carries something. Stuffed zeros, restart markers, TEM and a second SOI are passed
# over, which also steps over the entropy-coded data of a scan at the speed of the regular expression.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_EOI, _SOS, _DRI, _APP1, _APP2, _APP13, _COMMENT = 0xD9, 0xDA, 0xDD, 0xE1, 0xE2, 0xED, 0xFE
_SOI = b"\xff\xd8\xff"
_END_MARK = b"\xff\xd9"
# What metadata in an application segment start with (XMP part 3, 1.1), and how much of a head of their own
# follows that: checksum, length and place of a part of a longer packet.
_METADATA: dict[int, tuple[tuple[bytes, int, BlockKind], ...]] = {
    _APP1: (
        (b"http://ns.adobe.com/xap/1.0/\0", 0, "xmp"),
        (b"http://ns.adobe.com/xmp/extension/\0", 40, "xmp"),
    ),
    _APP13: ((b"Photoshop 3.0\0", 0, "iptc"),),
    _COMMENT: ((b"", 0, "comment"),),
}
# The name spaces of gain maps: Adobe's and Google's, Apple's, and ISO 21496-1.
_GAIN_MAP = re.compile(rb"hdr-gain-map/|/HDRGainMap/|iso:ts:21496")
# Markers that T.81 allows in no picture, or reserves: between scans they come from damaged data.
_NOWHERE = {*range(0x02, 0xC0), 0xC8, 0xDE, 0xDF, *range(0xF0, 0xFE)}
_SOF = {code for code in range(0xC0, 0xD0) if code not in {0xC4, 0xC8, 0xCC}}
_PADDING = b"\x00\xff\xd9\r\n \t"


def walk_jpeg(data: bytes) -> Layout:
    """Return the layout of a JPEG: the size and sample bits of its frame, whether it ends, what follows.

    ``extra`` is ``picture`` for a second picture behind the first (MPO, HDR gain map), ``video`` for the clip
    of a motion photo, ``bytes`` for anything else; padding does not count. ``gap`` tells of damage that shows
    in the markers; damage inside the coded data does not.
    """
    size, bits, scans, stray, multi, end = None, 0, 0, 0, False, None
    blocks: list[Block] = []
    gain_map = False
    account = Scans()
    broken = False
    view = memoryview(data)
    at = 2
    for _ in range(MAX_PARTS):
        match = _MARKER.search(data, at)
        if match is None:
            break
        code = match[1][0]
        if not scans:
            stray += match.end() - len(_END_MARK) - at
        at = match.end()
        if code == _EOI:
            end = at
            break
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            break
        if code in _SOF and length >= 8:
            bits = data[at + 2]
            size = (
                int.from_bytes(data[at + 5 : at + 7], "big"),
                int.from_bytes(data[at + 3 : at + 5], "big"),
            )
            account.frame(code, data[at + 2 : at + length])
        elif code == _SOS:
            scans += 1
            if scans > MAX_SCANS:
                break
            following = _MARKER.search(data, at + length)
            coded = view[at + length : following.start() if following is not None else len(data)]
            account.scan(data[at + 2 : at + length], coded)
        elif code == _DRI and length == 4:
            account.interval = int.from_bytes(data[at + 2 : at + 4], "big")
        elif code in _NOWHERE and scans:
            account.gap_found = "marker"
        elif code == _APP2 and data.startswith(b"MPF\x00", at + 2):
            multi = True
        else:
            blocks += _metadata(data, code, at + 2, at + length)
        gain_map = gain_map or _tells_gain_map(data, code, at, at + length)
        at += length
    else:
        broken = True
    extra, extra_bytes = _after(data, end, multi) if end is not None else ("", 0)
    pictures = 1
    if extra == "picture" and end is not None:
        more, further_map = _further_pictures(data, end)
        pictures, gain_map = 1 + more, gain_map or further_map
    return Layout(
        size,
        bits,
        complete=end is not None,
        end=None if end is None else end - len(_END_MARK),
        scans=scans,
        extra=extra,
        extra_bytes=extra_bytes,
        held=account.held,
        broken=broken or scans > MAX_SCANS or stray > MAX_STRAY,
        gap=account.gap(),
        blocks=tuple(blocks),
        pictures=pictures,
        gain_map=gain_map and pictures > 1,
    )


def _metadata(data: bytes, code: int, start: int, end: int) -> Iterator[Block]:
    """Yield the metadata that a segment of marker ``code`` holds."""
    for name, head, kind in _METADATA.get(code, ()):
        if data.startswith(name, start, end):
            yield Block(kind, min(start + len(name) + head, end), end)


def _tells_gain_map(data: bytes, code: int, start: int, end: int) -> bool:
    return code in {_APP1, _APP2} and _GAIN_MAP.search(data, start, end) is not None


def _further_pictures(data: bytes, at: int) -> tuple[int, bool]:
    """Count the pictures behind the first, and say whether one of them calls itself a gain map."""
    pictures, parts, gain_map = 0, 0, False
    at = data.find(_SOI, at)
    while at >= 0 and pictures < MAX_PICTURES:
        pictures += 1
        at += 2
        code = 0
        while code != _EOI and parts < MAX_PARTS:
            parts += 1
            match = _MARKER.search(data, at)
            if match is None:
                return pictures, gain_map
            code, at = match[1][0], match.end()
            if code != _EOI:
                length = int.from_bytes(data[at : at + 2], "big")
                gain_map = gain_map or _tells_gain_map(data, code, at, at + length)
                at += max(2, length)
        at = data.find(_SOI, at)
    return pictures, gain_map


def _after(data: bytes, end: int, multi: bool) -> tuple[Extra, int]:
    """Say what stands behind the end mark, padding aside."""
    rest = data[end:].strip(_PADDING)
    if not rest:
        return "", 0
    # The file says that more pictures follow, or the rest is one (its own first FF was taken for padding).
    if (multi or rest.startswith(b"\xd8")) and data.find(_SOI, end) >= 0:
        return "picture", len(data) - end
    if b"ftyp" in rest[:64] or b"MotionPhoto" in rest[:64] or b"MotionPhoto" in rest[-512:]:
        return "video", len(data) - end
    return "bytes", len(data) - end
