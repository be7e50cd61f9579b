"""Closed lips are seen where they are, and not on what is before them."""

from __future__ import annotations

import math

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from checker.vision.mouth import mouth_seen
from checker.vision.scene import Point

SIZE = (300, 240)
MIDDLE = (150.0, 120.0)
SKIN, LIPS, DARK = "#C89A82", "#B0605A", "#5A2A28"
# The lips' outline and the line between them, by landmarks, in px from the middle of the mouth.
UPPER = {61: -50, 185: -42, 40: -32, 39: -20, 37: -9, 0: 0, 267: 9, 269: 20, 270: 32, 409: 42, 291: 50}
LOWER = {146: -42, 91: -32, 181: -20, 84: -9, 17: 0, 314: 9, 405: 20, 321: 32, 375: 42}
LINE = {80: -20, 88: -20, 81: -13, 178: -13, 82: -6, 87: -6, 13: 0, 14: 0, 312: 6, 317: 6, 311: 13, 402: 13,
        310: 20, 318: 20}  # fmt: skip


def mesh(turn: float = 0.0, zoom: float = 1.0) -> list[Point]:
    """Return landmarks of a mouth that is turned clockwise by so many degrees."""
    places = {at: (float(x), -14 * math.cos(x / 32)) for at, x in UPPER.items()}
    places |= {at: (float(x), 17 * math.cos(x / 32)) for at, x in LOWER.items()}
    places |= {at: (float(x), 0.0) for at, x in LINE.items()}
    points = [Point(MIDDLE[0] * zoom, MIDDLE[1] * zoom)] * 478
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    for at, (x, y) in places.items():
        points[at] = Point((MIDDLE[0] + x * cos - y * sin) * zoom, (MIDDLE[1] + x * sin + y * cos) * zoom)
    return points


def mouth(turn: float = 0.0, skin: str = SKIN, lips: str = LIPS) -> Image.Image:
    """Return closed lips with skin around them."""
    image = Image.new("RGB", SIZE, skin)
    draw, at = ImageDraw.Draw(image), mesh()
    draw.polygon([at[i] for i in (*UPPER, *reversed(LOWER))], fill=lips)
    draw.line([at[61], at[13], at[291]], fill=DARK, width=4)
    return image.filter(ImageFilter.GaussianBlur(2)).rotate(-turn, Image.Resampling.BICUBIC, fillcolor=skin)


@pytest.mark.parametrize("turn", [-20.0, 0.0, 20.0])
def test_lips_are_seen_however_the_head_leans(turn: float) -> None:
    assert mouth_seen(mouth(turn), mesh(turn)) > 0.9


@pytest.mark.parametrize("zoom", [0.4, 1.0, 4.0])
def test_lips_are_seen_at_any_size(zoom: float) -> None:
    image = mouth().resize((round(SIZE[0] * zoom), round(SIZE[1] * zoom)), Image.Resampling.LANCZOS)
    assert mouth_seen(image, mesh(zoom=zoom)) > 0.9


def test_light_from_a_side_is_no_matter() -> None:
    light = Image.linear_gradient("L").rotate(90).resize(SIZE).point([80 + v // 2 for v in range(256)])
    assert mouth_seen(ImageChops.multiply(mouth(), Image.merge("RGB", (light,) * 3)), mesh()) > 0.9


def test_a_beard_hides_the_skin_but_not_the_lips() -> None:
    assert mouth_seen(mouth(skin="#4A3428", lips="#9A6258"), mesh()) > 0.9


def test_pale_lips_are_told_by_the_line_between_them() -> None:
    assert mouth_seen(mouth(lips=SKIN), mesh()) >= 0.5


@pytest.mark.parametrize("colour", ["#F0F4F8", "#9CC4DC", "#202024", SKIN])
def test_a_mask_is_no_mouth(colour: str) -> None:
    image = mouth()
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 240, 200), fill=colour)
    for y in (85, 150, 180):
        draw.line((60, y, 240, y), fill="#707880", width=3)
    assert mouth_seen(image.filter(ImageFilter.GaussianBlur(1)), mesh()) < 0.5


def test_a_thing_is_no_mouth() -> None:
    image = mouth()
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 240, 200), fill="#D0C040")
    draw.ellipse((70, 70, 160, 160), fill="#A02020")
    draw.polygon([(150, 190), (230, 70), (235, 180)], fill="#203080")
    assert mouth_seen(image, mesh()) < 0.2


def test_nothing_fails_on_a_mesh_without_width_or_outside() -> None:
    assert mouth_seen(mouth(), [Point(150.0, 120.0)] * 478) == 1.0
    assert mouth_seen(mouth(), [Point(at.x + 5000, at.y) for at in mesh()]) == 0.0
    assert mouth_seen(Image.new("RGB", SIZE), mesh()) == 0.0
