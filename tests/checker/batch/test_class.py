"""A class's photos against its list: who is missing, what to tell whom, and copies under new names."""

import csv
import io
from pathlib import Path

import pytest

from checker.batch.renaming import check_pattern, new_stem, safe_ending, safe_name
from checker.batch.roster import Student
from checker.cli import main
from tests.checker.command import run
from tests.corpus import PHOTOS, UNREADABLE


@pytest.fixture
def classroom(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    photos.mkdir()
    files = {
        "20210001 张三.jpg": PHOTOS["baseline.jpg"],
        "李四.jpg": PHOTOS["white.jpg"],
        "20210003.jpg": PHOTOS["baseline.jpg"],
        "王五(2).JPG": PHOTOS["exif-6.jpg"],
        "20210004.jpg": UNREADABLE["truncated.jpg"][1],
        "IMG_1.jpg": PHOTOS["baseline.jpg"],
    }
    for name, make in files.items():
        (photos / name).write_bytes(make())
    (tmp_path / "list.csv").write_text(
        "学号,姓名\n20210001,张三\n20210002,李四\n20210003,王五\n20210004,赵六\n20210005,孙七\n",
        encoding="gb18030",
    )
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_missing_double_and_unknown_photos(classroom: Path) -> None:
    done = run("check", "photos", "--roster", "list.csv", "--messages", "messages.csv", cwd=classroom)
    assert done.returncode == 2
    text = done.stdout.decode().replace("\\", "/")
    assert "名单共 5 人，有照片的 4 人，缺 1 人" in text
    assert "缺照片：20210005 孙七" in text
    assert "重复：20210003 王五：photos/20210003.jpg、photos/王五(2).JPG" in text
    assert "认不出是谁：photos/IMG_1.jpg：名单里没有这个学号或姓名" in text
    told = {row["姓名"]: row for row in rows(classroom / "messages.csv")}
    assert {name: row["状态"] for name, row in told.items()} == {
        "张三": "合格",
        "李四": "不合格",
        "王五": "重复",
        "赵六": "打不开",
        "孙七": "缺照片",
        "": "认不出是谁",
    }
    assert told["李四"]["给学生的话"].startswith("李四同学：你的照片「李四.jpg」不合格。背景颜色：")
    assert "2 张照片（20210003.jpg、王五(2).JPG）" in told["王五"]["给学生的话"]
    assert "[truncated]" in told["赵六"]["给学生的话"]
    assert told["孙七"]["学号"] == "20210005"


def test_every_format_tells_whose_photo_it_is(classroom: Path) -> None:
    args = ["check", "photos", "--roster", "list.csv", "--format"]
    table = run(*args, "csv", cwd=classroom)
    found = list(csv.DictReader(io.StringIO(table.stdout.decode("utf-8-sig"), newline="")))
    assert {(row["学号"], row["姓名"]) for row in found} >= {("20210001", "张三"), ("", "")}
    assert "缺照片：20210005 孙七" in table.stderr.decode()
    page = run(*args, "html", cwd=classroom).stdout.decode()
    assert "缺照片：20210005 孙七" in page
    assert "姓名: 张三" in page


def test_a_complete_class_passes_and_a_gap_does_not(
    classroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = classroom / "photos" / "20210001 张三.jpg"
    listed = classroom / "one.csv"
    listed.write_text("姓名\n张三\n", encoding="utf-8")
    args = ["check", str(photo), "--roster", str(listed)]
    assert main(args) == 0
    listed.write_text("姓名\n张三\n孙七\n", encoding="utf-8")
    assert main(args) == 1
    assert "缺照片：孙七" in capsys.readouterr().out


def test_a_class_list_in_the_folder_is_no_skipped_file(
    classroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = classroom / "list.csv"
    inside = classroom / "photos" / "list.csv"
    listed.rename(inside)
    main(["check", str(classroom / "photos"), "--roster", str(inside)])
    assert "list.csv" not in capsys.readouterr().out


def test_copies_under_new_names(classroom: Path) -> None:
    before = contents(classroom / "photos")
    options = ["--roster", "list.csv", "--rename", "{id}-{name}", "--copy-to", "photos/sorted"]
    done = run("check", "photos", *options, cwd=classroom)
    copies = classroom / "photos" / "sorted"
    assert contents(copies) == {
        "20210001-张三.jpg": before["20210001 张三.jpg"],
        "20210002-李四.jpg": before["李四.jpg"],
    }
    text = done.stdout.decode()
    assert "2 张照片都要叫「20210003-王五.jpg」" in text
    assert "认不出「photos" in text
    assert "已改名复制 2 张照片" in text
    assert contents(classroom / "photos") == before
    again = run("check", "photos", *options, cwd=classroom).stdout.decode()
    assert "「20210001-张三.jpg」已经存在" in again
    assert "共检查 6 张照片" in again, "the copies are not checked again"


def test_copies_without_a_list(classroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = [
        "check",
        str(classroom / "photos"),
        "--rename",
        "{n:03} {stem}",
        "--copy-to",
        str(classroom / "out"),
    ]
    assert main(args) == 2
    names = sorted(path.name for path in (classroom / "out").iterdir())
    assert names[0] == "001 20210001 张三.jpg"
    assert len(names) == 5
    assert "5 张照片" in capsys.readouterr().out


@pytest.mark.parametrize(
    "pattern",
    ["", "photo", "{", "{id", "{0}", "{id.__class__}", "{id!r}", "{name:>9999999999}", "{passwd}", "{id[0]}"],
)
def test_wrong_patterns(pattern: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_pattern(pattern)
    with pytest.raises(SystemExit) as ended:
        main(["check", "a.jpg", "--rename", pattern, "--copy-to", "out"])
    assert ended.value.code == 2
    assert "[usage]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "args",
    [
        ["--messages", "m.csv"],
        ["--rename", "{n}"],
        ["--copy-to", "out"],
        ["--rename", "{id}", "--copy-to", "out"],
        ["--messages", "m.jpg", "--roster", "list.csv"],
    ],
)
def test_options_that_need_each_other(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "a.jpg", *args])
    assert ended.value.code == 2
    assert "[usage]" in capsys.readouterr().err


def test_a_bad_list_stops_before_any_photo(classroom: Path) -> None:
    done = run("check", "photos", "--roster", "missing.csv", cwd=classroom)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"gradphoto: error: [roster] missing.csv: ")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a:b*c?", "a_b_c_"),
        ("CON", "_CON"),
        ("con .jpg", "_con .jpg"),
        ("CONIN$", "_CONIN$"),
        ("nul.x", "_nul.x"),
        ("", "_"),
        ("..", "_"),
        ("name. ", "name"),
        ("a\nb\u202e", "a_b_"),
        ("张" * 100, "张" * 66),
    ],
)
def test_names_that_are_safe_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.JPG", ".jpg"),
        ("a", ""),
        (".jpg", ""),
        ("a.jp\x1b[31mg", ".jp_[31mg"),
        ("a.j<p|g", ".j_p_g"),
        ("a.jpg\u202e", ".jpg_"),
        ("a." + "照" * 200, "." + "照" * 12),
        ("a.\udcff", "._"),
    ],
)
def test_safe_endings(name: str, safe: str) -> None:
    assert safe_ending(name) == safe


def test_a_pattern_s_fields() -> None:
    student = Student("007", "张三")
    assert new_stem("{id}_{name}_{n:02}_{stem}", "x/IMG_1.jpg", student, 3) == "007_张三_03_IMG_1"
    assert new_stem("{{{stem}}}", "a.jpg", None, 1) == "{a}"
