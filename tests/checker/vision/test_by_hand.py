"""Points placed by hand take the place of the models'."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import pytest
from PIL import Image

from checker import check, reports_to_json, standards
from checker.errors import PointsError
from checker.report import Verdict
from checker.text import LANGUAGES, Text
from checker.vision.by_hand import HANDLES, say, uses, with_points
from checker.vision.scene import Handle, Mark, Point, Scene
from tests.checker.scenes import SIZE, face, scene

# Rules about what four points cannot tell.
UNTOLD = ["yaw", "pitch", "face-width", "side-margins", "eyes-open", "mouth-closed", "ears-visible"]
UNTOLD += ["hair-over-eyes", "head-covering", "glasses", "ornaments", "gaze"]
ALL: dict[Handle, Point] = {
    "crown": Point(240.0, 60.0),
    "chin": Point(240.0, 450.0),
    "left-eye": Point(195.0, 260.0),
    "right-eye": Point(285.0, 270.0),
}


def test_one_point_leaves_the_rest_as_it_was() -> None:
    before = scene()
    after = with_points(before, SIZE, {"crown": Point(250.0, 50.0)})
    assert after == replace(before, crown=Mark(250.0, 50.0, 1.0), by_hand=frozenset({"crown"}))


def test_moved_eye_changes_the_roll_alone_of_the_pose() -> None:
    before = scene()
    after = with_points(before, SIZE, {"right-eye": Point(280.0, 290.0)})
    assert before.main is not None
    assert after.main is not None
    assert after.main.eyes == (before.main.eyes[0], Mark(280.0, 290.0, 1.0))
    assert after.main.pose[:2] == before.main.pose[:2]
    assert after.main.pose.roll == pytest.approx(math.degrees(math.atan2(20, 80)))
    assert after.main.mesh == before.main.mesh


@pytest.mark.parametrize("seen", [None, Scene(SIZE, ())])
def test_face_is_made_of_four_points(seen: Scene | None) -> None:
    made = with_points(seen, SIZE, ALL)
    assert made.by_hand == frozenset(HANDLES)
    assert made.crown == Mark(240.0, 60.0, 1.0)
    main = made.main
    assert main is not None
    assert main.chin == Mark(240.0, 450.0, 1.0)
    assert main.eyes == (Mark(195.0, 260.0, 1.0), Mark(285.0, 270.0, 1.0))
    assert main.pose.roll == pytest.approx(6.34, abs=0.01)
    left, top, right, bottom = main.box
    for x, y in (ALL["left-eye"], ALL["right-eye"], ALL["chin"]):
        assert left <= x <= right
        assert top <= y <= bottom


def test_what_four_points_cannot_tell_is_not_known() -> None:
    made = with_points(None, SIZE, ALL)
    main = made.main
    assert main is not None
    assert main.confidence == main.score == 0.0
    assert main.mesh == ()
    assert [cheek.confidence for cheek in main.cheeks] == [0.0, 0.0]
    unknown = (main.pose.yaw, main.pose.pitch, *main.eye_openings, main.mouth_opening)
    assert all(map(math.isnan, unknown))
    assert (made.head_sides, made.shoulders, made.person, made.labels) == (None, None, None, None)


def test_eyes_placed_elsewhere_are_another_face() -> None:
    """A face on a poster that the models took for the person's is not the one the points are of."""
    poster = face(box=(0.0, 0.0, 60.0, 60.0))
    made = with_points(scene(faces=(poster,)), SIZE, ALL)
    assert len(made.faces) == 2
    assert made.faces[0].box != poster.box
    assert made.faces[1] == poster
    assert made.head_sides is None
    small = face()
    chosen = with_points(
        scene(faces=(poster, small)), SIZE, {name: ALL[name] for name in ALL if name != "chin"}
    )
    assert chosen.faces[0].chin == small.chin
    assert chosen.faces[1] == poster


