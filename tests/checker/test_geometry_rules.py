"""The rules about where the head lies and how it is held, on scenes made of numbers."""

import math
from dataclasses import replace

import pytest

from checker import standards
from checker.errors import StandardError
from checker.geometry import read_shares
from checker.rules import RULES
from checker.table import Range, Table
from checker.text import LANGUAGES
from checker.vision.scene import Mark, Pose, Scene
from tests.checker.heads import SIZE, scene, unlike, verdict

CHSI, BATCH, ONLINE, POST, ID_CARD, OPEN = (
    "chsi-2017",
    "school-batch",
    "online-upload",
    "postgraduate",
    "resident-id",
    "open-com-cn",
)
GEOMETRY = (
    "crown-position",
    "head-height",
    "eye-line",
    "face-width",
    "head-centring",
    "side-margins",
    "shoulders",
    "inter-eye-distance",
    "roll",
    "yaw",
    "pitch",
)
CARD = (358, 441)


@pytest.mark.parametrize(
    ("rule", "standard", "seen", "outcome", "code"),
    [
        # 50-110 px of 640, and a hundredth and a half beyond that only warn.
        ("crown-position", CHSI, scene(crown=50 / 640), "pass", "ok"),
        ("crown-position", CHSI, scene(crown=110 / 640), "pass", "ok"),
        ("crown-position", CHSI, scene(crown=49 / 640), "warn", "too-near"),
        ("crown-position", CHSI, scene(crown=40 / 640), "fail", "too-near"),
        ("crown-position", CHSI, scene(crown=111 / 640), "warn", "too-far"),
        ("crown-position", CHSI, scene(crown=120 / 640), "fail", "too-far"),
        ("crown-position", CHSI, scene(crown=0), "fail", "cut-off"),
        ("crown-position", CHSI, scene(crown=0, sure=0.1), "fail", "cut-off"),
        ("crown-position", CHSI, scene(sure=0.4), "unknown", "unsure"),
        ("crown-position", CHSI, replace(scene(), crown=None), "unknown", "unsure"),
        # The same shares in a larger photo.
        ("crown-position", CHSI, scene((960, 1280), crown=0.1), "pass", "ok"),
        ("crown-position", CHSI, scene((960, 1280), crown=0.2), "fail", "too-far"),
        ("crown-position", ONLINE, scene(crown=0.2), "fail", "too-far"),
        ("crown-position", BATCH, scene(crown=0.1), "pass", "ok"),
        ("crown-position", BATCH, scene(crown=0.16), "warn", "too-far"),
        ("crown-position", BATCH, scene(crown=0.02), "fail", "too-near"),
        ("crown-position", ID_CARD, scene(CARD, crown=14 / 441), "pass", "ok"),
        ("crown-position", ID_CARD, scene(CARD, crown=0.1), "fail", "too-far"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.72), "pass", "ok"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.8), "pass", "ok"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.65), "warn", "too-small"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.55), "fail", "too-small"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.87), "warn", "too-large"),
        ("head-height", BATCH, scene(crown=0.1, chin=0.9), "fail", "too-large"),
        ("head-height", BATCH, scene(crown=0), "unknown", "unsure"),
        ("head-height", BATCH, unlike(scene(), chin=Mark(240, 470, 0.3)), "unknown", "unsure"),
        ("head-height", OPEN, scene(crown=0.1, chin=0.6), "pass", "ok"),
        ("head-height", OPEN, scene(crown=0.1, chin=0.74), "fail", "too-large"),
        ("eye-line", CHSI, scene(eyes=200 / 640), "pass", "ok"),
        ("eye-line", CHSI, scene(eyes=300 / 640), "pass", "ok"),
        ("eye-line", CHSI, scene(eyes=304 / 640), "warn", "too-low"),
        ("eye-line", CHSI, scene(eyes=308 / 640), "fail", "too-low"),
        ("eye-line", CHSI, scene(eyes=190 / 640), "fail", "too-high"),
        ("eye-line", CHSI, scene(sure=0.2), "unknown", "unsure"),
        ("eye-line", POST, scene(eyes=0.5), "pass", "ok"),
        ("eye-line", POST, scene(eyes=0.52), "fail", "too-low"),
        # At least 207 px of 441 above the lower edge: at most 234 below the upper one.
        ("eye-line", ID_CARD, scene(CARD, eyes=234 / 441), "pass", "ok"),
        ("eye-line", ID_CARD, scene(CARD, eyes=245 / 441), "fail", "too-low"),
        ("eye-line", ID_CARD, scene(CARD, eyes=0.1), "pass", "ok"),
        ("face-width", CHSI, scene(face=180 / 480), "pass", "ok"),
        ("face-width", CHSI, scene(face=300 / 480), "pass", "ok"),
        ("face-width", CHSI, scene(face=170 / 480), "warn", "too-narrow"),
        ("face-width", CHSI, scene(face=150 / 480), "fail", "too-narrow"),
        ("face-width", CHSI, scene(face=320 / 480), "fail", "too-wide"),
        ("face-width", CHSI, scene(face=0.5, yaw=11), "unknown", "turned"),
        ("face-width", CHSI, scene(face=0.5, sure=0.4), "unknown", "unsure"),
        ("face-width", ID_CARD, scene(CARD, face=207 / 358), "pass", "ok"),
        ("face-width", ID_CARD, scene(CARD, face=240 / 358), "fail", "too-wide"),
        ("face-width", ID_CARD, scene(CARD, face=207 / 358, yaw=-12), "unknown", "turned"),
        ("head-centring", CHSI, scene(middle=0.455), "pass", "ok"),
        ("head-centring", CHSI, scene(middle=0.56), "warn", "off-centre"),
        ("head-centring", CHSI, scene(middle=0.4), "fail", "off-centre"),
        ("head-centring", CHSI, scene(middle=0.6, yaw=-20), "unknown", "turned"),
        ("head-centring", CHSI, scene(sure=0.1), "unknown", "unsure"),
        ("side-margins", BATCH, scene(hair=0.8), "pass", "ok"),
        ("side-margins", BATCH, scene(hair=0.5), "pass", "ok"),
        ("side-margins", BATCH, scene(hair=0.85), "warn", "too-narrow"),
        ("side-margins", BATCH, scene(hair=0.95), "fail", "too-narrow"),
        ("side-margins", BATCH, scene(hair=0.7, middle=0.38), "fail", "too-narrow"),
        ("side-margins", BATCH, scene(hair=1), "fail", "cut-off"),
        ("side-margins", BATCH, replace(scene(), head_sides=None), "unknown", "unsure"),
        ("side-margins", BATCH, scene(sure=0.4), "unknown", "unsure"),
        ("shoulders", CHSI, scene(slope=4), "pass", "ok"),
        ("shoulders", CHSI, scene(slope=-8), "warn", "slight"),
        ("shoulders", CHSI, scene(slope=21), "fail", "strong"),
        ("shoulders", CHSI, scene(chin=0.95), "pass", "ok"),  # only level, by this source
        ("shoulders", CHSI, replace(scene(), shoulders=None), "manual", "covered"),
        ("shoulders", CHSI, scene(sure=0.3), "manual", "covered"),
        ("shoulders", BATCH, scene(chin=0.8, slope=20), "pass", "ok"),  # only their share, by this source
        ("shoulders", BATCH, scene(chin=0.9), "warn", "too-little"),
        ("shoulders", BATCH, scene(chin=0.95), "fail", "too-little"),
        ("shoulders", BATCH, scene(chin=0.64), "warn", "too-much"),
        ("shoulders", BATCH, scene(chin=0.5), "fail", "too-much"),
        ("shoulders", BATCH, scene(sure=0.3), "unknown", "unsure"),
        ("shoulders", OPEN, scene(chin=0.66), "pass", "ok"),
        ("shoulders", OPEN, scene(chin=0.72), "fail", "too-little"),
        ("inter-eye-distance", CHSI, scene(face=0.5), "pass", "ok"),  # 108 px
        ("inter-eye-distance", CHSI, scene(face=180 / 480), "warn", "few-pixels"),  # 81 px
        ("inter-eye-distance", CHSI, scene(sure=0.3), "unknown", "unsure"),
        ("roll", CHSI, scene(roll=2.9), "pass", "ok"),
        ("roll", CHSI, scene(roll=-3.1), "warn", "slight"),
        ("roll", CHSI, scene(roll=8.1), "fail", "strong"),
        ("roll", CHSI, scene(sure=0.3), "unknown", "unsure"),
        ("roll", POST, scene(roll=9.9), "pass", "ok"),
        ("roll", POST, scene(roll=11), "warn", "slight"),
        ("roll", POST, scene(roll=12.1), "fail", "strong"),
        ("yaw", CHSI, scene(yaw=-5), "pass", "ok"),
        ("yaw", CHSI, scene(yaw=5.1), "warn", "slight"),
        ("yaw", CHSI, scene(yaw=-10.1), "fail", "strong"),
        ("yaw", CHSI, scene(yaw=math.nan), "unknown", "unsure"),
        ("yaw", POST, scene(yaw=12.5), "fail", "strong"),
        ("pitch", CHSI, scene(pitch=7), "pass", "ok"),
        ("pitch", CHSI, scene(pitch=-8), "warn", "slight"),
        ("pitch", CHSI, scene(pitch=16), "fail", "strong"),
        ("pitch", CHSI, scene(pitch=1, sure=0.2), "unknown", "unsure"),
        ("pitch", POST, scene(pitch=-10), "pass", "ok"),
    ],
)
def test_outcomes(rule: str, standard: str, seen: Scene, outcome: str, code: str) -> None:
    found = verdict(rule, standard, seen)
    assert (found.outcome, found.code) == (outcome, code), found.message
    assert found.allowed is not None
    assert (found.measured is None) == (outcome in {"unknown", "manual"})
    assert found.message.zh.endswith("。")
    assert found.message.en.endswith(".")
    assert found.message.en.isascii()
    found.message.zh.encode("cp936")


