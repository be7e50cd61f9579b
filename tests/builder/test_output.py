"""Where a build goes: only a finished one replaces the last, and nothing that is not ours is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import output
from builder.errors import BuildError
from builder.project import Project


def build(out: Path, project: Project, **files: str) -> None:
    with output.staged(out, project) as stage:
        for name, text in files.items():
            (stage / f"{name}.html").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(out: Path, project: Project) -> str:
    """The code with which building into ``out`` is refused."""
    before = sorted(str(path) for path in out.parent.rglob("*"))
    with pytest.raises(BuildError) as caught:
        build(out, project, index="new")
    assert sorted(str(path) for path in out.parent.rglob("*")) == before
    return caught.value.code


def test_the_second_build_replaces_the_first(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "dist"
    build(out, project, index="one", old="one")
    build(out, project, index="two")
    assert names(out) == [output.MARKER, "index.html"]
    assert (out / "index.html").read_text(encoding="utf-8") == "two"
    assert names(out.parent) == ["dist"]
    assert out.stat().st_mode & 0o055 == 0o055 & ~os.umask(os.umask(0))


def test_a_failed_build_leaves_the_last_one(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(out, project, index="one")
    with pytest.raises(ZeroDivisionError), output.staged(out, project) as stage:
        (stage / "index.html").write_text(str(1 / 0), encoding="utf-8")
    assert (out / "index.html").read_text(encoding="utf-8") == "one"
    assert names(tmp_path) == ["dist"]


def test_a_failed_first_build_leaves_nothing(project: Project, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), output.staged(tmp_path / "dist", project):
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_an_empty_folder_may_be_filled(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    build(tmp_path / "dist", project, index="one")
    assert names(tmp_path / "dist") == [output.MARKER, "index.html"]


def test_a_folder_of_others_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "thesis.docx").write_text("years of work", encoding="utf-8")
    assert refused(tmp_path / "dist", project) == "out-not-ours"


def test_a_folder_with_empty_folders_of_others_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dist" / "kept").mkdir(parents=True)
    assert refused(tmp_path / "dist", project) == "out-not-ours"


def test_files_of_others_in_our_folder_are_kept(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(out, project, index="one")
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    assert refused(out, project) == "out-has-other-files"
    assert (out / "index.html").read_text(encoding="utf-8") == "one"


def test_a_file_that_came_in_during_the_build_is_kept(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(out, project, index="one")
    with pytest.raises(BuildError, match="out-has-other-files"), output.staged(out, project):
        (out / "CNAME").write_text("example.org", encoding="utf-8")
    assert (out / "CNAME").exists()
    assert names(tmp_path) == ["dist"]


def test_litter_of_file_managers_does_not_hinder(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(out, project, index="one")
    (out / ".DS_Store").write_bytes(b"x")
    build(out, project, index="two")
    assert names(out) == [output.MARKER, "index.html"]


def test_a_file_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("x", encoding="utf-8")
    assert refused(tmp_path / "dist", project) == "out-not-a-folder"


@pytest.mark.parametrize(
    "place",
    [
        *("content", "content/new", "site/static/x", "checker/x", ".", ".."),
        *("setup/x", "tests/x", "wheels/dist", ".git/x", ".git", ".venv/x", "requirements/site"),
        *("node_modules/x", "no-such-folder/x"),
    ],
)
def test_the_sources_are_refused(project: Project, place: str) -> None:
    with pytest.raises(BuildError) as caught:
        output.check(project.root / place, project)
    assert caught.value.code == "out-in-sources"


@pytest.mark.parametrize("place", ["dist", "dist/site", "build/site", "public"])
def test_folders_for_results_are_free(project: Project, place: str) -> None:
    assert not project.is_source(project.root / place)


def test_a_name_that_is_too_long_is_told(project: Project, tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 300), project) == "out-not-writable"
    build(tmp_path / ("x" * 255), project, index="one")
    assert names(tmp_path / ("x" * 255)) == [output.MARKER, "index.html"]


def test_a_loop_of_links_is_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "dist").symlink_to(tmp_path / "dist")
    assert refused(tmp_path / "dist", project) == "out-not-writable"


def test_a_marker_that_is_not_ours_keeps_the_folder(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    (out / output.MARKER).write_bytes(b"\xff\n\xff.txt\n")
    (out / "thesis.docx").write_text("years of work", encoding="utf-8")
    assert refused(out, project) == "out-has-other-files"


def test_a_link_to_a_folder_of_others_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.docx").write_text("years of work", encoding="utf-8")
    (tmp_path / "dist").symlink_to(tmp_path / "work")
    assert refused(tmp_path / "dist", project) == "out-not-ours"


def test_a_parent_that_is_a_file_is_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert refused(tmp_path / "file" / "dist", project) == "out-not-writable"
