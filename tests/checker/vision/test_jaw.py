"""The chin is moved to the jaw's edge in the picture, and only to a clear one."""

from __future__ import annotations

import math

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
def test_moves_most_of_the_way_to_the_edge(lower: float) -> None:
    chin = chin_of(face(lower), mesh(), DOWN, UNIT)
    assert chin.x == 240.0
    # An edge is seen up to 3.6 px, 0.018 of T, on either side of it.
    assert chin.y - 400 == pytest.approx(0.75 * lower, abs=0.75 * 3.6)


def test_stays_where_no_edge_is_clear() -> None:
    assert chin_of(face(12, neck="#b88a6a"), mesh(), DOWN, UNIT) == Point(240.0, 400.0)


def test_stays_where_the_picture_ends_or_is_too_coarse() -> None:
    assert chin_of(face(12).crop((0, 0, 480, 410)), mesh(), DOWN, UNIT) == Point(240.0, 400.0)
    assert chin_of(face(12), mesh(), DOWN, 39.0) == Point(240.0, 400.0)


def test_shadow_below_the_chin_counts_more_than_a_collar() -> None:
    image = face(0)
    ImageDraw.Draw(image).rectangle((0, 412, 480, 640), fill="white")  # a bright collar, 12 px lower
    assert chin_of(image, mesh(), DOWN, UNIT).y - 400 == pytest.approx(0, abs=1.6)


def test_far_edge_is_no_jaw() -> None:
    chin = chin_of(face(60), mesh(), DOWN, UNIT)  # 0.3 of T lower: a collar
    assert chin.y - 400 < 0.75 * 0.14 * UNIT
