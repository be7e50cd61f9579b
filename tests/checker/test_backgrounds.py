"""The bands of CIELAB and the sampling of the border."""

import itertools
import math

import pytest
from PIL import Image

from checker.backgrounds import BACKGROUNDS, best_grade
from checker.border import as_hex, measure_border
from checker.colour import srgb_to_lab
from checker.colour_names import colour_name
from tests.portrait import add_noise


def lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return srgb_to_lab(red, green, blue)


# Reference values of the sRGB primaries under D65, as published with CIE 15 calculators.
@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#FFFFFF", (100.0, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
        ("#FF0000", (53.24, 80.09, 67.20)),
        ("#00FF00", (87.73, -86.18, 83.18)),
        ("#0000FF", (32.30, 79.19, -107.86)),
        ("#808080", (53.59, 0.0, 0.0)),
    ],
)
def test_srgb_to_lab(colour: str, expected: tuple[float, float, float]) -> None:
    assert lab(colour) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("colour", "name", "grade"),
    [
        ("#64C5FF", "blue", "pass"),
        ("#00A3E6", "blue", "pass"),
        ("#438EDB", "blue", "pass"),
        ("#628BCE", "blue", "pass"),
        ("#A0BCD8", "blue", "warn"),
        ("#23609F", "blue", "warn"),
        ("#000080", "blue", "fail"),
        ("#008080", "blue", "fail"),
        ("#8000FF", "blue", "fail"),
        ("#F8F8FF", "blue", "fail"),
        ("#FFFFFF", "white", "pass"),
        ("#E8E8E8", "white", "pass"),
        ("#D8D8D8", "white", "warn"),
        ("#C0C0C0", "white", "fail"),
        ("#FFF0D0", "white", "fail"),
        ("#F0F0F0", "light-grey", "pass"),
        ("#D8D8D8", "light-grey", "pass"),
        ("#FFFFFF", "light-grey", "fail"),
        ("#FFFFFF", "light", "pass"),
        ("#F0F0F0", "light", "pass"),
        ("#FFF0E0", "light", "warn"),
        ("#CDE8FF", "light", "warn"),
        ("#FFE8A0", "light", "fail"),
        ("#C0C0C0", "light", "fail"),
    ],
)
def test_bands(colour: str, name: str, grade: str) -> None:
    assert BACKGROUNDS[name].grade(lab(colour)) == grade


@pytest.mark.parametrize(
    ("name", "edges"),
    [
        # (L, C, h) just inside each edge of the passing band, just outside, and the grade there
        (
            "blue",
            [((65, 40, 235.01), (65, 40, 234.99), "warn"), ((65, 40, 287.99), (65, 40, 288.01), "warn")],
        ),
        ("blue", [((65, 25.01, 260), (65, 24.99, 260), "warn"), ((45, 40, 260), (44.99, 40, 260), "warn")]),
        ("blue", [((85, 40, 260), (85.01, 40, 260), "fail")]),
        ("white", [((90, 5.99, 90), (89.99, 5.99, 90), "warn"), ((95, 5.99, 90), (95, 6.01, 90), "fail")]),
        ("light-grey", [((85, 5.99, 90), (84.99, 5.99, 90), "fail"), ((96, 0, 0), (96.01, 0, 0), "fail")]),
    ],
)
def test_edges_of_the_bands(
    name: str, edges: list[tuple[tuple[float, float, float], tuple[float, float, float], str]]
) -> None:
    for inside, outside, grade in edges:
        assert BACKGROUNDS[name].grade(_from_lch(*inside)) == "pass"
        assert BACKGROUNDS[name].grade(_from_lch(*outside)) == grade


def _from_lch(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ((65, 40, 222.01), (65, 40, 221.99)),
        ((65, 40, 297.99), (65, 40, 298.01)),
        ((65, 15.01, 260), (65, 14.99, 260)),
        ((35, 40, 260), (34.99, 40, 260)),
    ],
)
def test_edges_of_the_band_that_warns(
    inside: tuple[float, float, float], outside: tuple[float, float, float]
) -> None:
    assert BACKGROUNDS["blue"].grade(_from_lch(*inside)) == "warn"
    assert BACKGROUNDS["blue"].grade(_from_lch(*outside)) == "fail"


def test_the_best_allowed_background_counts() -> None:
    assert best_grade(lab("#D8D8D8"), ["white"]) == "warn"
    assert best_grade(lab("#D8D8D8"), ["blue", "white", "light-grey"]) == "pass"
    assert best_grade(lab("#D8D8D8"), ["blue"]) == "fail"


def test_the_person_below_does_not_count() -> None:
    image = Image.new("RGB", (480, 640), "#438EDB")
    image.paste("#803010", (60, 70, 420, 640))
    border = measure_border(image, ("blue",))
    assert as_hex(border.rgb) == "#438EDB"
    assert border.even == border.allowed == 1


