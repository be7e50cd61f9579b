"""The geometry benchmark: photos are framed exactly as they say, and the counting agrees with the truth."""

import dataclasses
import math
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from benchmarks.accuracy.geometry.framing import Framing, level, marks_of, sides, take
from benchmarks.accuracy.geometry.landmarks import Marks, Place, known
from benchmarks.accuracy.geometry.mutations import MUTATIONS
from benchmarks.accuracy.geometry.plan import Shot, fit, plan, value
from benchmarks.accuracy.geometry.run import KINDS, Seen, errors
from benchmarks.accuracy.geometry.score import error_table, faults, percentile, rule_faults, rule_table
from benchmarks.accuracy.geometry.shoulders import slope, take_all
from checker import standards
from checker.vision.scene import Face, Mark, Point, Pose, Scene

ASTRONAUT = known(fetch=False)[0]
STANDARDS = standards.load_all()
# The same with an outline drawn with a ruler: hers hides where one shoulder is.
_OUTLINE = ((0, 300), (154, 230), (185, 190), (180, 15), (275, 15), (262, 190), (292, 206), (511, 260),
            (511, 511), (0, 511))  # fmt: skip
assert ASTRONAUT.source.cut is not None
SQUARE = dataclasses.replace(
    ASTRONAUT,
    source=dataclasses.replace(
        ASTRONAUT.source, cut=dataclasses.replace(ASTRONAUT.source.cut, outline=_OUTLINE)
    ),
)
SHOTS = plan([ASTRONAUT], STANDARDS)
FRAMINGS = [
    Framing(),
    Framing(0.5, 0.2, 0.08, size=(300, 400), background="blue"),
    Framing(0.6, 0.1, -0.05, lean=12, background="white"),
    Framing(0.7, 0.05, lean=-15, size=(600, 800)),
]


def test_the_placings_of_a_portrait_are_near_each_other() -> None:
    apart = ASTRONAUT.disagreement()
    assert set(apart) == set(KINDS)
    assert 0 < apart["eyes"] < 0.005
    assert apart["crown"] < 0.005
    assert apart["chin"] < 0.01


def test_without_fetching_only_what_lies_here_is_known(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "other.png")
    assert [portrait.id for portrait in known(tmp_path, fetch=False)] == ["astronaut"]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_the_head_is_where_the_framing_says(framing: Framing) -> None:
    marks = marks_of(ASTRONAUT, framing)
    width, height = framing.size
    assert marks.crown.y / height == pytest.approx(framing.crown)
    assert marks.head / height == pytest.approx(framing.head)
    assert (marks.cheeks[0].x + marks.cheeks[1].x) / 2 / width == pytest.approx(0.5 + framing.aside)
    assert marks.roll == pytest.approx(framing.lean)
    assert take(ASTRONAUT, framing).truth == marks


@pytest.mark.parametrize("framing", FRAMINGS)
def test_the_pictures_eyes_are_where_the_marks_say(framing: Framing) -> None:
    """Around each eye every photo shows the same, to the pixel, once it is turned and scaled back."""
    taken = take(ASTRONAUT, framing)
    plain = take(ASTRONAUT, Framing())
    for eye, there in zip(taken.truth.eyes, plain.truth.eyes, strict=True):
        scale = taken.truth.head / plain.truth.head
        size = 24
        how = Image.Resampling.BICUBIC  # the nearest px would be off by half of one
        part = _around(eye, scale, framing.lean, size)
        here = taken.image.transform((size, size), Image.Transform.AFFINE, part, how)
        part = _around(there, 1, 0, size)
        other = plain.image.transform((size, size), Image.Transform.AFFINE, part, how)
        assert _shift(here.convert("L"), other.convert("L")) == (0, 0)


def _around(at: Place, scale: float, lean: float, size: int) -> tuple[float, ...]:
    cos, sin = scale * math.cos(math.radians(lean)), scale * math.sin(math.radians(lean))
    half = size / 2
    return (cos, -sin, at.x - half * (cos - sin), sin, cos, at.y - half * (sin + cos))


