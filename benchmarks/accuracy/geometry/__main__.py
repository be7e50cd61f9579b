"""Measure how far off marks are and how often rules about the head are wrong, and write it down.

``python -m benchmarks.accuracy.geometry [--portraits DIR] [--out FILE] [--jobs N] [--every N] [--wrong]``;
exit code 1 when a bound does not hold, 2 when a picture cannot be had.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import PIL

import checker
from benchmarks.accuracy.geometry.detect import Picture, cases, pictures, tables
from benchmarks.accuracy.geometry.landmarks import Portrait, known
from benchmarks.accuracy.geometry.plan import in_bands, plan
from benchmarks.accuracy.geometry.run import KINDS, Seen, seen
from benchmarks.accuracy.geometry.score import error_table, faults, outside, percentile, rule_table
from benchmarks.accuracy.geometry.worn import table as worn_table
from benchmarks.accuracy.geometry.worn import tries
from benchmarks.accuracy.score import right
from benchmarks.accuracy.sources import SourceError
from checker import standards

RESULTS = Path(__file__).parents[1] / "geometry.json"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, write them to a file and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.geometry", description=__doc__)
    parser.add_argument("--portraits", type=Path, help="a folder with the synthetic portraits")
    parser.add_argument("--out", type=Path, default=RESULTS, help=f"where the figures go ({RESULTS.name})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument(
        "--every", type=int, default=1, help="only every so many photos; written only with --out"
    )
    parser.add_argument("--wrong", action="store_true", help="list every wrong verdict")
    options = parser.parse_args(argv)
    if options.jobs < 1 or options.every < 1:
        parser.error("--jobs and --every must be at least 1")
    started = time.perf_counter()
    try:
        portraits, others = known(options.portraits), pictures()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    shots = plan(portraits, standards.load_all())[:: options.every]
    rows = list(seen(shots, portraits, options.jobs))
    detection = tables(cases(portraits, others)[:: options.every], options.jobs)
    things = {one.id: one.path for one in others if one.what in {"thing", "texture"}}
    worn = worn_table(tries(portraits, things)[:: options.every], options.jobs)
    results = collect(portraits, others, rows, detection, worn)
    wrong = faults(results)
    report(results, time.perf_counter() - started)
    if options.wrong:
        show(rows)
    if options.every > 1 and options.out == RESULTS:
        return 0  # a part is not the result
    options.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for sentence in wrong:
        print(f"does not hold: {sentence}")
    return 1 if wrong else 0


def collect(
    portraits: Sequence[Portrait],
    others: Sequence[Picture],
    rows: Sequence[Seen],
    detection: Mapping[str, Any],
    worn: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the results as they are written down; nothing in them changes from run to run."""
    covered = {portrait.id: portrait.covered for portrait in portraits}
    real = [portrait for portrait in portraits if portrait.source.kind == "portrait"]
    ids = {portrait.id for portrait in real}
    frontal = {portrait.id for portrait in real if portrait.turned != "yes"}
    mine = [row for row in rows if row.shot.portrait in ids]
    results: dict[str, Any] = {
        "versions": {"gradphoto": checker.__version__, "pillow": PIL.__version__},
        "real": len(real),
        "persons": len({portrait.source.person for portrait in real}),
        "synthetic": len(portraits) - len(real),
        "photos": len(mine),
        "photos_synthetic": len(rows) - len(mine),
        "in_bands": in_bands([row.shot for row in mine]),
        "errors": error_table(mine, covered),
        "errors_frontal": error_table([row for row in mine if row.shot.portrait in frontal], covered),
        "disagreement": _disagreement(real),
        "portraits": [_listed(portrait, rows) for portrait in portraits],
        "rules": rule_table(rows, portraits),
        "detection": detection,
        "worn": worn,
        "pictures": [
            {
                "id": one.id,
                "what": one.what,
                "title": one.title,
                "package": one.package,
                "licence": one.licence,
            }
            for one in others
        ],
    }
    results["outside"] = outside(results)
    return results


