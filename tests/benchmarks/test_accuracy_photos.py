"""The benchmark's mutations do what they say: every one is measured, not looked up."""

import io
import math
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from benchmarks.accuracy import effects
from benchmarks.accuracy.catalogue import LOOKS
from benchmarks.accuracy.colours import in_gamut, lab, lab_to_rgb
from benchmarks.accuracy.compose import compose, dyed, lab_of, ramp, scale_of
from benchmarks.accuracy.files import SAVED, make, of_size, padded, within
from benchmarks.accuracy.looks import BACKGROUNDS, WRONG_BACKGROUNDS, Look, towards
from benchmarks.accuracy.shots import Shot
from benchmarks.accuracy.sources import CHART, Source, SourceError, given, load, portraits
from checker.colour import srgb_to_lab
from checker.photo import Photo

ASTRONAUT = portraits(fetch=False)[0]
BLUE = BACKGROUNDS["blue"]
SIZE = (240, 320)


def portrait() -> Image.Image:
    return compose(ASTRONAUT, SIZE, BLUE).image


def detail(image: Image.Image) -> float:
    """Mean difference of neighbours, a plain measure of detail."""
    grey = image.convert("L")
    return ImageStat.Stat(ImageChops.difference(grey, ImageChops.offset(grey, 1, 0))).mean[0]


def lightness(image: Image.Image, at: tuple[int, int]) -> float:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return srgb_to_lab(*(int(value) for value in pixel[:3]))[0]


@pytest.mark.parametrize("colour", [*BACKGROUNDS.values(), *WRONG_BACKGROUNDS.values(), (1, 2, 3)])
def test_cielab_and_back_is_the_same_colour(colour: tuple[int, int, int]) -> None:
    assert lab_to_rgb(lab_of(colour)) == colour
    assert in_gamut(lab_of(colour))


def test_what_srgb_cannot_show_is_out_of_gamut() -> None:
    assert not in_gamut(lab(30, 120, 200))


def test_the_person_stands_before_the_background_as_asked() -> None:
    scene = compose(ASTRONAUT, (480, 640), BLUE)
    assert scene.image.getpixel((5, 5)) == BLUE
    top = scene.person.point([255 if value > 128 else 0 for value in range(256)]).getbbox()
    assert top is not None
    assert abs(top[1] - 64) <= 6, "the crown lies at a tenth of the height"
    assert ImageStat.Stat(scene.person).mean[0] / 255 == pytest.approx(0.5, abs=0.15)
    assert ImageChops.subtract(scene.clothes, scene.person).getextrema() == (0, 0), (
        "clothes are of the person"
    )
    assert ASTRONAUT.cut is not None
    assert scale_of(ASTRONAUT, 640) == pytest.approx(0.64 * 640 / ASTRONAUT.cut.head)


def test_nothing_of_the_old_background_is_left() -> None:
    scene = compose(ASTRONAUT, SIZE, (0, 0, 0))
    outside = scene.person.point([255 if value == 0 else 0 for value in range(256)])
    assert ImageStat.Stat(scene.image, outside).extrema == [(0, 0)] * 3


def test_blur_takes_detail_away() -> None:
    found = [detail(effects.defocus(portrait(), radius)) for radius in (0, 0.6, 1.8, 4)]
    assert found == sorted(found, reverse=True)
    assert found[3] < found[0] / 2


def test_blur_is_measured_in_px_of_a_480_px_photo() -> None:
    edge = Image.new("RGB", (480, 10))
    edge.paste("white", (240, 0, 480, 10))
    widths = []
    for width in (480, 960):
        blurred = effects.defocus(edge.resize((width, 10), Image.Resampling.NEAREST), 4).convert("L")
        row = [blurred.getpixel((x, 5)) for x in range(width)]
        widths.append(
            sum(20 < int(value or 0) < 235 for value in row if not isinstance(value, tuple)) / width
        )
    assert widths[0] == pytest.approx(widths[1], rel=0.1)


def test_motion_smears_one_way_only() -> None:
    lines = Image.new("RGB", (480, 480), "white")
    for x in range(0, 480, 8):
        lines.paste("black", (x, 0, x + 4, 480))
    across, down = (effects.motion(lines, 8, way) for way in ("across", "down"))
    assert ImageStat.Stat(across.convert("L")).stddev[0] < 20
    assert ImageStat.Stat(down.convert("L")).stddev[0] > 100
    assert effects.motion(lines, 1, "across") == lines


