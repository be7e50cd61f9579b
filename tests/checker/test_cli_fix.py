"""``gradphoto fix``, run as a user runs it."""

import json
import os
from pathlib import Path

import pytest

from checker import Photo, fix
from checker.cli import main
from tests.checker.command import run
from tests.corpus import PHOTOS, UNREADABLE, encode
from tests.portrait import WHITE, portrait


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.heic"
    path.write_bytes(PHOTOS["display-p3.heic"]())
    return path


def test_one_photo(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original, out = photo.read_bytes(), photo.with_name("out.jpg")
    assert (
        main(["fix", str(photo), "-o", str(out), "--standard", "school-batch", "--standard", "online-upload"])
        == 0
    )
    assert photo.read_bytes() == original
    assert out.read_bytes() == fix(original, "me.heic", ["school-batch", "online-upload"]).data
    assert sorted(item.name for item in photo.parent.iterdir()) == ["me.heic", "out.jpg"]
    text = capsys.readouterr().out
    for word in ("480x640", "原文件：", "新文件：", "HEIC 转成了 JPG", "不保证"):
        assert word in text


@pytest.mark.parametrize(
    ("data", "args", "code"),
    [
        (PHOTOS["12-megapixels.jpg"], [], 0),
        (lambda: encode(portrait((600, 800), WHITE)), [], 1),
        (lambda: encode(portrait((295, 413))), [], 2),
        (UNREADABLE["truncated.jpg"][1], [], 2),
        (PHOTOS["baseline.jpg"], ["--standard", "ouchn", "--standard", "chsi-2017"], 2),
    ],
)
def test_exit_code(tmp_path: Path, data, args: list[str], code: int) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.jpg").write_bytes(data())
    out = tmp_path / "out.jpg"
    assert main(["fix", str(tmp_path / "a.jpg"), "-o", str(out), *args]) == code
    assert out.exists() == (code != 2)


def test_a_file_that_is_there_needs_force(photo: Path) -> None:
    out = photo.with_name("out.jpg")
    out.write_bytes(b"precious")
    done = run("fix", str(photo), "-o", str(out))
    assert done.returncode == 2
    assert b"[file-exists]" in done.stderr
    assert out.read_bytes() == b"precious"
    assert run("fix", str(photo), "-o", str(out), "--force").returncode == 0
    assert Photo.from_bytes(out.read_bytes()).size == (480, 640)


def test_the_original_is_never_replaced(tmp_path: Path) -> None:
    photo, original = tmp_path / "a.jpg", PHOTOS["size-1200x1600.jpg"]()
    photo.write_bytes(original)
    names = [photo, tmp_path / "." / "a.jpg"]
    if os.name != "nt":
        (tmp_path / "link.jpg").symlink_to(photo)
        (tmp_path / "hard.jpg").hardlink_to(photo)
        names += [tmp_path / "link.jpg", tmp_path / "hard.jpg"]
    for name in names:
        done = run("fix", str(photo), "-o", str(name), "--force")
        assert done.returncode == 2
        assert b"[same-file]" in done.stderr
        assert photo.read_bytes() == original


@pytest.mark.parametrize("out", ["missing/out.jpg", "a" * 300 + ".jpg", "me.heic/out.jpg"])
def test_where_nothing_can_be_written(photo: Path, out: str) -> None:
    done = run("fix", str(photo), "-o", str(photo.parent / out))
    assert done.returncode == 2
    assert b"[not-writable]" in done.stderr
    assert list(photo.parent.iterdir()) == [photo], "no remains"


def test_a_failing_disk_leaves_nothing(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = photo.with_name("out.jpg")
    out.write_bytes(b"precious")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["fix", str(photo), "-o", str(out), "--force"]) == 2
    assert out.read_bytes() == b"precious"
    assert sorted(item.name for item in photo.parent.iterdir()) == ["me.heic", "out.jpg"]


def test_several_photos_into_a_folder(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = photo.with_name("you.png")
    other.write_bytes(PHOTOS["rgb.png"]())
    out = photo.with_name("fixed")
    missing = photo.with_name("none.jpg")
    code = main(["fix", str(photo), str(missing), str(other), "-o", str(out), "--format", "json"])
    assert code == 2, "one is missing; the others are made all the same"
    assert sorted(item.name for item in out.iterdir()) == ["me-480x640.jpg", "you-480x640.jpg"]
    first, second, third = json.loads(capsys.readouterr().out)
    assert (first["written"], third["written"]) == (str(out / "me-480x640.jpg"), str(out / "you-480x640.jpg"))
    assert second["written"] is None
    assert second["notes"][0]["code"] == "no-such-file"
    assert first["bytes"] == (out / "me-480x640.jpg").stat().st_size
    assert first["size"] == [480, 640]
    assert first["complete"] is True
    assert [report["outcome"] for report in first["before"] + first["after"]] == ["fail", "pass"]


def test_two_photos_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "me.jpg").write_bytes(PHOTOS["12-megapixels.jpg"]())
    done = run(
        "fix", str(tmp_path / "a" / "me.jpg"), str(tmp_path / "b" / "me.jpg"), "-o", str(tmp_path / "out")
    )
    assert done.returncode == 2
    assert b"[file-exists]" in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_crop(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "big.jpg").write_bytes(PHOTOS["size-1200x1600.jpg"]())
    args = ["fix", str(tmp_path / "big.jpg"), "-o", str(tmp_path / "out.jpg"), "--format", "json"]
    main([*args, "--crop", "0.25,0.1,0.5,0.5"])
    assert json.loads(capsys.readouterr().out)[0]["crop"] == pytest.approx([0.25, 0.1, 0.5, 0.5])


@pytest.mark.parametrize(
    "crop", ["1", "0,0,1", "a,b,c,d", "0,0,2,1", "0,0,0,0", "nan,0,1,1", "0,0,1,1,1", ""]
)
def test_wrong_crops(photo: Path, crop: str) -> None:
    done = run("fix", str(photo), "-o", str(photo.with_name("o.jpg")), "--crop", crop)
    assert done.returncode == 2
    assert b"[usage]" in done.stderr
    assert b"--crop" in done.stderr


def test_the_output_must_be_named(photo: Path) -> None:
    done = run("fix", str(photo))
    assert done.returncode == 2
    assert b"[usage]" in done.stderr


def test_english(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(photo), "-o", str(photo.with_name("o.jpg")), "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert "Before:" in text
    assert text[: text.index("Before:")].isascii()


def test_levelling_and_another_background(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "me.jpg", tmp_path / "out.jpg"
    path.write_bytes(encode(portrait((900, 1200)).rotate(-2, fillcolor="#438EDB")))
    call = ["fix", str(path), "-o", str(out), "--level", "--background", "white", "--format", "json"]
    assert main(call) in {0, 1}
    notes = {note["code"]: note for note in json.loads(capsys.readouterr().out)[0]["notes"]}
    assert notes["levelled"]["level"] == notes["background-replaced"]["level"] == "advice"
    new = Photo.from_bytes(out.read_bytes())
    new.decode()
    assert new.working is not None
    assert new.working.getpixel((2, 2)) == (255, 255, 255)


def test_many_photos_before_another_background(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "me.jpg").write_bytes(encode(portrait((900, 1200))))
    assert main(["fix", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--background", "#F0F0F0"]) in {
        0,
        1,
    }
    new = Photo.from_bytes((tmp_path / "out" / "me-480x640.jpg").read_bytes())
    new.decode()
    assert new.working is not None
    assert new.working.getpixel((2, 2)) == (240, 240, 240)


def test_no_such_colour(tmp_path: Path) -> None:
    done = run("fix", str(tmp_path / "a.jpg"), "-o", str(tmp_path / "b.jpg"), "--background", "reddish")
    assert done.returncode == 2
    assert b"light-grey" in done.stderr
