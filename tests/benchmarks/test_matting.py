"""The matte against a known alpha, with the portrait that lies in this checkout."""

import pytest
from PIL import Image

from benchmarks.accuracy.sources import portraits
from benchmarks.matting import SIZE, Case, band, cases, error, raw_mask
from checker.fix.matte import find_matte
from checker.vision.desktop import desktop


@pytest.fixture(scope="module")
def made() -> list[Case]:
    return [case for case in cases(portraits(fetch=False)) if case.name.endswith(("-blue", "-white"))]


def test_the_error_at_the_edge_is_at_most_half_of_the_raw_mask_s(made: list[Case]) -> None:
    runtime = desktop()
    assert runtime is not None
    assert len(made) == 2
    for case in made:
        mask = raw_mask(case.image, runtime)
        raw = error(mask.resize(SIZE, Image.Resampling.BILINEAR), case.alpha)
        assert raw > 0.05
        assert error(find_matte(case.image, mask).alpha, case.alpha) <= raw / 2, case.name


def test_the_band_holds_the_edge_and_the_truth_has_no_error(made: list[Case]) -> None:
    for case in made:
        assert error(case.alpha, case.alpha) == 0
        share = band(case.alpha).histogram()[255] / (SIZE[0] * SIZE[1])
        assert 0.02 < share < 0.3
