"""The site's mark as pictures for home screens, drawn at build time like the one of the browser's tab."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import PIL

from builder import kept

GROUND, FIGURE = "#438edb", "#ffffff"
_FINER = 4  # drawn so many times larger, then made smaller: smooth edges


def icon(side: int, *, maskable: bool = False) -> bytes:
    """Return a PNG of ``side`` x ``side`` px, kept for later builds.

    ``maskable``: the ground fills all of it, and the figure keeps to the circle of 80 % that no system cuts.
    """
    # Whatever the picture depends on besides its arguments is in this file and in Pillow.
    made_of = Path(__file__).read_bytes() + PIL.__version__.encode()
    name = f"{side}-{maskable:d}-{hashlib.sha256(made_of).hexdigest()[:16]}.png"
    path = kept.folder("icons") / name
    if (found := kept.read_sealed(path)) is None:
        found = _drawn(side, maskable=maskable)
        kept.write_sealed(path, found)
    return found


def _drawn(side: int, *, maskable: bool) -> bytes:
    from PIL import Image, ImageDraw  # only where they are not kept yet

    size = side * _FINER
    unit = size / (54 if maskable else 36)  # of the mark's 24 x 32 units
    left, top = size / 2 - 12 * unit, size / 2 - 16 * unit
    image = Image.new("RGBA", (size, size), GROUND if maskable else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if not maskable:
        draw.rounded_rectangle((left, top, left + 24 * unit, top + 32 * unit), 3 * unit, GROUND)
    head, shoulders = (12, 13, 5.4), (2.5, 21.8, 21.5, 42.2)
    x, y, radius = head
    box = (x - radius, y - radius, x + radius, y + radius)
    for shape in (box, shoulders):
        draw.ellipse([value * unit + (left, top)[at % 2] for at, value in enumerate(shape)], FIGURE)
    bottom = top + 32 * unit
    # The shoulders end where the paper does.
    draw.rectangle((0, bottom, size, size), GROUND if maskable else (0, 0, 0, 0))
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
