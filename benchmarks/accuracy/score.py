"""Counting verdicts against the truth, and whether the bounds hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.accuracy.catalogue import described
from benchmarks.accuracy.plan import HARD
from benchmarks.accuracy.shots import TRUTHS, Shot, Step, Truth

# The bounds that the project sets itself.
LEAST_PHOTOS = 3000
MOST_BAND = 0.10
MOST_WRONG = 0.01
MOST_UNKNOWN = 0.02
OUTCOMES = ("pass", "warn", "fail", "unknown")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checker said of one photo under one rule; ``outcome`` is one of `OUTCOMES`."""

    shot: Shot
    rule: str
    outcome: str


def right(truth: Truth, outcome: str, *, hard: bool) -> bool:
    """Return whether the verdict agrees with what is true.

    ``unknown`` never does. Of a photo that needs at least a warning, a hard rule must say exactly ``warn``:
    what is wrong there is known to the byte.
    """
    if truth == "band":
        return True
    if truth == "warn-ok":
        return outcome == "warn" or (outcome == "fail" and not hard)
    return outcome == truth


def _rule(judged: Sequence[Judged], rule: str) -> dict[str, Any]:
    """Return the counts of one rule: in all, and by mutation and step."""
    hard = rule in HARD
    rows = [one for one in judged if one.rule == rule]
    good = [one for one in rows if one.shot.truth == "pass"]
    bad = [one for one in rows if one.shot.truth in {"warn-ok", "fail"}]
    steps: dict[str, dict[tuple[Step, Truth], Counter[str]]] = {}
    for one in rows:
        mutation = steps.setdefault(one.shot.mutation, {})
        mutation.setdefault((one.shot.step, one.shot.truth), Counter())[one.outcome] += 1
    return {
        "rule": rule,
        "hard": hard,
        "good": len(good),
        "bad": len(bad),
        "band": len(rows) - len(good) - len(bad),
        "wrong_fails": sum(one.outcome in {"warn", "fail"} for one in good),
        "unknown_good": sum(one.outcome == "unknown" for one in good),
        "wrong_passes": sum(not right(one.shot.truth, one.outcome, hard=hard) for one in bad),
        "mutations": [_mutation(name, counts) for name, counts in steps.items()],
    }


def _mutation(name: str, counts: Mapping[tuple[Step, Truth], Counter[str]]) -> dict[str, Any]:
    def place(key: tuple[Step, Truth]) -> tuple[int, float, str, int]:
        step, truth = key
        number = step if isinstance(step, int | float) else 0.0
        return isinstance(step, str), number, str(step), TRUTHS.index(truth)

    steps = [
        {"step": step, "truth": truth, **{name: counts[step, truth][name] for name in OUTCOMES}}
        for step, truth in sorted(counts, key=place)
    ]
    return {**described(name), "steps": steps}


def score(judged: Iterable[Judged], rules: Sequence[str]) -> list[dict[str, Any]]:
    """Return the counts of each of ``rules`` that any photo is about, in their order."""
    rows = list(judged)
    about = {one.rule for one in rows}
    return [_rule(rows, rule) for rule in rules if rule in about]


def faults(results: Mapping[str, Any]) -> list[str]:
    """Return every bound that does not hold, as a sentence."""
    found = []
    photos, band = results["photos"], results["photos_in_bands"]
    if photos < LEAST_PHOTOS:
        found.append(f"{photos} photos, {LEAST_PHOTOS} are wanted")
    if band > MOST_BAND * photos:
        found.append(f"{band} of {photos} photos lie in bands, more than {MOST_BAND:.0%}")
    for rule in results["rules"]:
        found += [f"{rule['rule']}: {fault}" for fault in _rule_faults(rule)]
    return found


def outside(rules: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of those ``rules`` of the results for which a bound does not hold."""
    return [rule["rule"] for rule in rules if _rule_faults(rule)]


def _rule_faults(rule: Mapping[str, Any]) -> list[str]:
    wrong = rule["wrong_passes"] + rule["wrong_fails"] + rule["unknown_good"]
    if rule["hard"]:
        return [f"{wrong} errors, 0 are allowed"] if wrong else []
    bounds = (
        ("wrong_passes", "bad", MOST_WRONG),
        ("wrong_fails", "good", MOST_WRONG),
        ("unknown_good", "good", MOST_UNKNOWN),
    )
    return [
        f"{what} {rule[what]} of {rule[of]}, more than {most:.0%}"
        for what, of, most in bounds
        if rule[what] > most * rule[of]
    ]
