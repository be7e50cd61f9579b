"""Where the head belongs in a camera's picture, and what is said of where it lies."""

from collections.abc import Callable

import pytest
from PIL import Image

from checker import standards
from checker.standards import Standard
from checker.viewfinder import CODES, Viewfinder, hinting, viewfinder
from checker.vision.desktop import desktop
from checker.vision.runtime import finish
from tests.portrait import BLUE, portrait

THREE = ["online-upload", "school-batch", "chsi-2017"]
SIZE = (480, 640)


def of(*ids: str) -> list[Standard]:
    return [standards.load(one) for one in ids]


def test_the_window_is_the_largest_part_of_the_photos_ratio() -> None:
    for size in ((1280, 720), (720, 1280), (1440, 1920), (640, 480)):
        window = viewfinder(size, of(*THREE)).window
        width, height = window.width * size[0], window.height * size[1]
        assert abs(width / height - 3 / 4) < 0.01
        assert max(window.width, window.height) == pytest.approx(1, abs=0.01)
        assert window.left == pytest.approx((1 - window.width) / 2)


@pytest.mark.parametrize("standard", standards.load_all())
def test_the_outline_lies_in_every_band(standard: str) -> None:
    """Of each standard there is: none of the bands is written by hand."""
    finder = viewfinder((1440, 1920), of(standard))
    line = finder.outline
    if line is None:
        assert standard == "ouchn"
        assert finder.allowed is None
        return
    for band in finder.bands:
        if band.edge == "top" and band.standard == standard:
            assert band.low - 1e-9 <= getattr(line, band.id) <= band.high + 1e-9
    assert 0 < line.crown < line.eyes < line.chin < 1
    assert 0.3 < line.face < 0.7


def test_bands_follow_what_is_chosen() -> None:
    chosen = standards.resolve(["chsi-2017"], {"crown": "10-20"})
    bands = {(band.id, band.standard): (band.low, band.high) for band in viewfinder(SIZE, chosen).bands}
    assert bands["crown", "chsi-2017"] == pytest.approx((0.10, 0.20))


def test_as_json() -> None:
    told = viewfinder(SIZE, of(*THREE)).to_dict("zh")
    assert told["window"] == [0, 0, 1, 1]
    assert set(told["outline"]) == {"crown", "eyes", "chin", "face"}
    assert {band["id"] for band in told["bands"]} >= {"crown", "eyes", "chin"}
    assert viewfinder(SIZE, of("ouchn")).to_dict("zh")["outline"] is None


def moved(right: int, down: int, size: tuple[int, int] = SIZE) -> Image.Image:
    canvas = Image.new("RGB", SIZE, BLUE)
    canvas.paste(portrait(size, BLUE), (right, down))
    return canvas


def two() -> Image.Image:
    canvas = Image.new("RGB", SIZE, BLUE)
    for left in (-60, 220):
        canvas.paste(portrait((320, 426), BLUE), (left, 107))
    return canvas


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "no-face": lambda: Image.new("RGB", SIZE),
    "several-faces": two,
    "too-far": lambda: moved(90, 60, (300, 400)),
    "too-near": lambda: portrait(SIZE, BLUE).crop((80, 30, 400, 457)).resize(SIZE),
    "too-high": lambda: moved(0, -35),
    "too-low": lambda: moved(0, 60),
    "off-left": lambda: moved(-60, 0),
    "off-right": lambda: moved(60, 0),
    "not-level": lambda: portrait(SIZE, BLUE).rotate(7, fillcolor=BLUE),
    "dark": lambda: portrait(SIZE, BLUE).point(lambda level: level * 0.4),
    "bright": lambda: portrait(SIZE, BLUE).point(lambda level: min(255, level * 2.2)),
    "ready": lambda: portrait(SIZE, BLUE),
}


def hint(picture: Image.Image, finder: Viewfinder, chosen: list[Standard]) -> str:
    runtime = desktop()
    assert runtime is not None
    return finish(hinting(picture, finder, chosen, runtime)).code


@pytest.mark.parametrize("code", PICTURES)
def test_hint(code: str) -> None:
    chosen = of(*THREE)
    assert hint(PICTURES[code](), viewfinder(SIZE, chosen), chosen) == code


def test_all_hints_are_tried_but_one() -> None:
    """A real face that is turned is not among our pictures; the rules about pose have their own tests."""
    assert set(CODES) - set(PICTURES) == {"turned"}


def test_a_standard_that_does_not_say_where_the_head_goes() -> None:
    """Neither size nor height of the head matters then; that it is level and lit does."""
    chosen = of("ouchn")
    finder = viewfinder(SIZE, chosen)
    assert hint(PICTURES["too-far"](), finder, chosen) in {"ready", "turned"}
    assert hint(PICTURES["dark"](), finder, chosen) == "dark"


@pytest.mark.parametrize("size", [(1, 1), (2, 600), (30, 40)])
def test_tiny_pictures_show_no_face(size: tuple[int, int]) -> None:
    chosen = of(*THREE)
    assert hint(Image.new("RGB", size), viewfinder(size, chosen), chosen) == "no-face"
