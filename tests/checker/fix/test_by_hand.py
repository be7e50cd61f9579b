"""Points placed by hand are what the fixer crops by, and what the new file is judged by."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from checker.fix import Crop, fix
from checker.fix.model import Fixed
from checker.vision.scene import Handle, Point

SIZE = (1200, 1600)
POINTS: dict[Handle, Point] = {
    "crown": Point(600, 500),
    "chin": Point(600, 1000),
    "left-eye": Point(540, 770),
    "right-eye": Point(660, 770),
}


@pytest.fixture(scope="module")
def wall() -> bytes:
    """A photo in which no model finds a face."""
    out = io.BytesIO()
    Image.new("RGB", SIZE, (100, 197, 255)).save(out, "JPEG", quality=90)
    return out.getvalue()


def outcomes(fixed: Fixed) -> dict[str, tuple[str, str]]:
    [report] = fixed.after
    return {finding.rule: (finding.outcome, finding.message) for finding in report.findings}


def test_crop_and_check_go_by_the_points(wall: bytes) -> None:
    fixed = fix(wall, "wall.jpg", ["chsi-2017"], points=POINTS, runtime="left-out")
    assert fixed.crop is not None
    top, height = fixed.crop.top * SIZE[1], fixed.crop.height * SIZE[1]
    assert 0.09 <= (POINTS["crown"].y - top) / height <= 0.11
    found = outcomes(fixed)
    for rule in ("crown-position", "eye-line", "roll"):
        outcome, message = found[rule]
        assert outcome == "pass", rule
        assert "手动标的点" in message
    assert found["yaw"][0] == "unknown"


def test_point_that_was_cut_off_lies_on_the_edge(wall: bytes) -> None:
    crop = Crop(0.25, 0.375, 0.5, 0.5)
    found = outcomes(fix(wall, "wall.jpg", ["chsi-2017"], crop, points=POINTS, runtime="left-out"))
    assert found["crown-position"][0] == "fail"
    assert found["eye-line"][0] == "fail"
    headless = Crop(0.25, 0.5, 0.5, 0.5)
    found = outcomes(fix(wall, "wall.jpg", ["chsi-2017"], headless, points=POINTS, runtime="left-out"))
    assert found["crown-position"][0] == "unknown"
