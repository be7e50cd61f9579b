"""Replacing the levels of 8-bit pictures by those of a table.

`Image.point` first rounds each number of the table in Python, which takes longer than looking up all the
pixels of a small picture. Tables are therefore bytes here, and are handed on as they are.
"""

import math

from PIL import Image


def mapped(image: Image.Image, table: bytes) -> Image.Image:
    """Return ``image`` of 8 bits with each level replaced; ``table`` has 256 levels for each band."""
    out = image.copy()
    out.im = out.im.point(table, None)
    return out


def up_to(limit: float) -> bytes:
    """Return the table that makes 255 of the levels up to ``limit`` and 0 of those above."""
    count = min(256, max(0, math.floor(limit) + 1))
    return b"\xff" * count + b"\0" * (256 - count)


def reaching(limit: float) -> bytes:
    """Return the table that makes 255 of the levels from ``limit`` on and 0 of those below."""
    count = min(256, max(0, math.ceil(limit)))
    return b"\0" * count + b"\xff" * (256 - count)
