"""Store what the checker page fetches: compressed, under names made from the content, with hashes.

A plain static host compresses nothing, so each payload is stored as gzip and inflated by the page. The
names end in ``.bin``: a name ending in ``.gz`` makes some hosts declare a content encoding, and the
browser would then inflate before the page could.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import deflate

FOLDER = "runtime"


@dataclass(frozen=True)
class Payload:
    """One file that the checker page fetches before it takes a photo.

    ``name`` is what page and worker call it, ``path`` where it lies relative to the page. ``size`` and
    ``sha256`` (hex) are of the bytes after inflating, ``stored`` is the size on the wire in bytes.
    """

    name: str
    path: str
    size: int
    stored: int
    sha256: str

    def entry(self) -> dict[str, str | int]:
        """Return the manifest entry as the page reads it."""
        return {
            "name": self.name,
            "path": self.path,
            "size": self.size,
            "stored": self.stored,
            "sha256": self.sha256,
        }


def compact(content: bytes) -> bytes:
    """Return a zip stored again without inner compression where its gzip is then smaller, else as it was.

    One stream over all members finds what they have in common; names, dates and contents stay the same.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    flat = _flatten(content)
    return flat if len(gzip.compress(flat)) < len(gzip.compress(content)) else content


def store(folder: Path, name: str, content: bytes) -> Payload:
    """Write ``content`` compressed below ``folder``/runtime and return its payload."""
    digest = hashlib.sha256(content).hexdigest()
    stored = _gzip(content)
    path = f"{FOLDER}/{name}.{digest[:12]}.bin"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(stored)
    return Payload(name, path, len(content), len(stored), digest)


def _gzip(content: bytes) -> bytes:
    """Compress with libdeflate: 4 % smaller than zlib's best, in less time; without a date."""
    return bytes(deflate.gzip_compress(content, 12))


def _flatten(content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target,
    ):
        for member in source.infolist():
            plain = zipfile.ZipInfo(member.filename, member.date_time)
            plain.external_attr = member.external_attr
            plain.create_system = member.create_system
            target.writestr(plain, source.read(member))
    return out.getvalue()
