"""Several standards are one pass over the photo: what one has measured, no other measures again."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any
from unittest.mock import patch

import pytest
from PIL import Image

import checker
from checker import standards
from checker.photo import Photo
from tests.corpus import PHOTOS

IDS = list(standards.load_all())
PAIRS = [(first, second) for first in ("online-upload", "chsi-2017") for second in IDS if second != first]
# A second standard may cost so much of what the first one does.
MOST_MORE = 0.2
PHOTO = PHOTOS["baseline.jpg"]()


def work_of(standard_ids: Sequence[str]) -> Counter[str]:
    """Return how often each function of Pillow's core worked on pixels in checking by these standards."""
    core = type(Image.new("L", (1, 1)).im)
    found: Counter[str] = Counter()

    def seen(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and isinstance(getattr(called, "__self__", None), core):
            found[called.__name__] += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        checker.check(PHOTO, "photo.jpg", standard_ids)
    finally:
        sys.setprofile(before)
    return found


def measured_by(standard_ids: Sequence[str]) -> list[Callable[..., object]]:
    """Return the measurements that were really made in checking by these standards."""
    made: list[Callable[..., object]] = []
    original = Photo.measure

    def counting(self: Photo, how: Callable[[Image.Image], Any]) -> Any:
        def once(image: Image.Image) -> Any:
            made.append(how)
            return how(image)

        if how not in self._measured:
            self._measured[how] = original(self, once)
        return self._measured[how]

    with patch.object(Photo, "measure", counting):
        checker.check(PHOTO, "photo.jpg", standard_ids)
    return made


def test_work_is_seen() -> None:
    alone = work_of(["chsi-2017"])
    assert alone["reduce"] > 0
    assert alone.total() > 30
    assert measured_by(["chsi-2017"])


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_second_standard_costs_less_than_a_fifth(first: str, second: str) -> None:
    alone, both = work_of([first]), work_of([first, second])
    more = both - alone
    assert more.total() < MOST_MORE * alone.total(), more


def test_no_measurement_is_made_twice() -> None:
    made = measured_by(IDS)
    assert len(made) == len(set(made))
    assert set(made) == {how for standard_id in IDS for how in measured_by([standard_id])}


def test_every_standard_together_is_still_one_pass() -> None:
    alone, together = work_of(["chsi-2017"]), work_of(IDS)
    more = (together - alone).total()
    assert more < MOST_MORE * alone.total() * (len(IDS) - 1)
