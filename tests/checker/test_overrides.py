"""Standards of one's own and single limits that a call or a link replaces."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import checker
from checker import StandardError, standards
from checker.fix import fix
from checker.render import render_reports
from checker.report import Finding
from checker.standards import parse_overrides, with_overrides
from checker.text import LANGUAGES
from tests.checker.test_report import VALIDATOR
from tests.corpus import PHOTOS, encode
from tests.portrait import portrait

OWN = """\
id = "my-school"
name = { zh = "我的学校", en = "My school" }
summary = { zh = "我的学校要的照片。", en = "What my school wants." }

[source]
authority = { zh = "我的学校教务处", en = "my school" }
document = { zh = "2026 年图像采集通知", en = "notice of 2026" }
year = 2026
trust = "A"
checked = "2026-11-24"

[rules.file-size]
kb = { min = 20, max = 60 }
"""

MANUAL = '[[manual]]\nid = "x"\ntitle = {{ zh = "甲" }}\nzh = "{}"\nunit = "px"\nlimits = {{ min = 1 }}\n'


def found(rule: str, standard: str, overrides: Mapping[str, str], data: bytes) -> Finding | None:
    (report,) = checker.check(data, "photo.jpg", [standard], "zh", overrides, runtime="left-out")
    assert report.overrides == overrides
    VALIDATOR.validate([report.to_dict()])
    return next((finding for finding in report.findings if finding.rule == rule), None)


@pytest.mark.parametrize(
    ("overrides", "rule", "allowed"),
    [
        ({"kb": "20-60"}, "file-size", [20 * 1024, 60_000]),
        ({"kb": "20-"}, "file-size", [20 * 1024, None]),
        ({"kb": "-60"}, "file-size", [None, 60_000]),
        ({"px": "413x626"}, "pixel-size", [[413, 413], [626, 626]]),
        ({"px": "295-x413-"}, "pixel-size", [[295, None], [413, None]]),
        ({"px": "480-600x640-768"}, "pixel-size", [[480, 600], [640, 768]]),
        ({"dpi": "300"}, "print-resolution", [300, 300]),
        ({"dpi": "72-"}, "print-resolution", [72, None]),
        ({"bg": "white"}, "background-colour", ["white"]),
        ({"bg": "blue,white"}, "background-colour", ["blue", "white"]),
        ({"crown": "8-17"}, "crown-position", [0.08, 0.17]),
        ({"eyes": "-45"}, "eye-line", [None, 0.45]),
    ],
)
@pytest.mark.parametrize("standard", ["online-upload", "school-batch", "chsi-2017", "ouchn"])
def test_an_override_replaces_the_limit_and_is_cited_as_a_wish(
    overrides: dict[str, str], rule: str, allowed: Any, standard: str
) -> None:
    finding = found(rule, standard, overrides, PHOTOS["baseline.jpg"]())
    assert finding is not None
    assert finding.verdict.allowed == allowed
    [(key, value)] = overrides.items()
    if not finding.verdict.own:
        assert finding.source.trust == "call"
        assert f"{key}={value}" in finding.source.cite("zh")


def test_an_override_decides() -> None:
    white = encode(portrait(background="white"))
    for overrides, outcome in (({}, "fail"), ({"bg": "white"}, "pass")):
        finding = found("background-colour", "online-upload", overrides, white)
        assert finding is not None
        assert finding.outcome == outcome


def test_an_exact_size_takes_the_place_of_the_ratio() -> None:
    photo = encode(portrait((413, 626)))
    finding = found("aspect-ratio", "online-upload", {"px": "413x626"}, photo)
    assert finding is not None
    assert (finding.outcome, finding.source.trust) == ("pass", "call")
    finding = found("aspect-ratio", "online-upload", {"px": "400-x600-"}, photo)
    assert finding is not None
    assert (finding.outcome, finding.source.trust) == ("fail", "brief")
    assert found("aspect-ratio", "chsi-2017", {"px": "413x626"}, photo) is None


def test_the_same_value_in_other_writing() -> None:
    standard = with_overrides(standards.load("ouchn"), {"px": " 480×640", "kb": "20–60", "bg": "White"})
    assert standard.overrides == {"px": "480x640", "kb": "20-60", "bg": "white"}


def test_other_limits_stay_as_they_are() -> None:
    before = standards.load("chsi-2017")
    after = with_overrides(before, {"kb": "20-60"})
    changed = [rule for rule in after.rules if after.rules[rule] != before.rules.get(rule)]
    assert changed == ["file-size"]
    assert (after.id, after.name, after.manual) == (before.id, before.name, before.manual)
    assert before.overrides == {}
    assert with_overrides(before, {}) is before
    assert with_overrides(after, {"bg": "white"}).overrides == {"kb": "20-60", "bg": "white"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "blue"),
        ("", "1"),
        ("bg", "azure"),
        ("bg", ""),
        ("bg", "blue,"),
        ("kb", "20"),
        ("kb", "-"),
        ("kb", "60-20"),
        ("kb", "0-20"),
        ("kb", "20-60KB"),
        ("kb", "-5-20"),
        ("kb", "1e3-"),
        ("kb", "٢-٣"),
        ("kb", "100000-"),
        ("px", "480"),
        ("px", "480x"),
        ("px", "x640"),
        ("px", "0x0"),
        ("px", "480x640x3"),
        ("px", "600-480x640"),
        ("dpi", "abc"),
        ("dpi", "300-72"),
        ("crown", "10"),
        ("crown", "17-8"),
        ("crown", "8-100"),
        ("eyes", "0.3-0.5"),
        ("dpi", "\x1b[31m" + "9" * 1000),
    ],
)
def test_nonsense_is_refused_in_a_sentence(key: str, value: str) -> None:
    with pytest.raises(StandardError) as caught:
        checker.check(b"", "a.jpg", ["ouchn"], "zh", {key: value})
    for lang in ("zh", "en"):
        sentence = caught.value.message(lang)
        assert sentence.isprintable()
        assert len(sentence) < 200
    assert caught.value.message("zh").endswith("。")
    assert caught.value.message("en").isascii()


def test_assignments() -> None:
    assert parse_overrides(["kb=20-60", "bg=white", "kb=20-60"]) == {"kb": "20-60", "bg": "white"}
    with pytest.raises(StandardError, match="kb was given before"):
        parse_overrides(["kb=20-60", "kb=20-"])
    with pytest.raises(StandardError, match="write it like kb=20-60"):
        parse_overrides(["kb"])


def test_a_standard_of_one_s_own(tmp_path: Path) -> None:
    file = tmp_path / "a name.toml"
    file.write_text(OWN, encoding="utf-8")
    standard = standards.load_file(file)
    assert standard == pickle.loads(pickle.dumps(standard)), "it goes to other processes"
    reports = checker.check(PHOTOS["baseline.jpg"](), "photo.jpg", [standard, "ouchn"])
    assert [report.standard for report in reports] == ["my-school", "ouchn"]
    VALIDATOR.validate([report.to_dict() for report in reports])
    assert "我的学校 (my-school)" in render_reports(reports)
    unreadable = checker.check(b"", "photo.jpg", [standard])
    assert "我的学校 (my-school)" in render_reports(unreadable)


def test_windows_editors_begin_a_file_with_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert standards.load_file(file).id == "my-school"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OWN.replace("my-school", "chsi-2017"), "id: 'chsi-2017' is a standard of this tool"),
        (OWN.replace("min = 20", "min = 200"), "rules: file-size: kb: min 200 is above max 60"),
        (OWN.replace('trust = "A"', 'trust = "call"'), "source: trust: must be one of brief, A"),
        (OWN.replace("[rules.file-size]", "[rules.file-sise]"), "rules: file-sise: is no rule"),
        (OWN.replace("2026-11-24", "2999-01-01"), "source: checked: 2999-01-01 is in the future"),
        (OWN + "x = " + "[" * 100_000, "nested too deeply"),
        (OWN + ".".join(["x"] * 400_000) + " = 1", "nested too deeply"),
        (OWN + ".".join(['"\u2028"'] * 100_000) + " = 1", "nested too deeply"),
        (OWN.replace("max = 60", "max = " + "6" * 5000), "digits"),
        (OWN.replace("max = 60", "max = 1e999"), "kb: max: must be a number within 1,000,000,000 of 0"),
        (OWN.replace("max = 60", "max = " + "6" * 999), "kb: max: must be a number within"),
        (OWN + MANUAL.format("{min.real}"), "manual 1: zh: has a placeholder that limits does not fill"),
        (OWN + MANUAL.format("{min:>99999999999}"), "manual 1: zh: has a placeholder"),
        (OWN + MANUAL.format("{0}"), "manual 1: zh: has a placeholder"),
        (OWN + MANUAL.format("}"), "manual 1: zh: has a placeholder"),
        (OWN.encode("gb18030"), "is not UTF-8"),
        (b"\0" * 1_000_001, "is too large"),
        (b"\xff\xd8\xff", "is not UTF-8"),
    ],
)
def test_faults_of_one_s_own_file(tmp_path: Path, content: str | bytes, message: str) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(StandardError) as caught:
        standards.load_file(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "is no file"),
        ("/dev/zero", "is no file" if Path("/dev/zero").exists() else "there is no such file"),
        ("a\0b.toml", "cannot be read"),
        ("n" * 5000 + ".toml", "cannot be read"),
    ):
        with pytest.raises(StandardError) as caught:
            standards.load_file(path)
        assert message in str(caught.value)
        assert str(caught.value).isprintable()


def test_an_unknown_year_is_never_told_as_none() -> None:
    source = standards.load("cet").source
    assert source.year is None
    assert source.cite_dated("en") == f"{source.cite('en')} [B]"
    asked = with_overrides(standards.load("online-upload"), {"px": "100x100"})
    notes = fix(PHOTOS["baseline.jpg"](), "photo.jpg", [asked]).notes
    assert any("px=100x100 [call]" in note.text.zh for note in notes), notes
    assert not any("None" in note.text.to(lang) for note in notes for lang in LANGUAGES)
