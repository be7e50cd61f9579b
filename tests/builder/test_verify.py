"""Whether a published site is what a checkout builds: the doubter's command."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import hosting, verify
from builder.errors import BuildError
from tests.browser.server import Server
from tests.browser.variants import ROOT


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "built"
    (folder / "check").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>" + "毕业照片" * 200, encoding="utf-8")
    (folder / "check" / "a.bin").write_bytes(bytes(range(256)))
    hosting.write(folder, ROOT)
    return folder


@pytest.fixture
def other(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "other"))


@pytest.fixture
def web(other: Path) -> Iterator[Server]:
    with Server(other) as server:
        yield server


def test_an_equal_folder(built: Path, other: Path) -> None:
    lines: list[str] = []
    assert verify.compare(built, str(other), lines.append) == 5
    assert lines == []


def test_what_differs_is_named(built: Path, other: Path) -> None:
    (other / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (other / "check" / "a.bin").unlink()
    (other / "evil.js").write_text("alert(1)", encoding="utf-8")
    lines: list[str] = []
    with pytest.raises(BuildError, match="not-the-same: 3 files"):
        verify.compare(built, str(other), lines.append)
    assert lines == ["missing: check/a.bin", "different: index.html", "not ours: evil.js"]


def test_a_site_on_the_web(built: Path, other: Path, web: Server) -> None:
    lines: list[str] = []
    assert verify.compare(built, web.base, lines.append) == 2, "not what only hosts read"
    (other / "check" / "a.bin").write_bytes(bytes(256))
    with pytest.raises(BuildError, match="not-the-same"):
        verify.compare(built, web.base.rstrip("/"), lines.append)
    assert lines == ["different: check/a.bin"]


def test_a_site_that_does_not_answer(built: Path, web: Server) -> None:
    web.unreachable.add("check/a.bin")
    with pytest.raises(BuildError, match="verify-unreachable"):
        verify.compare(built, web.base, print)


def test_a_folder_that_is_not_there(built: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="verify-nothing"):
        verify.compare(built, str(tmp_path / "nowhere"), print)
