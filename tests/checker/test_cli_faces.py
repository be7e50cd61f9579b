"""``--without-faces``: file and picture only, and the rest says that nobody looked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.cli import main
from tests.checker.command import run
from tests.corpus import encode
from tests.portrait import portrait

OF_FACES = "crown-position"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(encode(portrait()))
    return tmp_path / "photos"


def codes(report: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {finding["rule"]: finding["code"] for finding in report["findings"]}


@pytest.mark.parametrize("one", [True, False])
def test_photos_are_checked_without_faces(one: bool, folder: Path) -> None:
    where = folder / "a.jpg" if one else folder
    (seen,) = json.loads(run("check", str(where), "--format", "json").stdout)
    done = run("check", str(where), "--format", "json", "--without-faces")
    (unseen,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert codes(unseen)[OF_FACES] == f"{OF_FACES}/not-looked"
    assert codes(seen)[OF_FACES] != f"{OF_FACES}/not-looked"
    assert codes(unseen)["file-size"] == codes(seen)["file-size"]


@pytest.mark.parametrize("one", [True, False])
def test_files_are_made_without_faces(one: bool, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, out = (folder / "a.jpg" if one else folder), folder.parent / "out"
    assert main(["fix", str(where), "-o", str(out), "--format", "json", "--without-faces"]) == 1
    (made,) = json.loads(capsys.readouterr().out)
    after = [codes(report) for report in made["after"]]
    assert [found[OF_FACES] for found in after] == [f"{OF_FACES}/not-looked"]
