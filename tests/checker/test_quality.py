"""What is measured of a picture's quality, against faults of known strength."""

import io

import pytest
from PIL import Image, ImageChops, ImageFilter

from checker.quality.blur import Blur, measure_blur
from checker.quality.detail import measure_enlargement
from checker.quality.light import Light, measure_light
from checker.quality.saves import measure_saves, measure_saves_halved
from checker.quality.tint import find_tint, measure_colours
from checker.regions import find_regions
from tests.corpus import encode
from tests.portrait import BLUE, WHITE, add_noise, portrait


def saved(image: Image.Image, quality: int) -> Image.Image:
    with Image.open(io.BytesIO(encode(image, quality=quality))) as again:
        return again.convert("RGB")


def blur_of(image: Image.Image) -> Blur:
    blur = measure_blur(image)
    assert blur is not None
    return blur


def out_of_focus(sigma: float, size: tuple[int, int] = (480, 640)) -> Image.Image:
    """Return a portrait blurred by ``sigma`` px of a photo 640 px high."""
    return portrait(size).filter(ImageFilter.GaussianBlur(sigma * size[1] / 640))


@pytest.mark.parametrize("size", [(480, 640), (295, 413), (600, 768), (300, 400)])
@pytest.mark.parametrize("sigma", [1.6, 2.0, 2.8])
def test_blur_is_told_in_px_whatever_the_size(sigma: float, size: tuple[int, int]) -> None:
    assert blur_of(out_of_focus(sigma, size)).overall == pytest.approx(sigma, rel=0.3)


def test_noise_quality_and_contrast_hardly_change_the_blur() -> None:
    image = out_of_focus(2.0)
    plain = blur_of(image).overall
    pale = image.point([round(140 + (value - 140) * 0.5) for value in range(256)] * 3)
    for other in (saved(image, 60), saved(add_noise(image, 6), 80), pale):
        assert blur_of(other).overall == pytest.approx(plain, rel=0.15)


@pytest.mark.parametrize(("step", "degrees"), [((1, 0), 0), ((0, 1), 90), ((1, 1), 135), ((1, -1), 45)])
def test_the_direction_of_a_movement_is_told(step: tuple[int, int], degrees: int) -> None:
    image = portrait()
    for doubling in (1, 2, 4):  # the mean of eight pictures along the path
        moved = ImageChops.offset(image, step[0] * doubling, step[1] * doubling)
        image = ImageChops.add(image, moved, 2)
    blur = blur_of(image)
    assert blur.direction == degrees
    assert blur.worst > 2 * blur.best
    assert blur.worst > 1.4


def test_a_picture_without_edges_has_no_blur() -> None:
    assert measure_blur(Image.new("RGB", (480, 640), BLUE)) is None
    assert measure_blur(add_noise(Image.new("RGB", (480, 640), BLUE), 4)) is None
    assert measure_blur(portrait((24, 32))) is None


@pytest.mark.parametrize("factor", [1.5, 2.0, 3.0])
@pytest.mark.parametrize("size", [(480, 640), (600, 768)])
def test_the_factor_of_an_enlargement_is_told(factor: float, size: tuple[int, int]) -> None:
    image = portrait(size)
    small = image.resize((round(size[0] / factor), round(size[1] / factor)), Image.Resampling.LANCZOS)
    found = measure_enlargement(saved(small.resize(size, Image.Resampling.BICUBIC), 85))
    assert found == pytest.approx(factor, rel=0.2)


@pytest.mark.parametrize("quality", [12, 20, 30, 40, 50])
def test_the_quality_of_an_earlier_save_is_told(quality: int) -> None:
    coarse = saved(portrait(), quality)
    again = saved(coarse, 92)
    cropped = saved(coarse.crop((5, 2, 480, 640)), 92)
    for image in (coarse, again, cropped):
        assert measure_saves(image) == pytest.approx(quality, abs=4)


def test_the_quality_is_told_from_a_copy_of_half_the_size() -> None:
    assert measure_saves_halved(saved(portrait((960, 1280)), 25).reduce(2)) == pytest.approx(25, abs=4)


def test_fine_saves_and_other_pictures_leave_no_trace() -> None:
    for image in (portrait(), saved(portrait(), 80), add_noise(portrait(), 8), Image.new("RGB", (7, 7))):
        assert measure_saves(image) is None
        assert measure_saves_halved(image) is None
    resized = saved(portrait((600, 800)), 20).resize((480, 640), Image.Resampling.BICUBIC)
    assert measure_saves(resized) is None


def light_of(image: Image.Image) -> Light:
    light = measure_light(find_regions(image))
    assert light is not None
    return light


def test_light_is_the_persons_not_the_backgrounds() -> None:
    on_blue, on_white = light_of(portrait()), light_of(portrait(background=WHITE))
    assert on_white.highlight == pytest.approx(on_blue.highlight, abs=6)
    assert on_white.spread == pytest.approx(on_blue.spread, abs=10)
    assert on_white.blown == pytest.approx(on_blue.blown, abs=0.02)


def test_half_the_levels_are_half_the_light() -> None:
    image = portrait()
    half = image.point([value // 2 for value in range(256)] * 3)
    full, dim = light_of(image), light_of(half)
    assert dim.highlight == pytest.approx(full.highlight / 2, abs=3)
    assert dim.spread == pytest.approx(full.spread / 2, abs=6)
    assert dim.blown == 0 < light_of(ImageChops.add(image, image)).blown


@pytest.mark.parametrize(
    ("factors", "tint"),
    [
        ((1, 1, 1), None),
        ((1, 1, 0.7), "yellow"),
        ((0.75, 1, 0.9), "green"),
        ((0.88, 0.95, 1), "blue"),
        ((1, 0.8, 1), "magenta"),
    ],
)
def test_a_tint_is_told_by_a_white_background(factors: tuple[float, ...], tint: str | None) -> None:
    table = [min(255, round(value * factor)) for factor in factors for value in range(256)]
    colours = measure_colours(find_regions(portrait(background="#F4F4F4").point(table)))
    assert colours is not None
    assert colours.background
    assert find_tint(colours) == tint


def test_a_blue_background_is_no_white() -> None:
    for blue in (BLUE, "#64C5FF", "#CDE8FF"):
        colours = measure_colours(find_regions(portrait(background=blue)))
        assert colours is not None
        assert not colours.background
        assert find_tint(colours) is None


def test_a_grey_face_has_no_colour() -> None:
    colours = measure_colours(find_regions(portrait().convert("L").convert("RGB")))
    assert colours is not None
    assert colours.grey
