"""The look of the site is as the kept pictures show it: three widths, light and dark, contrast and print."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from builder.project import Project
from tests.visual.shots import EXPECTED, HERE, LEAST_SHARE, build, difference, shots

pytestmark = pytest.mark.browser

MOST_BYTES = 3_000_000


def test_the_look_is_as_it_was(tmp_path: Path) -> None:
    """Where a change is meant: `make visual`, look at the pictures, commit them."""
    found = dict(shots(build(Project.at(HERE.parents[1]), tmp_path / "built")))
    kept = {path.stem: Image.open(path) for path in EXPECTED.glob("*.png")}
    assert found.keys() == kept.keys()
    unlike = {}
    for name, picture in found.items():
        share = difference(picture, kept[name])
        if share > LEAST_SHARE:
            unlike[name] = share
            picture.save(tmp_path / f"{name}.png")
    assert unlike == {}, f"the new pictures are in {tmp_path}; if they are meant: make visual"


def test_a_change_is_seen_and_a_trifle_is_not() -> None:
    kept = Image.open(EXPECTED / "specimen-360-light.png").convert("RGB")
    assert difference(kept, kept) == 0
    changed = kept.copy()
    ImageDraw.Draw(changed).rectangle((20, 40, 120, 60), fill="#c00")
    assert difference(changed, kept) > LEAST_SHARE
    moved = Image.new("RGB", kept.size, "white")
    moved.paste(kept, (0, 4))
    assert difference(moved, kept) > LEAST_SHARE
    trifle = kept.point(lambda value: min(255, value + 6))
    assert difference(trifle, kept) < LEAST_SHARE


def test_the_pictures_stay_small() -> None:
    assert 0 < sum(path.stat().st_size for path in EXPECTED.glob("*.png")) <= MOST_BYTES
