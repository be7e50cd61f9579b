"""The photos of the detection tables show what their row says, and the rows count what was seen."""

import dataclasses
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from benchmarks.accuracy.geometry import detect
from benchmarks.accuracy.geometry.detect import COVERED, PLACES, WIDTHS, Case, Picture, cases, face_of
from benchmarks.accuracy.geometry.framing import Framing, Taken, take
from benchmarks.accuracy.geometry.landmarks import known
from checker.vision.desktop import desktop

ASTRONAUT = known(fetch=False)[0]
OTHER = dataclasses.replace(ASTRONAUT, source=dataclasses.replace(ASTRONAUT.source, person=99, id="other"))


def picture(tmp_path: Path, name: str, what: str, persons: int = 0) -> Picture:
    path = tmp_path / f"{name}.png"
    Image.linear_gradient("L").convert("RGB").resize((300, 200)).save(path)
    return Picture(name, what, {"zh": name, "en": name}, "", {"zh": "", "en": ""}, persons, path)


@pytest.fixture
def found(tmp_path: Path) -> list[Case]:
    names = {"cat": "animal", "coffee": "thing", "motorcycle-left": "thing", "brick": "texture"}
    pictures = [picture(tmp_path, name, what) for name, what in names.items()]
    return cases([ASTRONAUT, OTHER], [*pictures, picture(tmp_path, "group-1", "group", 3)])


def test_every_table_has_its_rows(found: list[Case]) -> None:
    rows = {
        table: {case.group for case in found if case.table == table} for table in ("second-face", "covered")
    }
    assert rows == {"second-face": {str(width) for width in WIDTHS}, "covered": set(COVERED)}
    assert {case.group for case in found if case.table == "nobody"} == {
        "cat", "coffee", "motorcycle-left", "brick",
    }  # fmt: skip
    assert {case.group for case in found if case.table == "beside"} == {"cat"}
    assert [case.persons for case in found if case.table == "group"] == [3]
    assert {case.persons for case in found if case.table == "second-face"} == {2}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("width", [60, 160])
def test_a_second_face_leaves_the_first_alone(place: str, width: int) -> None:
    plain = take(ASTRONAUT, Framing(head=0.5, crown=0.14, background="white")).image
    taken = detect._beside(ASTRONAUT, lambda: Image.new("RGB", (100, 130), "red"), width, place)
    box = ImageChops.difference(plain, taken.image).getbbox()
    assert box is not None
    assert box[2] - box[0] == width
    truth = taken.truth
    for mark in (*truth.eyes, truth.chin):
        assert not (box[0] <= mark.x <= box[2] and box[1] <= mark.y <= box[3])


def test_a_face_is_cut_out_with_its_hair_and_chin() -> None:
    face, truth = face_of(ASTRONAUT), ASTRONAUT.truth
    assert face.height == pytest.approx(1.06 * truth.head, abs=2)
    assert face.width > truth.cheeks[1].x - truth.cheeks[0].x


@pytest.mark.parametrize("what", COVERED)
def test_what_is_covered_is_covered(tmp_path: Path, what: str) -> None:
    plain = take(ASTRONAUT, Framing(head=0.6, crown=0.11, background="blue"))
    path = picture(tmp_path, "thing", "thing").path
    taken = detect._with_cover(ASTRONAUT, path, what)
    changed = (
        ImageChops.difference(plain.image, taken.image).convert("L").point(lambda level: 255 * (level > 0))
    )
    truth = taken.truth
    left, right = (changed.getpixel((round(eye.x), round(eye.y))) for eye in truth.eyes)
    assert bool(left) is (what in {"one-eye", "both-eyes", "left-half"})
    assert bool(right) is (what == "both-eyes")
    middle = round((truth.eyes[0].x + truth.eyes[1].x) / 2)
    mouth = round(truth.eyes[0].y + 0.65 * (truth.chin.y - truth.eyes[0].y))
    assert (
        bool(changed.getpixel((middle, mouth))) is (what in {"mouth", "mouth-and-chin"})
        or what == "left-half"
    )


def test_rows_count_what_was_seen() -> None:
    case = Case("second-face", "60", 2, lambda: Image.new("RGB", (8, 8)))
    seen = [
        {"faces": 2, "said": "fail", "unsure": None},
        {"faces": 1, "said": "pass", "unsure": None},
        {"faces": 3, "said": "fail", "unsure": None},
    ]
    assert detect._row("60", [(case, one) for one in seen]) == {
        "group": "60", "photos": 3, "persons": 2, "faces": 3, "too_few": 1, "too_many": 1,
        "said": {"pass": 1, "fail": 2},
    }  # fmt: skip


def test_rows_of_covered_faces_tell_errors_and_doubt() -> None:
    case = Case("covered", "mouth", 1, lambda: Image.new("RGB", (8, 8)))
    seen = [
        {"faces": 1, "said": "pass", "unsure": True, "errors": {"eyes": 0.01, "chin": None}},
        {"faces": 0, "said": "unknown", "unsure": None},
    ]
    row = detect._row("mouth", [(case, one) for one in seen])
    assert (row["unsure"], row["eyes"], row["chin"], row["too_few"]) == (1, 0.01, None, 1)


@pytest.mark.skipif(desktop() is None, reason="onnxruntime is not installed")
def test_a_photo_is_looked_at_and_compared_with_the_truth() -> None:
    case = Case("covered", "mouth", 1, lambda: take(ASTRONAUT, Framing(background="blue")))
    found = detect._looked(case)
    assert found["faces"] == 1
    assert found["errors"]["eyes"] < 0.01
    assert isinstance(case.make(), Taken)
