"""Photos cut by the head, levelled, and put before another background: the whole way through the fixer."""

import io
import math
import random

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from checker import Crop, Photo
from checker.fix import Fixed, Note, Wishes, background_colour, fix
from checker.fix.backdrop import COLOURS, keep_face, with_background
from checker.fix.picture import Picture
from checker.vision.desktop import desktop
from checker.vision.head import Head, head_of
from checker.vision.look import look
from checker.vision.runtime import finish
from checker.vision.scene import Scene
from tests.portrait import portrait

from .outcome import codes, pixels


def wide(lean: float = 0.0, background: str = "#438EDB") -> Image.Image:
    """Return a landscape photo in which the head is small and to the left."""
    figure = portrait((900, 1200), background)
    photo = Image.new("RGB", (2000, 1500), background)
    photo.paste(figure, (100, 300))
    return photo.rotate(lean, Image.Resampling.BICUBIC, fillcolor=background) if lean else photo


def jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=95)
    return stream.getvalue()


def scene_of(image: Image.Image) -> Scene:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    photo = Photo.from_bytes(stream.getvalue())
    photo.decode()
    finish(look(photo))
    assert photo.scene is not None
    return photo.scene


def head(fixed: Fixed) -> Head:
    found = head_of(scene_of(pixels(fixed)))
    assert found is not None
    return found


def note(fixed: Fixed, code: str) -> Note:
    return next(note for note in fixed.notes if note.code == code)


def test_the_head_comes_to_its_place() -> None:
    fixed = fix(jpeg(wide()), "a.jpg", ["online-upload", "school-batch", "chsi-2017"])
    assert "framed" in codes(fixed)
    assert fixed.size == (480, 640)
    found = head(fixed)
    assert 0.08 <= found.crown / 640 <= 0.12
    assert 0.60 <= found.height / 640 <= 0.68
    assert 0.39 <= found.eyes / 640 <= 0.45
    assert found.middle / 480 == pytest.approx(0.5, abs=0.02)


def test_one_s_own_crop_is_left_alone() -> None:
    crop = Crop(0.05, 0.2, 0.45, 0.8)
    fixed = fix(jpeg(wide()), "a.jpg", ["online-upload"], crop)
    assert "framed" not in codes(fixed)
    assert fixed.crop is not None
    assert fixed.crop.left >= 0.05 - 1e-6


def test_the_uncut_original_for_the_open_university() -> None:
    upright = wide().crop((0, 0, 1100, 1500))
    fixed = fix(jpeg(upright), "a.jpg", ["ouchn"])
    assert not {"framed", "cropped"} & codes(fixed)
    assert fixed.crop == Crop(0, 0, 1, 1)


def test_without_models_it_is_cut_from_the_centre() -> None:
    fixed = fix(jpeg(wide()), "a.jpg", ["online-upload"], runtime="left-out")
    assert "framed" not in codes(fixed)
    assert fixed.crop is not None
    assert fixed.crop.left == pytest.approx((1 - fixed.crop.width) / 2)


def test_room_that_is_missing_above_is_made_of_the_background() -> None:
    close = portrait((960, 1280)).crop((0, 120, 960, 1280))
    fixed = fix(jpeg(close), "a.jpg", ["chsi-2017"])
    assert "background-extended" in codes(fixed)
    assert note(fixed, "background-extended").level == "done"
    assert "上边" in note(fixed, "background-extended").text.zh
    assert 50 <= head(fixed).crown <= 110
    above = pixels(fixed).convert("RGB").crop((0, 0, 480, 20))
    assert ImageStat.Stat(above).mean == pytest.approx([0x43, 0x8E, 0xDB], abs=3)


def test_where_it_cannot_be_made_the_px_are_named() -> None:
    close = portrait((960, 1280)).crop((0, 120, 960, 1280))
    ImageDraw.Draw(close).rectangle((100, 0, 300, 60), fill="#703020")
    fixed = fix(jpeg(close), "a.jpg", ["chsi-2017"])
    assert "background-extended" not in codes(fixed)
    told = note(fixed, "room-missing")
    assert told.level == "advice"
    missing = int(told.text.en.split(" px at the top")[0].rsplit(" ", 1)[1])
    assert 40 <= missing <= 160


def test_a_head_too_small_to_be_cut_out_is_said() -> None:
    tiny = Image.new("RGB", (600, 800), "#438EDB")
    tiny.paste(portrait((240, 320)), (180, 480))
    fixed = fix(jpeg(tiny), "a.jpg", ["chsi-2017"])
    assert "head-too-small" in codes(fixed)


@pytest.mark.parametrize("lean", [1.5, -2.5])
def test_levelling_is_done_when_asked_for(lean: float) -> None:
    photo = wide(lean)
    before = scene_of(photo).main
    assert before is not None
    assert "levelled" not in codes(fix(jpeg(photo), "a.jpg", ["online-upload"]))
    fixed = fix(jpeg(photo), "a.jpg", ["online-upload"], wishes=Wishes(level=True))
    told = note(fixed, "levelled")
    assert told.level == "advice"
    assert "不许旋转" in told.text.zh
    after = scene_of(pixels(fixed)).main
    assert after is not None
    assert abs(after.pose.roll) < 0.5


def test_more_than_three_degrees_are_not_levelled() -> None:
    fixed = fix(jpeg(wide(7)), "a.jpg", ["online-upload"], wishes=Wishes(level=True))
    assert note(fixed, "too-far-to-level").level == "problem"


