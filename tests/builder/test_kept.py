"""What is kept for later builds, compiled templates and icons, is taken only as it was put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import kept
from builder.errors import BuildError
from builder.licences import LicenceFiles
from builder.offline.icons import icon
from builder.pages import load
from builder.project import Project
from builder.templates import Templates
from checker.standards import load_all
from tests.builder.breaking import append


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "gradphoto"


def filled(project: Project, name: str) -> str:
    pages = load(project)
    page = next(page for page in pages if page.path == f"{name}.html")
    return Templates(project, pages, load_all(), LicenceFiles()).fill(page)


def test_what_is_sealed_is_taken_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    assert kept.read_sealed(path) is None
    kept.write_sealed(path, b"")
    assert kept.read_sealed(path) == b""
    kept.write_sealed(path, b"content")
    assert kept.read_sealed(path) == b"content"
    for damaged in (b"", b"x" * 40, path.read_bytes()[1:], path.read_bytes()[:-1]):
        path.write_bytes(damaged)
        assert kept.read_sealed(path) is None


def test_compiled_templates_are_kept_and_never_trusted(copy: Project, cache: Path) -> None:
    first = filled(copy, "shoot")
    files = sorted((cache / "templates").iterdir())
    assert files
    times = [file.stat().st_mtime_ns for file in files]
    assert filled(copy, "shoot") == first
    assert [file.stat().st_mtime_ns for file in files] == times, "nothing was compiled again"
    for file in files:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert filled(copy, "shoot") == first
    append(copy.content / "shoot.md", "一加一是{{ 1 + 1 }}。")
    assert filled(copy, "shoot").endswith("一加一是2。\n")


def test_an_error_in_a_kept_template_names_its_line(copy: Project) -> None:
    file = copy.content / "shoot.md"
    append(file, "{{ no_such_name }}")
    line = len(file.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    for _ in ("compiled", "kept"):
        with pytest.raises(BuildError, match=rf"shoot\.md:{line}: unknown-name") as caught:
            filled(copy, "shoot")
        assert caught.value.line == line


def test_a_damaged_icon_is_drawn_again(cache: Path) -> None:
    good = icon(192)
    [file] = (cache / "icons").iterdir()
    assert icon(192) == good
    file.write_bytes(file.read_bytes().replace(b"IDAT", b"IDAX"))
    assert icon(192) == good
    assert icon(192, maskable=True) != good
