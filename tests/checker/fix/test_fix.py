"""The fixer as a whole: what it makes of a photo, and what it says."""

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat
from PIL.JpegImagePlugin import get_sampling
from PIL.PngImagePlugin import PngInfo

import checker
from checker import Crop, Photo, fix, standards
from checker.fix import FIXABLE
from checker.fix.plan import USUAL
from checker.fix.segments import is_plain
from checker.rules import RULES
from tests.checker.fix.outcome import assert_passes, codes, pixels
from tests.checker.fix.test_plan import OWN
from tests.corpus import PHOTOS, encode, exif_bytes, heic, in_p3, rotated
from tests.icc import display_p3
from tests.portrait import portrait

NUMBER = (
    'file-name = { extensions = ["jpg"], pattern = "[0-9]{8}", meaning = { zh = "学号", en = "number" } }'
)


def test_fixable_rules_exist() -> None:
    assert set(FIXABLE) <= set(RULES)


@pytest.mark.parametrize(
    "name",
    [
        "12-megapixels.heic",
        "12-megapixels.jpg",
        "16-bit.png",
        "palette.png",
        "cmyk.jpg",
        "exif-6.jpg",
        "noisy.jpg",
    ],
)
def test_one_file_for_all_three(name: str) -> None:
    fixed = fix(PHOTOS[name](), name, USUAL)
    assert_passes(fixed)
    assert fixed.data is not None
    assert fixed.size == (480, 640)
    assert 30 * 1024 <= len(fixed.data) <= 40_000
    assert is_plain(fixed.data)
    photo = Photo.from_bytes(fixed.data)
    assert (photo.mode, photo.bits, photo.orientation, photo.size) == ("RGB", 8, 1, (480, 640))
    assert photo.density is not None
    assert (photo.density.x, photo.density.y) == (300, 300)
    assert photo.quality is not None
    assert photo.quality >= 60
    assert [report.standard for report in fixed.after] == list(USUAL)
    assert not [note for note in fixed.notes if note.level == "problem"]


@pytest.mark.parametrize(
    "name", ["12-megapixels.jpg", "size-1200x1600.jpg", "baseline.jpg", "display-p3.jpg"]
)
def test_open_university(name: str) -> None:
    fixed = fix(PHOTOS[name](), name, ["ouchn"])
    assert_passes(fixed)
    assert fixed.data is not None
    assert fixed.size is not None
    assert 150 * 1024 <= len(fixed.data) <= 200_000
    assert Fraction(*fixed.size) == Fraction(3, 4)
    assert (fixed.quality or 0) <= 95 or fixed.size == (480, 640), "px are added first, where there are any"


def test_full_colour_resolution_where_it_fits() -> None:
    smooth = portrait((960, 1280)).filter(ImageFilter.GaussianBlur(3))
    fixed = fix(encode(smooth), "a.jpg", USUAL)
    assert get_sampling(Image.open(io.BytesIO(fixed.data or b""))) == 0


def test_both_reports_are_the_checker_s_own() -> None:
    data, name = PHOTOS["display-p3.heic"](), "IMG_0001.heic"
    fixed = fix(data, name, USUAL, lang="en")
    assert list(fixed.before) == checker.check(data, name, USUAL, "en")
    assert list(fixed.after) == checker.check(fixed.data or b"", fixed.file_name, USUAL, "en")
    assert fixed.file_name == "IMG_0001-480x640.jpg"


def test_a_fixed_photo_is_left_alone() -> None:
    once = fix(PHOTOS["12-megapixels.jpg"](), "a.jpg", USUAL)
    assert once.data is not None
    again = fix(once.data, once.file_name, USUAL)
    assert again.data == once.data
    assert codes(again) == {"unchanged"}
    assert_passes(again)
    wanted = fix(once.data, once.file_name, USUAL, Crop(0, 0, 1, 1))
    assert wanted.data != once.data, "a crop that was asked for is made"


def test_metadata_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Maker of phones", "a comment"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 0.0)
    data = encode(portrait(), exif=exif.tobytes(), comment=b"secret", icc_profile=display_p3())
    assert b"secret" in data
    fixed = fix(data, "a.jpg", USUAL)
    assert fixed.data is not None
    assert is_plain(fixed.data)
    assert "metadata-removed" in codes(fixed)


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "PNG"])
@pytest.mark.parametrize("size", [(480, 640), (960, 1280)])
def test_what_the_old_file_said_is_not_handed_on(kind: str, size: tuple[int, int]) -> None:
    """A photo in sRGB is not converted, so nothing is lost on the way but what is left out on purpose."""
    told = PngInfo()
    told.add_text("comment", "secret")
    told.add_itxt("XML:com.adobe.xmp", "secret")
    options = {"JPEG": {"comment": b"secret", "xmp": b"secret"}, "GIF": {"comment": b"secret"}}
    data = encode(portrait(size), kind, **options.get(kind, {"pnginfo": told}))
    assert b"secret" in data
    fixed = fix(data, f"a.{kind.lower()}", USUAL)
    assert fixed.data is not None
    assert b"secret" not in fixed.data
    assert is_plain(fixed.data)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(orientation: int) -> None:
    upright, turned = fix(rotated(1), "a.jpg", USUAL), fix(rotated(orientation), "a.jpg", USUAL)
    upright_pixels = pixels(upright)
    difference = ImageChops.difference(upright_pixels, pixels(turned))
    assert max(ImageStat.Stat(difference).mean) < 3  # both were compressed anew
    assert (
        max(ImageStat.Stat(ImageChops.difference(upright_pixels, ImageOps.mirror(upright_pixels))).mean) > 9
    )
    assert ("turned-upright" in codes(turned)) == (orientation != 1)


