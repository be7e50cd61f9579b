"""What a file is and how it is laid out, told from its bytes alone and without decoding a pixel.

The walkers here read only sizes, markers and boxes. They exist beside Pillow for three reasons: the limits
on pixels and frames must hold before a decoder sees the file; a decoder does not tell whether the file is
whole; and WebP is recognised in the browser although no WebP decoder is shipped there.
"""

from collections.abc import Callable

from .bmff import walk_heif
from .gif import walk_gif
from .jpeg import walk_jpeg
from .layout import MAX_PICTURES, Layout
from .png import png_text, walk_png, without_text
from .simple import walk_bmp, walk_webp
from .sniff import sniff

# Every format that is opened, on the desktop and in the browser alike. WebP is judged by its header only.
WALKERS: dict[str, Callable[[bytes], Layout]] = {
    "JPEG": walk_jpeg,
    "PNG": walk_png,
    "GIF": walk_gif,
    "BMP": walk_bmp,
    "HEIF": walk_heif,
    "WEBP": walk_webp,
}
HEADER_ONLY = frozenset({"WEBP"})
# What people call the formats whose proper names they do not know.
FORMAT_NAMES = {"JPEG": "JPG", "HEIF": "HEIC", "WEBP": "WebP"}

__all__ = [
    "FORMAT_NAMES",
    "HEADER_ONLY",
    "MAX_PICTURES",
    "WALKERS",
    "Layout",
    "png_text",
    "sniff",
    "without_text",
]