def test_enlarging_leaves_no_fine_detail() -> None:
    found = [detail(effects.upscale(portrait(), factor)) for factor in (1, 2, 4)]
    assert found == sorted(found, reverse=True)
    assert effects.upscale(portrait(), 1) == portrait()


def test_a_stop_doubles_the_light() -> None:
    grey = Image.new("RGB", (4, 4), (100, 100, 100))
    brighter, darker = effects.exposure(grey, 1).getpixel((0, 0)), effects.exposure(grey, -1).getpixel((0, 0))
    assert brighter == (138, 138, 138)  # 0.127 of the light, twice that, as sRGB
    assert darker == (71, 71, 71)
    assert effects.exposure(portrait(), 0) == portrait()


def test_contrast_is_the_share_of_the_spread_that_stays() -> None:
    spread = ImageStat.Stat(portrait().convert("L")).stddev[0]
    assert ImageStat.Stat(effects.contrast(portrait(), 0.5).convert("L")).stddev[0] == pytest.approx(
        spread / 2, rel=0.03
    )


@pytest.mark.parametrize("hue", [80, 150, 270, 330])
def test_a_cast_moves_grey_by_its_strength(hue: float) -> None:
    grey = Image.new("RGB", (1, 1), lab_to_rgb(lab(60)))
    pixel = effects.cast(grey, 12, hue).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    _, a, b = srgb_to_lab(*(int(value) for value in pixel))
    assert (a**2 + b**2) ** 0.5 == pytest.approx(12, abs=0.6)


def test_frames_and_corners_reach_as_far_as_they_say() -> None:
    plain = Image.new("RGB", (480, 640), "white")
    framed = effects.frame(plain, 6, "#000000")
    assert [framed.getpixel((x, 320)) for x in (0, 5, 6, 474)] == [(0, 0, 0)] * 2 + [(255,) * 3, (0, 0, 0)]
    assert effects.frame(plain, 0, "#000000") == plain
    rounded = effects.corners(plain, 24, "#000000")
    assert rounded.getpixel((0, 0)) == (0, 0, 0)
    assert rounded.getpixel((24, 0)) == (255, 255, 255)
    assert rounded.getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("direction", ["down", "across", "round"])
@pytest.mark.parametrize("strength", [0.0, 5.0, 16.0])
def test_a_gradient_is_as_strong_as_it_says_where_it_is_seen(direction: str, strength: float) -> None:
    asked = Shot(("background-evenness",), "", "gradient", strength, "pass", "", variant=direction, size=SIZE)
    look = next(look for look in LOOKS if look.name == "gradient")
    image = look.make(ASTRONAUT, asked)
    person = compose(ASTRONAUT, SIZE, BLUE).person
    seen = [(x, y) for x in range(0, 240, 4) for y in range(0, 320, 4) if person.getpixel((x, y)) == 0]
    found = [lightness(image, at) for at in [*seen, (0, 0), (239, 0), (0, 319)] if person.getpixel(at) == 0]
    assert max(found) - min(found) == pytest.approx(strength, abs=1)
    assert max(found) == pytest.approx(lab_of(BLUE)[0], abs=0.5)


def test_a_shadow_falls_beside_the_person() -> None:
    person = compose(ASTRONAUT, SIZE, BLUE).person
    background = ramp(effects.shadow(person, "right"), lab_of(BLUE), 20)
    image = compose(ASTRONAUT, SIZE, background).image
    assert lightness(image, (20, 100)) == pytest.approx(lab_of(BLUE)[0], abs=0.5)
    assert min(lightness(image, (x, 100)) for x in range(200, 239)) < lab_of(BLUE)[0] - 15


@pytest.mark.parametrize("kind", ["cloud", "fold"])
def test_a_texture_waves_as_much_as_it_says(kind: str) -> None:
    shot = Shot(("background-evenness",), "", "texture", 9.0, "fail", "", size=SIZE, variant=kind, seed=3)
    look = next(look for look in LOOKS if look.name == "texture")
    image = look.make(ASTRONAUT, shot)
    found = [lightness(image, (x, y)) for x in range(0, 240, 3) for y in range(0, 30, 3)]
    assert 12 < max(found) - min(found) < 19