def _disagreement(portraits: Sequence[Portrait]) -> dict[str, float]:
    """Return the 95th percentile of how far the placings are apart, over the portraits."""
    apart = [portrait.disagreement() for portrait in portraits]
    return {kind: round(percentile([one[kind] for one in apart]), 4) for kind in KINDS}


def _listed(portrait: Portrait, rows: Sequence[Seen]) -> dict[str, Any]:
    mine = [row for row in rows if row.shot.portrait == portrait.id]
    return {
        **portrait.source.listed(),
        "turned": portrait.turned,
        "covered": list(portrait.covered),
        "disagreement": {kind: round(apart, 4) for kind, apart in portrait.disagreement().items()},
        "photos": len(mine),
        "no_face": sum(row.faces == 0 for row in mine),
        "errors": error_table(mine, {portrait.id: portrait.covered}),
    }


def report(results: Mapping[str, Any], seconds: float) -> None:
    """Print the figures of every portrait, rule and table."""
    print(
        f"{results['photos']} photos of {results['real']} real portraits ({results['persons']} persons) and "
        f"{results['photos_synthetic']} of {results['synthetic']} synthetic ones in {seconds:.0f} s, "
        f"{results['in_bands']} in bands"
    )
    print("95th percentile of errors, % of the height (roll: degrees); in brackets: the placings by hand")
    print(f"{'':14}" + "".join(f"{kind:>16}" for kind in KINDS) + "   not found")
    for portrait in results["portraits"]:
        mark = {"synthetic": " s", "portrait": "  "}[portrait["kind"]]
        print(f"{portrait['id']:12}{mark}" + _errors(portrait["errors"], portrait["disagreement"]))
    print(f"{'all':14}" + _errors(results["errors"], results["disagreement"]))
    print(f"{'frontal':14}" + _errors(results["errors_frontal"], results["disagreement"]))
    print(
        f"{'rule':20}{'good':>6}{'wrong fail':>12}{'unknown':>9}"
        f"{'bad':>7}{'wrong pass':>12}{'unknown':>9}{'band':>6}"
    )
    for rule in results["rules"]:
        print(
            f"{rule['rule']:20}{rule['good']:6}{rule['wrong_fails']:12}{rule['unknown_good']:9}"
            f"{rule['bad']:7}{rule['wrong_passes']:12}{rule['unknown_bad']:9}{rule['band']:6}"
        )
        for portrait, counts in rule["portraits"].items():
            keys = ("wrong_fails", "unknown_good", "wrong_passes")
            print(f"    {portrait}: " + ", ".join(f"{key} {counts[key]}" for key in keys if counts[key]))
    for name, table in (*results["detection"].items(), ("worn", results["worn"])):
        print(f"{name}:")
        for row in table:
            print("    " + ", ".join(f"{key} {value}" for key, value in row.items()))


def _errors(errors: Mapping[str, Any], apart: Mapping[str, float]) -> str:
    cells, missed = "", []
    for kind in KINDS:
        times = 1 if kind == "roll" else 100
        error = errors[kind]["p95"]
        shown = "-" if error is None else f"{error * times:.2f}"
        cells += f"{f'{shown} ({apart[kind] * times:.2f})':>16}"
        if errors[kind]["missed"]:
            missed.append(f"{kind} {errors[kind]['missed']}")
    return f"{cells}   {', '.join(missed)}"


def show(rows: Sequence[Seen]) -> None:
    """Print every wrong verdict."""
    for row in rows:
        shot = row.shot
        for (standard, rule, truth), said in zip(shot.checks, row.outcomes, strict=True):
            if not right(truth, said, hard=False):
                print(
                    f"{rule} ({standard}): {shot.portrait} {shot.mutation} {shot.step} is {truth}, "
                    f"said {said}; {shot.framing.background}, errors {row.errors}"
                )


if __name__ == "__main__":
    sys.exit(main())
