"""What is worn in the benchmark's photos lies where it belongs, and the table counts what was said of it."""

import dataclasses
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from benchmarks.accuracy.geometry import worn
from benchmarks.accuracy.geometry.framing import Taken, take
from benchmarks.accuracy.geometry.landmarks import Place, known
from benchmarks.accuracy.geometry.worn import WORN, Try, photo_of, table, tries
from builder.heads import _WORN
from checker.vision.desktop import desktop

ASTRONAUT = known(fetch=False)[0]
PLAIN = take(ASTRONAUT, worn._TAKEN)


@pytest.fixture
def things(tmp_path: Path) -> dict[str, Path]:
    """Return textures that look like no person."""
    path = tmp_path / "thing.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    return {"brick": path, "coffee": path}


def hair() -> object:
    """Return somebody else, of whose picture hair is taken."""
    source = dataclasses.replace(ASTRONAUT.source, person=99)
    return dataclasses.replace(ASTRONAUT, source=source)


def changed(image: Image.Image, at: Place) -> bool:
    box = round(at.x) - 2, round(at.y) - 2, round(at.x) + 3, round(at.y) + 3
    return sum(ImageChops.difference(image, PLAIN.image).crop(box).convert("L").histogram()[9:]) > 0


def between(taken: Taken, across: float, down: float) -> Place:
    """Return a place: ``across`` from cheek to cheek, ``down`` from the eyes (0) to the chin (1)."""
    left, right = taken.truth.cheeks
    eyes = (taken.truth.eyes[0].y + taken.truth.eyes[1].y) / 2
    return Place(left.x + across * (right.x - left.x), eyes + down * (taken.truth.chin.y - eyes))


def test_what_is_worn_has_a_name_and_a_rule() -> None:
    assert WORN.keys() == _WORN.keys()
    assert {one.rule for one in WORN.values()} == worn._STANDARDS.keys()
    for rule in ("glasses", "head-covering", "eyes-open"):
        assert {one.bad for one in WORN.values() if one.rule == rule} == {True, False}


@pytest.mark.parametrize("group", WORN)
def test_things_lie_where_they_belong(group: str, things: dict[str, Path]) -> None:
    image = photo_of(Try(group, ASTRONAUT, things, hair()))  # type: ignore[arg-type]
    left, right = PLAIN.truth.eyes
    lower = 0.08 * (right.x - left.x) if group == "rim-over-eyes" else 0.0
    eyes = [changed(image, Place(eye.x, eye.y + lower)) for eye in (left, right)]
    hidden = group.startswith(("tinted", "sunglasses", "glare", "rim-over", "eyes-behind-sunglasses"))
    assert eyes == [hidden, hidden]
    crown = between(PLAIN, 0.5, -0.7)
    assert changed(image, crown) is (group in {"cap", "patterned-hat"})
    ear = between(PLAIN, -0.02, 0.4)
    assert changed(image, ear) is (group == "hair-over-ears")
    assert changed(image, between(PLAIN, 0.5, 0.8)) is group.endswith("-mask")


def test_only_those_who_wear_nothing_are_dressed(things: dict[str, Path]) -> None:
    dressed = dataclasses.replace(ASTRONAUT, source=dataclasses.replace(ASTRONAUT.source, id="hopper"))
    turned = dataclasses.replace(ASTRONAUT, turned="yes")
    found = tries([ASTRONAUT, dressed, turned], things)
    assert {one.portrait.id for one in found} == {"astronaut"}
    assert [one.group for one in found] == [group for group in WORN if group != "hair-over-ears"]


@pytest.mark.skipif(desktop() is None, reason="onnxruntime is not installed")
def test_the_table_counts_what_is_said(things: dict[str, Path]) -> None:
    found = [one for one in tries([ASTRONAUT], things) if one.group in {"no-glasses", "sunglasses", "cap"}]
    rows = {row["group"]: row for row in table(found, 1)}
    for group in ("no-glasses", "sunglasses", "cap"):
        assert (rows[group]["photos"], rows[group]["wrong"], rows[group]["portraits"]) == (1, 0, [])
    assert rows["glare"]["photos"] == 0