def _shift(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    """Return by how many px ``one`` must be moved to look most like ``other``."""

    def unlike(across: int, down: int) -> float:
        pairs = [
            (one.getpixel((x + across, y + down)), other.getpixel((x, y)))
            for x in range(4, 20)
            for y in range(4, 20)
        ]
        return sum((float(a) - float(b)) ** 2 for a, b in pairs)  # type: ignore[arg-type,misc]

    return min(((x, y) for x in range(-3, 4) for y in range(-3, 4)), key=lambda move: unlike(*move))


def test_before_a_plain_background_only_the_person_is_left() -> None:
    image = take(ASTRONAUT, Framing(background="blue")).image
    assert image.getpixel((3, 3)) == (0x43, 0x8E, 0xDB)
    assert image.getpixel((240, 300)) != (0x43, 0x8E, 0xDB)


def test_leaning_the_hairs_highest_place_is_the_crown() -> None:
    level_head, leaning = (marks_of(ASTRONAUT, Framing(lean=lean)) for lean in (0, 15))
    for marks in (level_head, leaning):
        assert marks.crown.y <= min(place.y for place in marks.hair) + 1e-9


def test_the_hairs_sides_are_outside_the_cheeks() -> None:
    ends = sides(ASTRONAUT)
    assert ends is not None
    marks = level(ASTRONAUT)
    assert ends[0] < marks.cheeks[0].x < marks.cheeks[1].x < ends[1]


@pytest.mark.parametrize("degrees", [-15.0, -4.0, 0.0, 11.0])
def test_shoulders_slope_as_the_framing_says(degrees: float) -> None:
    was = slope(SQUARE)
    assert was is not None
    assert abs(was) > 4
    framing = Framing(head=0.5, background="white", slope=degrees)
    image, marks = take_all(SQUARE, framing)
    ends = []
    for way in (-1, 1):
        x = round(marks.chin.x + way * 0.78 * (marks.cheeks[1].x - marks.cheeks[0].x))
        column = image.convert("RGB").crop((x, 0, x + 1, image.height))
        white = [pixel == 255 for pixel in column.convert("L").tobytes()]
        ends.append((x, len(white) - white[::-1].index(True)))
    (left, high), (right, low) = ends
    assert math.degrees(math.atan2(low - high, right - left)) == pytest.approx(degrees, abs=0.6)
    face = (marks.cheeks[0].x, marks.crown.y, marks.cheeks[1].x, marks.chin.y)
    plain = take(SQUARE, dataclasses.replace(framing, slope=None)).image
    levels = ImageChops.difference(image.crop(face), plain.crop(face)).convert("L").histogram()
    assert sum(levels[16:]) < 0.01 * sum(levels)  # resampled once more, and nowhere else


def test_shoulders_are_moved_only_where_their_slope_is_known() -> None:
    assert slope(ASTRONAUT) is None
    assert take_all(ASTRONAUT, Framing()).truth == take(ASTRONAUT, Framing()).truth
    for portrait, lean in ((ASTRONAUT, 0), (SQUARE, 3)):
        with pytest.raises(ValueError, match="astronaut: the slope"):
            take_all(portrait, Framing(lean=lean, slope=4))


def test_every_mutation_has_bands_that_part_good_from_bad() -> None:
    for bent in MUTATIONS:
        standard = STANDARDS[bent.standard]
        truths = [bent.truth(step, standard.bands) for step in bent.steps]
        assert set(truths) == {"pass", "band", "warn-ok"}, bent.name
        assert truths.count("band") == (2 if bent.name == "slope" else 1), bent.name
        assert bent.truth(bent.unchanged, standard.bands) == "pass"
        units = {band.unit for band in standard.bands if (band.rule, band.mutation) == (bent.rule, bent.name)}
        assert units == {bent.unit}


def test_every_band_of_a_standard_has_a_mutation() -> None:
    named = {(bent.rule, bent.name) for bent in MUTATIONS}
    for standard in STANDARDS.values():
        assert {(band.rule, band.mutation) for band in standard.bands} <= named


@pytest.mark.parametrize("bent", MUTATIONS, ids=lambda bent: bent.name)
def test_a_step_is_what_the_photo_measures(bent) -> None:  # type: ignore[no-untyped-def]
    for step in bent.steps:
        framing = bent.frame(SQUARE if bent.name == "slope" else ASTRONAUT, step)
        assert framing is not None
        marks = marks_of(ASTRONAUT, framing)
        measured = value(bent.rule, marks, framing.size)
        if bent.rule == "side-margins":
            ends = sides(ASTRONAUT)
            assert ends is not None
            scale = marks.head / level(ASTRONAUT).head
            middle = sum(place.x for place in level(ASTRONAUT).cheeks) / 2
            left = framing.size[0] * (0.5 + framing.aside) - scale * (middle - ends[0])
            measured = left / framing.size[0]
        elif bent.name == "slope":
            measured = framing.slope
        elif bent.rule == "shoulders":
            measured = 1 - marks.chin.y / framing.size[1]
        assert measured == pytest.approx(step, abs=0.006 * max(1, abs(step))), step


def test_a_turned_face_or_a_covered_chin_has_no_truth_for_some_rules() -> None:
    face = next(bent for bent in MUTATIONS if bent.frontal)
    head = next(bent for bent in MUTATIONS if bent.mark == "chin")
    assert fit(ASTRONAUT, face)
    assert fit(ASTRONAUT, head)
    turned = dataclasses.replace(ASTRONAUT, turned="yes")
    bearded = dataclasses.replace(ASTRONAUT, covered=("chin",))
    assert {bent.rule for bent in MUTATIONS if not fit(turned, bent)} == {"face-width", "head-centring"}
    assert {bent.rule for bent in MUTATIONS if not fit(bearded, bent)} == {"head-height", "shoulders"}


def test_photos_of_every_kind_are_planned() -> None:
    assert {shot.mutation for shot in plan([SQUARE], STANDARDS)} - {"slope"} == {s.mutation for s in SHOTS}
    assert {shot.mutation for shot in plan([SQUARE], STANDARDS)} == {
        *(bent.name for bent in MUTATIONS),
        "good",
        "size",
        "own-background",
    }
    assert len(SHOTS) > 100
    assert len({(shot.mutation, shot.step) for shot in SHOTS}) == len(SHOTS)


def scene(truth: Marks, off: float = 0.0, confidence: float = 1.0) -> Scene:
    """A scene that is wrong by ``off`` px everywhere."""

    def mark(place: Place) -> Mark:
        return Mark(place.x, place.y + off, confidence)

    left, right = truth.eyes
    face = Face(
        (0, 0, 1, 1),
        1,
        confidence,
        (Point(0, 0),),
        Pose(0, 0, truth.roll + off),
        (mark(left), mark(right)),
        mark(truth.chin),
        (Mark(truth.cheeks[0].x - off, 0, confidence), Mark(truth.cheeks[1].x, 0, confidence)),
        (0.1, 0.1),
        0,
        1,
    )
    return Scene((480, 640), (face,), crown=mark(truth.crown))


def test_errors_are_shares_of_the_height() -> None:
    truth = marks_of(ASTRONAUT, Framing())
    assert errors(scene(truth), truth) == dict.fromkeys(KINDS, 0.0)
    found = errors(scene(truth, 6.4), truth)
    assert found == pytest.approx({"eyes": 0.01, "chin": 0.01, "crown": 0.01, "cheeks": 0.01, "roll": 6.4})
    assert errors(scene(truth, 6.4, confidence=0.2), truth) == dict.fromkeys(KINDS)
    assert errors(Scene((480, 640), ()), truth) == dict.fromkeys(KINDS)


def shot(truth: str, step: float = 0.1) -> Shot:
    return Shot("astronaut", "crown", step, Framing(), (("chsi-2017", "crown-position", truth),))  # type: ignore[arg-type]


def seen(truth: str, said: str, error: float | None = 0.001, outside: tuple[str, ...] = ()) -> Seen:
    return Seen(shot(truth), 1, dict.fromkeys(KINDS, error), (said,), outside)


def test_verdicts_are_counted_by_rule_and_portrait() -> None:
    rows = [
        seen("pass", "pass"), seen("pass", "warn"), seen("pass", "unknown"), seen("warn-ok", "fail"),
        seen("warn-ok", "pass"), seen("warn-ok", "unknown"), seen("band", "fail"),
    ]  # fmt: skip
    (rule,) = rule_table(rows, [ASTRONAUT])
    counts = {
        "good": 3, "bad": 3, "band": 1,
        "wrong_fails": 1, "unknown_good": 1, "wrong_passes": 1, "unknown_bad": 1,
    }  # fmt: skip
    assert {key: rule[key] for key in counts} == counts
    assert rule["portraits"]["astronaut"] == counts
    assert [step["truth"] for step in rule["mutations"][0]["steps"]] == ["pass", "warn-ok", "band"]
    assert rule_faults(rule) == [
        "1 of 3 bad photos pass, 0 are allowed",
        "wrong_fails 1 of 3, more than 1%",
        "unknown_good 1 of 3, more than 2%",
    ]


def test_errors_are_tabled_without_what_cannot_be_seen() -> None:
    rows = [seen("pass", "pass", error) for error in (0.001, 0.002, 0.5, None)]
    table = error_table([*rows, seen("pass", "pass", 0.9, ("chin",))], {"astronaut": ("crown",)})
    assert table["chin"] == {"measured": 3, "missed": 1, "median": 0.002, "p95": 0.5, "most": 0.5}
    assert table["crown"]["measured"] == table["crown"]["missed"] == 0
    assert table["crown"]["p95"] is None
    assert table["eyes"]["most"] == 0.9


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile(range(1, 101)) == 95
    assert percentile([3.0]) == 3.0
    assert percentile([1, 2, 3, 4], 0.5) == 2


def test_bounds_that_do_not_hold_are_named() -> None:
    errors = {kind: {"p95": 0.001} for kind in KINDS}
    good = {"photos": 2000, "in_bands": 200, "errors": errors, "rules": []}
    assert faults(good) == []
    assert "2000 are wanted" in faults({**good, "photos": 1999, "in_bands": 0})[0]
    assert faults({**good, "in_bands": 201}) == ["201 of 2000 photos lie in bands"]
    worse = {**errors, "chin": {"p95": 0.011}, "roll": {"p95": 1.25}}
    assert faults({**good, "errors": worse}) == [
        "chin: 95 % are within 1.10% of the height, 1.00% of the height is wanted",
        "roll: 95 % are within 1.25 degrees, 1.00 degrees is wanted",
    ]
