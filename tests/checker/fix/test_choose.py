"""Which size the new picture gets, and which part of the old one."""

import pytest

from checker import standards
from checker.fix import plan
from checker.fix.choose import choose, larger
from checker.fix.model import WHOLE
from checker.fix.plan import USUAL

Size = tuple[int, int]


def part(size: Size) -> tuple[float, float, float, float]:
    return WHOLE.box(size)


@pytest.mark.parametrize(
    ("ids", "picture", "size"),
    [
        (USUAL, (3024, 4032), (480, 640)),
        (USUAL, (4032, 3024), (480, 640)),
        (["online-upload"], (480, 640), (480, 640)),
        (["online-upload"], (4000, 6000), (480, 640)),
        (["school-batch"], (400, 533), (399, 532)),
        (["school-batch"], (295, 413), (295, 413)),
        (["school-batch"], (310, 500), (310, 413)),
        (["ouchn"], (4000, 6000), (480, 720)),
        (["ouchn"], (3000, 4000), (480, 640)),
        (["ouchn"], (600, 768), (500, 640)),
        (["resident-id"], (3024, 4032), (358, 441)),
        (["ntce"], (3024, 4032), (150, 200)),
    ],
)
def test_sizes(ids: list[str], picture: Size, size: Size) -> None:
    choice = choose(plan([standards.load(item) for item in ids]), part(picture))
    assert choice.size == size
    assert choice.scale >= 1
    left, top, right, bottom = choice.box
    assert 0 <= left < right <= picture[0] + 1e-9
    assert 0 <= top < bottom <= picture[1] + 1e-9
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=1e-9)
    assert (left + right) / 2 == pytest.approx(picture[0] / 2, abs=0.5)
    assert (top + bottom) / 2 == pytest.approx(picture[1] / 2, abs=0.5)


def test_px_for_px_where_hardly_anything_would_be_reduced() -> None:
    choice = choose(plan([standards.load("online-upload")]), part((484, 644)))
    assert choice.scale == 1
    assert all(edge == int(edge) for edge in choice.box)


def test_too_few_px_show_in_the_scale() -> None:
    choice = choose(plan([standards.load("online-upload")]), part((240, 320)))
    assert (choice.size, choice.scale) == ((480, 640), 0.5)


@pytest.mark.parametrize(
    ("picture", "times", "size"), [((3000, 4000), 2.0, (681, 908)), ((600, 800), 9.0, (600, 800))]
)
def test_larger(picture: Size, times: float, size: Size) -> None:
    target = plan([standards.load("ouchn")])
    first = choose(target, part(picture))
    more = larger(target, part(picture), first, times)
    assert more is not None
    assert more.size == size
    assert more.scale >= 1


def test_nothing_larger() -> None:
    ouchn, usual = plan([standards.load("ouchn")]), plan([standards.load("chsi-2017")])
    assert larger(ouchn, part((480, 640)), choose(ouchn, part((480, 640))), 2.0) is None
    assert larger(usual, part((3000, 4000)), choose(usual, part((3000, 4000))), 2.0) is None
