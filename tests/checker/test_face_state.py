"""Rules about a face's state, on scenes made of numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker import standards
from checker.photo import Photo
from checker.report import Verdict
from checker.rules import RULES
from checker.vision.by_hand import with_points
from checker.vision.scene import Face, Handle, Mark, Point, Pose, Scene
from tests.checker.scenes import SIZE, face, scene
from tests.corpus import encode
from tests.portrait import portrait

DATA = encode(portrait())


def mesh(**places: tuple[float, float]) -> tuple[Point, ...]:
    """Return 478 landmarks in the middle of the face, but for those of ``places``, such as ``p33=(x, y)``."""
    points = [Point(240.0, 300.0)] * 478
    for name, place in places.items():
        points[int(name[1:])] = Point(*place)
    return tuple(points)


def eyes(aside: float = 0.0) -> tuple[Point, ...]:
    """Return landmarks with eyes 50 px wide whose irises lie so many px to the right of their middle."""
    return mesh(
        p33=(175, 270), p133=(225, 270), p362=(255, 270), p263=(305, 270),
        p468=(200 + aside, 270), p473=(280 + aside, 270),
    )  # fmt: skip


def judge(rule: str, seen: Scene | None, standard: str = "chsi-2017") -> Verdict:
    photo = Photo.from_bytes(DATA, "photo.jpg")
    photo.decode()
    photo.scene = seen
    chosen = standards.load(standard)
    return RULES[rule].judge(photo, chosen.rules[rule].limits, chosen)


def of(*faces: Face) -> Scene:
    return scene(faces=faces)


def whole(**changes: object) -> Face:
    return face(**{"mesh": eyes(), **changes})


HERE = ["face-count", "eyes-open", "mouth-closed", "gaze"]


@pytest.mark.parametrize("rule", HERE)
def test_nobody_seen_never_passes(rule: str) -> None:
    for seen, code in ((None, "not-looked"), (Scene(SIZE, ()), "no-face")):
        verdict = judge(rule, seen)
        assert (verdict.outcome, verdict.code) == ("unknown", code)
        assert verdict.confidence == 0


@pytest.mark.parametrize("rule", HERE)
def test_points_placed_by_hand_show_no_state(rule: str) -> None:
    placed: dict[Handle, Point] = {
        "crown": Point(240, 60),
        "chin": Point(240, 450),
        "left-eye": Point(195, 260),
        "right-eye": Point(285, 260),
    }
    made = with_points(None, SIZE, placed)
    verdict = judge(rule, made)
    assert (verdict.outcome, verdict.code) == ("unknown", "by-hand")
    assert "手动" in verdict.message.zh


@pytest.mark.parametrize("rule", HERE[1:])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"confidence": 0.4}, "unsure"),
        ({"chin": Mark(240, 460, 0.3)}, "unsure"),
        ({"eyes": (Mark(200, 270, 0.3), Mark(280, 270, 0.9))}, "unsure"),
        ({"pose": Pose(34.0, 0.0, 0.0)}, "turned"),
        ({"pose": Pose(float("nan"), 0.0, 0.0)}, "unsure"),
    ],
)
def test_what_is_not_seen_well_is_unknown(rule: str, changes: dict[str, object], code: str) -> None:
    assert judge(rule, of(whole())).outcome == "pass"
    verdict = judge(rule, of(whole(**changes)))
    assert (verdict.outcome, verdict.code) == ("unknown", code)


@pytest.mark.parametrize(
    ("box", "where"),
    [
        ((400, 20, 470, 100), "右上角"),
        ((0, 250, 60, 330), "左侧"),
        ((200, 500, 280, 620), "下方"),
        ((-40, 600, 20, 690), "左下角"),
    ],
)
def test_a_second_face_is_told_with_its_place(box: tuple[float, ...], where: str) -> None:
    other = face(box=box, score=0.9)
    verdict = judge("face-count", of(whole(), other))
    assert (verdict.outcome, verdict.code, verdict.measured, verdict.allowed) == ("fail", "several", 2, 1)
    assert where in verdict.message.zh
    third = replace(other, score=0.8)
    assert judge("face-count", of(whole(), other, third)).measured == 3


def test_what_may_be_a_face_only_warns() -> None:
    verdict = judge("face-count", of(whole(), face(box=(400, 20, 470, 100), score=0.74)))
    assert (verdict.outcome, verdict.code, verdict.own) == ("warn", "perhaps-several", True)
    assert "右上角" in verdict.message.zh


@pytest.mark.parametrize(
    ("openings", "outcome", "words"),
    [
        ((0.08, 0.09), "pass", "都睁开"),
        ((0.035, 0.035), "pass", "都睁开"),
        ((0.0349, 0.09), "warn", "左边的眼睛"),
        ((0.09, 0.02), "warn", "右边的眼睛"),
        ((0.03, 0.03), "warn", "两只眼睛"),
        ((0.0199, 0.09), "fail", "左边的眼睛"),
        ((0.01, 0.0), "fail", "两只眼睛"),
    ],
)
def test_the_narrower_eye_decides(openings: tuple[float, float], outcome: str, words: str) -> None:
    verdict = judge("eyes-open", of(whole(eye_openings=openings)))
    assert verdict.outcome == outcome
    assert words in verdict.message.zh
    assert verdict.measured == round(min(openings), 3)
    assert verdict.own == (outcome == "warn")


@pytest.mark.parametrize(
    ("opening", "outcome"),
    [(0.0, "pass"), (0.0499, "pass"), (0.05, "warn"), (0.0699, "warn"), (0.07, "fail"), (0.4, "fail")],
)
def test_the_gap_between_the_lips_decides(opening: float, outcome: str) -> None:
    verdict = judge("mouth-closed", of(whole(mouth_opening=opening)))
    assert (verdict.outcome, verdict.measured) == (outcome, round(opening, 3))


@pytest.mark.parametrize(("seen", "code"), [(0.0, "covered"), (0.49, "covered"), (0.5, "ok"), (1.0, "ok")])
def test_a_mouth_that_is_not_seen_is_not_judged(seen: float, code: str) -> None:
    verdict = judge("mouth-closed", of(whole(mouth_seen=seen)))
    assert (verdict.outcome, verdict.code) == ("unknown" if code == "covered" else "pass", code)


@pytest.mark.parametrize(
    ("aside", "yaw", "outcome", "words"),
    [
        (0.0, 0.0, "pass", "看着镜头"),
        (4.5, 0.0, "pass", "看着镜头"),
        (5.5, 0.0, "warn", "右边"),
        (-5.5, 0.0, "warn", "左边"),
        (-3.7, 20.0, "pass", "看着镜头"),  # turned, and still looking into the camera
        (3.7, 20.0, "warn", "右边"),
    ],
)
def test_the_irises_tell_where_the_eyes_look(aside: float, yaw: float, outcome: str, words: str) -> None:
    verdict = judge("gaze", of(whole(mesh=eyes(aside), pose=Pose(yaw, 0.0, 0.0))))
    assert verdict.outcome == outcome
    assert words in verdict.message.zh
    assert isinstance(verdict.measured, float)
    assert verdict.measured == pytest.approx(aside / 50 + 0.0037 * yaw, abs=0.001)


def test_gaze_is_the_same_in_a_tilted_picture() -> None:
    turned = mesh(
        p33=(270, 175), p133=(270, 225), p362=(270, 255), p263=(270, 305), p468=(270, 210), p473=(270, 290)
    )
    verdict = judge("gaze", of(whole(mesh=turned, pose=Pose(0.0, 0.0, 90.0))))
    assert verdict.measured == pytest.approx(0.2)


def test_narrow_eyes_and_meshes_without_irises_tell_no_gaze() -> None:
    assert judge("gaze", of(whole(eye_openings=(0.1, 0.02)))).code == "narrow"
    assert judge("gaze", of(whole(mesh=eyes()[:468]))).outcome == "unknown"
