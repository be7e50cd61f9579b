"""What is seen in pictures made of the one real portrait, whose places are known."""

from __future__ import annotations

import math
import random

import pytest
from PIL import Image, ImageDraw

from checker.vision import Scene, finish
from checker.vision.desktop import desktop
from checker.vision.see import see
from tests.portrait import ASTRONAUT, BLUE, portrait

SIZE = (480, 640)
HEIGHT = 640


def seen(image: Image.Image, size: tuple[int, int] | None = None) -> Scene:
    runtime = desktop()
    assert runtime is not None
    return finish(see(image, size or image.size, runtime))


def places(scene: Scene) -> list[tuple[float, float]]:
    """Return the eyes, the chin and the crown."""
    assert scene.main is not None
    assert scene.crown is not None
    return [(x, y) for x, y, _ in (*scene.main.eyes, scene.main.chin, scene.crown)]


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return portrait(SIZE)


@pytest.fixture(scope="module")
def scene(photo: Image.Image) -> Scene:
    return seen(photo)


def test_one_face_with_all_its_places(scene: Scene) -> None:
    assert scene.size == SIZE
    assert len(scene.faces) == 1
    face = scene.faces[0]
    assert face.score > 0.9
    assert face.confidence > 0.99
    assert len(face.mesh) == 478
    assert face.eyes[0].x < face.mesh[1].x < face.eyes[1].x
    assert face.cheeks[0].x < face.eyes[0].x < face.eyes[1].x < face.cheeks[1].x
    assert face.box[0] <= face.cheeks[0].x
    assert min(face.eye_openings) > 0.05
    assert 0.05 < face.mouth_opening < 0.15  # she smiles, and her teeth are seen
    assert scene.person is not None
    assert scene.person.mode == "L"


def test_crown_and_chin_are_where_the_portrait_puts_them(scene: Scene) -> None:
    assert scene.crown is not None
    assert scene.main is not None
    assert scene.crown.y == pytest.approx(0.10 * HEIGHT, abs=0.015 * HEIGHT)
    assert scene.main.chin.y == pytest.approx(0.74 * HEIGHT, abs=0.01 * HEIGHT)
    assert min(scene.crown.confidence, scene.main.chin.confidence) > 0.9


def test_head_and_shoulders_surround_the_face(scene: Scene) -> None:
    assert scene.main is not None
    assert scene.head_sides is not None
    assert scene.shoulders is not None
    (left, right), cheeks = scene.head_sides, scene.main.cheeks
    # Drawn by hand, the hair spans the columns 153 to 301 of the original, 2.51 times as large here.
    assert left.x == pytest.approx(240 + (153 - 227) * 2.513, abs=6)
    assert right.x == pytest.approx(240 + (301 - 227) * 2.513, abs=6)
    assert left.x < cheeks[0].x < cheeks[1].x < right.x
    for shoulder in scene.shoulders:
        assert scene.main.eyes[0].y < shoulder.y < HEIGHT


@pytest.mark.parametrize("degrees", [-15, -8, -3, 3, 8, 15])
def test_turned_picture_turns_what_is_seen(photo: Image.Image, scene: Scene, degrees: int) -> None:
    after = seen(photo.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=BLUE))
    assert after.main is not None
    assert scene.main is not None
    assert after.main.pose.roll - scene.main.pose.roll == pytest.approx(degrees, abs=1.0)
    assert after.main.pose.yaw == pytest.approx(scene.main.pose.yaw, abs=2.5)
    assert after.main.pose.pitch == pytest.approx(scene.main.pose.pitch, abs=2.5)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    for i, ((x, y), found) in enumerate(zip(places(scene), places(after), strict=True)):
        x, y = x - SIZE[0] / 2, y - SIZE[1] / 2
        expected = SIZE[1] / 2 + x * sin + y * cos
        assert found[1] == pytest.approx(expected, abs=(0.015 if i == 3 else 0.01) * HEIGHT)


