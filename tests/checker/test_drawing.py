"""What the rules measured is drawn where it lies, with what is allowed beside it."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from checker.drawing import Shape, drawing
from checker.features import EYES
from checker.report import OWN, Finding, Outcome, Report, Value, Verdict
from checker.rules.gaze import looks_aside
from checker.text import Lang, Text
from checker.vision.scene import Mark, Point, Pose, Scene
from tests.checker.scenes import SIZE, face, scene

NOTE = Text("一句话。", "A sentence.")


def finding(
    rule: str, measured: Value, allowed: Value, unit: str, outcome: Outcome = "pass", lang: Lang = "zh"
) -> Finding:
    verdict = Verdict(outcome, "code", NOTE, measured, allowed, unit)
    return Finding(rule, Text("名字", "title"), verdict, "page", OWN, lang)


def drawn(
    seen: Scene | None,
    rule: str,
    measured: Value,
    allowed: Value,
    unit: str = "fraction",
    outcome: Outcome = "pass",
    lang: Lang = "zh",
) -> Shape:
    """Return the only shape of a report with one finding."""
    report = Report("f", "s", (finding(rule, measured, allowed, unit, outcome, lang),), lang)
    [shape] = drawing(seen, report)
    return shape


def test_crown_is_a_line_across_with_its_band() -> None:
    shape = drawn(scene(), "crown-position", 0.1, [0.078, 0.172])
    assert shape.drawn.lines == (((0.0, 0.1), (1.0, 0.1)),)
    assert shape.drawn.bands == (((0.0, 0.078), (1.0, 0.078), (1.0, 0.172), (0.0, 0.172)),)
    assert shape.words == "头顶线在高度的 10%，允许 7.8%–17.2%：合格"
    assert (shape.name, shape.value) == ("头顶线", "10%")
    assert shape.handles == ("crown",)


def test_words_follow_the_language_and_the_outcome() -> None:
    shape = drawn(scene(), "eye-line", 0.422, [0.5, None], outcome="fail", lang="en")
    assert shape.words == "eye line at 42.2% of the height, allowed at least 50%: FAIL"
    assert shape.words.isascii()
    assert shape.title == "title"
    leaning = drawn(scene(), "roll", -1.23, [-3, 3], "deg", outcome="warn")
    assert leaning.words == "头往画面左边歪 1.2°，允许±3°：提醒"


@pytest.mark.parametrize(
    ("measured", "allowed", "unit", "words"),
    [
        (3.03, [-3, 3], "deg", "眼睛线在高度的 3.03°，允许±3°"),
        (3.0, [-3, 3], "deg", "眼睛线在高度的 3°，允许±3°"),
        (0.3123, [0.3125, None], "fraction", "眼睛线在高度的 31.2%，允许至少 31.3%"),
        (0.31252, [0.3125, None], "fraction", "眼睛线在高度的 31.25%，允许至少 31.3%"),
        (0.1, [None, None], "fraction", "眼睛线在高度的 10%"),
        ("left", [0.1, 0.1], "fraction", "眼睛线，允许 10%"),
    ],
)
def test_value_beyond_a_limit_does_not_look_like_it(
    measured: Value, allowed: Value, unit: str, words: str
) -> None:
    assert drawn(scene(), "eye-line", measured, allowed, unit).words == f"{words}：合格"


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        ("head-centring", "头偏画面左边 4%", "头偏画面右边 4%"),
        ("shoulders", "画面左边的肩低", "画面右边的肩低"),
        ("roll", "头往画面左边歪", "头往画面右边歪"),
        ("yaw", "脸转向画面左边", "脸转向画面右边"),
        ("pitch", "低头", "仰头"),
    ],
)
def test_signs_are_said_as_directions(rule: str, low: str, high: str) -> None:
    unit = "fraction" if rule == "head-centring" else "deg"
    for measured, words in ((-0.04, low), (0.04, high)):
        shape = drawn(scene(), rule, measured, [-0.05, 0.05], unit)
        assert shape.words.startswith(words)
        assert "-" not in shape.value
    assert drawn(scene(), rule, 0.0, [-0.05, 0.05], unit).words.split("，")[0] not in (low, high)


def test_eye_line_goes_through_both_eyes() -> None:
    tilted = face(eyes=(Mark(120.0, 256.0, 1.0), Mark(360.0, 320.0, 1.0)))
    shape = drawn(scene(faces=(tilted,)), "eye-line", 0.45, [0.313, 0.469])
    [[(x1, y1), (x2, y2)]] = shape.drawn.lines
    assert (x1, x2) == (0.0, 1.0)
    for x, y in ((0.25, 0.4), (0.75, 0.5)):
        assert y1 + (y2 - y1) * x == pytest.approx(y)


def test_chins_band_hangs_from_the_crown() -> None:
    shape = drawn(scene(), "head-height", 0.61875, [0.6, 0.75])
    assert shape.drawn.lines[0] == ((0.0, 0.71875), (1.0, 0.71875))
    [[(_, top), _, (_, bottom), _]] = shape.drawn.bands
    assert (top, bottom) == pytest.approx((0.7, 0.85))
    assert shape.handles == ("chin", "crown")


def test_face_has_a_band_for_each_cheek() -> None:
    shape = drawn(scene(), "face-width", 0.5, [0.375, 0.625])
    assert shape.drawn.lines[0] == ((0.25, 0.5), (0.75, 0.5))
    left, right = shape.drawn.bands
    assert sorted({x for x, _ in left}) == pytest.approx([0.1875, 0.3125])
    assert sorted({x for x, _ in right}) == pytest.approx([0.6875, 0.8125])


def test_px_are_made_fractions_of_the_side_they_lie_along() -> None:
    tall = drawn(scene(), "crown-position", 64, [50, 110], "px")
    assert tall.drawn.bands[0][0][1] == pytest.approx(50 / 640)
    wide = drawn(scene(), "face-width", 240, [180, 300], "px")
    assert wide.drawn.bands[1][0][0] == pytest.approx(0.5 + 180 / 480 / 2)


def test_margins_must_stay_free() -> None:
    shape = drawn(scene(), "side-margins", 0.2, [0.1, None])
    assert shape.drawn.bands == ()
    assert [sorted({x for x, _ in area}) for area in shape.drawn.clear] == [[0.0, 0.1], [0.9, 1.0]]
    assert ((0.0, 0.4375), (0.2, 0.4375)) in shape.drawn.lines


def test_middle_of_the_head_is_drawn_beside_the_pictures() -> None:
    off = face(cheeks=(Mark(144.0, 320.0, 0.9), Mark(384.0, 320.0, 0.9)))
    shape = drawn(scene(faces=(off,)), "head-centring", 0.05, [-0.05, 0.05])
    [[(x, _), _]] = shape.drawn.lines
    assert x == pytest.approx(0.55)
    assert sorted({x for x, _ in shape.drawn.bands[0]}) == pytest.approx([0.45, 0.55])
    assert shape.handles == ()
    by_hand = drawn(scene(faces=(replace(off, mesh=()),)), "head-centring", 0.0, [-0.05, 0.05])
    assert by_hand.drawn.lines[0][0][0] == pytest.approx(0.5)
    assert by_hand.handles == ("left-eye", "right-eye")


@pytest.mark.parametrize("roll", [-8.0, 0.0, 2.0, 8.0])
def test_leaning_lies_in_its_fan_only_if_allowed(roll: float) -> None:
    leaning = scene(faces=(face(pose=Pose(0.0, 0.0, roll)),))
    shape = drawn(leaning, "roll", roll, [-3, 3], "deg")
    [[_, (x, y)]] = shape.drawn.lines
    _, fan = shape.drawn.bands
    low, high = sorted(at[1] for at in fan[1:])
    assert (low <= y <= high) is (abs(roll) <= 3)
    assert x > 0.5


@pytest.mark.parametrize(("yaw", "pitch"), [(4.0, 6.0), (-4.0, -6.0), (12.0, 20.0)])
def test_arrows_point_where_the_face_is_turned(yaw: float, pitch: float) -> None:
    turned = scene(faces=(face(pose=Pose(yaw, pitch, 0.0)),))
    side, up = (
        drawn(turned, rule, value, [-limit, limit], "deg")
        for rule, value, limit in (("yaw", yaw, 5), ("pitch", pitch, 7))
    )
    (start, end), (begin, tip) = side.drawn.lines[0], up.drawn.lines[0]
    assert (end[0] > start[0]) is (yaw > 0)
    assert (tip[1] < begin[1]) is (pitch > 0)
    across = [x for x, _ in side.drawn.bands[0]]
    assert (min(across) <= end[0] <= max(across)) is (abs(yaw) <= 5)
    along = [y for _, y in up.drawn.bands[0]]
    assert (min(along) <= tip[1] <= max(along)) is (abs(pitch) <= 7)


def test_shoulders_eyes_and_faces_are_drawn_where_they_are() -> None:
    assert drawn(scene(), "shoulders", 0.0, [-3, 3], "deg").drawn.lines == (
        ((80 / 480, 520 / 640), (400 / 480, 520 / 640)),
    )
    eyes = drawn(scene(), "inter-eye-distance", 80, [90, None], "px", "warn")
    assert eyes.drawn.lines[0] == ((200 / 480, 270 / 640), (280 / 480, 270 / 640))
    two = scene(faces=(face(), face(box=(0.0, 0.0, 48.0, 64.0))))
    faces = drawn(two, "face-count", 2, [1, 1], "", "fail")
    assert len(faces.drawn.lines) == 2
    assert faces.drawn.lines[1][2] == (0.1, 0.1)


def test_shoulders_measured_by_a_share_are_below_the_chin() -> None:
    shape = drawn(scene(), "shoulders", 0.28125, [0.2, 0.35])
    assert shape.drawn.lines[0] == ((0.0, 0.71875), (1.0, 0.71875))
    [[(_, top), _, (_, bottom), _]] = shape.drawn.bands
    assert (top, bottom) == pytest.approx((0.65, 0.8))
    assert shape.words == "下巴以下占高度的 28.1%，允许 20%–35%：合格"
    assert shape.handles == ("chin",)
    assert drawn(scene(), "shoulders", 0.0, [-3, 3], "deg").handles == ()


def test_what_is_not_sure_has_its_band_alone() -> None:
    shape = drawn(scene(), "crown-position", 0.1, [0.078, 0.172], outcome="unknown")
    assert shape.drawn.lines == ()
    assert len(shape.drawn.bands) == 1
    assert shape.words == "头顶线，允许 7.8%–17.2%：无法判断"
    hanging = drawn(scene(), "head-height", 0.62, [0.6, 0.75], outcome="unknown")
    assert not hanging.drawn.is_visible


def looking(aside: float = 0.0, lips: float = 0.0) -> Scene:
    """Return a scene with eyes at x 180-220 and 260-300, irises ``aside`` px to the right of the middle.

    The inner lips are ``lips`` px apart around a height of 400; T is 190 px.
    """
    mesh = [Point(240.0, 300.0)] * 478
    for outline, left in ((EYES[0], 180.0), (EYES[1], 300.0)):
        for at, landmark in enumerate(outline):
            turn = 2 * math.pi * at / len(outline)
            way = -1 if left > 240 else 1
            x = left + way * 20 * (1 - math.cos(turn))
            mesh[landmark] = Point(x, 270 - 8 * math.sin(turn))
    for iris, middle in ((468, 200.0), (473, 280.0)):
        for ring, (right, down) in enumerate(((0, 0), (6, 0), (0, -6), (-6, 0), (0, 6))):
            mesh[iris + ring] = Point(middle + aside + right, 270.0 + down)
    for edge, y in (((78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308), 400 - lips / 2),
                    ((78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308), 400 + lips / 2)):  # fmt: skip
        for at, landmark in enumerate(edge):
            mesh[landmark] = Point(200.0 + 8 * at, 400.0 if at in {0, 10} else y)
    return scene(faces=(face(mesh=tuple(mesh), pose=Pose(0.0, 0.0, 0.0)),))


def test_lids_are_drawn_around_what_must_stay_free() -> None:
    shape = drawn(looking(), "eyes-open", 16 / 190, [0.05, None])
    assert len(shape.drawn.lines) == len(shape.drawn.clear) == 2
    for line, clear in zip(shape.drawn.lines, shape.drawn.clear, strict=True):
        lids, free = ([y * 640 for _, y in path] for path in (line, clear))
        assert (min(lids), max(lids)) == pytest.approx((262, 278))
        assert (min(free), max(free)) == pytest.approx((270 - 0.025 * 190, 270 + 0.025 * 190))
        assert {round(clear[0][0] * 480), round(clear[2][0] * 480)} in ({180, 220}, {260, 300})
    assert shape.words == "眼睛睁开的高度是眼睛到下巴的 8.4%，允许至少 5%：合格"


@pytest.mark.parametrize("apart", [0.0, 6.0, 14.0, 30.0])
def test_lips_lie_in_their_band_only_if_allowed(apart: float) -> None:
    shape = drawn(looking(lips=apart), "mouth-closed", apart / 190, [None, 0.05])
    upper, lower = ([y * 640 for _, y in line] for line in shape.drawn.lines)
    assert max(lower) - min(upper) == pytest.approx(apart)
    [band] = shape.drawn.bands
    inside = min(y for _, y in band) * 640 <= min(upper) and max(lower) <= max(y for _, y in band) * 640
    assert inside is (apart / 190 <= 0.05)


@pytest.mark.parametrize("aside", [-8.0, -3.0, 0.0, 3.0, 8.0])
def test_irises_lie_in_their_bands_only_if_they_look_at_the_camera(aside: float) -> None:
    seen = looking(aside)
    assert seen.main is not None
    shape = drawn(seen, "gaze", looks_aside(seen.main), [-0.1, 0.1], outcome="warn")
    assert len(shape.drawn.lines) == len(shape.drawn.bands) == 2
    for ring, band in zip(shape.drawn.lines, shape.drawn.bands, strict=True):
        middle = (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2
        assert (min(x for x, _ in band) <= middle <= max(x for x, _ in band)) is (abs(aside) / 40 <= 0.1)
    if aside:
        assert ("右" if aside > 0 else "左") in shape.words


OUTCOMES: tuple[Outcome, ...] = ("unknown", "pass")
RULES = ["crown-position", "head-height", "eye-line", "face-width", "head-centring", "side-margins"]
RULES += ["shoulders", "roll", "yaw", "pitch", "inter-eye-distance", "face-count"]
RULES += ["eyes-open", "mouth-closed", "gaze"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "seen",
    [
        None,
        Scene(SIZE, ()),
        scene(crown=None, head_sides=None, shoulders=None),
        scene(faces=(face(pose=Pose(math.nan, math.nan, 0.0), mesh=()),)),
    ],
)
def test_whatever_was_not_seen_is_left_out(rule: str, seen: Scene | None) -> None:
    for outcome in OUTCOMES:
        shape = drawn(seen, rule, None, [0.1, 0.2], outcome=outcome)
        text = json.dumps(shape.to_dict(), allow_nan=False)
        assert json.loads(text)["rule"] == rule


def test_other_rules_are_not_drawn() -> None:
    others = (
        finding("file-size", 30000, [20000, 40000], "B"),
        finding("shoulders", None, [-3, 3], "deg", "manual"),
    )
    assert drawing(scene(), Report("f", "s", others, "zh")) == []
