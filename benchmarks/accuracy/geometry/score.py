"""Counting errors and verdicts against the truth, by portrait and in all, and whether the bounds hold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.accuracy.geometry.landmarks import Portrait
from benchmarks.accuracy.geometry.mutations import MUTATIONS
from benchmarks.accuracy.geometry.plan import Shot
from benchmarks.accuracy.geometry.run import KINDS, Seen
from benchmarks.accuracy.score import MOST_BAND, MOST_UNKNOWN, MOST_WRONG, OUTCOMES, right
from benchmarks.accuracy.shots import TRUTHS

# The bounds that the project sets itself: of errors, the 95th percentile (shares of the height, degrees).
LEAST_PHOTOS = 2000
MOST_ERROR: Mapping[str, float] = {"eyes": 0.01, "chin": 0.01, "crown": 0.015, "roll": 1.0}
_DIGITS: Mapping[str, int] = {"roll": 2}  # of the figures written down, else 4


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """Return the smallest value that at least this share of ``values`` does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def error_table(seen: Iterable[Seen], covered: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return by kind how many marks were measured, median, 95th percentile and largest error, and ``missed``.

    ``missed``: photos in which the mark was not found, or not surely; marks that are outside the photo or
    that a portrait's ``covered`` names have no error.
    """
    rows = list(seen)
    table = {}
    for kind in KINDS:
        fit = [
            row for row in rows if kind not in covered.get(row.shot.portrait, ()) and kind not in row.outside
        ]
        values = [value for row in fit if (value := row.errors[kind]) is not None]
        digits = _DIGITS.get(kind, 4)
        table[kind] = {
            "measured": len(values),
            "missed": len(fit) - len(values),
            "median": round(percentile(values, 0.5), digits) if values else None,
            "p95": round(percentile(values), digits) if values else None,
            "most": round(max(values), digits) if values else None,
        }
    return table


def rule_table(seen: Sequence[Seen], portraits: Sequence[Portrait]) -> list[dict[str, Any]]:
    """Return the counts of every rule, in all and by portrait; synthetic ones are only in the latter."""
    real = {portrait.id for portrait in portraits if portrait.source.kind == "portrait"}
    judged = [
        (row.shot, rule, truth, said)
        for row in seen
        for (_, rule, truth), said in zip(row.shot.checks, row.outcomes, strict=True)
    ]
    rules = list(dict.fromkeys(rule for _, rule, _, _ in judged))
    found = []
    for rule in rules:
        rows = [row for row in judged if row[1] == rule]
        mine = [row for row in rows if row[0].portrait in real]
        counts = _counts(mine)
        by = {}
        for portrait in portraits:
            own = _counts([row for row in rows if row[0].portrait == portrait.id])
            if own["wrong_fails"] or own["wrong_passes"] or own["unknown_good"]:
                by[portrait.id] = own
        found.append({"rule": rule, **counts, "portraits": by, "mutations": _mutations(mine)})
    return found


Row = tuple[Shot, str, Any, str]


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    good = [said for _, _, truth, said in rows if truth == "pass"]
    bad = [(truth, said) for _, _, truth, said in rows if truth in {"warn-ok", "fail"}]
    return {
        "good": len(good),
        "bad": len(bad),
        "band": len(rows) - len(good) - len(bad),
        "wrong_fails": sum(said in {"warn", "fail"} for said in good),
        "unknown_good": sum(said == "unknown" for said in good),
        "wrong_passes": sum(not right(truth, said, hard=False) and said == "pass" for truth, said in bad),
        "unknown_bad": sum(said == "unknown" for _, said in bad),
    }


def _mutations(rows: Sequence[Row]) -> list[dict[str, Any]]:
    known = {bent.name: bent for bent in MUTATIONS}
    tables: dict[str, dict[tuple[Any, Any], Counter[str]]] = {}
    for shot, _, truth, said in rows:
        steps = tables.setdefault(shot.mutation, {})
        steps.setdefault((shot.step, truth), Counter())[said] += 1
    found = []
    for name, counts in tables.items():
        bent = known.get(name)
        title = {"zh": bent.title.zh, "en": bent.title.en} if bent else {"zh": "没有毛病", "en": "nothing"}
        numbers = bent is not None

        def place(key: tuple[Any, Any], numbers: bool = numbers) -> tuple[float, str, int]:
            return (float(key[0]) if numbers else 0.0, str(key[0]), TRUTHS.index(key[1]))

        found.append(
            {
                "name": name,
                "title": title,
                "unit": bent.unit if bent else None,
                "unchanged": bent.unchanged if bent else None,
                "steps": [
                    {"step": key[0], "truth": key[1], **{word: counts[key][word] for word in OUTCOMES}}
                    for key in sorted(counts, key=place)
                ],
            }
        )
    return found


def faults(results: Mapping[str, Any]) -> list[str]:
    """Return every bound that does not hold, as a sentence; those of single portraits are not among them."""
    found = []
    if results["photos"] < LEAST_PHOTOS:
        found.append(f"{results['photos']} photos of real portraits, {LEAST_PHOTOS} are wanted")
    if results["in_bands"] > MOST_BAND * results["photos"]:
        found.append(f"{results['in_bands']} of {results['photos']} photos lie in bands")
    for kind, most in MOST_ERROR.items():
        error = results["errors"][kind]["p95"]
        if error is None or error > most:
            found.append(f"{kind}: 95 % are within {_shown(kind, error)}, {_shown(kind, most)} is wanted")
    for rule in results["rules"]:
        found += [f"{rule['rule']}: {fault}" for fault in rule_faults(rule)]
    return found


def outside(results: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the kinds of marks and the rules for which a bound does not hold."""
    kinds = [kind for kind, most in MOST_ERROR.items() if (results["errors"][kind]["p95"] or 0) > most]
    return {"marks": kinds, "rules": [rule["rule"] for rule in results["rules"] if rule_faults(rule)]}


def rule_faults(rule: Mapping[str, Any]) -> list[str]:
    """Return the bounds of one rule that do not hold."""
    found = []
    if rule["wrong_passes"]:
        found.append(f"{rule['wrong_passes']} of {rule['bad']} bad photos pass, 0 are allowed")
    for key, most in (("wrong_fails", MOST_WRONG), ("unknown_good", MOST_UNKNOWN)):
        if rule[key] > most * rule["good"]:
            found.append(f"{key} {rule[key]} of {rule['good']}, more than {most:.0%}")
    return found


def _shown(kind: str, error: float | None) -> str:
    if error is None:
        return "nothing"
    return f"{error:.2f} degrees" if kind == "roll" else f"{error:.2%} of the height"
