"""The standards' files: strictly read, complete, and the only place of every figure."""

import re
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from checker import standards
from checker.errors import StandardError
from checker.rules import RULES
from checker.standards.loader import common, parse_schools
from checker.standards.parse import parse_standard, refuse_future
from checker.text import LANGUAGES, Lang

ROOT = Path(__file__).parents[2]
ALL = list(standards.load_all().values())


def source_text(name: str) -> str:
    return resources.files("checker.standards").joinpath(name).read_text(encoding="utf-8")


def rows(standard_id: str, lang: Lang = "zh") -> dict[str, str]:
    return {row.rule_id: row.text for row in standards.load(standard_id).requirements(lang)}


def test_display_order() -> None:
    assert list(standards.load_all()) == [
        "online-upload",
        "school-batch",
        "chsi-2017",
        "ouchn",
        "self-study",
        "open-com-cn",
        "adult-exam",
        "resident-id",
        "cet",
        "ncre",
        "postgraduate",
        "ntce",
        "civil-service",
    ]


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
        ("school-batch", "crown-position", ["1/10", "7–13%"]),
        ("school-batch", "head-height", ["7/10", "60–75%"]),
        ("school-batch", "shoulders", ["1/5"]),
        ("school-batch", "side-margins", ["至少", "1/10"]),
        ("school-batch", "ears-visible", ["橡皮泥"]),
        ("chsi-2017", "pixel-size", ["480×640"]),
        ("chsi-2017", "print-resolution", ["300 dpi"]),
        ("chsi-2017", "colour-mode", ["24 位"]),
        ("chsi-2017", "image-format", ["JPG"]),
        ("chsi-2017", "jpeg-quality", ["不低于 60"]),
        ("chsi-2017", "file-name", [".jpg"]),
        ("chsi-2017", "file-size", ["一般 20–40 KB"]),
        ("chsi-2017", "background-colour", ["100,197,255", "255,255,255", "240,240,240"]),
        ("chsi-2017", "crown-position", ["50–110", "高 640"]),
        ("chsi-2017", "eye-line", ["200–300", "高 640"]),
        ("chsi-2017", "face-width", ["180–300", "宽 480"]),
        ("ouchn", "pixel-size", ["不小于 480×640"]),
        ("ouchn", "file-size", ["不小于 150 KB"]),
        ("ouchn", "background-colour", ["蓝色"]),
        ("ouchn", "uncropped", ["未裁剪"]),
        ("ouchn", "upper-body", ["上半身"]),
        ("open-com-cn", "pixel-size", ["480×640 像素"]),
        ("open-com-cn", "file-size", ["30–60 KB"]),
        ("open-com-cn", "background-colour", ["蓝色", "纯浅蓝"]),
        ("open-com-cn", "head-height", ["约", "1/2"]),
        ("open-com-cn", "shoulders", ["至少", "1/3"]),
        ("self-study", "pixel-size", ["480×640 像素"]),
        ("self-study", "file-size", ["20–40 KB"]),
        ("self-study", "background-colour", ["白色或蓝色", "按省份"]),
        ("self-study", "eye-line", ["200–300"]),
        ("self-study", "jpeg-quality", ["60"]),
        ("adult-exam", "pixel-size", ["480×640 像素"]),
        ("adult-exam", "file-size", ["20–40 KB"]),
        ("adult-exam", "background-colour", ["白色", "有的要蓝色"]),
        ("resident-id", "pixel-size", ["358×441 像素"]),
        ("resident-id", "print-resolution", ["350 dpi"]),
        ("resident-id", "file-size", ["14–20 KB"]),
        ("resident-id", "background-colour", ["白色"]),
        ("resident-id", "face-width", ["193–221", "207±14"]),
        ("resident-id", "crown-position", ["7–21"]),
        ("resident-id", "eye-line", ["下边至少 207 像素"]),
        ("cet", "pixel-size", ["不小于 144×192"]),
        ("cet", "file-size", ["20–200 KB"]),
        ("cet", "background-colour", ["浅蓝或白", "学校定"]),
        ("ncre", "pixel-size", ["不小于 144×192"]),
        ("ncre", "aspect-ratio", ["3:4"]),
        ("ncre", "file-size", ["20–200 KB"]),
        ("ncre", "background-colour", ["浅蓝或白"]),
        ("ncre", "crown-position", ["1/10"]),
        ("ncre", "head-height", ["7/10"]),
        ("ncre", "shoulders", ["1/5"]),
        ("postgraduate", "aspect-ratio", ["3:4"]),
        ("postgraduate", "file-size", ["不超过 10 MB"]),
        ("postgraduate", "background-colour", ["白色"]),
        ("postgraduate", "yaw", ["转头", "10 度"]),
        ("postgraduate", "pitch", ["抬头", "低头", "10 度"]),
        ("postgraduate", "roll", ["歪", "10 度"]),
        ("postgraduate", "eye-line", ["30–50%"]),
        ("postgraduate", "glasses", ["不戴眼镜"]),
        ("ntce", "pixel-size", ["150×200 像素"]),
        ("ntce", "file-size", ["不超过 200 KB"]),
        ("ntce", "background-colour", ["白色"]),
        ("ntce", "recent", ["6 个月"]),
        ("civil-service", "pixel-size", ["不小于 295×413"]),
        ("civil-service", "background-colour", ["蓝色或白色"]),
        ("civil-service", "official-tool", ["官方工具"]),
    ],
)
def test_requirements_hold_every_figure(standard: str, rule: str, figures: list[str]) -> None:
    text = rows(standard)[rule]
    for figure in figures:
        assert figure in text