def test_a_thin_frame_does_not_count() -> None:
    image = Image.new("RGB", (480, 640), "black")
    image.paste("#438EDB", (3, 3, 477, 637))
    assert measure_border(image, ("blue",)).even == 1


def test_no_failing_colour_is_called_by_an_allowed_name() -> None:
    steps = range(0, 256, 7)
    wanted = [("blue",), ("blue", "white", "light-grey"), ("white", "blue", "light"), ("white",)]
    failing = 0
    for red, green, blue in itertools.product(steps, steps, steps):
        sample = srgb_to_lab(red, green, blue)
        name = colour_name(sample)
        for allowed in wanted:
            if best_grade(sample, allowed) == "fail":
                failing += 1
                for background in allowed:
                    title = BACKGROUNDS[background].title
                    assert title.zh not in name.zh, (red, green, blue, name.zh)
                    assert title.en != name.en, (red, green, blue, name.en)
    assert failing > 100_000


def _two(colours: tuple[str, str], cut: float, *, across: bool) -> Image.Image:
    """Return a picture of two colours, side by side or one above the other, that meet at a share ``cut``."""
    image = Image.new("RGB", (480, 640), colours[0])
    width, height = image.size
    image.paste(
        colours[1],
        (round(cut * width), 0, width, height) if across else (0, round(cut * height), width, height),
    )
    return image


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("noise", [0, 8])
@pytest.mark.parametrize(
    ("colours", "allowed"),
    [
        (("#FFFFFF", "#E0E0E0"), ("white", "light-grey")),
        (("#E0E0E0", "#FFFFFF"), ("white", "blue", "light")),
        (("#438EDB", "#64C5FF"), ("blue",)),
        (("#FFFFFF", "#FFF0E0"), ("light",)),
    ],
)
def test_two_colours_side_by_side(
    colours: tuple[str, str], allowed: tuple[str, ...], noise: int, across: bool
) -> None:
    image = _two(colours, 0.5 if across else 0.2, across=across)
    if noise:
        image = add_noise(image, noise)
    halves = measure_border(image, allowed).halves
    assert halves is not None
    for found, colour in zip(sorted(halves), sorted(colours), strict=True):
        assert all(abs(a - b) <= 5 for a, b in zip(found, bytes.fromhex(colour[1:]), strict=True))


@pytest.mark.parametrize("turn", [0, 90, 45])
@pytest.mark.parametrize("noise", [0, 8])
def test_a_slow_change_is_one_background(turn: int, noise: int) -> None:
    shade = Image.linear_gradient("L").rotate(turn, expand=False, fillcolor=255).resize((480, 640))
    if turn == 45:
        shade = Image.radial_gradient("L").resize((480, 640))  # a vignette
    image = Image.composite(
        Image.new("RGB", shade.size, "#D8D8D8"), Image.new("RGB", shade.size, "white"), shade
    )
    assert measure_border(add_noise(image, noise) if noise else image, ("white",)).halves is None


def test_the_share_is_that_of_a_single_background() -> None:
    border = measure_border(_two(("#FFFFFF", "#438EDB"), 0.4, across=True), ("white", "blue", "light-grey"))
    assert 0.5 < border.allowed < 0.6, "the blue part of the top, and one of the sides"
    assert border.even < 0.7
    assert as_hex(border.commonest) == "#438EDB"


def test_shares() -> None:
    image = Image.new("RGB", (480, 640), "#438EDB")
    image.paste("#C02020", (240, 0, 480, 640))
    border = measure_border(image, ("blue",))
    assert 0.45 < border.allowed < 0.55


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (2, 3), (5, 5)])
def test_tiny_pictures(size: tuple[int, int]) -> None:
    border = measure_border(Image.new("RGB", size, "#438EDB"), ("blue",))
    assert (as_hex(border.rgb), border.even, border.allowed) == ("#438EDB", 1, 1)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#FFFFFF", "white"),
        ("#808080", "grey"),
        ("#404040", "dark grey"),
        ("#A0A0A0", "grey"),
        ("#D8D8D8", "light grey"),
        ("#000000", "black"),
        ("#438EDB", "blue"),
        ("#000080", "very dark blue"),
        ("#8000FF", "dark violet"),
        ("#D02020", "red"),
        ("#208040", "green"),
        ("#FFD020", "bright yellow"),
        ("#F0F0F0", "light grey"),
        ("#F3EADB", "off-white"),
        ("#E8F4FF", "white with a tint of blue"),
        ("#6060FF", "blue-violet"),
        ("#B0E0FF", "very pale blue"),
    ],
)
def test_names(colour: str, name: str) -> None:
    assert colour_name(lab(colour)).en == name