@pytest.mark.parametrize("standard", standards.load_all())
def test_nothing_seen_is_never_a_pass(standard: str) -> None:
    for rule in standards.load(standard).rules:
        if rule in GEOMETRY:
            assert verdict(rule, standard, None).outcome == "unknown"
            nobody = verdict(rule, standard, Scene(SIZE, ()))
            assert (nobody.outcome, nobody.code) == ("unknown", "no-face")


@pytest.mark.parametrize("standard", [CHSI, BATCH, ONLINE])
def test_one_crop_meets_article_and_regulation(standard: str) -> None:
    """Our aim: crown 9-11 %, head 62-66 %, the eyes then at 41-43 %."""
    for seen in (scene(crown=0.09, eyes=0.41, chin=0.71), scene(crown=0.11, eyes=0.43, chin=0.77)):
        for rule in standards.load(standard).rules:
            if rule in GEOMETRY:
                assert verdict(rule, standard, seen).outcome == "pass", rule


def test_values_are_measured_from_the_upper_edge_and_signed() -> None:
    eyes = verdict("eye-line", ID_CARD, scene(CARD, eyes=0.5))
    assert (eyes.measured, eyes.allowed, eyes.unit) == (0.5, [None, round(234 / 441, 4)], "fraction")
    crown = verdict("crown-position", CHSI, scene(crown=0.1))
    assert (crown.measured, crown.allowed, crown.unit) == (0.1, [0.0781, 0.1719], "fraction")
    assert verdict("head-centring", CHSI, scene(middle=0.4)).measured == -0.1
    assert verdict("roll", CHSI, scene(roll=-5)).measured == -5
    assert verdict("shoulders", CHSI, scene(slope=6)).measured == 6
    assert verdict("shoulders", BATCH, scene(chin=0.8)).measured == 0.2