@pytest.mark.parametrize("standard", ALL, ids=lambda standard: standard.id)
def test_standard_is_complete(standard: standards.Standard) -> None:
    refuse_future(standard, f"{standard.id}.toml", date.today())
    assert re.fullmatch(rf"standards/{standard.id}\.html", standard.page)
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
    first = ["university", "university-batch", "ouchn", "self-study", "adult-exam", "unsure"]
    assert [school.id for school in found.values() if not school.more] == first, "a short question"
    assert found["self-study"].standards == ("self-study",)
    assert found["adult-exam"].standards == ("adult-exam",)
    reached = {standard for school in found.values() for standard in school.standards}
    assert reached == set(standards.load_all()), "each standard can be chosen on the page"
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
        ("tolerance = 0", "tolerance = nan", "tolerance: must be a number within 1,000,000,000 of 0"),
        ("min = 30, max = 900", "min = 0, max = 900", "kb: min: must be 1 or more, not 0"),
        ("min = 30, max = 900", "min = 30, max = inf", "kb: max: must be a number within"),
        ("width = 3\n", "width = 0\n", "rules: aspect-ratio: width: must be 1 or more"),
        ("2026-11-24", "2026-11-31", "source: checked: must be a day such as 2026-11-24, not '2026-11-31'"),
        ("2026-11-24", "20261124", "checked: must be a day such as"),
        ('"2026-11-24"', "2026-11-24", "checked: must be a string such as 2026-11-24, not datetime.date"),
        ("year = 2024", "year = 1024", "source: year: must be 2000 or more"),
        ("standards/", "Standards/", "page: must match"),
        ('kind = "graduation"', 'kind = "exam"', "kind: must be one of graduation, other"),
        ('kind = "graduation"\n', "", "kind: is missing"),
        ("order = 1\n", 'order = 1\nbased_on = "nothing"\n', "based_on: there is no standard 'nothing'"),
        ("order = 1\n", 'order = 1\nbased_on = "ouchn"\nwithout = ["x"]\n', "says nothing about 'x'"),
        ("order = 1\n", 'order = 1\nwithout = ["file-size"]\n', "without: is unknown"),
        ("tolerance = 0", 'tolerance = 0\nsource = "me"', "source: must be one of own"),
        ('zh = "要专门拍的', 'zh = "{max} 要专门拍的', "manual 1: zh: has a placeholder"),
        (
            'id = "no-snapshot"',
            'id = "no-snapshot"\nunit = "px"',
            "manual 1: unit: goes together with limits",
        ),
        ('id = "no-snapshot"', 'id = "no-snapshot"\nen-US = "x"', "manual 1: en-US: is unknown"),
        ("[rules.file-size]", "[rules.file-size", "online-upload.toml: Expected"),
    ],
)
def test_faults_are_named(old: str, new: str, message: str) -> None:
    text = source_text("online-upload.toml")
    assert old in text
    with pytest.raises(StandardError, match=re.escape(message)):
        parse_standard(text.replace(old, new, 1), "online-upload.toml", common(), standards.load)


def test_based_on_another() -> None:
    base, standard = standards.load("chsi-2017"), standards.load("self-study")
    assert standard.based_on == "chsi-2017"
    own = {"file-size", "pixel-size", "background-colour"}
    assert set(standard.rules) == set(base.rules)
    for rule_id, entry in standard.rules.items():
        assert (entry == base.rules[rule_id]) == (rule_id not in own)
        assert entry.source == (standard.source if rule_id in own else base.rules[rule_id].source)
    assert standard.manual == base.manual


def test_a_base_is_taken_over_but_for_what_is_left_out_or_said_anew() -> None:
    text = source_text("self-study.toml").replace(
        'based_on = "chsi-2017"', 'based_on = "chsi-2017"\nwithout = ["print-resolution", "recent"]'
    )
    text += '[[manual]]\nid = "glasses-worn"\ntitle = { zh = "眼镜" }\nzh = "不戴眼镜。"\n'
    standard = parse_standard(text, "self-study.toml", common(), standards.load)
    base = standards.load("chsi-2017")
    assert set(base.rules) - set(standard.rules) == {"print-resolution"}
    ids = [manual.id for manual in base.manual if manual.id != "recent"]
    assert [manual.id for manual in standard.manual] == ids, "in the base's order"
    glasses = next(manual for manual in standard.manual if manual.id == "glasses-worn")
    assert (glasses.sentence().zh, glasses.source) == ("不戴眼镜。", standard.source)


def test_a_day_to_come_is_refused_but_not_by_reading() -> None:
    standard = standards.load("ouchn")
    refuse_future(standard, "ouchn.toml", standard.checked)
    refuse_future(standard, "ouchn.toml", standard.checked - timedelta(days=1))
    with pytest.raises(StandardError, match=r"^ouchn\.toml: source: checked: .* is in the future"):
        refuse_future(standard, "ouchn.toml", standard.checked - timedelta(days=2))
    text = source_text("ouchn.toml").replace(standard.checked.isoformat(), "2999-01-01")
    assert parse_standard(text, "ouchn.toml", common(), standards.load).checked.year == 2999


def test_faults_of_schools_are_named() -> None:
    text = '[[school]]\nid = "a"\nzh = "甲"\nen = "A"\nstandards = ["x"]\nhint = { zh = "乙", en = "B" }\n'
    with pytest.raises(StandardError, match="school 1: standards: must hold online-upload"):
        parse_schools(text, "schools.toml")
    assert parse_schools(text.replace('"x"', '"ouchn"'), "schools.toml")[0].standards == ("ouchn",)
