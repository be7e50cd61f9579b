"""Which files of a folder are photos."""

import os
from pathlib import Path

import pytest

from checker.batch.walk import Found, Skipped, walk
from tests.checker.test_cli_files import _without_privileges
from tests.corpus import PHOTOS, UNREADABLE

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and permissions of POSIX")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    photo = PHOTOS["baseline.jpg"]()
    for name in ("b.jpg", "a/z.JPG", "a/y.png", "mmexport123", "c.tif", ".hidden.jpg", "._b.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(photo)
    for name in ("Thumbs.db", "desktop.ini", "notes.docx", "paper.pdf", "__MACOSX/b.jpg", ".git/x.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(UNREADABLE["paper.pdf"][1]())
    return tmp_path


def listed(*names: Path | str, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [
        (item.name, item.reason if isinstance(item, Skipped) else item.problem)
        for item in walk([str(name) for name in names], without)
    ]


def inside(folder: Path, *names: str) -> list[tuple[str, str]]:
    return [(str(folder / name), "") for name in names]


def test_a_tree(tree: Path) -> None:
    assert listed(tree) == [
        *inside(tree, "b.jpg", "c.tif", "mmexport123"),
        (str(tree / "notes.docx"), "other-kind"),
        (str(tree / "paper.pdf"), "other-kind"),
        *inside(tree, "a/y.png", "a/z.JPG"),
    ]


def test_named_files_are_judged_whatever_they_are(tree: Path) -> None:
    names = [tree / "paper.pdf", tree / ".hidden.jpg", tree / "missing.jpg"]
    assert listed(*names, "with\0null.jpg") == [
        *inside(tree, *(name.name for name in names)),
        ("with\0null.jpg", ""),
    ]


def test_what_shall_be_left_out(tree: Path) -> None:
    without = (str(tree / "a"), str(tree / "c.tif"), str(tree / "missing"))
    assert [name for name, _ in listed(tree, without=without)] == [
        str(tree / name) for name in ("b.jpg", "mmexport123", "notes.docx", "paper.pdf")
    ]


def test_folders_without_photos(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert listed(tmp_path) == [(str(tmp_path), "no-photos")]
    (tmp_path / "deep" / "a.txt").write_text("x")
    assert listed(tmp_path) == [
        (str(tmp_path / "deep" / "a.txt"), "other-kind"),
        (str(tmp_path), "no-photos"),
    ]


@POSIX
def test_links(tree: Path) -> None:
    (tree / "a" / "loop").symlink_to(tree)
    (tree / "a" / "self").symlink_to(tree / "a" / "self")
    (tree / "a" / "broken.jpg").symlink_to(tree / "nowhere")
    (tree / "a" / "x.jpg").symlink_to(tree / "b.jpg")
    (tree / "again").symlink_to(tree / "a", target_is_directory=True)
    assert listed(tree)[5:] == [
        *inside(tree, "a/broken.jpg"),
        (str(tree / "a/self"), "other-kind"),
        *inside(tree, "a/x.jpg", "a/y.png", "a/z.JPG"),
        (str(tree / "a/loop"), "linked-twice"),
        (str(tree / "again"), "linked-twice"),
    ]


@POSIX
def test_a_folder_that_cannot_be_opened(tmp_path_factory: pytest.TempPathFactory) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name, _without_privileges(Path(name)):
        closed = Path(name) / "closed"
        closed.mkdir(mode=0)
        assert listed(name) == [(str(closed), "folder-not-readable")]
        closed.chmod(0o700)


def test_the_order_does_not_depend_on_the_file_system(tmp_path: Path) -> None:
    names = [f"{at:02}.jpg" for at in range(30)]
    for name in reversed(names):
        (tmp_path / name).write_bytes(b"x")
    assert [item.name for item in walk([str(tmp_path)])] == [str(tmp_path / name) for name in names]
    assert all(isinstance(item, Found) for item in walk([str(tmp_path)]))
