"""Class lists of every make, and whose photo a file is."""

from pathlib import Path

import pytest

from checker.batch.roster import DIFFER, NOT_LISTED, SEVERAL, Roster, read_roster
from checker.errors import BatchError
from checker.text import Text

LIST = """学号,姓名
20210001,张三
20210002,张三丰
20210003,阿依古丽·买买提
20210004,李伟
20210005,李伟
A-01,Li Wei
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> str:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    return read_roster(write(tmp_path, LIST))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str, ends: str) -> None:
    text = "学号,姓名\n20210001,张三\n20210002,欧阳\n".replace(",", delimiter).replace("\n", ends)
    students = read_roster(write(tmp_path, text, encoding)).students
    assert [(s.id, s.name) for s in students] == [("20210001", "张三"), ("20210002", "欧阳")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("序号,姓名,班级,采集码\n1,张三,一班,TX0001\n", [("TX0001", "张三")]),
        ("姓 名,学 号\n张三,20210001\n", [("20210001", "张三")]),
        ("20210001,张三\n20210002,李四\n", [("20210001", "张三"), ("20210002", "李四")]),
        ("张三,20210001,13800000000\n", [("20210001", "张三")]),
        ("姓名\n张三\n\n  \n李四\n", [("", "张三"), ("", "李四")]),
        ("学号\n20210001\n", [("20210001", "")]),
        ("Student ID,Name\n007,James\n", [("007", "James")]),
        ('学号,姓名\n="0021",张三\n\'0022,李四\n', [("0021", "张三"), ("0022", "李四")]),
        ('学号,姓名\n21,"张,三"\n22,\n', [("21", "张,三"), ("22", "")]),
    ],
)
def test_columns(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.id, s.name) for s in read_roster(write(tmp_path, text)).students] == expected


def test_both_numbers_of_a_student_are_known(tmp_path: Path) -> None:
    found = read_roster(write(tmp_path, "学号,采集码,姓名\n20210001,TX9,张三\n"))
    assert found.find("TX9.jpg") == found.find("20210001.jpg") == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("学号,姓名\n".encode(), "lists no student"),
        ("学号,姓名\n1,张三\n2,李四\n1,王五\n".encode(), "lines 2 and 4 have the same number"),
        ("学号,姓名\n2.02E+07,张三\n".encode(), "format its column as text"),
        (b"PK\x03\x04 a workbook", "save it as CSV"),
        (b"\xff\xff\xff\x00\x81", "save it as CSV again"),
        (b"!!,??\n!!,??\n", "has no column of numbers"),
    ],
)
def test_useless_lists(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BatchError, match=sentence) as caught:
        read_roster(str(path))
    assert caught.value.code == "roster"
    assert str(path) in str(caught.value)


def test_lists_that_are_no_files(tmp_path: Path) -> None:
    for name in (str(tmp_path), str(tmp_path / "missing.csv"), "a\0b"):
        with pytest.raises(BatchError, match=r"^\[roster\] "):
            read_roster(name)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("20210001.jpg", 0),
        ("class/20210002_照片 (1).jpg", 1),
        ("20210001张三.jpg", 0),
        ("张三.jpg", 0),
        ("1班 张三丰 一寸.jpg", 1),
        ("阿依古丽买买提.jpg", 2),
        ("阿依古丽•买买提.jpg", 2),
        ("２０２１０００３.jpg", 2),
        ("20210005李伟.jpg", 4),
        ("li_wei.jpg", 5),
        ("a-01.png", 5),
        ("A01.png", 5),
        ("张三/IMG_2231.jpg", 0),
        ("李伟.jpg", SEVERAL),
        ("张三 李伟 20210001 20210004.jpg", SEVERAL),
        ("20210001李伟.jpg", DIFFER),
        ("120210001.jpg", NOT_LISTED),
        ("202100012.jpg", NOT_LISTED),
        ("IMG_2231.jpg", NOT_LISTED),
        ("王五.jpg", NOT_LISTED),
        ("", NOT_LISTED),
    ],
)
def test_whose_photo(roster: Roster, file: str, expected: int | Text) -> None:
    assert roster.find(file) == expected
