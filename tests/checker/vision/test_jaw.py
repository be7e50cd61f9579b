"""The chin is moved to its edge in the picture, the further the clearer that is."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw, ImageFilter

from checker.vision.jaw import chin_of
from checker.vision.scene import Point

DOWN, UNIT = Point(0.0, 1.0), 200.0
# The mesh's jaw: the lower part of a circle of 100 px around (240, 300), its chin at (240, 400).
JAW = (150, 149, 176, 148, 152, 377, 400, 378, 379)


def mesh() -> list[Point]:
    points = [Point(240.0, 300.0)] * 478
    for i, landmark in enumerate(JAW):
        angle = math.radians(90 + 10 * (len(JAW) // 2 - i))
        points[landmark] = Point(240 + 100 * math.cos(angle), 300 + 100 * math.sin(angle))
    return points


def face(lower: float, colour: str = "#c09070", neck: str = "#503828") -> Image.Image:
    """Return a face whose jaw is ``lower`` px below the mesh's, before a neck."""
    image = Image.new("RGB", (480, 640), neck)
    ImageDraw.Draw(image).ellipse((140, 200 + lower, 340, 400 + lower), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(1.5))


@pytest.mark.parametrize("lower", [-12, -6, 0, 6, 12, 20])
def test_moves_to_the_edge(lower: float) -> None:
    chin = chin_of(face(lower), mesh(), DOWN, UNIT)
    assert chin.x == 240.0
    # An edge is seen up to 2 px, 0.01 of T, on either side of it.
    assert chin.y - 400 == pytest.approx(lower, abs=3.0)


@pytest.mark.parametrize("turn", [-20, 20])
def test_the_head_may_lean(turn: float) -> None:
    angle = math.radians(turn)
    down = Point(-math.sin(angle), math.cos(angle))

    def turned(at: Point) -> Point:
        x, y = at.x - 240, at.y - 320
        return Point(240 + x * down.y + y * down.x, 320 - x * down.x + y * down.y)

    image = face(12).rotate(-turn, Image.Resampling.BICUBIC, center=(240, 320))
    chin = chin_of(image, [turned(at) for at in mesh()], down, UNIT)
    assert math.dist(chin, turned(Point(240, 412))) < 2.6


def test_hardly_moves_to_a_faint_edge_and_stays_where_there_is_none() -> None:
    clear, faint, none = (
        chin_of(face(12, neck=neck), mesh(), DOWN, UNIT).y - 400 for neck in ("#503828", "#bc8c6c", "#c09070")
    )
    assert none == 0 < faint < 0.8 * clear


def test_stays_where_the_picture_ends_or_is_too_coarse() -> None:
    assert chin_of(face(12).crop((0, 0, 480, 410)), mesh(), DOWN, UNIT) == Point(240.0, 400.0)
    assert chin_of(face(12), mesh(), DOWN, 39.0) == Point(240.0, 400.0)


def test_shadow_below_the_chin_counts_more_than_a_collar() -> None:
    image = face(0)
    ImageDraw.Draw(image).rectangle((0, 412, 480, 640), fill="white")  # a bright collar, 12 px lower
    assert chin_of(image, mesh(), DOWN, UNIT).y - 400 == pytest.approx(0, abs=1.6)


def test_far_edge_is_no_jaw() -> None:
    chin = chin_of(face(60), mesh(), DOWN, UNIT)  # 0.3 of T lower: a collar
    assert chin.y - 400 < 0.14 * UNIT


def test_a_little_move_of_the_landmarks_moves_the_chin_a_little() -> None:
    """Two machines' landmarks differ by thousandths of a px; their chins must not differ by one."""
    image = face(7)
    chins = [
        chin_of(image, [Point(at.x, at.y + step / 50) for at in mesh()], DOWN, UNIT).y for step in range(200)
    ]
    assert max(abs(one - other) for one, other in pairwise(chins)) < 0.1
