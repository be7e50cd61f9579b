"""Fixtures of the checker's tests."""

from pathlib import Path

import pytest

from tests.corpus import PHOTOS, UNREADABLE, encode
from tests.portrait import WHITE, portrait


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    (tmp_path / "warn.jpg").write_bytes(PHOTOS["exif-6.jpg"]())
    (tmp_path / "white.jpg").write_bytes(encode(portrait(background=WHITE)))
    (tmp_path / "half.jpg").write_bytes(PHOTOS["half-blue.jpg"]())
    (tmp_path / "text.jpg").write_bytes(UNREADABLE["text.jpg"][1]())
    return tmp_path
