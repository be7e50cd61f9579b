"""Eyes that look like each other in a mirror, and one that is covered."""

from __future__ import annotations

import math

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from checker.vision.likeness import likeness
from checker.vision.scene import Point

SIZE = (300, 200)
CORNERS = {33: (70.0, 100.0), 133: (120.0, 100.0), 362: (180.0, 100.0), 263: (230.0, 100.0)}


def mesh(turn: float = 0.0, moved: float = 0.0) -> list[Point]:
    """Return landmarks; all but the eyes' corners are in the middle; one eye's are ``moved`` px down."""
    points = [Point(150.0, 100.0)] * 478
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    for at, (x, y) in CORNERS.items():
        right, down = x - 150, y - 100 + (moved if x > 150 else 0)
        points[at] = Point(150 + right * cos - down * sin, 100 + right * sin + down * cos)
    return points


def eyes(turn: float = 0.0) -> Image.Image:
    """Return two eyes that are each other's mirror image, with brows."""
    image = Image.new("RGB", SIZE, "#c09070")
    draw = ImageDraw.Draw(image)
    for at, way in ((95, 1), (205, -1)):
        draw.ellipse((at - 25, 88, at + 25, 112), fill="white")
        draw.ellipse((at - 11, 89, at + 11, 111), fill="#402010")
        draw.polygon([(at - 28 * way, 84), (at + 28 * way, 78), (at + 28 * way, 84)], fill="#302018")
    return image.filter(ImageFilter.GaussianBlur(2)).rotate(-turn, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("turn", [-15.0, 0.0, 15.0])
def test_both_eyes_are_alike_however_the_head_leans(turn: float) -> None:
    assert likeness(eyes(turn), mesh(turn)) > 0.95


def test_a_landmark_off_by_a_pixel_or_two_is_no_matter() -> None:
    assert likeness(eyes(), mesh(moved=2.5)) > 0.8


def test_light_from_a_side_is_no_matter() -> None:
    light = Image.linear_gradient("L").rotate(90).resize(SIZE)
    lit = ImageChops.multiply(
        eyes(), Image.merge("RGB", (light.point([80 + v // 2 for v in range(256)]),) * 3)
    )
    assert likeness(lit, mesh()) > 0.8


@pytest.mark.parametrize("colours", [("#c09070", "#b08060"), ("#303030", "#e0e0e0"), ("#ffffff", "#f0f0f0")])
def test_a_covered_eye_is_unlike_the_other(colours: tuple[str, str]) -> None:
    image = eyes()
    draw = ImageDraw.Draw(image)
    draw.rectangle((160, 60, 250, 140), fill=colours[0])
    for at in range(0, 90, 12):
        draw.line((160 + at, 60, 175 + at, 140), fill=colours[1], width=4)
    assert likeness(image, mesh()) < 0.3


def test_there_may_be_nothing_to_compare() -> None:
    assert likeness(eyes(), [Point(150.0, 100.0)] * 478) == 1.0
    assert likeness(Image.new("RGB", SIZE), mesh()) == 0.0
    assert math.isfinite(likeness(eyes(), [Point(at.x + 5000, at.y) for at in mesh()]))