def test_messages_say_what_was_measured_what_is_allowed_and_what_to_do() -> None:
    message = verdict("crown-position", CHSI, scene(crown=130 / 640)).message.zh
    assert message.startswith("头顶离上边 20.3%（130 像素），要求 7.8–17.2%（高 640 像素时 50–110 像素）。")
    assert "裁剪框往下移 20–80 像素" in message
    message = verdict("eye-line", CHSI, scene(eyes=0.5)).message.zh
    assert "要求 31.3–46.9%" in message
    message = verdict("crown-position", CHSI, scene(crown=30 / 640)).message.zh
    assert "往上移 20–80 像素" in message
    message = verdict("eye-line", CHSI, scene((960, 1280), eyes=640 / 1280)).message.zh
    assert "往下移 40–240 像素" in message
    # A head of 320 px fills 60-75 % of 427-533 px.
    message = verdict("head-height", BATCH, scene(crown=0.1, chin=0.6)).message.zh
    assert "要求 60–75%（原要求 7/10）" in message
    assert "裁剪框的高用 427–533 像素" in message
    message = verdict("face-width", CHSI, scene(face=150 / 480)).message.zh
    assert "裁剪框的宽用 240–400 像素" in message
    message = verdict("head-centring", CHSI, scene(middle=0.6)).message.zh
    assert "头偏右 10%（48 像素）" in message
    assert "往右移 48 像素" in message
    message = verdict("side-margins", BATCH, scene(hair=0.7, middle=0.42)).message.zh
    assert "把裁剪框往左移 38 像素" in message
    message = verdict("side-margins", BATCH, scene(hair=0.9)).message.zh
    assert "裁剪框的宽至少 540 像素" in message
    assert "至少 10%" not in message
    assert "要求至少 1/10" in message
    message = verdict("eye-line", ID_CARD, scene(CARD, eyes=0.6)).message.zh
    assert "高 441 像素时离下边至少 207 像素" in message
    message = verdict("yaw", POST, scene(yaw=15)).message.zh
    assert message.startswith("脸朝照片右边转了 15°，要求 10° 以内。")
    assert verdict("yaw", CHSI, scene(yaw=1)).message.zh == "偏 1°，本工具认 5° 以内。"
    assert "低头 9°" in verdict("pitch", CHSI, scene(pitch=-9)).message.zh


