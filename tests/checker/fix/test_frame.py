"""What the person who crops is shown."""

import dataclasses
import json

import pytest

from checker import Crop, Photo, PhotoError, StandardError, crop_frame, fix, standards
from checker.fix.plan import USUAL
from checker.vision.look import look
from checker.vision.runtime import finish
from tests.corpus import PHOTOS, rotated
from tests.portrait import portrait


def test_the_usual_three() -> None:
    frame = crop_frame((3024, 4032), USUAL)
    assert frame.aspect == (0.75, 0.75)
    assert (frame.size, frame.min_size) == ((480, 640), (480, 640))
    assert frame.default == Crop(0, 0, 1, 1)


def test_a_range_of_ratios() -> None:
    low, high = crop_frame((3024, 4032), ["ouchn"]).aspect
    assert low < 9 / 16 < 3 / 4 < high < 1
    assert crop_frame((3024, 4032), ["school-batch"]).min_size == (312, 416)
    inch = crop_frame((295, 413), ["school-batch"])
    assert inch.min_size == inch.size == (295, 413)


@pytest.mark.parametrize("standard_id", standards.load_all())
@pytest.mark.parametrize("size", [(3024, 4032), (4000, 3000), (2000, 2000), (30, 40), (1, 4000)])
def test_the_default_is_what_the_fixer_takes(standard_id: str, size: tuple[int, int]) -> None:
    frame = crop_frame(size, [standard_id])
    low, high = frame.aspect
    ratio = frame.default.width * size[0] / (frame.default.height * size[1])
    assert low - 1e-6 <= ratio <= high + 1e-6
    for band in frame.bands:
        assert 0 <= band.low <= band.high <= 1
    assert frame.min_size[0] <= frame.size[0]


def test_it_agrees_with_the_fixer() -> None:
    data = rotated(6, portrait((900, 1600)))
    photo = Photo.from_bytes(data)
    photo.decode()
    finish(look(photo))
    frame = crop_frame(data, USUAL, scene=photo.scene)
    assert frame.picture == (900, 1600)
    fixed = fix(data, "a.jpg", USUAL)
    assert fixed.crop is not None
    assert fixed.size == frame.size
    # The fixer looks at all px, of which the frame's photo may have been decoded smaller.
    assert dataclasses.astuple(fixed.crop) == pytest.approx(dataclasses.astuple(frame.default), abs=0.003)


def test_our_aim_lies_within_the_standard_s_bands() -> None:
    bands = crop_frame((3024, 4032), USUAL).bands
    theirs = {band.id: band for band in bands if band.standard == "chsi-2017"}
    assert set(theirs) == {"crown", "eyes"}
    for band in bands:
        if not band.standard and band.id in theirs:
            assert theirs[band.id].low <= band.low <= band.high <= theirs[band.id].high
    assert theirs["crown"].low == 50 / 640
    assert theirs["eyes"].high == 300 / 640


@pytest.mark.parametrize("standard_id", ["ouchn", "open-com-cn", "resident-id"])
def test_no_aim_of_ours_where_the_head_belongs_elsewhere(standard_id: str) -> None:
    assert all(band.standard == standard_id for band in crop_frame((3024, 4032), [standard_id]).bands)


def test_as_json() -> None:
    loaded = json.loads(json.dumps(crop_frame((3024, 4032), USUAL).to_dict("zh")))
    assert loaded["default"] == [0, 0, 1, 1]
    assert {"id", "title", "edge", "low", "high", "standard"} == set(loaded["bands"][0])


def test_wrong_calls() -> None:
    with pytest.raises(PhotoError):
        crop_frame(b"text", USUAL)
    with pytest.raises(StandardError):
        crop_frame((480, 640), ["passport"])


def test_overrides_change_the_frame() -> None:
    frame = crop_frame(PHOTOS["12-megapixels.jpg"](), ["ouchn"], {"px": "600x800"})
    assert (frame.size, frame.min_size, frame.aspect) == ((600, 800), (600, 800), (0.75, 0.75))
