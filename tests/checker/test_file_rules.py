"""Rules about the file: what a school may ask of its name, and what cannot be told from the first look."""

from pathlib import Path

import pytest

import checker
from checker import Photo, StandardError, standards
from checker.report import Finding
from tests.checker.examples import find
from tests.checker.examples_file import with_quality
from tests.corpus import PHOTOS, encode
from tests.icc import display_p3, srgb
from tests.portrait import portrait

SCHOOL = """
id = "class-two"
based_on = "online-upload"
name = { zh = "二班", en = "Class two" }
summary = { zh = "二班交照片", en = "Photos of class two" }
[source]
authority = { zh = "辅导员", en = "counsellor" }
document = { zh = "通知", en = "notice" }
year = 2026
trust = "B"
checked = "2026-11-20"
[rules.file-name]
extensions = ["jpg"]
pattern = '20\\d{8}'
meaning = { zh = "学号", en = "the student number" }
"""


def school(tmp_path: Path, text: str = SCHOOL) -> standards.Standard:
    path = tmp_path / "class.toml"
    path.write_text(text, encoding="utf-8")
    return standards.load_file(path)


def by_name(standard: standards.Standard, name: str) -> Finding:
    (report,) = checker.check(PHOTOS["baseline.jpg"](), name, [standard])
    (finding,) = (finding for finding in report.findings if finding.rule == "file-name")
    return finding


@pytest.mark.parametrize(
    ("name", "outcome", "code"),
    [
        ("2022010203.jpg", "pass", "ok"),
        ("D:\\照片\\2022010203.JPG", "pass", "ok"),
        ("2022010203.jpeg", "warn", "extension"),
        ("李雷2022010203.jpg", "fail", "pattern"),
        ("2022010203 (1).jpg", "fail", "pattern"),
        ("20220102034.jpg", "fail", "pattern"),
        ("20" * 500 + ".jpg", "fail", "pattern"),
        ("", "unknown", "no-name"),
    ],
)
def test_a_school_may_ask_for_a_pattern(tmp_path: Path, name: str, outcome: str, code: str) -> None:
    finding = by_name(school(tmp_path), name)
    assert (finding.outcome, finding.verdict.code) == (outcome, code)
    if outcome in {"fail", "unknown"}:
        assert "学号" in finding.message
        assert finding.source.authority.zh == "辅导员"


def test_both_faults_of_a_name_are_told(tmp_path: Path) -> None:
    message = by_name(school(tmp_path), "李雷.png").message
    assert "学号" in message
    assert ".png" in message


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("'20\\d{8}'", "'20(\\d{8}'", "file-name: pattern: is no regular expression"),
        ('meaning = { zh = "学号", en = "the student number" }', "", "file-name: meaning: is missing"),
        ("pattern = '20\\d{8}'", "", "file-name: meaning: is unknown"),
        (
            "[rules.file-name]",
            "[rules.jpeg-quality]\nmin = 5\ndoubt = 5\n[rules.file-name]",
            "jpeg-quality: min",
        ),
        (
            "[rules.file-name]",
            "[rules.colour-profile]\nnoticeable = 9\nruinous = 8\n[rules.file-name]",
            "colour-profile: noticeable",
        ),
    ],
)
def test_faults_of_limits_are_named(tmp_path: Path, old: str, new: str, error: str) -> None:
    assert old in SCHOOL
    with pytest.raises(StandardError, match=error):
        school(tmp_path, SCHOOL.replace(old, new))


def test_quality_is_that_of_the_table_in_use() -> None:
    """A fine table that no component uses, or a coarse one for chroma alone, changes nothing."""
    coarse = with_quality(30)
    at = coarse.index(b"\xff\xc0")
    component = at + 10  # id, sampling, table of the first component
    table = coarse.index(b"\xff\xdb")
    fine = b"\xff\xdb\0\x43\0" + b"\1" * 64
    first = coarse[table : table + 69].replace(b"\xff\xdb\0\x43\0", b"\xff\xdb\0\x43\3", 1)
    moved = (
        coarse[:table] + first + fine + coarse[table + 69 : component + 2] + b"\3" + coarse[component + 3 :]
    )
    photo = Photo.from_bytes(moved)
    photo.decode()
    assert photo.quality == 30


def test_quality_of_libjpeg_is_told_exactly() -> None:
    image = portrait((48, 64))
    for quality in range(3, 101):  # below 3, all steps are the greatest that there is
        assert Photo.from_bytes(encode(image, quality=quality)).quality == quality
        assert Photo.from_bytes(encode(image.convert("L"), quality=quality)).quality == quality


def test_the_name_of_a_profile_is_not_believed() -> None:
    for profile, state in ((display_p3("sRGB IEC61966-2.1"), "other"), (srgb("Adobe RGB (1998)"), "srgb")):
        assert Photo.from_bytes(encode(portrait((48, 64)), icc_profile=profile)).profile.state == state


def test_foreign_text_is_made_harmless() -> None:
    hostile = display_p3("\x1b[31m\u202eP3")
    finding = find(encode(portrait(), icc_profile=hostile), "colour-profile")
    assert finding.message.isprintable()
    assert finding.verdict.message.en.isascii()
