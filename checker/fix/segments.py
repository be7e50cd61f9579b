"""What a JPEG carries beside its picture."""

# Markers of ITU-T T.81: a JFIF header, tables, the frame of a baseline picture, restart interval, its scan.
_JFIF, _SCAN = 0xE0, 0xDA
_PICTURE = frozenset({0xDB, 0xC0, 0xC4, 0xDD})


def is_plain(data: bytes) -> bool:
    """Return whether a JPEG is baseline and holds its picture and a JFIF header without thumbnail only."""
    at = 2
    while data[at : at + 1] == b"\xff" and len(data) >= at + 4:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return True
        if marker not in _PICTURE and not (marker == _JFIF and length == 16):
            return False
        at += 2 + length
    return False
