"""Edges of a person: by a coarse mask, and by the picture where its background is plain."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFilter

from checker.vision.edges import Edge, Lines, edges
from tests.portrait import add_noise

SIZE = (480, 640)
TOP = 100  # row where the hair begins
UPWARDS = Lines(200.0, 400.0, (10.0, 0.0), (0.0, -1.0), 9)
GAP, REACH = 15.0, 28.0


def picture(hair: str = "#201810", background: str = "#438EDB", noise: int = 0) -> Image.Image:
    image = Image.new("RGB", SIZE, background)
    ImageDraw.Draw(image).rectangle((100, TOP, 380, 640), fill=hair)
    image = image.filter(ImageFilter.GaussianBlur(1))
    return add_noise(image, noise) if noise else image


def mask(top: float = TOP, hole: int = 0) -> Image.Image:
    """Return a mask of 256 px with its edge at a row of the picture, and a hole of some height below it."""
    large = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(large)
    draw.rectangle((100, top, 380, 640), fill=255)
    if hole:
        draw.rectangle((100, 250, 380, 249 + hole), fill=0)
    return large.resize((256, 256), Image.Resampling.BILINEAR)


def found(image: Image.Image, person: Image.Image, lines: Lines = UPWARDS) -> list[Edge]:
    ends = edges(image, person, lines, GAP, REACH)
    assert all(edge is not None for edge in ends)
    return [edge for edge in ends if edge is not None]


@pytest.mark.parametrize("off", [-20, -8, 0, 8, 20])
def test_picture_corrects_a_mask_that_is_off(off: int) -> None:
    for edge in found(picture(), mask(TOP + off)):
        assert 400 - edge.at == pytest.approx(TOP, abs=1.5)
        assert edge.confidence == 1.0


def test_noise_and_a_single_hair_do_not_matter() -> None:
    image = picture(noise=6)
    ImageDraw.Draw(image).line((100, TOP - 12, 380, TOP - 12), fill="#303030")
    for edge in found(image, mask()):
        assert 400 - edge.at == pytest.approx(TOP, abs=2)


@pytest.mark.parametrize("hair", ["#438EDB", "#4a90d8"])
def test_mask_alone_counts_where_hair_and_background_are_alike(hair: str) -> None:
    for edge in found(picture(hair), mask(TOP + 8)):
        assert 400 - edge.at == pytest.approx(TOP + 8, abs=2.5)
        assert 0 < edge.confidence < 1


def test_mask_alone_counts_before_a_background_that_is_not_plain() -> None:
    image = picture()
    draw = ImageDraw.Draw(image)
    for x in range(0, 480, 28):
        draw.rectangle((x, 0, x + 13, TOP - 1), fill="white")
    for edge in found(image, mask(TOP + 8)):
        assert 400 - edge.at == pytest.approx(TOP + 8, abs=2.5)
        assert 0 < edge.confidence < 1


def test_small_gap_is_the_masks_and_a_large_one_is_the_persons() -> None:
    assert 400 - found(picture(), mask(hole=12))[4].at == pytest.approx(TOP, abs=1.5)
    assert 400 - found(picture("#438EDB"), mask(hole=60))[4].at == pytest.approx(310, abs=2.5)


def test_who_runs_out_of_the_picture_ends_there_without_confidence() -> None:
    image = Image.new("RGB", SIZE, "#201810")
    for edge in found(image, Image.new("L", (256, 256), 255)):
        assert edge.at == pytest.approx(400, abs=2)
        assert edge.confidence == 0.0


def test_line_that_starts_outside_has_no_edge() -> None:
    outside = Lines(20.0, 400.0, (200.0, 0.0), (0.0, -1.0), 3)  # left of the person, in it, right of it
    ends = edges(picture(), mask(), outside, GAP, REACH)
    assert [edge is None for edge in ends] == [True, False, True]
    beyond = Lines(-30.0, -5.0, (5.0, 0.0), (0.0, -1.0), 2)
    assert edges(picture(), mask(), beyond, GAP, REACH) == [None, None]


def test_lines_may_go_any_way() -> None:
    for way, start, end in (((1.0, 0.0), 240.0, 380.0), ((-1.0, 0.0), 240.0, 100.0)):
        lines = Lines(start, 300.0, (0.0, 10.0), way, 5)
        for edge in found(picture(), mask(), lines):
            assert start + way[0] * edge.at == pytest.approx(end, abs=1.5)


def test_what_the_mask_leaves_out_belongs_to_the_person_where_asked_for() -> None:
    image = picture()
    ImageDraw.Draw(image).rectangle((150, 50, 330, TOP - 6), fill="#201810")  # a bun, after a thin gap
    ImageDraw.Draw(image).rectangle((150, 10, 330, 20), fill="#201810")  # and something far from it
    without = edges(image, mask(), UPWARDS, GAP, REACH)
    with_bun = edges(image, mask(), UPWARDS, GAP, REACH, 70.0)
    for before, after in zip(without, with_bun, strict=True):
        assert before is not None
        assert after is not None
        assert 400 - after.at == pytest.approx(50, abs=1.5)
        assert after.at >= before.at
