"""The files that cases are made from: small portraits of every format, and the decoders' own pictures."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.pillow_images import archive
from tests.corpus import PHOTOS, encode, heic, in_p3, png16
from tests.icc import display_p3
from tests.portrait import portrait

_SMALL = (120, 160)
# Where the decoders' archives have their pictures, and the most bytes of one: a case costs little time.
_PICTURES = {"pillow": "/Tests/images/", "pillow-heif": "/tests/images/"}
_MOST_BYTES = 24 * 1024
_HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF")

MADE: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encode(portrait(_SMALL), exif=b"Exif\0\0" + PHOTOS["exif-6.jpg"]()[30:60]),
    "progressive": lambda: encode(portrait(_SMALL), progressive=True, icc_profile=display_p3()),
    "mpo": lambda: encode(portrait(_SMALL), "MPO", save_all=True, append_images=[portrait(_SMALL)]),
    "png": lambda: encode(in_p3(portrait(_SMALL)), "PNG", icc_profile=display_p3()),
    "png16": lambda: png16(portrait(_SMALL)),
    "palette": lambda: encode(portrait(_SMALL).quantize(16), "PNG", transparency=1),
    "apng": lambda: encode(portrait(_SMALL), "PNG", save_all=True, append_images=[portrait(_SMALL, "red")]),
    "gif": lambda: encode(portrait(_SMALL), "GIF", save_all=True, append_images=[portrait(_SMALL, "red")]),
    "bmp": lambda: encode(portrait(_SMALL).quantize(16), "BMP"),
    "webp": lambda: encode(portrait(_SMALL), "WEBP", icc_profile=display_p3()),
    "heic": lambda: heic(portrait(_SMALL), orientation=6),
    "heic10": lambda: heic(portrait(_SMALL), bits=10),
}
# A grid of tiles, as phones write it.
GRID = {"heic-grid": lambda: heic(portrait((256, 320)), tile_size=128, icc_profile=display_p3())}


def write(folder: Path) -> list[Path]:
    """Write every seed into ``folder`` and return their paths in the order that cases count them.

    Raises:
        WheelsError: the archives of Pillow and pillow-heif are neither kept nor to be had.
    """
    for name, make in (MADE | GRID).items():
        (folder / f"made-{name}").write_bytes(make())
    for name, inside in _PICTURES.items():
        with tarfile.open(archive(name)) as packed:
            for member in packed:
                data = packed.extractfile(member) if inside in member.name and member.isfile() else None
                if data is not None and member.size <= _MOST_BYTES and _opened(content := data.read()):
                    flat = member.name.partition(inside)[2].replace("/", "-")
                    (folder / f"{name}-{flat}").write_bytes(content)
    return sorted(folder.iterdir())


def _opened(content: bytes) -> bool:
    return content.startswith(_HEADS) or content[4:8] == b"ftyp"
