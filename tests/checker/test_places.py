"""Head and face are measured where they are seen."""

import pytest
from PIL import Image, ImageDraw, ImageFilter

from checker import Photo
from checker.engine import judge
from checker.fix.picture import moved
from checker.quality.blur import measure_blur
from checker.quality.light import measure_light
from checker.quality.regions import FACE, HEAD, USUAL, At, Places, places
from checker.regions import find_regions
from checker.standards import load
from checker.vision.desktop import desktop
from checker.vision.look import look
from checker.vision.runtime import finish
from checker.vision.scene import Scene
from checker.vision.see import see
from tests.backdrops import dressed
from tests.corpus import encode
from tests.portrait import BLUE, portrait


def scene_of(image: Image.Image) -> Scene:
    runtime = desktop()
    assert runtime is not None
    return finish(see(image, image.size, runtime))


def aside(figure: Image.Image) -> Image.Image:
    """Return a photo with a figure of two thirds of its size at its lower left corner."""
    photo = Image.new("RGB", (600, 800), BLUE)
    photo.paste(figure.resize((400, 533), Image.Resampling.LANCZOS), (0, 267))
    return photo


def test_where_an_id_photo_has_them_they_are_where_they_were_expected() -> None:
    found = places(scene_of(portrait()))
    assert found == Places(HEAD, FACE, seen=True)


def test_a_smaller_head_has_boxes_of_its_own() -> None:
    scene = scene_of(portrait())
    smaller = moved(scene, (960, 1280), lambda at: (at[0] + 240, at[1] + 600))
    found = places(smaller)
    assert found.head == pytest.approx((0.36, 0.53, 0.64, 0.83), abs=0.02)
    assert found.face == pytest.approx((0.415, 0.61, 0.585, 0.8), abs=0.02)


def test_what_is_not_seen_is_expected() -> None:
    assert places(None) is USUAL
    assert places(Scene((300, 400), ())) is USUAL
    assert not USUAL.seen


def test_equal_places_are_measured_once() -> None:
    scene = scene_of(portrait())
    assert At(measure_blur, places(scene)) == At(measure_blur, places(scene))
    assert At(measure_blur, places(scene)) != At(measure_blur, USUAL)
    assert hash(At(measure_blur, places(scene))) == hash(At(measure_blur, places(scene)))


def test_a_blurred_head_is_found_where_it_is() -> None:
    photo = aside(portrait((600, 800)).filter(ImageFilter.GaussianBlur(5)))
    # Something sharp where the head of an ID photo would be.
    ImageDraw.Draw(photo).rectangle((400, 100, 460, 300), fill="black")
    where = places(scene_of(photo))
    assert where.seen
    there, expected = measure_blur(photo, where), measure_blur(photo, USUAL)
    assert there is not None
    assert expected is not None
    assert there.overall > 2.4 > expected.overall


def test_a_blown_out_cheek_is_found_where_it_is() -> None:
    figure = portrait((600, 800))
    ImageDraw.Draw(figure).ellipse((205, 380, 285, 470), fill="white")
    photo = aside(figure)
    regions = find_regions(photo)
    where = places(scene_of(photo))
    there, expected = measure_light(regions, where), measure_light(regions, USUAL)
    assert there is not None
    assert expected is not None
    assert there.blown > 0.04 > 2 * expected.blown


def test_a_frame_around_the_photo_moves_them() -> None:
    photo = Image.new("RGB", (600, 800), "black")
    photo.paste(portrait((480, 640)), (60, 80))
    regions = find_regions(photo)
    assert regions.frame.widest > 50
    scene = moved(scene_of(portrait()), photo.size, lambda at: (at[0] + 60, at[1] + 80))
    there = places(moved(scene, (1200, 1600), lambda at: at))
    assert there.head != HEAD
    inside = there.inside(regions)
    for at, edge in enumerate((60, 80, 60, 80)):
        side = (600, 800)[at % 2]
        assert inside.head[at] == pytest.approx((there.head[at] * side - edge) / (side - 2 * edge), abs=1e-6)
    assert USUAL.inside(regions) is USUAL


@pytest.mark.parametrize(("colour", "outcome"), [(None, "pass"), ("#4A90D8", "fail")])
def test_clothes_of_a_person_at_the_side(colour: str | None, outcome: str) -> None:
    figure = portrait((600, 800))
    if colour is not None:
        figure = dressed(figure, colour)
    photo = Image.new("RGB", (600, 800), BLUE)
    photo.paste(figure.resize((330, 440), Image.Resampling.LANCZOS), (0, 360))
    file = Photo.from_bytes(encode(photo))
    file.decode()
    finish(look(file))
    assert file.measure(find_regions).state == "no-person"
    assert file.scene is not None
    assert file.scene.main is not None
    assert clothes(file) == outcome
    file.scene = None
    assert clothes(file) == "unknown"


def clothes(photo: Photo) -> str:
    """Return what the rule about clothes says."""
    findings = judge(photo, load("school-batch")).findings
    return next(finding.outcome for finding in findings if finding.rule == "clothes-contrast")
