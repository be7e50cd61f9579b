"""Tables of levels do what `Image.point` does with lists."""

import pytest
from PIL import Image

from checker.levels import mapped, reaching, up_to

RAMP = Image.frombytes("L", (256, 1), bytes(range(256)))


def test_levels_are_replaced_in_a_new_picture() -> None:
    table = [(level * 7) % 256 for level in range(256)]
    assert mapped(RAMP, bytes(table)).tobytes() == RAMP.point(table).tobytes()
    assert RAMP.tobytes() == bytes(range(256))


def test_each_band_has_a_table_of_its_own() -> None:
    image = Image.merge("RGB", [RAMP] * 3)
    table = bytes(range(256)) + bytes(reversed(range(256))) + bytes(256)
    assert [band.tobytes() for band in mapped(image, table).split()] == [
        table[:256],
        table[256:512],
        bytes(256),
    ]


@pytest.mark.parametrize("limit", [-1, 0, 0.5, 24.9, 25, 25.1, 254.5, 255, 300])
def test_thresholds_hold_their_limit(limit: float) -> None:
    assert list(up_to(limit)) == [255 if level <= limit else 0 for level in range(256)]
    assert list(reaching(limit)) == [255 if level >= limit else 0 for level in range(256)]