@pytest.mark.parametrize("share", [0.45, 0.6, 0.8, 1.15])
@pytest.mark.parametrize("shift", [(-40, 25), (30, -20)])
def test_moved_and_scaled_picture_moves_what_is_seen(
    photo: Image.Image, scene: Scene, share: float, shift: tuple[int, int]
) -> None:
    small = photo.resize((round(480 * share), round(640 * share)), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", SIZE, BLUE)
    left, top = (
        (480 - small.width) // 2 + shift[0],
        max(-50, 640 - small.height + max(0, shift[1])),
    )  # the crown stays in
    canvas.paste(small, (left, top))
    for i, ((x, y), found) in enumerate(zip(places(scene), places(seen(canvas)), strict=True)):
        tolerance = (0.015 if i == 3 else 0.01) * HEIGHT
        assert found[1] == pytest.approx(top + y * share, abs=tolerance)
        if i < 3:
            assert found[0] == pytest.approx(left + x * share, abs=tolerance)


def test_coordinates_are_those_of_the_photo_not_of_the_copy(photo: Image.Image, scene: Scene) -> None:
    after = seen(photo, (1440, 1920))
    assert after.size == (1440, 1920)
    for (x, y), found in zip(places(scene), places(after), strict=True):
        assert found == pytest.approx((3 * x, 3 * y))
    assert after.main is not None
    assert scene.main is not None
    assert after.main.eye_openings == scene.main.eye_openings


@pytest.mark.parametrize("place", [(0, 0), (400, 0), (390, 300), (10, 330), (200, 540)])
def test_second_face_60_px_wide_is_found(photo: Image.Image, place: tuple[int, int]) -> None:
    head = Image.open(ASTRONAUT).convert("RGB").crop((160, 10, 300, 200)).resize((84, 114))
    both = photo.copy()
    both.paste(head, place)  # the face's box is some 60 px wide
    faces = seen(both).faces
    assert len(faces) == 2
    assert place[0] < (faces[1].box[0] + faces[1].box[2]) / 2 < place[0] + 84
    assert place[1] < (faces[1].box[1] + faces[1].box[3]) / 2 < place[1] + 114


def test_cut_head_has_its_crown_at_the_edge_and_says_that_it_is_a_guess(photo: Image.Image) -> None:
    scene = seen(photo.crop((0, 130, 480, 640)))
    assert scene.crown is not None
    assert scene.crown.y == pytest.approx(0, abs=3)
    assert scene.crown.confidence < 0.3
    assert scene.main is not None
    assert scene.main.chin.confidence > 0.9


def test_covered_half_of_the_face_is_a_guess(photo: Image.Image, scene: Scene) -> None:
    assert scene.main is not None
    left, top, right, bottom = scene.main.box
    covered = photo.copy()
    ImageDraw.Draw(covered).rectangle((left - 40, top - 60, (left + right) / 2, bottom + 20), fill="#806050")
    (face,) = seen(covered).faces
    assert max(eye.confidence for eye in face.eyes) < 0.3


def _chart() -> Image.Image:
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for i in range(12):
        draw.rectangle((40 * i, 640 - 45 * i, 40 * i + 30, 640), fill=(20 * i, 255 - 20 * i, 120))
        draw.ellipse((40 * i, 20 * i, 40 * i + 60, 20 * i + 60), outline="black", width=4)
    return image


def _noise() -> Image.Image:
    return Image.frombytes("RGB", SIZE, random.Random(4).randbytes(480 * 640 * 3))


def _texture() -> Image.Image:
    return _noise().resize((30, 40), Image.Resampling.BOX).resize(SIZE, Image.Resampling.BICUBIC)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", SIZE, "black"),
        Image.new("RGB", SIZE, "white"),
        Image.new("RGB", SIZE, BLUE),
        _chart(),
        _noise(),
        _texture(),
        Image.radial_gradient("L").resize(SIZE).convert("RGB"),
    ],
    ids=["black", "white", "blue", "chart", "noise", "texture", "gradient"],
)
def test_no_face_where_there_is_none(image: Image.Image) -> None:
    scene = seen(image)
    assert scene.faces == ()
    assert (scene.person, scene.crown, scene.head_sides, scene.shoulders) == (None, None, None, None)


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 900), (2000, 3), (3, 2000), (30, 31), (64, 48), (1000, 140), (512, 64), (1023, 1023)]
)
def test_pictures_of_any_size_are_looked_at(photo: Image.Image, size: tuple[int, int]) -> None:
    scene = seen(photo.resize(size))
    assert scene.size == size


@pytest.mark.parametrize(
    ("method", "turned"),
    [
        (Image.Transpose.ROTATE_90, 90),
        (Image.Transpose.ROTATE_180, 180),
        (Image.Transpose.ROTATE_270, 270),
    ],
)
def test_photo_on_its_side_shows_no_face_but_says_how_to_turn_it(
    photo: Image.Image, scene: Scene, method: Image.Transpose, turned: int
) -> None:
    after = seen(photo.transpose(method))  # anticlockwise
    assert after.faces == ()
    assert after.turned == turned
    assert scene.turned == 0
