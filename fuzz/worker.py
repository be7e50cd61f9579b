"""Runs cases one after the other and tells of each in a line, on this machine and in Pyodide alike.

On this machine: ``python -m fuzz.worker SEEDS FIRST LAST STEP``. In Pyodide, in_pyodide.mjs calls `run_one`.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from fuzz.attempt import attempt
from fuzz.mutate import case

_TRACE = 12  # frames of a failure that are told


def read_seeds(folder: Path) -> list[bytes]:
    """Return the contents of the seeds, in the order of their names."""
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def run_one(number: int, seeds: Sequence[bytes]) -> tuple[str, str]:
    """Run one case; return its verdict, or ``RAISED`` with the end of the traceback."""
    try:
        return attempt(number, case(number, seeds)), ""
    except BaseException:  # also what is meant to end a program: no photo may
        return "RAISED", traceback.format_exc(limit=-_TRACE)


def main(folder: str, first: int, last: int, step: int) -> None:
    """Run every case from ``first`` to below ``last``; print number, verdict, seconds and peak of each."""
    import time

    from benchmarks.processes import own_peak

    seeds = read_seeds(Path(folder))
    for number in range(first, last, step):
        started = time.process_time()
        verdict, trace = run_one(number, seeds)
        took = time.process_time() - started
        print(json.dumps([number, verdict, round(took, 4), own_peak(), trace]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
