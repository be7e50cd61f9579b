"""Reducing in linear light, and sharpening without halos."""

import random

import pytest
from PIL import Image, ImageChops, ImageStat

from checker.fix import resample as module
from checker.fix.resample import resample, sharpen
from tests.portrait import portrait

WHOLE = (0.0, 0.0, 400.0, 400.0)


def stripes() -> Image.Image:
    """Black and white columns of one px: half the light of white."""
    image = Image.new("RGB", (400, 400))
    for x in range(0, 400, 2):
        image.paste("white", (x, 0, x + 1, 400))
    return image


@pytest.mark.parametrize("size", [100, 80, 50, 16])
def test_light_is_averaged_and_not_srgb_values(size: int) -> None:
    grey = resample(stripes(), WHOLE, (size, size)).getchannel(0)
    centre = grey.crop((size // 4, size // 4, 3 * size // 4, 3 * size // 4))
    # Half the light is 188 in sRGB; averaging sRGB values gives 128.
    assert ImageStat.Stat(centre).mean[0] == pytest.approx(188, abs=1.5)


def around(value: int) -> list[int]:
    return [value - 1, value, value + 1]


@pytest.mark.parametrize("size", [400, 399, 137, 40, 7])
@pytest.mark.parametrize("colour", ["#438EDB", "#000000", "#FFFFFF", "#010203", "#FEFDFC"])
def test_an_even_colour_stays(size: int, colour: str) -> None:
    image = Image.new("RGB", (400, 400), colour)
    out = resample(image, WHOLE, (size, size))
    expected = image.convert("YCbCr").getpixel((0, 0))
    assert isinstance(expected, tuple)
    for channel, value in zip(out.split(), expected, strict=True):
        assert ImageStat.Stat(channel).extrema[0] in {(a, b) for a in around(value) for b in around(value)}


def test_the_wanted_size_is_cut_out_px_for_px() -> None:
    image = portrait((500, 700))
    out = resample(image, (10.0, 20.0, 490.0, 660.0), (480, 640))
    assert ImageChops.difference(out, image.crop((10, 20, 490, 660)).convert("YCbCr")).getbbox() is None


def test_nothing_is_moved_or_stretched() -> None:
    image = Image.new("RGB", (1200, 1600), "white")
    image.paste("black", (300, 400, 900, 1200))
    light = resample(image, (0.0, 0.0, 1200.0, 1600.0), (480, 640)).getchannel(0)
    assert light.point([255 if value < 128 else 0 for value in range(256)]).getbbox() == (120, 160, 360, 480)


def test_a_part_between_px() -> None:
    ramp = Image.linear_gradient("L").resize((1024, 1024)).convert("RGB")
    part = resample(ramp, (100.5, 200.25, 612.5, 712.25), (128, 128)).getchannel(0)
    whole = resample(ramp, (0.0, 0.0, 1024.0, 1024.0), (256, 256)).getchannel(0)
    expected = ImageStat.Stat(whole.crop((25, 50, 153, 178))).mean[0]
    assert ImageStat.Stat(part).mean[0] == pytest.approx(expected, abs=0.5)


def test_strips_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    image, size = portrait((1500, 2000), noise=4), (300, 400)
    box = (3.3, 4.4, 1493.3, 1991.0667)
    at_once = resample(image, box, size)
    monkeypatch.setattr(module, "_STRIP", 10_000)
    assert ImageChops.difference(at_once, resample(image, box, size)).getbbox() is None


def noise(seed: int) -> Image.Image:
    return Image.frombytes("RGB", (60, 60), random.Random(seed).randbytes(60 * 60 * 3)).convert("YCbCr")


def edge() -> Image.Image:
    image = Image.new("RGB", (60, 60), "#505050")
    image.paste("#C0C0C0", (30, 0, 60, 60))
    return image.resize((30, 30), Image.Resampling.BILINEAR).convert("YCbCr")


@pytest.mark.parametrize("image", [noise(1), noise(2), edge(), portrait((120, 160)).convert("YCbCr")])
def test_sharpening_makes_no_halo(image: Image.Image) -> None:
    before, after = image.getchannel(0), sharpen(image).getchannel(0)
    width, height = image.size
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            around = before.crop((x - 1, y - 1, x + 2, y + 2)).getextrema()
            assert around[0] <= after.getpixel((x, y)) <= around[1]  # type: ignore[operator]


def test_sharpening_sharpens_and_keeps_colours() -> None:
    image = portrait((240, 320)).resize((120, 160), Image.Resampling.BILINEAR).convert("YCbCr")
    out = sharpen(image)
    for channel in (1, 2):
        same = ImageChops.difference(image.getchannel(channel), out.getchannel(channel))
        assert same.getbbox() is None

    def contrast(picture: Image.Image) -> float:
        light = picture.getchannel(0)
        return ImageStat.Stat(ImageChops.difference(light, ImageChops.offset(light, 1, 0))).mean[0]

    assert contrast(out) > 1.05 * contrast(image)
