"""Person and background told apart without vision, against the known mask of the test portrait."""

import functools
import io

import pytest
from PIL import Image, ImageChops

from checker.lab import percentile, squared, squared_distance, to_lab
from checker.labels import draw, parts
from checker.regions import find_regions, person_mask
from tests.backdrops import dressed, gradient, shadow, true_mask, vignette
from tests.corpus import encode
from tests.portrait import add_noise, portrait

COLOURS = ["#64C5FF", "#00A3E6", "#438EDB", "#628BCE", "#FFFFFF", "#F0F0F0", "#D8D8D8", "#D02020", "#208040"]
SHADED = {
    "down": gradient("#438EDB", "#64C5FF"),
    "across": gradient("#FFFFFF", "#B0B0B0", 90),
    "aslant": gradient("#2060B0", "#90D0FF", 45),
    "vignette": vignette("#64C5FF", "#3080C0"),
    "white vignette": vignette("#FFFFFF", "#C0C0C0"),
    "soft shadow": shadow("#F0F0F0", 0.85),
}


@functools.cache
def truth(size: tuple[int, int]) -> Image.Image:
    return _sharp(true_mask(size))


def _sharp(mask: Image.Image) -> Image.Image:
    return mask.point([255 if value > 127 else 0 for value in range(256)])


def overlap(first: Image.Image, second: Image.Image) -> float:
    """Return intersection over union of two masks of 0 and 255."""
    both = ImageChops.multiply(first, second).histogram()[255]
    return both / ImageChops.lighter(first, second).histogram()[255]


@pytest.mark.parametrize("noise", [0, 8, 16])
@pytest.mark.parametrize("background", [*COLOURS, *SHADED])
def test_the_person_is_found(background: str, noise: int) -> None:
    photo = portrait(background=SHADED.get(background, background), noise=noise)
    regions = find_regions(photo)
    assert regions.state == "plain"
    assert overlap(person_mask(photo), truth(photo.size)) > 0.96
    assert regions.objects.histogram()[255] < 0.002 * regions.small.width * regions.small.height


@pytest.mark.parametrize("size", [(144, 192), (295, 413), (600, 800), (1023, 1364)])
def test_any_size(size: tuple[int, int]) -> None:
    photo = portrait(size, "#F0F0F0", noise=4)
    mask = person_mask(photo)
    assert (mask.mode, mask.size) == ("L", size)
    assert overlap(mask, truth(size)) > 0.96


@pytest.mark.parametrize("quality", [20, 60])
def test_compression(quality: int) -> None:
    with Image.open(io.BytesIO(encode(portrait(), quality=quality))) as photo:
        assert overlap(person_mask(photo.convert("RGB")), truth(photo.size)) > 0.96


@pytest.mark.parametrize(("colour", "light"), [("#F0F0F0", 0.6), ("#438EDB", 0.7), ("#FFFFFF", 0.8)])
def test_a_shadow_beside_the_head_is_background(colour: str, light: float) -> None:
    photo = portrait(background=shadow(colour, light, soft=3))
    mask = person_mask(photo)
    head = (0, 0, 480, 370)
    assert overlap(mask.crop(head), truth(photo.size).crop(head)) > 0.95


@pytest.mark.parametrize("background", ["#FFFFFF", "#F0F0F0", "#438EDB"])
def test_clothes_of_the_backgrounds_colour_are_told(background: str) -> None:
    photo = dressed(portrait(background=background), background)
    assert find_regions(photo).state == "clothes-merge"
    other = dressed(portrait(background=background), "#202028")
    assert find_regions(other).state == "plain"


def test_what_is_no_portrait_is_told() -> None:
    assert find_regions(Image.new("RGB", (480, 640), "#438EDB")).state == "no-person"
    scene = add_noise(Image.new("RGB", (24, 32), "#808080"), 127).resize((480, 640), Image.Resampling.NEAREST)
    assert find_regions(scene).state != "plain"


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 3), (7, 9)])
def test_tiny_pictures(size: tuple[int, int]) -> None:
    regions = find_regions(Image.new("RGB", size, "#438EDB"))
    assert regions.person.size == regions.background.size == regions.small.size
    assert person_mask(Image.new("RGB", size, "#438EDB")).size == size


def test_each_pixel_is_in_one_region() -> None:
    for photo in (portrait(), dressed(portrait(background="#FFFFFF"), "#FFFFFF")):
        regions = find_regions(photo)
        masks = (regions.person, regions.objects, regions.background)
        assert sum(mask.histogram()[255] for mask in masks) == regions.small.width * regions.small.height


def test_connected_parts() -> None:
    art = ["##.#", "...#", "#.##", "#..."]
    mask = Image.frombytes("L", (4, 4), bytes(255 if char == "#" else 0 for row in art for char in row))
    found = sorted(parts(mask), key=lambda part: part.area)
    assert [(p.area, p.left, p.top, p.right, p.bottom) for p in found] == [
        (2, 0, 0, 2, 1),
        (2, 0, 2, 1, 4),
        (4, 2, 0, 4, 3),
    ]
    assert draw(mask.size, found).tobytes() == mask.tobytes()
    assert draw(mask.size, found[:1]).histogram()[255] == 2


def test_parts_that_meet_later_are_one() -> None:
    mask = Image.new("L", (9, 9))
    for x in range(0, 9, 2):
        mask.paste(255, (x, 0, x + 1, 9))
    assert len(parts(mask)) == 5
    mask.paste(255, (0, 8, 9, 9))
    assert [part.area for part in parts(mask)] == [5 * 9 + 4]


def test_parts_do_not_go_on_from_a_row_s_end_in_the_next_row() -> None:
    mask = Image.new("L", (6, 3))
    mask.paste(255, (4, 0, 6, 1))
    mask.paste(255, (0, 1, 2, 2))
    assert [(part.runs, part.area) for part in parts(mask)] == [([(0, 4, 6)], 2), ([(1, 0, 2)], 2)]
    mask.paste(255, (0, 0, 6, 3))
    assert [part.runs for part in parts(mask)] == [[(0, 0, 6), (1, 0, 6), (2, 0, 6)]]


def test_distance() -> None:
    pair = [to_lab(Image.new("RGB", (2, 2), colour)) for colour in ("#808080", "#909090")]
    measured = squared_distance(pair[0], pair[1]).getpixel((0, 0))
    assert measured == pytest.approx(squared(6.3), abs=2)  # L* 53.6 and 59.9
    assert percentile([0, 5, 0, 5], 50) == 1
    assert percentile([0, 5, 0, 5], 51) == 3
    assert percentile([0, 0], 50) == 0


def test_a_frame_is_neither_person_nor_background() -> None:
    photo = portrait(background="#F0F0F0")
    framed = Image.new("RGB", (540, 710), "#204020")
    framed.paste(photo, (30, 40))
    mask = person_mask(framed)
    assert overlap(mask.crop((30, 40, 510, 680)), truth(photo.size)) > 0.95
    mask.paste(0, (28, 38, 512, 682))
    assert not mask.getbbox()
    regions = find_regions(framed)
    assert regions.state == "plain"
    assert all(
        abs(a - b) <= 2 for a, b in zip((regions.frame.left, regions.frame.top), (30, 40), strict=True)
    )
