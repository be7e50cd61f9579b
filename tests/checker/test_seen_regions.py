"""Where colour cannot tell person and background apart, the mask of the person does."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from checker.photo import Photo
from checker.regions import find_regions
from checker.rules import background_evenness
from checker.seen_regions import regions_of, samples_of
from checker.standards import load
from checker.vision.scene import Scene
from tests.checker.scenes import SIZE, scene
from tests.corpus import encode

HEAD, BODY = (150, 80, 330, 400), (90, 400, 390, 640)
CHSI = load("chsi-2017")


def drawing(hair: str = "#202020", backdrop: str = "white") -> Image.Image:
    """Return a person without a face: hair around a head, and dark clothes."""
    image = Image.new("RGB", SIZE, backdrop)
    draw = ImageDraw.Draw(image)
    draw.ellipse(HEAD, fill=hair)
    draw.ellipse((180, 150, 300, 390), fill="#c09070")
    draw.rectangle(BODY, fill="#203050")
    return image


def mask() -> Image.Image:
    """Return the mask that a model would see of that person."""
    person = Image.new("L", SIZE)
    draw = ImageDraw.Draw(person)
    draw.ellipse(HEAD, fill=255)
    draw.rectangle(BODY, fill=255)
    return person.resize((256, 256), Image.Resampling.BILINEAR)


def photo(image: Image.Image, seen: Scene | None) -> Photo:
    made = Photo.from_bytes(encode(image, quality=95), "photo.jpg")
    made.decode()
    made.scene = seen
    return made


SEEN = scene(person=mask())


def test_without_a_mask_colour_decides() -> None:
    for seen in (None, Scene(SIZE, ())):
        made = photo(drawing(), seen)
        assert regions_of(made) is made.measure(find_regions)


def test_measured_once_for_one_mask() -> None:
    made = photo(drawing(), SEEN)
    assert regions_of(made) is regions_of(made)
    assert samples_of(made) is samples_of(made)
    other = regions_of(made)
    made.scene = scene(person=mask())
    assert regions_of(made) is not other


def test_white_hair_before_white_is_no_background() -> None:
    image = drawing(hair="#f4f4f4")
    blind, seeing = (regions_of(photo(image, seen)) for seen in (None, SEEN))
    at = round(240 / 480 * blind.small.width), round(110 / 640 * blind.small.height)
    assert blind.background.getpixel(at) == 255
    assert (seeing.background.getpixel(at), seeing.person.getpixel(at)) == (0, 255)


@pytest.mark.parametrize("dark", ["#b0b0b0", "#808080", "#707070"])
def test_hard_shadow_that_touches_the_head_is_background(dark: str) -> None:
    image = drawing()
    shadow = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(shadow).ellipse((210, 90, 390, 410), fill=dark)
    shadow.paste(image, mask=mask().resize(SIZE).point([255 * (value > 127) for value in range(256)]))
    made = photo(shadow, SEEN)
    limits = CHSI.rules["background-evenness"].limits
    verdict = background_evenness.judge(made, limits, CHSI)
    assert (verdict.outcome, verdict.code) in {("fail", "shadow"), ("fail", "gradient")}
    regions = regions_of(made)
    at = round(372 / 480 * regions.small.width), round(250 / 640 * regions.small.height)
    assert regions.background.getpixel(at) == 255


def test_hair_at_the_border_is_no_sample_of_the_background() -> None:
    image = drawing(backdrop="#438edb")
    ImageDraw.Draw(image).rectangle((0, 0, 200, 60), fill="#202020")  # hair that reaches the upper edge
    person = mask().resize(SIZE)
    ImageDraw.Draw(person).rectangle((0, 0, 200, 60), fill=255)
    blind, seeing = (samples_of(photo(image, seen)) for seen in (None, scene(person=person)))
    assert (0x20, 0x20, 0x20) in blind.counts
    assert max(sum(colour) for colour in seeing.counts) - min(sum(colour) for colour in seeing.counts) < 40
    everywhere = samples_of(photo(image, scene(person=Image.new("L", (256, 256), 255))))
    assert everywhere.counts == blind.counts


def test_what_a_frame_surrounds_has_its_part_of_the_mask() -> None:
    framed = Image.new("RGB", SIZE, "black")
    framed.paste(drawing(hair="#f4f4f4").crop((40, 40, 440, 640)), (40, 40))
    framed.paste("black", (0, 600, 480, 640))
    made = photo(framed, SEEN)
    regions = regions_of(made)
    assert regions.frame.widest
    at = (
        round((240 - regions.frame.left) / regions.image.width * regions.small.width),
        round((110 - regions.frame.top) / regions.image.height * regions.small.height),
    )
    assert regions.person.getpixel(at) == 255
