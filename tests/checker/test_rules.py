"""Every rule on photos that pass and photos that do not."""

import json
from pathlib import Path

import pytest
from PIL import Image

from checker import standards
from checker.report import Verdict
from checker.rules import RULES, titles
from tests.checker import (
    examples,
    examples_background,
    examples_face,
    examples_file,
    examples_geometry,
    examples_picture,
)
from tests.checker.examples import Example, find
from tests.corpus import PHOTOS, encode, exif_bytes, without_segment
from tests.icc import display_p3
from tests.portrait import portrait

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    *examples.EXAMPLES,
    *examples_file.EXAMPLES,
    *examples_background.EXAMPLES,
    *examples_picture.EXAMPLES,
    *examples_geometry.EXAMPLES,
    *examples_face.EXAMPLES,
]
# Of a name or of mere metadata no photo is ruined, of a tint nobody is sure, and px between the eyes are not
# asked for by who collects photos: such rules may at most warn.
NEVER_FAIL = {
    *("print-resolution", "file-name", "embedded-location", "colour-cast", "inter-eye-distance"),
    *("ears-visible", "hair-over-eyes", "head-covering", "glasses", "ornaments", "selfie-distortion", "gaze"),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    finding = find(example.make(), example.rule, example.standard, example.name, example.closely)
    assert (finding.outcome, finding.verdict.code) == (example.outcome, example.code), finding.message


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_is_complete(rule_id: str) -> None:
    rule = RULES[rule_id]
    assert rule.TITLE.zh
    assert rule.TITLE.en
    outcomes = {example.outcome for example in EXAMPLES if example.rule == rule_id}
    assert "pass" in outcomes
    assert outcomes & {"fail", "warn"}
    assert ("fail" in outcomes) != (rule_id in NEVER_FAIL)
    assert any(rule_id in standard.rules for standard in standards.load_all().values())
    page = ROOT / "content" / "rules" / f"{rule_id}.md"
    assert page.is_file(), f"the guide lacks {page.name}"


def test_every_rule_module_is_registered() -> None:
    modules = {path.stem for path in (ROOT / "checker" / "rules").glob("*.py")} - {"__init__"}
    assert modules == {rule_id.replace("-", "_") for rule_id in RULES}
    assert titles("zh")["file-size"] == "文件大小"
    assert titles("en")["file-size"] == "File size"


def _verdict(data: bytes, rule: str, standard: str = "online-upload") -> Verdict:
    return find(data, rule, standard).verdict


def test_values_are_measured_not_worded() -> None:
    data = encode(portrait((300, 400)))
    assert _verdict(data, "file-size").measured == len(data)
    assert _verdict(data, "file-size").allowed == [30 * 1024, 900 * 1000]
    assert _verdict(data, "file-size", "ouchn").allowed == [150 * 1024, None]
    assert _verdict(data, "pixel-size").measured == [300, 400]
    assert _verdict(data, "pixel-size").allowed == [[480, 600], [640, 768]]
    assert _verdict(data, "aspect-ratio").measured == 0.75
    assert _verdict(data, "aspect-ratio", "school-batch").allowed == [0.7125, 0.7875]
    assert _verdict(data, "print-resolution").measured == 300
    assert _verdict(data, "background-colour").allowed == ["blue"]


def test_background_is_measured_in_srgb() -> None:
    for name in ("baseline.jpg", "display-p3.jpg", "8-bit.heic", "16-bit.png", "cmyk.jpg"):
        measured = _verdict(PHOTOS[name](), "background-colour").measured
        assert isinstance(measured, str)
        channels = bytes.fromhex(measured[1:])
        assert max(abs(a - b) for a, b in zip(channels, b"\x43\x8e\xdb", strict=True)) <= 2, (name, measured)


def test_background_confidence_tells_what_is_guessed() -> None:
    sure = _verdict(PHOTOS["baseline.jpg"](), "background-colour").confidence
    guessed = _verdict(PHOTOS["cmyk.jpg"](), "background-colour").confidence
    assert 0 < guessed < sure < 1, "without a mask of the person nothing is certain"
    assert _verdict(PHOTOS["half-blue.jpg"](), "background-colour").confidence == 0


def test_578_to_600_wide_says_why() -> None:
    message = find(encode(portrait((600, 768))), "aspect-ratio").message
    assert "25:32" in message
    assert "宽最多 576 像素" in message
    assert "最多" not in find(encode(portrait((480, 700))), "aspect-ratio").message


def test_the_header_that_holds_the_resolution_is_named() -> None:
    both = find(encode(portrait(), dpi=(96, 96), exif=exif_bytes(dpi=350)), "print-resolution")
    assert both.verdict.measured == 96
    assert "JFIF" in both.message
    exif = find(without_segment(encode(portrait(), exif=exif_bytes(dpi=350)), 0xE0), "print-resolution")
    assert exif.verdict.measured == 350
    assert "EXIF" in exif.message
    assert "PNG" in find(PHOTOS["rgb.png"](), "print-resolution").message


def test_our_own_tolerances_say_so() -> None:
    cases = [
        (PHOTOS["size-577x768.jpg"], "aspect-ratio", "online-upload"),
        (PHOTOS["size-295x413.jpg"], "aspect-ratio", "school-batch"),
        (PHOTOS["pale-blue.jpg"], "background-colour", "online-upload"),
        (PHOTOS["exif-6.jpg"], "orientation", "online-upload"),
    ]
    for make, rule, standard in cases:
        assert find(make(), rule, standard).source.trust == "own"
    assert find(PHOTOS["baseline.jpg"](), "file-size").source.trust == "brief"
    assert find(PHOTOS["baseline.jpg"](), "file-size", "chsi-2017").source.trust == "C"


def test_a_photo_of_another_format_is_not_to_be_renamed() -> None:
    message = find(PHOTOS["8-bit.heic"](), "file-name", name="IMG_0001.HEIC").message
    assert "先另存为 JPG" in message
    assert "改成" not in message
    assert "改成 .jpg" in find(PHOTOS["baseline.jpg"](), "file-name", name="photo.png").message


def test_no_file_is_called_surely_whole() -> None:
    finding = find(PHOTOS["baseline.jpg"](), "image-integrity")
    assert finding.message == "没有发现缺损。"
    assert finding.verdict.confidence < 1


def test_a_square_is_not_called_upright() -> None:
    message = find(encode(portrait((500, 500))), "orientation").message
    assert "正方形（500×500）" in message
    assert "正确" not in message


def test_usually_is_said_and_still_enforced_where_the_article_names_a_refusal() -> None:
    for standard, outcome, range_ in (("school-batch", "fail", "20–200"), ("chsi-2017", "warn", "20–40")):
        finding = find(encode(portrait(), quality=20), "file-size", standard)
        assert finding.outcome == outcome
        assert f"一般要求 {range_} KB" in finding.message
    assert "一般" not in find(PHOTOS["baseline.jpg"](), "file-size").message


def test_colours_of_a_photo_that_is_not_decoded_are_not_said_to_be_converted() -> None:
    data = encode(portrait(), "WEBP", icc_profile=display_p3())
    assert "换算" not in find(data, "colour-profile").message
    assert "换算" in find(PHOTOS["display-p3.jpg"](), "colour-profile").message


def test_how_colours_shift_is_measured_and_said() -> None:
    finding = find(PHOTOS["display-p3.jpg"](), "colour-profile")
    assert isinstance(finding.verdict.measured, float)
    assert 2 < finding.verdict.measured < 4
    assert "变淡" in finding.message
    assert "Display P3" in finding.message


def test_no_personal_datum_is_repeated() -> None:
    secrets = ("39", "54", "116", "SN-4711", "Li Lei", "1999")
    data = examples_file.with_exif(
        main={0x013B: "Li Lei", 0x010E: "at home", 0x0132: "1999:09:09 09:09:09"},
        camera={0xA431: "SN-4711", 0x9003: "1999:09:09 09:09:09"},
        gps=examples_file.GPS,
    )
    finding = find(data, "embedded-location")
    kinds = ["gps", "person-names", "serial-numbers", "captions", "dates"]
    assert finding.verdict.measured == kinds
    text = json.dumps(finding.to_dict(), ensure_ascii=False) + finding.verdict.message.en
    assert "GPS" in text
    for secret in secrets:
        assert secret not in text


def test_the_background_that_is_measured_is_in_the_picture() -> None:
    two = Image.new("RGB", (64, 64), "white")
    two.paste("#438EDB", (0, 0, 32, 64))
    finding = find(encode(portrait(background=two)), "background-colour", "chsi-2017")
    measured = bytes.fromhex(str(finding.verdict.measured)[1:])
    assert any(
        max(abs(a - b) for a, b in zip(measured, colour, strict=True)) <= 4
        for colour in (b"\xff\xff\xff", b"\x43\x8e\xdb")
    ), finding.verdict.measured


def test_renaming_is_explained() -> None:
    message = find(PHOTOS["named-jpg-heic.jpg"](), "image-format", name="我的照片.jpg").message
    assert "改名不会改变内容" in message
    assert "兼容性最佳" in message


def test_text_from_a_photo_or_its_name_is_made_harmless() -> None:
    finding = find(PHOTOS["rgb.png"](), "image-format", name="a.\x1b[31m\u202ejpg")
    assert finding.message.isprintable()
    finding = find(PHOTOS["rgb.png"](), "file-name", name="a.\x1b[31m\u202ejpg")
    assert finding.message.isprintable()
    finding = find(PHOTOS["baseline.jpg"](), "file-name", name="a.\x1b\udcff")
    assert finding.message.isprintable()