@pytest.mark.parametrize("background", ["blue", "white"])
@pytest.mark.parametrize("distance", [42, 15, 4, 0])
def test_clothes_differ_from_the_background_by_what_was_asked_for(background: str, distance: float) -> None:
    scene = compose(ASTRONAUT, SIZE, BACKGROUNDS[background])
    colour = lab_of(BACKGROUNDS[background])
    mean = ImageStat.Stat(dyed(scene, towards(colour, "black", distance)), scene.clothes).mean
    dye = lab_of((round(mean[0]), round(mean[1]), round(mean[2])))
    assert math.dist(dye, colour) == pytest.approx(distance, abs=5)


@pytest.mark.parametrize("n_bytes", [9_000, 20_480, 30_719, 200_001, 921_600])
def test_files_have_exactly_so_many_bytes(n_bytes: int) -> None:
    data = of_size(portrait(), n_bytes)
    assert len(data) == n_bytes
    photo = Photo.from_bytes(data)
    photo.decode()
    assert photo.size == SIZE


@pytest.mark.parametrize("missing", [8, 9, 12, 65_537, 65_538, 65_541, 65_544, 131_080])
def test_any_number_of_bytes_can_be_filled(missing: int) -> None:
    jpeg = SAVED["jpg"](portrait())
    assert len(padded(jpeg, len(jpeg) + missing)) == len(jpeg) + missing


def test_clean_photos_have_a_size_in_the_window() -> None:
    noisy = effects.grain(compose(ASTRONAUT, (480, 640), BLUE).image, 4, 1)
    assert noisy == effects.grain(compose(ASTRONAUT, (480, 640), BLUE).image, 4, 1), "seeded"
    assert 20_480 <= len(within(noisy, 20_480, 40_000, 92)) <= 40_000


@pytest.mark.parametrize("way", SAVED)
def test_ways_of_saving_are_what_their_name_says(way: str) -> None:
    data = SAVED[way](portrait())
    kind = way.split("-")[0]
    starts = {"jpg": b"\xff\xd8", "png": b"\x89PNG", "gif": b"GIF8", "bmp": b"BM", "tif": b"II*\0"}
    if kind in starts:
        assert data.startswith(starts[kind])
    else:
        assert {"webp": b"WEBP", "heic": b"ftyp", "avif": b"ftypavif"}[kind] in data[:16]


def test_every_look_makes_a_photo_at_both_ends_of_its_steps() -> None:
    for look in LOOKS:
        for step in (look.steps[0], look.steps[-1]):
            shot = (
                next(shot for shot in look.shots([ASTRONAUT], ()) if shot.step == step)
                if (look.rule not in ASTRONAUT.unfit)
                else Shot((look.rule,), "", look.name, step, "pass", "", variant=look.variants[0])
            )
            data, name = make(ASTRONAUT, shot)
            assert name == "photo.jpg"
            with Image.open(io.BytesIO(data)) as image:
                assert image.size == shot.size, look.name


def test_the_same_shot_gives_the_same_bytes() -> None:
    look = next(look for look in LOOKS if look.name == "texture")
    shot = list(look.shots([ASTRONAUT], ()))[-1]
    assert make(ASTRONAUT, shot) == make(ASTRONAUT, shot)


def test_given_portraits_are_marked(tmp_path: Path) -> None:
    portrait().save(tmp_path / "synthetic_1.png")
    portrait().save(tmp_path / "me.jpg")
    (tmp_path / "README.md").write_text("no picture")
    found = given(tmp_path)
    assert [(source.kind, source.file) for source in found] == [
        ("given", "me.jpg"),
        ("synthetic", "synthetic_1.png"),
    ]
    assert str(tmp_path) not in str(found[0].listed())
    assert load(found[0]).size == SIZE


def test_a_folder_without_portraits_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no JPG or PNG"):
        given(tmp_path)
    with pytest.raises(SourceError, match="no such folder"):
        given(tmp_path / "nowhere")


def test_the_chart_shows_nobody_and_has_colours() -> None:
    assert load(CHART).size == (960, 1280)
    assert CHART.cut is None


def looks_of(source: Source) -> set[str]:
    looks: tuple[Look, ...] = LOOKS
    return {shot.mutation for look in looks for shot in look.shots([source], ())}


def test_a_source_is_used_only_for_what_it_is_fit_for(tmp_path: Path) -> None:
    assert not looks_of(ASTRONAUT) & {"defocus", "motion", "upscale"}, "its head is too small to be sharp"
    portrait().save(tmp_path / "me.jpg")
    (without_outline,) = given(tmp_path)
    assert not looks_of(without_outline) & {"gradient", "shadow", "blue-hue", "clothes-contrast"}
    assert "frame" in looks_of(without_outline)
