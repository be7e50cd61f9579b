"""What is said before trying is what the fixer says afterwards."""

import io

import pytest
from PIL import Image

from checker import checking, fix, standards
from checker.fix import hopeless
from checker.photo import Photo
from checker.vision.runtime import finish
from tests.corpus import PHOTOS

STANDARDS = ["online-upload"]
REFUSED = {
    "size-144x192.jpg": "too-few-pixels",
    "size-295x413.jpg": "too-few-pixels",
    "landscape.jpg": "too-few-pixels",
    "odd-size.heic": "too-few-pixels",
    "half-arrived.jpg": "picture-incomplete",
    "lossless.webp": "not-decoded",
}
MADE = [
    "baseline.jpg",
    "size-1200x1600.jpg",
    "size-590x790.jpg",
    "rgb.png",
    "8-bit.heic",
    "exif-6.jpg",
    "grey.jpg",
]


def told(name: str, chosen: list[str]) -> str:
    seen: list[Photo] = []
    reports = finish(checking(PHOTOS[name](), name, chosen, runtime="not-looked", show=seen.append))
    return hopeless(seen[0], reports, standards.resolve(chosen, {}))


@pytest.mark.parametrize("name", [*REFUSED, *MADE])
def test_it_is_told_which_photos_the_fixer_refuses(name: str) -> None:
    assert told(name, STANDARDS) == REFUSED.get(name, "")
    fixed = fix(PHOTOS[name](), name, STANDARDS, runtime="not-looked")
    assert (fixed.data is None) == (name in REFUSED)
    problems = [note.code for note in fixed.notes if note.level == "problem"]
    assert problems == ([REFUSED[name]] if name in REFUSED else [])


def test_strip_has_too_few_pixels_however_long_it_is() -> None:
    """It is looked at reduced, as photos are that have px enough."""
    strip = io.BytesIO()
    Image.new("RGB", (20_000, 1)).save(strip, "PNG")
    seen: list[Photo] = []
    reports = finish(checking(strip.getvalue(), "a.png", STANDARDS, runtime="not-looked", show=seen.append))
    assert hopeless(seen[0], reports, standards.resolve(STANDARDS, {})) == "too-few-pixels"
    fixed = fix(strip.getvalue(), "a.png", STANDARDS, runtime="not-looked")
    assert "too-few-pixels" in [note.code for note in fixed.notes]


def test_limits_that_exclude_each_other_are_told() -> None:
    """Sizes of two standards that no picture has."""
    chosen = ["online-upload", "ouchn", "chsi-2017", "resident-id"]
    fixed = fix(PHOTOS["baseline.jpg"](), "baseline.jpg", chosen, runtime="not-looked")
    assert fixed.data is None
    assert told("baseline.jpg", chosen) == fixed.notes[0].code
