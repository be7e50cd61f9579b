"""A build that takes over what did not change gives the same bytes as one from nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from builder import bundles, kept, links
from builder.past import Past
from builder.project import Project
from builder.references import Document
from tests.builder.breaking import append, replace
from tests.builder.conftest import ROOT

pytestmark = pytest.mark.wheels

PAGE = """---
title: 多出来的一页
description: 只在测试里有的一页。
checked: 2026-11-24
order: 90
---

这一页只在测试里有。
"""
LINK = "[多出来的一页](extra.html)"


class Copy:
    """A whole copy of the project, whose code and standards may be edited too."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        left_out = shutil.ignore_patterns("node_modules", ".*", "tests", "dist", "__pycache__")
        shutil.copytree(ROOT, self.root, ignore=left_out)
        (self.root / "node_modules").symlink_to(ROOT / "node_modules")
        self._builds = 0

    def build(self, out: str) -> str:
        """Build into the folder ``out`` beside the project, and return what was printed.

        Each ``out`` has a cache of its own, but for wheels and what was compressed, which take minutes.
        """
        cache = self.root.parent / f"{out}-cache"
        (cache / "gradphoto").mkdir(parents=True, exist_ok=True)
        for name in ("wheels", "compressed"):
            if not (cache / "gradphoto" / name).exists():
                (cache / "gradphoto" / name).symlink_to(kept.folder(name))
        command = [sys.executable, "build.py", "--out", f"../{out}", "--base-url", "https://example.org/"]
        env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        done = subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def afresh(self) -> dict[str, bytes]:
        """What a build into a new folder gives."""
        self._builds += 1
        self.build(f"afresh-{self._builds}")
        return contents(self.root.parent / f"afresh-{self._builds}")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    made = Copy(tmp_path_factory.mktemp("incremental"))
    made.build("dist")
    return made


def a_page(root: Path) -> None:
    append(root / "content" / "heic.md", "再说一句：照片留在你的手机里。")


def a_source(root: Path) -> None:
    append(root / "content" / "shoot.md", '这一句有来源{{ src("A", 2025, "测试大学") }}。')


def front_matter_and_navigation(root: Path) -> None:
    replace(root / "content" / "faq.md", "nav: ", "nav: 全部")


def a_rule_page(root: Path) -> None:
    append(root / "content" / "rules" / "roll.md", "再说一句：头要正。")


def a_standard(root: Path) -> None:
    file = root / "checker" / "standards" / "online-upload.toml"
    replace(file, "max = 900", "max = 901")


def a_template(root: Path) -> None:
    replace(root / "site" / "templates" / "base.html", "</footer>", "<!-- changed --></footer>")


def a_style(root: Path) -> None:
    append(root / "site" / "static" / "style.css", ".none { color: red; }")


def one_page_more(root: Path) -> None:
    for folder in (root / "content", root / "content" / "en"):
        (folder / "extra.md").write_text(PAGE, encoding="utf-8")
        append(folder / "heic.md", LINK)


def one_page_less(root: Path) -> None:
    for folder in (root / "content", root / "content" / "en"):
        (folder / "extra.md").unlink()
        file = folder / "heic.md"
        file.write_text(file.read_text(encoding="utf-8").replace(LINK, ""), encoding="utf-8")


# Each edit is followed by a build; the result is held against one from nothing after each group.
GROUPS: list[list[Callable[[Path], None]]] = [
    [a_page, a_source],
    [front_matter_and_navigation, a_style],
    [a_rule_page, one_page_more],
    [a_standard, one_page_less],
    [a_template],
]


@pytest.mark.parametrize("edits", GROUPS, ids=lambda edits: "-".join(edit.__name__ for edit in edits))
def test_edits_give_what_a_new_build_gives(copy: Copy, edits: list[Callable[[Path], None]]) -> None:
    for edit in edits:
        before = contents(copy.root.parent / "dist")
        edit(copy.root)
        copy.build("dist")
        assert contents(copy.root.parent / "dist") != before
    assert contents(copy.root.parent / "dist") == copy.afresh()