def test_confidence_is_the_marks() -> None:
    eyes = (Mark(200, 270, 0.6), Mark(280, 270, 0.8))
    assert verdict("eye-line", CHSI, unlike(scene(), eyes=eyes)).confidence == 0.6
    assert verdict("yaw", CHSI, scene(sure=0.7)).confidence == 0.7


def test_points_placed_by_hand_are_judged_without_a_mesh() -> None:
    """Eyes, chin and crown are then all that is known."""
    known = scene(sure=1)
    assert known.main is not None
    cheeks = (Mark(0, 0, 0), Mark(0, 0, 0))
    placed = unlike(known, mesh=(), confidence=0.0, pose=Pose(math.nan, math.nan, 0), cheeks=cheeks)
    placed = replace(placed, head_sides=None, shoulders=None)
    for rule in ("crown-position", "eye-line", "head-centring", "inter-eye-distance", "roll"):
        found = verdict(rule, CHSI, placed)
        assert (found.outcome, found.confidence) == ("pass", 1), rule
    assert verdict("head-height", BATCH, placed).outcome == "pass"
    for rule in ("face-width", "yaw", "pitch"):
        assert verdict(rule, CHSI, placed).outcome == "unknown", rule
    assert verdict("shoulders", CHSI, placed).outcome == "manual"


def test_our_own_tolerances_say_so() -> None:
    assert verdict("crown-position", CHSI, scene(crown=111 / 640)).own
    assert not verdict("crown-position", CHSI, scene(crown=0.3)).own
    assert verdict("roll", CHSI, scene(roll=4)).own
    assert not verdict("roll", CHSI, scene(roll=12)).own
    assert "本工具认 3° 以内" in verdict("roll", CHSI, scene(roll=12)).message.zh


def test_requirements_are_sentences() -> None:
    for standard in standards.load_all().values():
        for rule, entry in standard.rules.items():
            if rule in GEOMETRY:
                text = RULES[rule].describe(entry.limits)
                for lang in LANGUAGES:
                    assert "None" not in text.to(lang)
                    assert "  " not in text.to(lang)


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ({"range": {"min": 0.1, "max": 1.5}}, "range: must not be above 1"),
        ({"range": {"min": 50, "max": 110}}, "range: must not be above 1"),
        ({"range": {"min": 0.1}, "near": {"min": 0.2}}, "near: must hold the range"),
        ({"range": {"max": 0.1}, "near": {"max": 0.05}}, "near: must hold the range"),
        ({"range": {"min": 0.1, "max": 0.2}, "figure": 0.3}, "figure: must be within the range"),
        ({"range": {"min": 5}, "of": 0}, "of: must be 1 or more"),
    ],
)
def test_nonsense_is_refused(table: dict[str, object], error: str) -> None:
    with pytest.raises(StandardError, match=error):
        read_shares(Table(table, "x"), 0.01)


def test_limits_in_px_become_shares() -> None:
    table = {"range": {"min": 200}, "near": {"min": 150}, "of": 400, "from_bottom": True}
    limits = read_shares(Table(table, "x"), 0.01)
    assert (limits.share, limits.near) == (Range(None, 0.5), Range(None, 0.625))
    assert limits.px == Range(200, None)
