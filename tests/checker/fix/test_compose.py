"""Where the head comes to lie in a crop."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from checker import standards
from checker.fix.compose import Edges, Place, Stripe, Wish, compose, measured, overflow
from checker.fix.place import AIM, cuts_by_head, wish
from checker.fix.plan import USUAL, plan
from checker.vision.head import Head, head_of
from checker.vision.scene import Face, Mark, Pose, Scene

THREE_TO_FOUR = Fraction(3, 4)
# The head of a portrait 3000x4000 px: 1400 px high, the face 900 px wide, left of the middle.
HEAD = Head(1000, 1700, 2400, 1300, 900, (800, 1800))
PICTURE = (3000, 4000)
FREE = Wish(Place(), Place(), AIM)
NO_SCENE = Scene((300, 400), ())


def face(confidence: float = 1.0) -> Face:
    """Return a frontal face in a picture of 300x400 px."""
    eyes = Mark(120, 170, confidence), Mark(180, 172, confidence)
    cheeks = Mark(100, 190, 1.0), Mark(202, 190, 1.0)
    box = (90.0, 120.0, 210.0, 250.0)
    return Face(box, 0.9, 0.9, (), Pose(0, 0, 2), eyes, Mark(150, 240, 1.0), cheeks, (0.05, 0.05), 0.0, 1.0)


def test_the_aim_is_met_where_the_picture_allows_it() -> None:
    box = compose(HEAD, PICTURE, THREE_TO_FOUR, FREE, Edges())
    crown, head, eyes, _, centre, margin, _ = (share or 0.0 for share in measured(HEAD, box))
    assert 0.09 <= crown <= 0.11
    assert 0.62 <= head <= 0.66
    assert 0.41 <= eyes <= 0.43
    assert centre == pytest.approx(0, abs=1e-9)
    assert margin >= 0.1
    assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(0.75)


@pytest.mark.parametrize("ids", [[one] for one in standards.load_all()] + [list(USUAL)])
def test_every_crop_lies_in_the_picture_and_has_the_ratio(ids: list[str]) -> None:
    target = plan([standards.load(one) for one in ids])
    asked = wish(target, THREE_TO_FOUR)
    if asked is None:
        assert not cuts_by_head(target) or next(target.room.sizes(THREE_TO_FOUR), None) is None
        return
    for right, down in ((0, 0), (-700, -900), (1100, 1500), (0, -990)):
        box = compose(HEAD.moved(right, down), PICTURE, THREE_TO_FOUR, asked, Edges())
        assert not overflow(box, PICTURE).any
        assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(0.75)


@pytest.mark.parametrize("standard_id", [one for one in standards.load_all() if one not in {"ouchn"}])
def test_every_standard_s_own_limits_are_met_in_a_large_picture(standard_id: str) -> None:
    target = plan([standards.load(standard_id)])
    ratio = Fraction(*target.size)
    asked = wish(target, ratio)
    if asked is not None:
        box = compose(HEAD, PICTURE, ratio, asked, Edges())
        assert asked.room.holds(HEAD, box)


def test_the_usual_three_at_once() -> None:
    asked = wish(plan([standards.load(one) for one in USUAL]), THREE_TO_FOUR)
    assert asked is not None
    box = compose(HEAD, PICTURE, THREE_TO_FOUR, asked, Edges())
    assert asked.usual.holds(HEAD, box)
    assert asked.room == asked.usual


def test_an_uncut_original_stays_uncut() -> None:
    assert wish(plan([standards.load("ouchn")]), THREE_TO_FOUR) is None


def test_a_made_up_edge_only_as_far_as_it_serves() -> None:
    low = HEAD.moved(0, -980)  # 20 px above the crown
    without = compose(low, PICTURE, THREE_TO_FOUR, FREE, Edges())
    assert (measured(low, without)[0] or 0) < 0.02
    spare = Edges(top=800.0)
    box = compose(low, PICTURE, THREE_TO_FOUR, FREE, spare)
    added = overflow(box, PICTURE)
    assert 0.09 <= (measured(low, box)[0] or 0) <= 0.11
    assert 0 < added.top < 800
    assert (added.left, added.right, added.bottom) == (0, 0, 0)


def test_no_narrower_than_the_least() -> None:
    small = Head(100, 135, 170, 240)
    asked = replace(FREE, least=480, ample=480)
    box = compose(small, (600, 800), THREE_TO_FOUR, asked, Edges())
    assert box[2] - box[0] == pytest.approx(480)


def test_stripes() -> None:
    stripe = Stripe(0.2, 0.4)
    assert stripe.meet(Stripe(0.3)) == Stripe(0.3, 0.4)
    assert stripe.meet(Stripe(0.5)) == stripe
    assert [round(stripe.off(value), 9) for value in (0.1, 0.2, 0.3, 0.5)] == [0.1, 0, 0, 0.1]


def test_a_head_is_taken_only_where_it_is_sure() -> None:
    scene = Scene((300, 400), (face(),), crown=Mark(150, 90, 1.0))
    head = head_of(scene)
    assert head is not None
    assert (head.crown, head.eyes, head.chin, head.middle, head.face) == (90, 171, 240, 151, 102)
    assert head.height == 150
    unsure = [
        None,
        NO_SCENE,
        replace(scene, crown=None),
        replace(scene, crown=Mark(150, 90, 0.4)),
        replace(scene, crown=Mark(150, math.nan, 1.0)),
        replace(scene, crown=Mark(150, 300, 1.0)),
        replace(scene, faces=(face(0.3),)),
    ]
    assert [head_of(one) for one in unsure] == [None] * len(unsure)


def test_unsure_cheeks_leave_the_eyes_middle() -> None:
    seen = replace(face(), cheeks=(Mark(0, 0, 0.0), Mark(0, 0, 0.0)))
    head = head_of(Scene((300, 400), (seen,), crown=Mark(150, 90, 1.0)))
    assert head is not None
    assert (head.middle, head.face) == (150, None)
