"""Finding faces: tiles, doubles, and the model's boxes."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageChops, ImageFilter

from checker.vision import finish
from checker.vision.desktop import desktop
from checker.vision.detector import Found, apart, detect, over
from checker.vision.mesh import around, around_mesh, find_mesh, turned
from checker.vision.scene import Point
from checker.vision.tiles import _over_three, tiles_of
from tests.portrait import BLUE, portrait

NOWHERE = Point(0.0, 0.0)


def face(left: float, top: float, side: float, score: float = 0.9) -> Found:
    return Found((left, top, left + side, top + side), score, NOWHERE, NOWHERE, NOWHERE)


def faces(image: Image.Image, *, tiles: bool = True) -> list[Found]:
    runtime = desktop()
    assert runtime is not None
    return finish(detect(image, runtime, tiles=tiles))


def test_boxes_of_one_face_are_one() -> None:
    first, same, inside, other = face(0, 0, 100), face(10, 5, 95), face(60, 60, 30), face(150, 0, 100)
    assert apart([first, same, inside, other]) == [first, other]
    assert apart([same, other], [first]) == [other]
    assert over(first.box, inside.box)
    assert not over(first.box, face(80, 80, 100).box)


def test_box_surrounds_the_face_and_its_points_lie_in_it() -> None:
    (found,) = faces(portrait())
    left, top, right, bottom = found.box
    assert found.score > 0.9
    assert left < found.right_eye.x < found.mouth.x < found.left_eye.x < right
    assert top < found.right_eye.y < found.mouth.y < bottom
    assert found.side == pytest.approx(252, rel=0.1)


@pytest.mark.parametrize("size", [(480, 640), (640, 480), (900, 600)])
def test_place_of_the_face_does_not_depend_on_the_picture_around_it(size: tuple[int, int]) -> None:
    (alone,) = faces(portrait())
    canvas = Image.new("RGB", size, BLUE)
    at = (size[0] // 2 - 240, size[1] - 640)
    canvas.paste(portrait(), at)
    (found,) = faces(canvas)
    for before, after, shift in zip(alone.box, found.box, at * 2, strict=True):
        assert after == pytest.approx(before + shift, abs=0.1 * alone.side)


def test_small_faces_need_tiles() -> None:
    canvas = Image.new("RGB", (480, 640), BLUE)
    canvas.paste(portrait())
    canvas.paste(portrait().resize((57, 76)), (410, 5))  # a face some 30 px wide
    assert len(faces(canvas, tiles=False)) == 1
    small, large = sorted(faces(canvas), key=lambda face: face.side)
    assert large.side > 200
    assert 20 < small.side < 45
    assert small.box[0] > 390
    assert small.box[3] < 110


def test_crop_of_the_mesh_is_level_and_shows_what_lies_there() -> None:
    image = portrait().rotate(-20, Image.Resampling.BICUBIC, fillcolor=BLUE)
    (found,) = faces(image)
    crop = around(found)
    (level,) = faces(turned(image, crop, 256))
    assert level.left_eye.y == pytest.approx(level.right_eye.y, abs=8)
    assert level.mouth.y > level.left_eye.y
    # Any size shows the same.
    small, large = (turned(image, crop, side).resize((32, 32)).tobytes() for side in (64, 256))
    assert sum(abs(a - b) for a, b in zip(small, large, strict=True)) / len(small) < 4


def test_crop_beside_the_picture_is_black() -> None:
    crop = around(face(900, 900, 50))
    assert turned(portrait(), crop, 64).getextrema() == ((0, 0),) * 3
    assert turned(portrait(), crop._replace(side=900), 64).size == (64, 64)


def test_second_look_sees_the_same() -> None:
    runtime = desktop()
    assert runtime is not None
    image = portrait()
    first = finish(find_mesh(image, around(faces(image)[0]), runtime))
    second = finish(find_mesh(image, around_mesh(first), runtime))
    assert min(first.presence, second.presence) > 0.99
    for before, after in zip(first.points, second.points, strict=True):
        assert after[:2] == pytest.approx(before[:2], abs=8)


def test_tiles_are_for_places_of_a_faces_size() -> None:
    """An outline or a line is no reason to look, nor is what a neighbour shows as well."""
    line = Image.new("RGB", (480, 640), BLUE)
    line.paste("black", (230, 0, 240, 640))
    assert tiles_of(line, []) == []
    line.paste(portrait().resize((57, 76)), (410, 5))
    [tile] = tiles_of(line, [])
    assert tile[0] < 410 - 57
    assert tile[2] == 480
    assert tile[3] > 2 * 76


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (2, 2), (60, 80)])
def test_picks_of_three_by_three_are_those_of_the_rank_filters(size: tuple[int, int]) -> None:
    noise = Image.frombytes("L", size, random.Random(1).randbytes(size[0] * size[1]))
    greatest, least = (noise.filter(rank(3)) for rank in (ImageFilter.MaxFilter, ImageFilter.MinFilter))
    assert _over_three(noise, ImageChops.lighter) == greatest
    assert _over_three(noise, ImageChops.darker) == least