def test_levelling_needs_eyes() -> None:
    plain = jpeg(Image.new("RGB", (600, 800), "#438EDB"))
    fixed = fix(plain, "a.jpg", ["online-upload"], wishes=Wishes(level=True, background="white"))
    assert {"not-levelled", "background-kept"} <= codes(fixed)


def test_points_follow_a_turned_picture() -> None:
    image = Image.new("RGB", (400, 300))
    ImageDraw.Draw(image).ellipse((95, 195, 105, 205), fill="white")
    scene = scene_of(portrait((400, 533)))
    turned = Picture(image, scene, image.size).levelled(2.5)
    box = turned.image.convert("L").point([0] * 128 + [255] * 128).getbbox()
    assert box is not None
    angle = math.radians(2.5)
    x, y = 100 - 200, 200 - 150
    where = (x * math.cos(angle) + y * math.sin(angle) + 200, y * math.cos(angle) - x * math.sin(angle) + 150)
    assert (box[0] + box[2]) / 2 + turned.left == pytest.approx(where[0], abs=0.8)
    assert (box[1] + box[3]) / 2 + turned.top == pytest.approx(where[1], abs=0.8)
    assert turned.scene is not None
    assert turned.scene.crown is not None
    assert turned.image.convert("L").getpixel((0, 0)) == 0


@pytest.mark.parametrize("size", [(480, 640), (1500, 2000)])
def test_not_one_bit_of_the_face_changes(size: tuple[int, int]) -> None:
    image = portrait(size, noise=4)
    runtime, scene = desktop(), scene_of(image)
    assert runtime is not None
    assert scene.main is not None
    new = finish(with_background(Picture(image, scene, size), "#FFFFFF", runtime))
    assert new is not None
    after, plain = new
    assert plain
    oval = Image.new("L", size)
    keep_face(oval, scene.main)
    assert ImageStat.Stat(oval).mean[0] > 20
    changed = ImageChops.difference(image, after.image)
    assert ImageChops.multiply(changed, Image.merge("RGB", [oval] * 3)).getbbox() is None
    assert after.image.getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize("name", [*COLOURS, "#123456"])
def test_the_background_becomes_the_colour(name: str) -> None:
    fixed = fix(jpeg(wide()), "a.jpg", ["online-upload"], wishes=Wishes(background=name))
    told = note(fixed, "background-replaced")
    assert told.level == "advice"
    assert background_colour(name) in told.text.zh
    assert "被退过" in told.text.zh
    colour = background_colour(name)
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    corner = pixels(fixed).convert("RGB").crop((0, 0, 480, 30))
    assert ImageStat.Stat(corner).mean == pytest.approx(wanted, abs=2)


def test_another_background_costs_no_px() -> None:
    tiny = Image.new("RGB", (600, 800), "#438EDB")
    tiny.paste(portrait((180, 240)), (210, 560))
    for colour in (None, "white"):
        fixed = fix(jpeg(tiny), "a.jpg", ["online-upload"], wishes=Wishes(background=colour))
        assert fixed.size == (480, 640)


def test_a_motley_background_is_cut_out_roughly_and_it_is_said() -> None:
    rng = random.Random(3)
    room = Image.new("RGB", (900, 1200), "#806040")
    draw = ImageDraw.Draw(room)
    for _ in range(200):
        x, y = rng.randrange(900), rng.randrange(1200)
        draw.rectangle((x, y, x + 90, y + 60), fill=rng.choice(["#F0E0D0", "#203050", "#90C0A0", "#A03030"]))
    photo = portrait((900, 1200), room)
    fixed = fix(jpeg(photo), "a.jpg", ["online-upload"], wishes=Wishes(background="white"))
    assert note(fixed, "edge-rough").level == "problem"
    corner = pixels(fixed).convert("RGB").crop((0, 0, 100, 60))
    assert ImageStat.Stat(corner).mean == pytest.approx([255, 255, 255], abs=2)


def test_no_blue_is_left_around_the_hair() -> None:
    fixed = fix(jpeg(wide()), "a.jpg", ["online-upload"], wishes=Wishes(background="white"))
    head_part = pixels(fixed).convert("RGB").crop((0, 0, 480, 330))
    bluish = sum(
        blue > red + 24 and blue > green + 12
        for red, green, blue in zip(*(band.tobytes() for band in head_part.split()), strict=True)
    )
    assert bluish < 0.003 * head_part.width * head_part.height


@pytest.mark.parametrize("name", ["", "red", "#12345", "#12345G", "rgb(1,2,3)"])
def test_other_colours_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="light-grey"):
        Wishes(background=name)


class Failing:
    """A runtime that looks at photos and then fails."""

    async def run(self, model: str, pixels: bytes) -> list[memoryview]:
        runtime = desktop()
        assert runtime is not None
        if Failing.left == 0:
            raise OSError(model)
        Failing.left -= 1
        return await runtime.run(model, pixels)

    left = 0


def test_a_runtime_that_fails_leaves_the_background() -> None:
    data = jpeg(portrait((600, 800)))
    for Failing.left in range(8):
        fixed = fix(data, "a.jpg", ["online-upload"], wishes=Wishes(background="white"), runtime=Failing())
        assert fixed.data is not None
        assert {"background-kept", "background-replaced"} & codes(fixed)


def test_no_runtime_no_new_background() -> None:
    fixed = fix(
        jpeg(wide()), "a.jpg", ["online-upload"], wishes=Wishes(background="white"), runtime="no-runtime"
    )
    assert note(fixed, "background-kept").level == "problem"
