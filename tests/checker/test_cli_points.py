"""``gradphoto check --points``: a photo judged by points placed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checker
from checker.cli import main
from checker.vision.scene import Handle, Point
from tests.checker.command import run

ALL = ["crown=240,64", "chin=240.5,460", "left-eye=200,270", "right-eye=280,270"]


def test_points_are_judged_by(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = folder / "good.jpg"
    main(["check", str(photo), "--standard", "chsi-2017", "--format", "json", "--points", *ALL])
    points: dict[Handle, Point] = {
        "crown": Point(240, 64),
        "chin": Point(240.5, 460),
        "left-eye": Point(200, 270),
        "right-eye": Point(280, 270),
    }
    expected = checker.check(photo.read_bytes(), str(photo), ["chsi-2017"], points=points)
    assert capsys.readouterr().out == checker.reports_to_json(expected)
    assert json.loads(checker.reports_to_json(expected))[0]["outcome"] != "unreadable"


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (["nose=1,2"], "nose"),
        (["crown=1"], "crown=X,Y"),
        (["crown=a,b"], "crown=X,Y"),
        (["crown=240,700", *ALL[1:]], "外面"),
        (["crown=240,600", *ALL[1:]], "头顶"),
        ([ALL[0], ALL[1], "left-eye=280,270", "right-eye=200,270"], "左右"),
    ],
)
def test_impossible_points_are_a_wrong_call(folder: Path, points: list[str], word: str) -> None:
    done = run("check", str(folder / "good.jpg"), "--points", *points)
    assert done.returncode == 2
    assert word in done.stderr.decode()
    assert b"--points" in done.stderr


@pytest.mark.parametrize("more", [["white.jpg"], ["--format", "html"], ["--jobs", "1"]])
def test_points_are_of_one_photo(folder: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options = [str(folder / name) if name.endswith(".jpg") else name for name in more]
    with pytest.raises(SystemExit) as ended:
        main(["check", str(folder / "good.jpg"), *options, "--points", *ALL])
    assert ended.value.code == 2
    assert "--points" in capsys.readouterr().err
