"""Make the pictures that are decoded on this machine and inside Pyodide.

``python -m wheels.proofs.pictures FOLDER`` runs in the project's virtual environment, whose pillow-heif can
also encode. It writes ``pictures/`` (JPEG and HEIC in many variants) and ``oversized/`` (a HEIC that declares
more pixels than libheif's limit).
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

PHOTO = Path(__file__).resolve().parents[2] / "tests" / "photos" / "astronaut.png"
OVERSIZED_SIDE = 30_000


def jpegs(photo: Image.Image) -> dict[str, tuple[Image.Image, dict[str, Any]]]:
    """Return JPEG variants by name: the picture and the encoder's options."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by 90 degrees
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    small = photo.resize((161, 223))
    return {
        "baseline": (photo, {"quality": 85}),
        "low-quality": (photo, {"quality": 8}),
        "high-quality": (photo, {"quality": 98, "subsampling": 0}),
        "chroma-422": (photo, {"quality": 90, "subsampling": 1}),
        "chroma-420": (photo, {"quality": 90, "subsampling": 2}),
        "progressive": (photo, {"quality": 85, "progressive": True}),
        "progressive-444": (photo, {"quality": 92, "progressive": True, "subsampling": 0}),
        "optimised": (photo, {"quality": 75, "optimize": True}),
        "restart-markers": (photo, {"quality": 85, "restart_marker_rows": 1}),
        "odd-size": (small, {"quality": 85}),
        "one-pixel": (photo.resize((1, 1)), {"quality": 85}),
        "rgb": (photo, {"quality": 85, "keep_rgb": True}),
        "grey": (photo.convert("L"), {"quality": 85}),
        "grey-progressive": (small.convert("L"), {"quality": 60, "progressive": True}),
        "cmyk": (photo.convert("CMYK"), {"quality": 85}),
        "ycck": (small.convert("YCbCr"), {"quality": 85}),
        "turned": (photo, {"quality": 85, "exif": exif}),
        "profile": (photo, {"quality": 85, "icc_profile": profile}),
        "300-dpi": (small, {"quality": 85, "dpi": (300, 300)}),
        "12-megapixels": (photo.resize((3024, 4032)), {"quality": 80}),
    }


def heics(photo: Image.Image) -> dict[str, tuple[Image.Image, dict[str, Any]]]:
    """Return HEIC variants by name: the picture and the encoder's options."""
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    small = photo.resize((161, 223))
    translucent = photo.copy()
    translucent.putalpha(photo.convert("L"))
    return {
        "plain": (photo, {"quality": 60}),
        "low-quality": (photo, {"quality": 10}),
        "high-quality": (photo, {"quality": 95}),
        "lossless": (small, {"quality": -1}),
        "chroma-422": (photo, {"quality": 80, "chroma": 422}),
        "chroma-444": (photo, {"quality": 80, "chroma": 444}),
        "odd-size": (small, {"quality": 70}),
        "grey": (photo.convert("L"), {"quality": 70}),
        "alpha": (translucent, {"quality": 70}),
        "turned": (photo, {"quality": 70, "exif": exif}),
        "profile": (photo, {"quality": 70, "icc_profile": profile}),
        "two-frames": (photo, {"quality": 60, "save_all": True, "append_images": [small]}),
        "12-megapixels": (photo.resize((3024, 4032)), {"quality": 60}),
    }


def ten_bit(photo: Image.Image, target: Path) -> None:
    """Write a HEIC with ten bits a channel."""
    samples = b"".join(struct.pack("<H", value * 257) for value in photo.resize((160, 224)).tobytes())
    pillow_heif.encode("RGB;16", (160, 224), samples, target, quality=80)


def oversize(source: Path, target: Path) -> None:
    """Copy a HEIC and let it declare 30,000 × 30,000 pixels (its boxes «ispe»)."""
    data = bytearray(source.read_bytes())
    position = data.find(b"ispe")
    while position != -1:
        struct.pack_into(">II", data, position + 8, OVERSIZED_SIDE, OVERSIZED_SIDE)
        position = data.find(b"ispe", position + 1)
    target.write_bytes(data)


def main(folder: Path) -> None:
    """Write all pictures into ``folder``."""
    pillow_heif.register_heif_opener()
    pictures, oversized = folder / "pictures", folder / "oversized"
    pictures.mkdir(parents=True)
    oversized.mkdir()
    with Image.open(PHOTO) as opened:
        photo = opened.convert("RGB")
    variants: list[tuple[str, Callable[[Image.Image], dict[str, tuple[Image.Image, dict[str, Any]]]]]]
    variants = [("jpg", jpegs), ("heic", heics)]
    for suffix, make in variants:
        for name, (image, options) in make(photo).items():
            image.save(pictures / f"{name}.{suffix}", **options)
    ten_bit(photo, pictures / "ten-bit.heic")
    oversize(pictures / "plain.heic", oversized / "30000-by-30000.heic")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
