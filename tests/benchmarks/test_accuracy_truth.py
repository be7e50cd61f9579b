"""What is true of the benchmark's photos, and what counts as wrong."""

import json
from fractions import Fraction
from typing import Any

import pytest

from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.catalogue import LOOKS
from benchmarks.accuracy.looks import STANDARD
from benchmarks.accuracy.plan import FACES, HARD, plan, ratio_truth
from benchmarks.accuracy.run import judge, outcomes
from benchmarks.accuracy.score import LEAST_PHOTOS, MOST_BAND, Judged, faults, outside, right, score
from benchmarks.accuracy.shots import Shot, Truth
from benchmarks.accuracy.sources import CHART, portraits
from checker import standards
from checker.rules import RULES
from checker.standards import Band, common_bands
from checker.text import Text
from tests.corpus import encode
from tests.portrait import portrait

ASTRONAUT = portraits(fetch=False)[0]
SHOTS = plan([ASTRONAUT, CHART], standards.load_all())
BLUR = next(look for look in LOOKS if look.name == "defocus")
EXPOSURE = next(look for look in LOOKS if look.name == "exposure")


def band(rule: str, mutation: str, low: float, high: float) -> Band:
    return Band(rule, mutation, low, high, "px", Text("", ""))


@pytest.mark.parametrize(
    ("step", "truth"), [(0, "pass"), (0.7, "pass"), (0.8, "band"), (1.6, "band"), (1.7, "warn-ok")]
)
def test_a_band_parts_good_from_bad(step: float, truth: Truth) -> None:
    assert BLUR.truth(step, [band("sharpness", "defocus", 0.8, 1.6)]) == truth


@pytest.mark.parametrize(
    ("step", "truth"),
    [
        (-2, "warn-ok"),
        (-1, "band"),
        (-0.4, "pass"),
        (0, "pass"),
        (0.4, "pass"),
        (0.6, "band"),
        (2, "warn-ok"),
    ],
)
def test_bands_may_lie_on_both_sides(step: float, truth: Truth) -> None:
    bands = [band("exposure", "exposure", -1.6, -0.8), band("exposure", "exposure", 0.5, 1.1)]
    assert EXPOSURE.truth(step, bands) == truth


def test_bands_of_other_rules_and_mutations_mean_nothing() -> None:
    bands = [band("upscaled", "defocus", 0.8, 1.6), band("sharpness", "motion", 0.8, 1.6)]
    assert BLUR.truth(3, bands) == "pass"


def test_every_look_has_a_band_and_every_band_a_look() -> None:
    """Without a band, nothing would part good from bad; a band without a look would never be used."""
    named = {(look.rule, look.name) for look in LOOKS}
    assert named == {(band.rule, band.mutation) for band in common_bands()}
    for one in common_bands():
        look = next(look for look in LOOKS if (look.rule, look.name) == (one.rule, one.mutation))
        assert look.unit == one.unit
        assert not one.holds(look.unchanged)
        truths = {look.truth(step, common_bands()) for step in look.steps}
        assert truths == {"pass", "band", look.bad}, look.name


def test_hard_rules_have_no_band() -> None:
    assert not {band.rule for band in common_bands()} & set(HARD)
    assert not any(shot.truth == "band" for shot in SHOTS if set(shot.rules) & set(HARD))


def test_at_most_a_tenth_lies_in_bands() -> None:
    assert 0 < sum(shot.truth == "band" for shot in SHOTS) <= MOST_BAND * len(SHOTS)


@pytest.mark.parametrize(
    ("size", "truth"),
    [((480, 640), "pass"), ((481, 640), "warn-ok"), ((480, 641), "warn-ok"), ((577, 768), "warn-ok"),
     ((482, 640), "fail"), ((600, 768), "fail"), ((480, 645), "fail")],
)  # fmt: skip
def test_a_strict_ratio(size: tuple[int, int], truth: Truth) -> None:
    assert ratio_truth(size, Fraction(3, 4), Fraction(0)) == truth


def test_a_ratio_with_a_tolerance() -> None:
    assert ratio_truth((295, 413), Fraction(3, 4), Fraction(1, 20)) == "pass"
    assert ratio_truth((280, 413), Fraction(3, 4), Fraction(1, 20)) == "fail"


def test_truths_of_file_sizes_follow_both_readings_of_kb() -> None:
    shots = {
        shot.step: shot for shot in SHOTS if shot.mutation == "bytes" and shot.standard == "online-upload"
    }
    assert {step: (int(shots[step].variant), shots[step].truth) for step in ("min×1024", "min×1024-1")} == {
        "min×1024": (30 * 1024, "pass"),
        "min×1024-1": (30 * 1024 - 1, "warn-ok"),
    }
    assert shots["min×1000-1"].truth == shots["max×1024+1"].truth == "fail"
    assert shots["max×1000"].truth == "pass"


def test_a_rule_of_every_standard_is_tried_with_its_own_limits() -> None:
    for standard in standards.load_all().values():
        entry = standard.rules.get("pixel-size")
        if entry is not None:
            same = [
                other.id
                for other in standards.load_all().values()
                if "pixel-size" in other.rules and other.rules["pixel-size"].limits == entry.limits
            ]
            assert any(shot.mutation == "size" and shot.standard in same for shot in SHOTS), standard.id


