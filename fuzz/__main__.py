"""``python -m fuzz``: judge seeded mutations of real picture files, natively or in Pyodide.

``--cases N`` and ``--first K`` choose the cases, which are the same on every machine; ``--inside native`` or
``pyodide`` says where they run; ``--write K`` writes the one case to a file, to be looked at or to be kept in
fuzz/regressions. Exit code 1 when a case crashes, hangs, is slower than 5 s on the processor, makes its
process grow by more than 512 MB, raises, or is answered with an error that has no name.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fuzz import seeds, supervise
from fuzz.mutate import case
from fuzz.worker import read_seeds
from wheels.errors import WheelsError

_INSIDE = {"native": supervise.native, "pyodide": supervise.in_pyodide}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--inside", choices=sorted(_INSIDE), default="native")
    parser.add_argument("--cases", type=int, default=100_000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="K")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="J")
    parser.add_argument("--write", type=int, metavar="K", help="write case K to the file case-K, and no more")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            paths = seeds.write(folder)
            if options.write is not None:
                Path(f"case-{options.write}").write_bytes(case(options.write, read_seeds(folder)))
                return 0
            print(
                f"{len(paths)} seeds; cases {options.first} to {options.first + options.cases - 1}",
                flush=True,
            )
            last = options.first + options.cases
            command = _INSIDE[options.inside]
            figures = supervise.run(command, folder, options.first, last, options.jobs, _tell)
        except WheelsError as error:
            print(error, file=sys.stderr)
            return 2
    _print(figures, options.inside)
    return 1 if figures.failures else 0


def _tell(figures: supervise.Figures) -> None:
    print(f"  {figures.verdicts.total()} done, {len(figures.failures)} failures", file=sys.stderr, flush=True)


def _print(figures: supervise.Figures, inside: str) -> None:
    total = figures.verdicts.total()
    seconds, slowest = figures.slowest
    print(f"{total} cases ({inside}): {figures.seconds:.0f} s on the processor")
    for verdict, count in figures.verdicts.most_common():
        print(f"  {verdict:20} {count}")
    print(f"slowest: {seconds:.2f} s, case {slowest} (at most {supervise.MOST_SECONDS:.0f} s)")
    print(f"memory grew by {figures.growth >> 20} MB (at most {supervise.MOST_GROWTH >> 20} MB)")
    print(f"failures: {len(figures.failures)}")
    for failure in figures.failures[:20]:
        print(f"case {failure.number} {failure.what}: {failure.detail}")


if __name__ == "__main__":
    sys.exit(main())