def test_a_page_is_made_alone_and_nothing_twice(copy: Copy) -> None:
    copy.build("dist")
    out = copy.root.parent / "dist"
    before = {path: path.stat().st_ino for path in out.rglob("*") if path.is_file()}
    assert "nothing changed" in copy.build("dist")
    assert {path: path.stat().st_ino for path in out.rglob("*") if path.is_file()} == before
    a_page(copy.root)
    copy.build("dist")
    made = {
        path.relative_to(out).as_posix() for path in out.rglob("*") if before.get(path) != path.stat().st_ino
    }
    pages = {name for name in made if name.endswith(".html")}
    assert "heic.html" in pages
    assert "faq.html" not in pages
    assert not any(name.startswith("check/runtime/") for name in made)


def test_what_was_touched_in_the_result_is_made_anew(copy: Copy) -> None:
    copy.build("dist")
    page = copy.root.parent / "dist" / "faq.html"
    good = page.read_bytes()
    page.write_bytes(good + b"x")
    assert "nothing changed" not in copy.build("dist")
    assert page.read_bytes() == good
    os.utime(copy.root / "content" / "faq.md")  # a new time, the same content
    assert "nothing changed" in copy.build("dist")


def test_a_kept_bundle_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("made", "taken", "refused"):
        (tmp_path / name).mkdir()
    (tmp_path / "made" / "check").mkdir()
    (tmp_path / "made" / "check" / "a.js").write_text("good", encoding="utf-8")
    bundles.put("key", tmp_path / "made", [1], ["check/a.js"])
    assert bundles.get("key", tmp_path / "taken") == ([1], ["check/a.js"])
    assert contents(tmp_path / "taken") == {"check/a.js": b"good"}
    (kept.folder("bundles") / "key" / "files" / "check" / "a.js").write_text("evil", encoding="utf-8")
    assert bundles.get("key", tmp_path / "refused") is None
    assert contents(tmp_path / "refused") == {}
    assert bundles.get("other", tmp_path / "refused") is None


def test_a_quick_build_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "out").mkdir()
    project, today = Project.at(ROOT), date(2026, 11, 26)
    for whole in (False, True):
        past = Past(project, tmp_path / "out", {})
        past.save(["a warning"], today, whole=whole)
        assert Past(project, tmp_path / "out", {}).unchanged(today) == (["a warning"] if whole else None)
    assert Past(project, tmp_path / "out", {}).unchanged(date(2026, 11, 27)) is None, "warnings go by the day"
    assert Past(project, tmp_path / "out", {"base_url": "https://example.org/"}).unchanged(today) is None
    (tmp_path / "out" / "more.html").write_text("x", encoding="utf-8")
    assert Past(project, tmp_path / "out", {}).unchanged(today) is None


def test_a_damaged_memory_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "out").mkdir()
    project, today = Project.at(ROOT), date(2026, 11, 26)
    for damage in (b"", b"[]", b"{", b'{"version": 0}', b'{"version": 2}'):
        Past(project, tmp_path / "out", {}).save([], today)
        [file] = kept.folder("builds").glob("*.json")
        file.write_bytes(damage)
        assert Past(project, tmp_path / "out", {}).unchanged(today) is None


def test_good_links_are_looked_at_again_when_they_change_and_not_when_they_move(tmp_path: Path) -> None:
    def state(ids: list[tuple[str, int]], refs: list[tuple[str, int]]) -> str:
        return links._state(tmp_path, ["a.html"], {"a.html": Document(ids, refs)}, {}, [])

    before = state([("top", 3)], [("b.html", 4)])
    assert state([("top", 5)], [("b.html", 9)]) == before
    assert state([("top", 3)], [("c.html", 4)]) != before
    assert state([("end", 3)], [("b.html", 4)]) != before