def test_clean_photos_are_about_all_that_their_original_is_fit_for() -> None:
    rules = {rule for shot in SHOTS if shot.mutation == "clean" for rule in shot.rules}
    assert rules == set(standards.load(STANDARD).rules) - set(ASTRONAUT.unfit) - FACES


@pytest.mark.parametrize(
    ("truth", "outcome", "hard", "agrees"),
    [
        ("pass", "pass", True, True),
        ("pass", "warn", False, False),
        ("pass", "unknown", False, False),
        ("warn-ok", "warn", True, True),
        ("warn-ok", "fail", True, False),
        ("warn-ok", "fail", False, True),
        ("warn-ok", "pass", False, False),
        ("warn-ok", "unknown", False, False),
        ("fail", "warn", False, False),
        ("fail", "fail", True, True),
        ("fail", "unknown", True, False),
        ("band", "unknown", False, True),
        ("band", "fail", False, True),
    ],
)
def test_what_counts_as_right(truth: Truth, outcome: str, hard: bool, agrees: bool) -> None:
    assert right(truth, outcome, hard=hard) is agrees


def shot(truth: Truth, rule: str = "sharpness", step: float = 1) -> Shot:
    return Shot((rule,), STANDARD, "defocus", step, truth, "x")


def results(judged: list[Judged], photos: int = LEAST_PHOTOS, band: int = 0) -> dict[str, Any]:
    rules = ["sharpness", "file-size"]
    return {"photos": photos, "photos_in_bands": band, "rules": score(judged, rules)}


def test_counts() -> None:
    judged = [
        Judged(shot("pass"), "sharpness", "pass"),
        Judged(shot("pass"), "sharpness", "warn"),
        Judged(shot("pass"), "sharpness", "unknown"),
        Judged(shot("warn-ok", step=3), "sharpness", "pass"),
        Judged(shot("warn-ok", step=3), "sharpness", "unknown"),
        Judged(shot("warn-ok", step=3), "sharpness", "fail"),
        Judged(shot("band", step=2), "sharpness", "pass"),
    ]
    (rule,) = score(judged, ["sharpness", "file-size"])
    counted = {
        key: rule[key] for key in ("good", "bad", "band", "wrong_fails", "unknown_good", "wrong_passes")
    }
    assert counted == {
        "good": 3, "bad": 3, "band": 1, "wrong_fails": 1, "unknown_good": 1, "wrong_passes": 2
    }  # fmt: skip
    steps = rule["mutations"][0]["steps"]
    assert [(step["step"], step["truth"]) for step in steps] == [(1, "pass"), (2, "band"), (3, "warn-ok")]
    assert steps[2] == {"step": 3, "truth": "warn-ok", "pass": 1, "warn": 0, "fail": 1, "unknown": 1}


def test_bounds() -> None:
    good = [Judged(shot("pass"), "sharpness", "pass")] * 99
    assert faults(results([*good, Judged(shot("pass"), "sharpness", "warn")])) == []
    wrong = [Judged(shot("pass"), "sharpness", "warn")] * 2
    assert faults(results([*good, *wrong])) == ["sharpness: wrong_fails 2 of 101, more than 1%"]
    undecided = [Judged(shot("pass"), "sharpness", "unknown")] * 3
    assert "unknown_good 3 of 102, more than 2%" in faults(results([*good, *undecided]))[0]
    one = [Judged(shot("fail", "file-size"), "file-size", "warn")]
    assert faults(results([*good * 9, *one])) == ["file-size: 1 errors, 0 are allowed"]
    assert outside(results([*good * 9, *one])["rules"]) == ["file-size"]
    assert "photos, 3000 are wanted" in faults(results(good, 2999))[0]
    assert "lie in bands" in faults(results(good, 3000, 301))[0]


def test_an_unreadable_file_counts_as_failed() -> None:
    asked = Shot(("image-integrity", "file-size"), STANDARD, "cut-short", 0.1, "fail", "x")
    assert [(one.rule, one.outcome) for one in outcomes(asked, b"\xff\xd8\xff", "photo.jpg")] == [
        ("image-integrity", "fail"),
        ("file-size", "fail"),
    ]


def test_outcomes_are_the_checkers() -> None:
    asked = Shot(("file-size", "background-colour"), "online-upload", "clean", "plain", "pass", "x")
    data = encode(portrait(background="#604020"), quality=85)
    found = {one.rule: one.outcome for one in outcomes(asked, data, "photo.jpg")}
    assert found == {"file-size": "pass" if len(data) >= 30 * 1024 else "fail", "background-colour": "fail"}


def test_one_process_and_two_say_the_same() -> None:
    some = [shot for shot in SHOTS if shot.mutation in {"turned", "other-colour"}][:12]
    sources = [ASTRONAUT, CHART]
    assert list(judge(some, sources, 2)) == list(judge(some, sources, 1))


def test_a_wrong_call_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--rule", "beauty"])
    assert "there is no rule 'beauty'" in capsys.readouterr().err


def test_results_are_plain_json() -> None:
    (rule,) = score([Judged(shot("pass"), "sharpness", "pass")], list(RULES))
    assert json.loads(json.dumps(rule)) == rule
