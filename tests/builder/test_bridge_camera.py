"""What the camera and the print sheet ask of Python, here without a browser."""

from __future__ import annotations

import json

import pytest

from builder.runtime import bridge
from checker.sheet import PAPERS, PRINTS, sheet
from checker.vision.runtime import finish
from tests.builder.test_bridge import Bytes, models, wish
from tests.corpus import PHOTOS
from tests.portrait import portrait

__all__ = ["models"]


def test_a_sheet_is_the_one_of_the_checker() -> None:
    order = {"print": "2-inch", "paper": "a4", "count": 3, "kind": "pdf"}
    photo = PHOTOS["baseline.jpg"]()
    told, data = finish(bridge.sheet(Bytes(photo), "a.jpg", json.dumps(order)))
    made = sheet(photo, "a.jpg", PRINTS["2-inch"], PAPERS["a4"], 3, "pdf", runtime="left-out")
    assert data == made.data
    assert json.loads(told) == made.to_dict("zh")


@pytest.mark.usefixtures("models")
def test_where_the_head_goes_in_a_cameras_picture() -> None:
    """In a picture that is wider than the photo, and from the pixels of what the window shows alone."""
    asked = wish("online-upload", "chsi-2017")
    left, top, width, height = json.loads(bridge.aim(960, 720, asked))["window"]
    assert (top, height) == (0, 1)
    assert width * 960 == pytest.approx(540, abs=1)
    assert left == pytest.approx((1 - width) / 2)
    picture = portrait((360, 480)).convert("RGBA")
    hint = finish(bridge.hint(Bytes(picture.tobytes()), 360, 480, "[960, 720]", asked))
    assert json.loads(hint)["code"] == "ready"


def test_no_hint_without_the_models() -> None:
    picture = portrait((360, 480)).convert("RGBA")
    assert finish(bridge.hint(Bytes(picture.tobytes()), 360, 480, "[360, 480]", wish("cet"))) == "null"
