"""Reports: outcomes, JSON and its schema."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import checker
from checker import PhotoError, StandardError, standards
from checker.render import render_to_share
from checker.report import OWN, SEVERITY, Finding, Outcome, Report, Verdict, reports_to_json, schema
from checker.text import LANGUAGES, Lang, Text
from tests.corpus import PHOTOS, UNREADABLE

ROOT = Path(__file__).parents[2]
STANDARDS = list(standards.load_all())
_SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(_SCHEMA)
OWN_WITH_MANUAL = """\
id = "a-school"
name = { zh = "某校", en = "a school" }
summary = { zh = "某校要的照片。", en = "What a school wants." }

[source]
authority = { zh = "某校", en = "a school" }
document = { zh = "通知", en = "notice" }
year = 2026
trust = "A"
checked = "2026-11-24"

[rules.file-size]
kb = { min = 20, max = 60 }

[[manual]]
id = "ears-apart"
title = { zh = "两耳", en = "Ears" }
zh = "两耳相距 {min}–{max} 像素。"
en = "The ears are {min}-{max} px apart."
limits = { min = 200, max = 300 }
unit = "px"
"""


def finding(outcome: Outcome) -> Finding:
    verdict = Verdict(outcome, "code", Text("句子", "sentence"))
    return Finding("file-size", Text("名", "name"), verdict, "rules/file-size.html", OWN, "zh")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "manual"], "pass"),
        (["pass", "warn", "manual"], "warn"),
        (["warn", "unknown"], "unknown"),
        (["unknown", "warn", "fail"], "fail"),
    ],
)
def test_outcome(outcomes: list[Outcome], expected: str) -> None:
    report = Report("a.jpg", "online-upload", tuple(map(finding, outcomes)), "zh")
    assert report.outcome == expected


def test_worst_first() -> None:
    report = Report("a.jpg", "online-upload", tuple(map(finding, reversed(SEVERITY))), "zh")
    assert [found.outcome for found in report.worst_first()] == list(SEVERITY)


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)


@pytest.mark.parametrize("name", [*PHOTOS, *UNREADABLE])
def test_every_report_follows_the_schema(name: str) -> None:
    data = PHOTOS[name]() if name in PHOTOS else UNREADABLE[name][1]()
    lang: Lang
    for lang in LANGUAGES:
        reports = checker.check(data, name, STANDARDS, lang)
        assert [report.standard for report in reports] == STANDARDS
        text = reports_to_json(reports)
        assert text.isascii()
        loaded = json.loads(text, parse_constant=_refuse)
        VALIDATOR.validate(loaded)
        assert all((report["outcome"] == "unreadable") == (name in UNREADABLE) for report in loaded)
        for sentence in _sentences(loaded):
            assert sentence.isascii() if lang == "en" else sentence.encode("cp936")


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def _sentences(loaded: list[dict[str, Any]]) -> Iterator[str]:
    for report in loaded:
        yield from (found["message"] for found in report["findings"])
        if "error" in report:
            yield report["error"]["message"]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "good"},
        {"outcome": "unreadable"},
        {"schema": "gradphoto-report/2"},
        {"error": {"code": "damaged", "message": "x"}},
        {"findings": []},
        {"surprise": 1},
    ],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    (report,) = checker.check(PHOTOS["baseline.jpg"](), "a.jpg", ["online-upload"])
    VALIDATOR.validate([report.to_dict()])
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate([report.to_dict() | change])


def test_findings_come_in_the_standard_s_order_and_lead_to_a_page() -> None:
    (report,) = checker.check(PHOTOS["baseline.jpg"](), "a.jpg", ["school-batch"])
    standard = standards.load("school-batch")
    assert [found.rule for found in report.findings] == [*standard.rules, *(m.id for m in standard.manual)]
    pages = {found.rule: found.page for found in report.findings}
    assert pages["file-size"] == "rules/file-size.html"
    assert pages["make-up"] == "standards/school-batch.html"


def test_manual_findings_carry_their_limits(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN_WITH_MANUAL, encoding="utf-8")
    standard = standards.load_file(file)
    (report,) = checker.check(PHOTOS["baseline.jpg"](), "a.jpg", [standard], "en")
    found = {f.rule: f.to_dict() for f in report.findings}
    assert found["ears-apart"] == {
        "rule": "ears-apart",
        "outcome": "manual",
        "measured": None,
        "allowed": [200, 300],
        "unit": "px",
        "confidence": 1.0,
        "code": "ears-apart/manual",
        "message": "The ears are 200-300 px apart.",
        "page": "requirements.html",
        "source": {"authority": "a school", "document": "notice", "year": 2026, "trust": "A"},
    }
    assert found["really-you"]["allowed"] is None


def test_one_photo_can_meet_three_standards_at_once() -> None:
    from tests.corpus import encode
    from tests.portrait import portrait

    data = encode(portrait(), quality=74)
    assert 30_720 <= len(data) <= 40_000
    reports = checker.check(data, "a.jpg", ["online-upload", "school-batch", "chsi-2017"])
    # She smiles, and in her space suit one shoulder seems higher, which only the third asks about.
    troubles = [
        {found.code for found in report.findings if found.outcome not in {"pass", "manual"}}
        for report in reports
    ]
    assert troubles == [set(), set(), {"shoulders/slight", "mouth-closed/open"}]


def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for example in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            exec(compile(example, name, "exec"), {"data": PHOTOS["exif-6.jpg"]()})
            assert "'orientation/exif-rotated'" in capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_to_share_has_all_that_calls_for_something_and_no_codes(lang: Lang) -> None:
    data, name = PHOTOS["size-144x192.jpg"](), "\u202ephoto.jpg"
    reports = checker.check(data, name, ["online-upload"], lang, {"dpi": "100"}, runtime="not-looked")
    text = render_to_share(reports)
    troubling = [one for report in reports for one in report.findings if one.outcome != "pass"]
    assert len(troubling) >= 3
    assert all(one.message in text for one in troubling)
    passed = [one.title.to(lang) for report in reports for one in report.findings if one.outcome == "pass"]
    assert {"zh": "、", "en": ", "}[lang].join(passed) in text
    assert "dpi=100" in text
    assert r"\u202ephoto.jpg" in text
    for code in ("[brief]", "[own]", "online-upload", ".html"):
        assert code not in text


def test_text_to_share_of_what_is_no_photo_says_why() -> None:
    [report] = checker.check(b"", "empty.jpg", ["online-upload"])
    assert report.error is not None
    assert render_to_share([report]).splitlines()[1:] == [report.error.message("zh")]


def test_a_finding_s_code_is_that_of_its_json() -> None:
    (report,) = checker.check(PHOTOS["striped.jpg"](), "a.jpg", ["online-upload"])
    assert [found.code for found in report.findings] == [found.to_dict()["code"] for found in report.findings]
    assert "background-colour/not-plain" in [found.code for found in report.findings]


def test_unknown_standard_is_the_caller_s_error() -> None:
    with pytest.raises(StandardError):
        checker.check(b"", "a.jpg", ["passport"])


def test_photo_error_speaks_both_languages() -> None:
    error = PhotoError("damaged", "坏了。", "Broken.")
    assert (error.message("zh"), error.message("en")) == ("坏了。", "Broken.")
