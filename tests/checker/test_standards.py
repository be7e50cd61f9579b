"""The standards' files: strictly read, complete, and the only place of every figure."""

import re
from importlib import resources
from pathlib import Path

import pytest

from checker import standards
from checker.errors import StandardError
from checker.rules import RULES
from checker.standards.loader import common, parse_schools, parse_standard
from checker.text import LANGUAGES, Lang

ROOT = Path(__file__).parents[2]
ALL = list(standards.load_all().values())


def source_text(name: str) -> str:
    return resources.files("checker.standards").joinpath(name).read_text(encoding="utf-8")


def rows(standard_id: str, lang: Lang = "zh") -> dict[str, str]:
    return {row.rule_id: row.text for row in standards.load(standard_id).requirements(lang)}


def test_display_order() -> None:
    assert list(standards.load_all()) == ["online-upload", "school-batch", "chsi-2017", "ouchn"]


def test_unknown_standard_names_the_known_ones() -> None:
    with pytest.raises(StandardError, match="online-upload, school-batch, chsi-2017, ouchn"):
        standards.load("passport")


# Every figure of the article's and the regulation's requirements, as a student reads it.
@pytest.mark.parametrize(
    ("standard", "rule", "figures"),
    [
        ("online-upload", "image-format", ["JPG"]),
        ("online-upload", "file-size", ["30–900 KB"]),
        ("online-upload", "print-resolution", ["不低于 72 dpi"]),
        ("online-upload", "pixel-size", ["480–600", "640–768"]),
        ("online-upload", "aspect-ratio", ["严格 3:4"]),
        ("online-upload", "background-colour", ["蓝色"]),
        ("school-batch", "image-format", ["JPG"]),
        ("school-batch", "file-size", ["一般 20–200 KB"]),
        ("school-batch", "pixel-size", ["不小于 295×413", "一寸"]),
        ("school-batch", "aspect-ratio", ["约 3:4"]),
        ("school-batch", "background-colour", ["白色", "蓝色", "浅色"]),
        ("school-batch", "crown-gap", ["1/10"]),
        ("school-batch", "head-height", ["7/10"]),
        ("school-batch", "shoulders", ["1/5"]),
        ("school-batch", "side-gap", ["1/10"]),
        ("school-batch", "face-visible", ["橡皮泥"]),
        ("chsi-2017", "pixel-size", ["480×640"]),
        ("chsi-2017", "print-resolution", ["300 dpi"]),
        ("chsi-2017", "colour-mode", ["24 位"]),
        ("chsi-2017", "image-format", ["JPG"]),
        ("chsi-2017", "jpeg-quality", ["不低于 60"]),
        ("chsi-2017", "file-name", [".jpg"]),
        ("chsi-2017", "file-size", ["一般 20–40 KB"]),
        ("chsi-2017", "background-colour", ["100,197,255", "255,255,255", "240,240,240"]),
        ("chsi-2017", "hair-top", ["50–110"]),
        ("chsi-2017", "eye-line", ["200–300"]),
        ("chsi-2017", "face-width", ["180–300"]),
        ("ouchn", "pixel-size", ["不小于 480×640"]),
        ("ouchn", "file-size", ["不小于 150 KB"]),
        ("ouchn", "background-colour", ["蓝色"]),
    ],
)
def test_requirements_hold_every_figure(standard: str, rule: str, figures: list[str]) -> None:
    text = rows(standard)[rule]
    for figure in figures:
        assert figure in text


@pytest.mark.parametrize("standard", ALL, ids=lambda standard: standard.id)
def test_standard_is_complete(standard: standards.Standard) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", standard.checked)
    assert standard.page == f"requirements.html#{standard.id}"
    assert standard.background
    assert list(standard.rules) == [rule for rule in RULES if rule in standard.rules], (
        "in the order of the rules"
    )
    ids = [*standard.rules, *(manual.id for manual in standard.manual)]
    assert len(ids) == len(set(ids))
    for lang in LANGUAGES:
        for row in standard.requirements(lang):
            assert row.title
            assert row.text
            assert row.source
            assert "{" not in row.text
            assert row.trust in {"brief", "A", "B", "C", "D", "own"}
            assert row.year is None or 2004 <= row.year <= 2026
            assert row.judged == (row.rule_id in RULES)