def test_display_p3_looks_the_same_in_srgb() -> None:
    options: dict[str, Any] = {"quality": 98, "subsampling": "4:4:4"}
    plain = pixels(fix(encode(portrait(), **options), "a.jpg", USUAL))
    wide = fix(encode(in_p3(portrait()), icc_profile=display_p3(), **options), "a.jpg", USUAL)
    assert "colours-converted" in codes(wide)
    taken_for_srgb = pixels(fix(encode(in_p3(portrait()), **options), "a.jpg", USUAL))

    def off(other: Image.Image) -> float:
        return max(ImageStat.Stat(ImageChops.difference(plain, other)).mean)

    assert off(pixels(wide)) < 3
    assert off(taken_for_srgb) > 10


@pytest.mark.parametrize("size", [(1200, 1600), (900, 1600), (1600, 1600), (1600, 1200), (2000, 700)])
def test_it_is_cut_from_the_centre_and_never_stretched(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, "#438EDB")
    centre, radius = (size[0] // 2, size[1] // 2), 200
    image.paste("black", (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius))
    fixed = fix(encode(image, quality=95), "a.jpg", ["school-batch"])
    assert fixed.size is not None
    light = pixels(fixed).convert("L").point([255 if value < 60 else 0 for value in range(256)])
    box = light.getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert abs((right - left) - (bottom - top)) <= 2, "a square stays a square"
    assert abs(left + right - fixed.size[0]) <= 2
    assert abs(top + bottom - fixed.size[1]) <= 2


def test_a_crop_that_is_asked_for() -> None:
    image = Image.new("RGB", (1600, 1600), "black")
    image.paste("#438EDB", (160, 320, 160 + 900, 320 + 1200))
    crop = Crop(0.1, 0.2, 900 / 1600, 0.75)
    fixed = fix(encode(image, quality=95), "a.jpg", ["online-upload"], crop)
    assert fixed.crop is not None
    assert (fixed.crop.left, fixed.crop.width) == pytest.approx((0.1, 900 / 1600), abs=1e-6)
    assert "cropped" not in codes(fixed)
    darkest = pixels(fixed).convert("L").crop((4, 4, 476, 636)).getextrema()[0]
    assert isinstance(darkest, (int, float))
    assert darkest > 100, "nothing from outside the crop"
    wide = fix(encode(image, quality=95), "a.jpg", ["online-upload"], Crop(0, 0, 1, 0.5))
    assert "cropped" in codes(wide) or "too-few-pixels" in codes(wide)


def test_an_inch_photo_is_enough_for_the_school() -> None:
    fixed = fix(encode(portrait((295, 413))), "a.jpg", ["school-batch"])
    assert_passes(fixed)
    assert fixed.size == (295, 413)


def test_missing_dpi_and_low_dpi_become_300() -> None:
    for data in (
        encode(portrait(), dpi=(0, 0)),
        encode(portrait(), dpi=(71, 71)),
        encode(portrait(), exif=exif_bytes(dpi=350)),
    ):
        fixed = fix(data, "a.jpg", USUAL)
        density = Photo.from_bytes(fixed.data or b"").density
        assert density is not None
        assert (density.x, density.y, density.origin) == (300, 300, "JFIF")


def test_a_school_s_own_wishes() -> None:
    fixed = fix(
        PHOTOS["12-megapixels.jpg"](), "a.jpg", ["online-upload"], overrides={"kb": "50-60", "px": "576x768"}
    )
    assert_passes(fixed)
    assert fixed.size == (576, 768)
    assert fixed.data is not None
    assert 51_200 <= len(fixed.data) <= 60_000


def test_a_name_that_a_school_asks_for(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.format(id="own", rules=NUMBER), encoding="utf-8")
    chosen = [standards.load_file(own)]
    data = PHOTOS["12-megapixels.jpg"]()
    named = fix(data, "20260101.jpg", chosen)
    assert named.file_name == "20260101.jpg"
    assert_passes(named)
    other = fix(data, "me.jpg", chosen)
    assert not other.complete
    assert "name-needed" in codes(other)


def test_standards_themselves_and_wrong_calls() -> None:
    data = PHOTOS["baseline.jpg"]()
    assert fix(data, "a.jpg", [standards.load("ouchn")]).data == fix(data, "a.jpg", ["ouchn"]).data
    with pytest.raises(checker.StandardError):
        fix(data, "a.jpg", ["passport"])
    with pytest.raises(ValueError, match="standard"):
        fix(data, "a.jpg", [])


def test_the_same_photo_gives_the_same_file() -> None:
    data = heic(portrait((900, 1200)))
    assert fix(data, "a.heic", USUAL).data == fix(data, "a.heic", USUAL).data
