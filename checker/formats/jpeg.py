"""Walking the markers of a JPEG file (ITU-T T.81, annex B)."""

import re

from .layout import MAX_PARTS, MAX_SCANS, Extra, Layout
from .scans import Scans

# The next marker that carries something. Stuffed zeros, restart markers, TEM and a second SOI are passed
# over, which also steps over the entropy-coded data of a scan at the speed of the regular expression.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_EOI, _SOS, _DRI, _APP2 = 0xD9, 0xDA, 0xDD, 0xE2
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
    size, bits, scans, multi, end = None, 0, 0, False, None
    account = Scans()
    view = memoryview(data)
    at = 2
    for _ in range(MAX_PARTS):
        match = _MARKER.search(data, at)
        if match is None:
            break
        code, at = match[1][0], match.end()
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
        at += length
    extra, extra_bytes = _after(data, end, multi) if end is not None else ("", 0)
    return Layout(
        size,
        bits,
        complete=end is not None,
        scans=scans,
        extra=extra,
        extra_bytes=extra_bytes,
        broken=scans > MAX_SCANS,
        gap=account.gap(),
    )


def _after(data: bytes, end: int, multi: bool) -> tuple[Extra, int]:
    """Say what stands behind the end mark, padding aside."""
    rest = data[end:].strip(_PADDING)
    if not rest:
        return "", 0
    if multi or rest.startswith(b"\xd8"):  # the picture's own leading FF was taken for padding
        return "picture", len(data) - end
    if b"ftyp" in rest[:64] or b"MotionPhoto" in rest[:64] or b"MotionPhoto" in rest[-512:]:
        return "video", len(data) - end
    return "bytes", len(data) - end
