"""Rules that need labels, on scenes made of numbers and drawn labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import checker
from checker import standards
from checker.cli import main
from checker.features import BROWS, EYES, Labels
from checker.photo import Photo
from checker.report import Verdict
from checker.rules import RULES
from checker.vision.labelling import label
from checker.vision.look import look
from checker.vision.runtime import finish
from checker.vision.scene import LABELS, Face, Mark, Point, Pose, Scene
from tests.checker.patches import with_glasses
from tests.checker.scenes import SIZE, face, scene
from tests.corpus import encode
from tests.portrait import portrait

DATA = encode(portrait())
PLAIN = encode(Image.new("RGB", SIZE, "#B08070"))
RULES_HERE = ["ears-visible", "hair-over-eyes", "head-covering", "glasses", "ornaments"]
# Boxes are in px; the middle of the eyes of the face in `scenes` is (240, 270), T is 190 px.
Box = tuple[float, float, float, float]


def a_face(**changes: object) -> Face:
    """Return a face with the landmarks that rules use: sides, nose, brows, eyes."""
    points = [Point(240.0, 300.0)] * 478
    points[234], points[454], points[2] = Point(140.0, 300.0), Point(340.0, 300.0), Point(240.0, 360.0)
    for at, x in enumerate((200, 280)):
        _ring(points, EYES[at], x, 270, 20, 8)
        _ring(points, BROWS[at], x, 235, 25, 6)
    return face(**{"mesh": tuple(points), **changes})


def _ring(
    points: list[Point], outline: tuple[int, ...], x: float, y: float, wide: float, high: float
) -> None:
    """Put an outline's landmarks on a rectangle's rim, in their order."""
    half = len(outline) // 2
    for at, landmark in enumerate(outline):
        along = at % half / (half - 1) * 2 - 1
        points[landmark] = (
            Point(x + wide * along, y - high) if at < half else Point(x - wide * along, y + high)
        )


def labelled(*boxes: tuple[str, Box], scale: float = 1) -> Image.Image:
    """Return labels: a face of skin before the background, and ``boxes`` of other labels, in px."""
    labels = Image.new("L", (round(SIZE[0] * scale), round(SIZE[1] * scale)), LABELS.index("background"))
    draw = ImageDraw.Draw(labels)
    for name, box in (("face-skin", (140, 170, 340, 470)), ("hair", (130, 60, 350, 200)), *boxes):
        left, top, right, bottom = (end * scale for end in box)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=LABELS.index(name))
    return labels


EARS = (("face-skin", (112, 270, 140, 360)), ("face-skin", (340, 270, 368, 360)))


def judge(rule: str, seen: Scene | None, standard: str = "") -> Verdict:
    photo = Photo.from_bytes(PLAIN, "photo.jpg")
    photo.decode()
    photo.scene = seen
    chosen = standards.load(standard or ("school-batch" if rule == "head-covering" else "chsi-2017"))
    return RULES[rule].judge(photo, chosen.rules[rule].limits, chosen)


def of(*boxes: tuple[str, Box], **changes: object) -> Scene:
    return scene(faces=(a_face(**changes),), labels=labelled(*EARS, *boxes))


@pytest.mark.parametrize("rule", RULES_HERE)
def test_without_labels_the_person_is_asked(rule: str) -> None:
    verdict = judge(rule, scene(faces=(a_face(),)))
    assert (verdict.outcome, verdict.code) == ("manual", "not-closely")
    assert "详细检查" in verdict.message.zh
    assert RULES[rule].describe(standards.load("chsi-2017").rules["glasses"].limits).zh in verdict.message.zh


@pytest.mark.parametrize("rule", RULES_HERE)
def test_nobody_seen_never_passes(rule: str) -> None:
    for seen, code in ((None, "not-looked"), (Scene(SIZE, ()), "no-face")):
        assert (judge(rule, seen).outcome, judge(rule, seen).code) == ("unknown", code)
    unsure = of(confidence=0.3)
    assert (judge(rule, unsure).outcome, judge(rule, unsure).code) == ("unknown", "unsure")
    away = of(pose=Pose(50.0, 0.0, 0.0))
    assert (judge(rule, away).outcome, judge(rule, away).code) == ("unknown", "turned")


@pytest.mark.parametrize("rule", RULES_HERE)
def test_a_bare_face_passes(rule: str) -> None:
    assert judge(rule, of()).outcome == "pass"


HAIR_LEFT, HAIR_RIGHT = ("hair", (100, 200, 140, 400)), ("hair", (340, 200, 380, 400))


@pytest.mark.parametrize(
    ("boxes", "outcome", "words"),
    [
        ((HAIR_LEFT,), "warn", "左边的耳朵被头发遮住"),
        ((HAIR_RIGHT,), "warn", "右边的耳朵被头发遮住"),
        ((HAIR_LEFT, HAIR_RIGHT), "warn", "两只耳朵被头发遮住"),
        ((("hair", (108, 270, 140, 335)),), "warn", "左边的耳朵好像被头发遮住了一部分"),
        ((("hair", (108, 270, 140, 310)),), "pass", "都看得见"),  # the lower half is free
        ((("background", (340, 200, 400, 400)),), "unknown", "右边的耳朵"),
    ],
)
def test_ears(boxes: tuple[tuple[str, Box], ...], outcome: str, words: str) -> None:
    verdict = judge("ears-visible", of(*boxes))
    assert verdict.outcome == outcome
    assert words in verdict.message.zh
    assert verdict.own == (outcome == "warn")


def test_the_ear_behind_a_turned_face_is_not_seen() -> None:
    for yaw, side in ((13.0, "右边"), (-13.0, "左边")):
        verdict = judge("ears-visible", of(pose=Pose(yaw, 0.0, 0.0)))
        assert (verdict.outcome, verdict.code) == ("unknown", "not-seen")
        assert side in verdict.message.zh
    assert judge("ears-visible", of(HAIR_LEFT, pose=Pose(13.0, 0.0, 0.0))).outcome == "warn"


@pytest.mark.parametrize(
    ("box", "code", "most"),
    [
        ((130, 200, 350, 228), "ok", 0.0),
        ((175, 225, 185, 245), "brows", 0.5),
        ((275, 225, 278, 245), "ok", 0.1),
        ((180, 255, 190, 290), "eyes", 0.5),
    ],
)
def test_hair_over_brows_and_eyes(box: Box, code: str, most: float) -> None:
    verdict = judge("hair-over-eyes", of(("hair", box)))
    assert verdict.code == code
    assert verdict.outcome == ("pass" if code == "ok" else "warn")
    assert isinstance(verdict.measured, float)
    assert (verdict.measured >= 0.1) == (code != "ok")
    assert verdict.measured <= most + 0.02


@pytest.mark.parametrize(
    ("rule", "box", "code"),
    [
        ("head-covering", (160, 40, 320, 140), "worn"),
        ("head-covering", (235, 100, 245, 110), "ok"),  # a hair clip
        ("head-covering", (180, 250, 300, 300), "ok"),  # glasses
        ("ornaments", (118, 345, 124, 352), "worn"),  # a stud
        ("ornaments", (200, 500, 280, 510), "worn"),  # a necklace
        ("ornaments", (180, 250, 300, 300), "ok"),
        ("ornaments", (160, 40, 320, 140), "ok"),
        ("glasses", (160, 40, 320, 140), "none"),
    ],
)
def test_what_is_worn_is_told_by_its_place(rule: str, box: Box, code: str) -> None:
    verdict = judge(rule, of(("other", box)))
    assert (verdict.outcome, verdict.code) == ("warn" if code == "worn" else "pass", code)


BRIDGE, DARK = ("other", (222, 262, 258, 272)), ("other", (170, 255, 310, 290))


def test_glasses() -> None:
    assert judge("glasses", of(BRIDGE)).code == "ok"
    assert judge("glasses", of(DARK)).code == "dark"
    assert judge("glasses", of(BRIDGE, ("other", (180, 262, 220, 266)))).code == "rim"
    assert judge("glasses", of(BRIDGE), "postgraduate").code == "worn"
    assert judge("glasses", of(), "postgraduate").outcome == "pass"
    assert "不戴眼镜" in judge("glasses", scene(faces=(a_face(),)), "postgraduate").message.zh


def test_labels_go_by_the_face_s_axes_and_their_own_size() -> None:
    """The same face, lying on its side, in labels half as fine."""
    upright = of(("other", (160, 40, 320, 140)))
    assert upright.main is not None
    labels = labelled(("other", (160, 40, 320, 140)), scale=0.5).transpose(Image.Transpose.ROTATE_90)
    # The middle of the eyes, (240, 270), came to (270, 480 - 240).
    moved = face(eyes=(Mark(270, 280, 1), Mark(270, 200, 1)), chin=Mark(460, 240, 1))
    turned = scene(size=(640, 480), faces=(moved,), labels=labels)
    one = Labels(upright, upright.main).box(-0.5, -1.2, 0.5, -0.5)
    other = Labels(turned, moved).box(-0.5, -1.2, 0.5, -0.5)
    assert one.other > 0.5
    assert other.other == pytest.approx(one.other, abs=0.03)
    assert other.hair == pytest.approx(one.hair, abs=0.03)


def test_beyond_the_photo_is_background() -> None:
    seen = of()
    assert seen.main is not None
    assert Labels(seen, seen.main).box(-9, -9, -5, -5).background == 1


class Painted:
    """A runtime whose every picture is clothes in its upper half and hair below."""

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        assert (model, len(pixels)) == ("labels", 256 * 256 * 3)
        return [memoryview(bytes([4]) * (256 * 128) + bytes([1]) * (256 * 128))]


def test_labels_lie_where_they_were_seen() -> None:
    """T is 19 px: 1.5 T aside, 1.9 T up and 2.2 T down of (240, 270) are looked at."""
    small = face(eyes=(Mark(230, 270, 1), Mark(250, 270, 1)), chin=Mark(240, 289, 1))
    labels = finish(label(Image.new("RGB", (480, 640)), small, Painted()))
    assert labels.size == (480, 640)
    assert labels.getbbox() == (211, 233, 269, 312)
    assert labels.getpixel((240, 240)) == LABELS.index("clothes")
    assert labels.getpixel((240, 300)) == LABELS.index("hair")
    outside = face(eyes=(Mark(-230, -270, 1), Mark(-210, -270, 1)), chin=Mark(-220, -250, 1))
    assert finish(label(Image.new("RGB", (480, 640)), outside, Painted())).getbbox() is None


def test_a_close_look_is_taken_only_on_request() -> None:
    for closely in (False, True):
        photo = Photo.from_bytes(DATA, "a.jpg")
        photo.decode()
        finish(look(photo, closely=closely))
        assert photo.scene is not None
        assert (photo.scene.labels is not None) == closely
    assert photo.scene is not None
    assert photo.scene.labels is not None
    found = photo.scene.labels.histogram()
    assert all(found[LABELS.index(name)] for name in ("background", "hair", "face-skin", "clothes"))
    assert sum(found[len(LABELS) :]) == 0


def test_the_command_looks_closely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(encode(with_glasses("#101010")))
    call = ["check", str(photo), "--standard", "chsi-2017", "--format", "json"]
    main(call)
    assert "glasses/not-closely" in capsys.readouterr().out
    main([*call, "--closely"])
    assert "glasses/dark" in capsys.readouterr().out
    main([*call, "--closely", "--jobs", "1"])
    assert "glasses/dark" in capsys.readouterr().out


def test_a_close_look_takes_nothing_from_the_others() -> None:
    (plain,), (close,) = (
        checker.check(DATA, "a.jpg", ["online-upload"], closely=way) for way in (False, True)
    )
    assert [found.to_dict() for found in plain.findings] == [found.to_dict() for found in close.findings]
