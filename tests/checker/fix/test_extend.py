"""Backgrounds that go on beyond the picture's edge."""

import random

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from checker.fix.compose import Edges
from checker.fix.extend import extendable, extended
from tests.portrait import portrait


def cut_close(backdrop: Image.Image | str = "#438EDB") -> Image.Image:
    """Return a portrait cut 8 px above the hair."""
    image = portrait((480, 640), backdrop)
    return image.crop((0, 56, 480, 640))


def test_a_plain_background_may_go_on_above() -> None:
    may = extendable(cut_close(), None)
    assert may.top > 60
    assert may.bottom == 0


def test_not_where_the_person_touches_the_edge() -> None:
    image = portrait((480, 640)).crop((60, 100, 420, 640))
    may = extendable(image, None)
    assert (may.left, may.top, may.right, may.bottom) == (0, 0, 0, 0)


def test_not_where_something_stands_at_the_edge() -> None:
    image = cut_close()
    ImageDraw.Draw(image).rectangle((20, 0, 60, 30), fill="#803020")
    assert extendable(image, None).top == 0


def test_not_where_the_model_sees_a_person_at_the_edge() -> None:
    mask = Image.new("L", (256, 256))
    ImageDraw.Draw(mask).rectangle((100, 0, 150, 255), fill=255)
    assert extendable(cut_close(), mask).top == 0
    assert extendable(cut_close(), Image.new("L", (256, 256))).top > 0


def test_not_before_a_pattern() -> None:
    rng = random.Random(1)
    pattern = Image.new("RGB", (480, 640), "#438EDB")
    draw = ImageDraw.Draw(pattern)
    for _ in range(400):
        x, y = rng.randrange(480), rng.randrange(640)
        draw.rectangle((x, y, x + 25, y + 25), fill=rng.choice(["#F0E0D0", "#203050", "#90C0A0"]))
    assert extendable(cut_close(pattern), None).top == 0


@pytest.mark.parametrize("edges", [Edges(top=40), Edges(left=30), Edges(right=25), Edges(7, 9, 11)])
def test_the_photo_itself_stays_px_for_px(edges: Edges) -> None:
    image = cut_close()
    new = extended(image, edges)
    left, top = int(edges.left), int(edges.top)
    assert new.size == (image.width + left + int(edges.right), image.height + top)
    kept = new.crop((left, top, left + image.width, top + image.height))
    assert ImageChops.difference(kept, image).getbbox() is None


def test_an_even_colour_goes_on_evenly() -> None:
    image = cut_close()
    new = extended(image, Edges(top=50)).crop((0, 0, 480, 50))
    assert max(ImageStat.Stat(new).stddev) <= 1
    assert ImageStat.Stat(new).mean == pytest.approx([0x43, 0x8E, 0xDB], abs=1)


def test_a_gradient_goes_on_in_its_direction() -> None:
    shade = Image.linear_gradient("L").resize((480, 640)).point([150 + value // 4 for value in range(256)])
    image = cut_close(Image.merge("RGB", (shade, shade, shade)))
    new = extended(image, Edges(top=60))
    rows = [ImageStat.Stat(new.crop((0, at, 480, at + 1))).mean[0] for at in (0, 30, 59, 60)]
    assert rows[0] < rows[1] < rows[2] <= rows[3]
    assert rows[3] - rows[0] == pytest.approx(6, abs=3)


def test_noise_goes_on_too() -> None:
    rng = random.Random(2)
    noise = Image.frombytes("L", (480, 640), rng.randbytes(480 * 640)).point(
        [120 + v // 16 for v in range(256)]
    )
    image = cut_close(Image.merge("RGB", (noise, noise, noise)))
    new = extended(image, Edges(top=40))
    was = ImageStat.Stat(image.crop((0, 0, 480, 5))).stddev[0]
    assert ImageStat.Stat(new.crop((0, 0, 480, 40))).stddev[0] == pytest.approx(was, rel=0.3)
