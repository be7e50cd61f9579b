"""What a rule says where nothing or nobody was seen."""

from __future__ import annotations

import io

import pytest

from checker.photo import Photo
from checker.text import Text
from checker.unseen import unseen
from checker.vision import Scene
from tests.portrait import portrait

WHAT = Text("眼睛的位置", "where the eyes are")


@pytest.fixture
def photo() -> Photo:
    file = io.BytesIO()
    portrait().save(file, "JPEG")
    read = Photo.from_bytes(file.getvalue())
    read.decode()
    return read


def test_nobody_looked(photo: Photo) -> None:
    verdict = unseen(photo, WHAT, (0.3, 0.5), "fraction")
    assert (verdict.outcome, verdict.code) == ("unknown", "not-looked")
    assert "眼睛的位置" in verdict.message.zh
    assert "where the eyes are" in verdict.message.en
    assert (verdict.allowed, verdict.unit) == ((0.3, 0.5), "fraction")


def test_no_face(photo: Photo) -> None:
    photo.scene = Scene(photo.size, ())
    assert unseen(photo, WHAT).code == "no-face"


@pytest.mark.parametrize(
    ("turned", "zh", "en"),
    [
        (90, "顺时针转 90°", "clockwise by 90°"),
        (180, "转 180°", "by 180°"),
        (270, "逆时针转 90°", "anticlockwise by 90°"),
    ],
)
def test_lying_face_says_how_to_turn_the_photo(photo: Photo, turned: int, zh: str, en: str) -> None:
    photo.scene = Scene(photo.size, (), turned=turned)
    verdict = unseen(photo, WHAT)
    assert (verdict.outcome, verdict.code) == ("unknown", "lying")
    assert zh in verdict.message.zh
    assert en in verdict.message.en
    assert "{" not in verdict.message.zh + verdict.message.en
    assert "眼睛的位置" in verdict.message.zh