@pytest.mark.parametrize(
    ("code", "changes", "word"),
    [
        ("points-outside", {"chin": Point(240.0, 641.0)}, "下巴"),
        ("points-outside", {"crown": Point(-1.0, 60.0)}, "头顶"),
        ("points-outside", {"crown": Point(math.nan, 60.0)}, "头顶"),
        ("points-crossed", {"left-eye": Point(285.0, 270.0), "right-eye": Point(195.0, 260.0)}, "左右"),
        ("points-crossed", {"left-eye": Point(280.0, 270.0)}, "太近"),
        ("points-crossed", {"chin": Point(240.0, 200.0)}, "下巴"),
        ("points-crossed", {"crown": Point(240.0, 300.0)}, "头顶"),
    ],
)
@pytest.mark.parametrize("seen", [None, scene()])
def test_impossible_points_give_a_sentence(
    seen: Scene | None, code: str, changes: dict[Handle, Point], word: str
) -> None:
    with pytest.raises(PointsError) as caught:
        with_points(seen, SIZE, ALL | changes)
    assert caught.value.code == code
    assert word in caught.value.message("zh")
    assert all(caught.value.message(lang) for lang in LANGUAGES)


def test_missing_points_are_named_where_there_is_no_face() -> None:
    with pytest.raises(PointsError) as caught:
        with_points(None, SIZE, {"crown": Point(240.0, 60.0), "chin": Point(240.0, 450.0)})
    assert caught.value.code == "points-missing"
    assert "左边" in caught.value.message("zh")
    assert "crown" not in caught.value.message("en")


def test_page_is_told_where_the_points_are() -> None:
    told = with_points(scene(), SIZE, {"crown": Point(240.0, 64.0)}).to_dict()
    assert told["points"]["crown"] == [240.0, 64.0]
    assert told["points"].keys() == HANDLES.keys()
    assert told["by_hand"] == ["crown"]
    assert Scene(SIZE, ()).to_dict() == {"points": {}, "by_hand": [], "faces": 0}


RULES = ["crown-position", "head-height", "eye-line", "inter-eye-distance", "roll"]


@pytest.mark.parametrize("rule", RULES)
def test_verdict_says_that_it_rests_on_placed_points(rule: str) -> None:
    judged = Verdict("fail", "code", Text("太高。", "Too high."))
    needed = uses(rule, "", scene())
    placed = with_points(scene(), SIZE, {min(needed): ALL[min(needed)]})
    assert say(judged, rule, placed).message.zh == "太高。这一项按手动标的点判断。"
    assert say(judged, rule, placed).message.en.startswith("Too high. ")
    other = next(handle for handle in HANDLES if handle not in needed)
    elsewhere = with_points(scene(), SIZE, {other: ALL[other]})
    assert say(judged, rule, elsewhere) == say(judged, rule, scene()) == judged
    assert say(judged, "file-size", placed) == say(judged, rule, None) == judged
    unsure = replace(judged, outcome="unknown")
    assert say(unsure, rule, placed) == unsure


def test_some_rules_go_by_points_only_in_part() -> None:
    seen, made = with_points(scene(), SIZE, ALL), with_points(None, SIZE, ALL)
    assert uses("head-centring", "fraction", seen) == frozenset()
    assert uses("head-centring", "fraction", made) == {"left-eye", "right-eye"}
    assert uses("shoulders", "deg", seen) == frozenset()
    assert uses("shoulders", "fraction", seen) == {"chin"}


@pytest.mark.parametrize("standard", standards.load_all())
def test_every_rule_judges_four_points_or_says_that_it_cannot(standard: str) -> None:
    """Nothing that four points do not tell passes, and no NaN is compared or printed."""
    out = io.BytesIO()
    Image.new("RGB", SIZE, (100, 197, 255)).save(out, "JPEG", quality=90)
    [report] = check(out.getvalue(), "wall.jpg", [standard], points=ALL, runtime="left-out")
    text = reports_to_json([report])
    assert "nan" not in text.lower().replace("\\u", "")
    outcomes = {finding.rule: finding.outcome for finding in report.findings}
    for rule in ("crown-position", "head-height", "eye-line", "roll"):
        assert outcomes.get(rule, "pass") != "unknown", rule
    for rule in UNTOLD:
        assert outcomes.get(rule, "unknown") in {"unknown", "manual"}, rule
