"""Store what the checker page fetches: compressed, under names made from the content, with hashes.

A plain static host compresses nothing, so each payload is stored as Brotli and unpacked by the page. Where
a browser does not know Brotli, the page fetches a decoder first, which is stored as gzip. The names end in
``.bin``: a name ending in ``.br`` or ``.gz`` makes some hosts declare a content encoding, and the browser
would then unpack before the page could.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import brotli
import deflate

from builder import kept
from checker.text import LANGUAGES

FOLDER = "runtime"

# What a payload is for: the ``unpacker`` only where the browser lacks Brotli, the ``faces`` unless the
# visitor saves data, what looks ``closer`` only where the visitor asks for it, ``zh`` and ``en`` what the
# page in that language needs beside the ``base``.
Part = Literal["unpacker", "base", "faces", "closer", "zh", "en"]

QUALITY, WINDOW_BITS = 11, 24  # the most that every decoder of Brotli knows
KEPT_FROM = 200_000
"""Bytes from which on a payload's compressed form is kept for the next build; ours."""


@dataclass(frozen=True)
class Payload:
    """One file that the checker page fetches before it takes a photo.

    ``name`` is what page and worker call it, ``path`` where it lies relative to the checker's folder.
    ``size`` and ``sha256`` (hex) are of the bytes after unpacking, ``stored`` is the size on the wire in
    bytes.
    """

    name: str
    part: Part
    path: str
    size: int
    stored: int
    sha256: str

    def entry(self, way: str) -> dict[str, str | int]:
        """Return the manifest entry as a page reads it from which ``way`` leads to the checker's folder.

        What only its language needs is of the base to it.
        """
        part = "base" if self.part in LANGUAGES else self.part
        return asdict(self) | {"path": way + self.path, "part": part}


def wire_bytes(payloads: Iterable[Payload], *parts: Part) -> int:
    """Return the bytes on the wire of those ``parts``."""
    return sum(payload.stored for payload in payloads if payload.part in parts)


def compact(content: bytes) -> bytes:
    """Return a zip stored again without inner compression where its Brotli is then smaller, else as it was.

    One stream over all members finds what they have in common; names, dates and contents stay the same.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    flat = _flatten(content)
    return flat if _weighed(flat) < _weighed(content) else content


def _weighed(content: bytes) -> int:
    """Return about how small ``content`` becomes: a quick level, with the whole window."""
    return len(brotli.compress(content, quality=5, lgwin=WINDOW_BITS))


def store(folder: Path, parts: Mapping[Part, Mapping[str, bytes]]) -> tuple[Payload, ...]:
    """Write all contents, given by part and name, compressed below ``folder``/runtime; return the payloads.

    They keep their order. What took long to compress is kept for the next build.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    items = [(part, name, content) for part, files in parts.items() for name, content in files.items()]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return tuple(threads.map(lambda item: _store(folder, *item), items))


def _store(folder: Path, part: Part, name: str, content: bytes) -> Payload:
    digest = hashlib.sha256(content).hexdigest()
    stored = _gzip(content) if part == "unpacker" else _brotli(content, digest)
    path = f"{FOLDER}/{name}.{digest[:12]}.bin"
    (folder / path).write_bytes(stored)
    return Payload(name, part, path, len(content), len(stored), digest)


def _gzip(content: bytes) -> bytes:
    """Compress with libdeflate: 4 % smaller than zlib's best, in less time; without a date."""
    return bytes(deflate.gzip_compress(content, 12))


def _brotli(content: bytes, digest: str) -> bytes:
    """Compress, a megabyte in about two seconds, or take what an earlier build made of the same bytes."""

    def make() -> bytes:
        return bytes(brotli.compress(content, quality=QUALITY, lgwin=WINDOW_BITS))

    def is_good(stored: bytes) -> bool:
        try:
            return bytes(brotli.decompress(stored)) == content
        except brotli.error:
            return False

    if len(content) < KEPT_FROM:
        return make()
    return kept.get(f"{digest}-{brotli.__version__}-{QUALITY}-{WINDOW_BITS}.br", make, is_good)


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
