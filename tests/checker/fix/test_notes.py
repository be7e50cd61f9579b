"""What the fixer says, and when it makes no file."""

import pytest
from PIL import Image

from checker import Crop, fix, standards
from checker.fix.model import safe_name
from checker.fix.plan import USUAL
from checker.fix.segments import is_plain
from tests.checker.fix.outcome import assert_passes, codes
from tests.corpus import PHOTOS, UNREADABLE, encode
from tests.portrait import portrait


@pytest.mark.parametrize(
    "crop",
    [(0, 0, 0, 1), (-0.1, 0, 1, 1), (0.5, 0, 0.6, 1), (0, float("nan"), 1, 1), (0, 0, float("inf"), 1)],
)
def test_impossible_crops(crop: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="crop"):
        Crop(*crop)


@pytest.mark.parametrize(
    ("size", "ids"),
    [
        ((295, 413), ["online-upload"]),
        ((450, 600), USUAL),
        ((640, 480), USUAL),
        ((100, 140), ["school-batch"]),
    ],
)
def test_too_few_px_are_not_made_up(size: tuple[int, int], ids: list[str]) -> None:
    fixed = fix(encode(portrait(size)), "a.jpg", ids)
    assert fixed.data is None
    assert not fixed.complete
    (note,) = fixed.notes
    assert (note.code, note.level) == ("too-few-pixels", "problem")
    assert "480×640" in note.text.zh or "295×" in note.text.zh


def test_a_hardly_visible_enlargement_is_said() -> None:
    fixed = fix(encode(portrait((470, 627))), "a.jpg", USUAL)
    assert_passes(fixed)
    assert "enlarged" in codes(fixed)


def test_limits_that_exclude_each_other_make_no_file() -> None:
    fixed = fix(PHOTOS["baseline.jpg"](), "a.jpg", ["ouchn", "chsi-2017"])
    assert fixed.data is None
    assert [note.code for note in fixed.notes] == ["limits-exclude"]
    assert len(fixed.before) == 2
    assert fixed.after == ()


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files(name: str) -> None:
    code, maker = UNREADABLE[name]
    fixed = fix(maker(), name, USUAL)
    assert (fixed.data, fixed.size, fixed.quality, fixed.crop) == (None, None, None, None)
    assert [note.code for note in fixed.notes] == [code]
    assert [report.outcome for report in fixed.before] == ["unreadable"] * 3


@pytest.mark.parametrize(
    ("name", "code"), [("half-arrived.jpg", "picture-incomplete"), ("lossless.webp", "not-decoded")]
)
def test_what_is_not_there_is_not_made_up(name: str, code: str) -> None:
    fixed = fix(PHOTOS[name](), name, USUAL)
    assert fixed.data is None
    assert codes(fixed) == {code}


def test_noise_that_no_quality_holds() -> None:
    noisy = portrait(noise=60)
    for data in (encode(noisy, "PNG"), encode(noisy, quality=98)):
        strict = fix(data, "a.png", ["school-batch"], overrides={"kb": "20-40"})
        assert strict.data is not None
        assert len(strict.data) <= 40_000
        usual = fix(data, "a.png", ["chsi-2017"])
        assert usual.complete
        assert usual.quality == 60
        assert "usual-bytes-exceeded" in codes(usual)
        forced = fix(data, "a.png", ["chsi-2017"], overrides={"kb": "20-40"})
        assert forced.data is not None
        assert len(forced.data) <= 40_000
        assert (forced.quality or 0) < 60
        assert "quality-not-reached" in codes(forced)


def test_a_smooth_picture_is_not_padded() -> None:
    smooth = Image.linear_gradient("L").resize((480, 640)).convert("RGB")
    fixed = fix(encode(smooth, "PNG"), "a.png", USUAL)
    assert fixed.data is not None
    assert len(fixed.data) < 30 * 1024
    assert is_plain(fixed.data)
    assert not fixed.complete
    assert "too-few-bytes" in codes(fixed)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("photo.bmp", "format-converted"),
        ("grey.jpg", "grey-picture"),
        ("rgba.png", "transparency-filled"),
        ("cmyk.jpg", "cmyk-converted"),
        ("two-pictures.jpg", "one-picture-kept"),
        ("two-images.heic", "one-picture-kept"),
        ("motion-photo.jpg", "extra-data-removed"),
        ("size-600x768.jpg", "framed"),
        ("size-1200x1600.jpg", "reduced"),
    ],
)
def test_it_says_what_it_did(name: str, code: str) -> None:
    fixed = fix(PHOTOS[name](), name, USUAL)
    assert code in codes(fixed)
    assert {"encoded", "metadata-removed"} <= codes(fixed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三.heic", "张三-480x640.jpg"),
        ("dir/IMG 1.HEIC", "IMG_1-480x640.jpg"),
        (r"C:\photos\me.png", "me-480x640.jpg"),
        ("../../etc/passwd", "passwd-480x640.jpg"),
        (".hidden", "hidden-480x640.jpg"),
        ("", "photo-480x640.jpg"),
        ("...", "photo-480x640.jpg"),
        ("a\x00b\n\x1b[31m.jpg", "a_b_31m-480x640.jpg"),
        ("=1+1.jpg", "1_1-480x640.jpg"),
        ("\udcff.jpg", "photo-480x640.jpg"),
        ("长" * 300 + ".jpg", "长" * 60 + "-480x640.jpg"),
        ("-rf.jpg", "rf-480x640.jpg"),
    ],
)
def test_safe_names(name: str, expected: str) -> None:
    assert safe_name(name, (480, 640), "jpg") == expected


def test_a_crop_that_spoils_the_background_is_said() -> None:
    data = encode(portrait((1200, 1600)))
    close = fix(data, "a.jpg", USUAL, Crop(0.25, 0.3, 0.45, 0.45))
    assert "got-worse" in codes(close)
    assert close.complete, "the file itself is as it should be"
    assert "got-worse" not in codes(fix(data, "a.jpg", USUAL))


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (3, 4), (65, 65)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP"])
def test_tiny_and_thin_pictures(size: tuple[int, int], kind: str) -> None:
    data = encode(Image.new("RGB", size, "#438EDB"), kind)
    for standard_id in standards.load_all():
        fixed = fix(data, "a", [standard_id])
        if fixed.data is None:
            assert codes(fixed) == {"too-few-pixels"}
        else:
            assert fixed.complete
            assert "below-usual-size" in codes(fixed)
