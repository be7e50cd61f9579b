"""Payloads are stored small, the same each time, and what took long is kept without being trusted."""

from __future__ import annotations

import gzip
import hashlib
import random
from pathlib import Path

import brotli
import pytest

from builder import kept
from builder.runtime.payloads import KEPT_FROM, Part, Payload, store, wire_bytes


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return kept.folder("compressed")


@pytest.fixture
def files() -> dict[Part, dict[str, bytes]]:
    """One file a part; the last is large, and quick to compress."""
    return {
        "unpacker": {"decoder.wasm": random.Random(1).randbytes(500)},
        "base": {"small.js": b"let a;\n" * 40},
        "faces": {"large.wasm": b"0123456789" * (KEPT_FROM // 10)},
    }


def test_contents_are_stored_as_the_manifest_says(
    files: dict[Part, dict[str, bytes]], tmp_path: Path
) -> None:
    made = store(tmp_path, files)
    assert [(payload.part, payload.name) for payload in made] == [
        ("unpacker", "decoder.wasm"),
        ("base", "small.js"),
        ("faces", "large.wasm"),
    ]
    for payload in made:
        content = files[payload.part][payload.name]
        stored = (tmp_path / payload.path).read_bytes()
        assert payload.size == len(content)
        assert payload.stored == len(stored)
        assert payload.sha256 == hashlib.sha256(content).hexdigest()
        unpack = gzip.decompress if payload.part == "unpacker" else brotli.decompress
        assert unpack(stored) == content
    assert wire_bytes(made, "base", "faces") == sum(payload.stored for payload in made[1:])


def test_what_took_long_is_made_once(tmp_path: Path, cache: Path) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"made")
        return b"made"

    assert kept.get("name", make, b"made".__eq__) == kept.get("name", make, b"made".__eq__) == b"made"
    assert len(made) == 1
    assert [path.name for path in cache.iterdir()] == ["name"]


@pytest.mark.parametrize("damaged", [b"", b"no Brotli at all", bytes(brotli.compress(b"another content"))])
def test_damaged_cache_is_mended(
    files: dict[Part, dict[str, bytes]], tmp_path: Path, cache: Path, damaged: bytes
) -> None:
    first = stored_faces(store(tmp_path / "one", files), tmp_path / "one")
    [kept_file] = cache.iterdir()
    kept_file.write_bytes(damaged)
    assert stored_faces(store(tmp_path / "two", files), tmp_path / "two") == first
    assert kept_file.read_bytes() == first


def test_cache_that_cannot_be_written_is_done_without(
    files: dict[Part, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a-file"))
    assert len(store(tmp_path, files)) == 3


def stored_faces(made: tuple[Payload, ...], folder: Path) -> bytes:
    """Return the stored bytes of the last part."""
    return (folder / made[-1].path).read_bytes()