@pytest.mark.parametrize("standard", ALL, ids=lambda standard: standard.id)
def test_english_is_ascii_and_chinese_fits_windows(standard: standards.Standard) -> None:
    texts = [
        standard.name,
        standard.summary,
        standard.note,
        *(manual.sentence() for manual in standard.manual),
    ]
    for text in texts:
        assert text.en.isascii()
        text.zh.encode("cp936")
    for row in standard.requirements("en"):
        assert row.text.isascii(), row.text
        assert row.source.isascii(), row.source
    for row in standard.requirements("zh"):
        (row.text + row.title + row.source).encode("cp936")


def test_figures_stand_in_no_other_place() -> None:
    """No limit of a standard may be repeated in a rule's code."""
    figures = re.compile(r"(?<![\d.#\w])(480|600|640|768|576|295|413|900|300|72|150)(?![\d\w])")
    for path in (ROOT / "checker" / "rules").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        if path.stem == "print_resolution":
            code = code.replace("118 px/cm is 299.72 dpi and meant as 300", "").replace("300 dpi", "")
        assert not figures.findall(code), path.name


def test_schools() -> None:
    found = {school.id: school for school in standards.schools()}
    assert list(found) == ["university", "university-batch", "ouchn", "self-study", "unsure"]
    assert found["ouchn"].standards == ("ouchn",)
    for school in found.values():
        assert set(school.standards) <= set(standards.load_all())
        assert school.zh
        assert school.hint.zh
        assert (school.en + school.hint.en).isascii()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("order = 1\n", "", "online-upload.toml: order: is missing"),
        ("order = 1\n", 'order = "1"\n', "order: must be a whole number, not '1'"),
        ("order = 1\n", "order = true\n", "order: must be a whole number, not True"),
        ("order = 1\n", "order = 1\ncolour = 2\n", "online-upload.toml: colour: is unknown"),
        ('id = "online-upload"', 'id = "other"', "but the file is named 'online-upload.toml'"),
        ('id = "online-upload"', 'id = "Online Upload"', "lower-case words"),
        ('trust = "brief"', 'trust = "E"', "source: trust: must be one of brief, A, B, C, D, own"),
        ("[rules.file-size]", "[rules.file-sise]", "rules: file-sise: is no rule"),
        ("min = 30, max = 900", "min = 30, most = 900", "rules: file-size: kb: most: is unknown"),
        ("min = 30, max = 900", "min = 900, max = 30", "kb: min 900 is above max 30"),
        ("{ min = 30, max = 900 }", "{}", "kb: needs min, max or both"),
        ("{ min = 30, max = 900 }", "30", "kb: must be a table, not 30"),
        ('formats = ["JPEG"]', 'formats = ["JPG"]', "formats: must hold JPEG, PNG"),
        ('formats = ["JPEG"]', "formats = []", "formats: must not be empty"),
        ('allowed = ["blue"]', 'allowed = ["azure"]', "allowed: must hold blue, white, light-grey"),
        ("tolerance = 0", "tolerance = 1", "tolerance: must be 0 or more and below 1"),
        ("tolerance = 0", 'tolerance = 0\nsource = "me"', "source: must be one of own"),
        ('zh = "要专门拍的', 'zh = "{max} 要专门拍的', "manual 1: zh: has a placeholder"),
        ('id = "no-selfie"', 'id = "no-selfie"\nunit = "px"', "manual 2: unit: goes together with limits"),
        ('id = "no-selfie"', 'id = "no-selfie"\nen-US = "x"', "manual 2: en-US: is unknown"),
        ("[rules.file-size]", "[rules.file-size", "online-upload.toml: Expected"),
    ],
)
def test_faults_are_named(old: str, new: str, message: str) -> None:
    text = source_text("online-upload.toml")
    assert old in text
    with pytest.raises(StandardError, match=re.escape(message)):
        parse_standard(text.replace(old, new, 1), "online-upload.toml", common())


def test_faults_of_schools_are_named() -> None:
    text = '[[school]]\nid = "a"\nzh = "甲"\nen = "A"\nstandards = ["x"]\nhint = { zh = "乙", en = "B" }\n'
    with pytest.raises(StandardError, match="school 1: standards: must hold online-upload"):
        parse_schools(text, "schools.toml")
    assert parse_schools(text.replace('"x"', '"ouchn"'), "schools.toml")[0].standards == ("ouchn",)
