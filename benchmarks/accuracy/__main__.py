"""Measure how often the checker is wrong and write it down.

``python -m benchmarks.accuracy [--portraits DIR] [--out FILE] [--jobs N] [--rule ID]... [--wrong]``; exit
code 1 when a bound does not hold, 2 when a picture cannot be had.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import PIL

import checker
from benchmarks.accuracy.plan import plan
from benchmarks.accuracy.run import judge
from benchmarks.accuracy.score import Judged, faults, outside, right, score
from benchmarks.accuracy.shots import Shot
from benchmarks.accuracy.sources import CHART, Source, SourceError, count, given, portraits
from checker import standards
from checker.rules import RULES

RESULTS = Path(__file__).with_name("results.json")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, write them to a file and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--portraits", type=Path, help="a folder of further portraits")
    parser.add_argument("--out", type=Path, default=RESULTS, help=f"where the figures go ({RESULTS.name})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument("--rule", action="append", help="only photos about this rule; nothing is written")
    parser.add_argument("--wrong", action="store_true", help="list every wrong verdict")
    options = parser.parse_args(argv)
    if options.jobs < 1:
        parser.error("--jobs must be at least 1")
    for rule in options.rule or ():
        if rule not in RULES:
            parser.error(f"there is no rule {rule!r}; there are {', '.join(RULES)}")
    try:
        sources = [*portraits(), *(given(options.portraits) if options.portraits else ()), CHART]
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    shots = plan(sources, standards.load_all())
    if options.rule:
        shots = [shot for shot in shots if set(shot.rules) & set(options.rule)]
    started = time.perf_counter()
    judged = [
        one for one in judge(shots, sources, options.jobs) if not options.rule or one.rule in options.rule
    ]
    results = collect(sources, shots, judged)
    wrong = faults(results)
    report(results, time.perf_counter() - started)
    if options.wrong:
        show(judged, {rule["rule"] for rule in results["rules"] if rule["hard"]})
    if options.rule:
        return 0
    options.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for sentence in wrong:
        print(f"does not hold: {sentence}")
    return 1 if wrong else 0


def collect(sources: Sequence[Source], shots: Sequence[Shot], judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the results as they are written down; nothing in them changes from run to run."""
    rules = score(judged, list(RULES))
    return {
        "versions": {"gradphoto": checker.__version__, "pillow": PIL.__version__},
        "portraits": count(sources, "portrait"),
        "persons": len({source.person for source in sources if source.person is not None}),
        "given": count(sources, "given"),
        "synthetic": count(sources, "synthetic"),
        "sources": [source.listed() for source in sources],
        "photos": len(shots),
        "photos_in_bands": sum(shot.truth == "band" for shot in shots),
        "verdicts": len(judged),
        "outside": outside(rules),
        "rules": rules,
    }


def report(results: dict[str, Any], seconds: float) -> None:
    """Print the figures of every rule."""
    print(
        f"{results['photos']} photos of {results['portraits']} real portraits in {seconds:.0f} s, "
        f"{results['photos_in_bands']} in bands, {results['verdicts']} verdicts"
    )
    print(f"{'rule':24}{'good':>6}{'wrong fail':>12}{'unknown':>9}{'bad':>7}{'wrong pass':>12}{'band':>6}")
    for rule in results["rules"]:
        print(
            f"{rule['rule']:24}{rule['good']:6}{rule['wrong_fails']:12}{rule['unknown_good']:9}"
            f"{rule['bad']:7}{rule['wrong_passes']:12}{rule['band']:6}"
        )


def show(judged: Sequence[Judged], hard: set[str]) -> None:
    """Print every wrong verdict."""
    for one in judged:
        if not right(one.shot.truth, one.outcome, hard=one.rule in hard):
            shot = one.shot
            print(
                f"{one.rule}: {shot.mutation} {shot.step} {shot.variant} is {shot.truth}, said {one.outcome} "
                f"({shot.standard}, {shot.source}, {shot.background}, {shot.size}, q{shot.quality})"
            )


if __name__ == "__main__":
    sys.exit(main())
