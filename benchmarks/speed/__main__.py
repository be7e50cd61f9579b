"""``python -m benchmarks.speed [--site DIR] [--samples 7] [--only bytes visits …] [--results FILE]``.

Prints every figure and puts it into the results file, from which the site's page about speed is made; rows
that were not measured stay as they are. Exit code 1 when a demand is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.browser import build
from benchmarks.speed import machine, measures
from benchmarks.speed.figures import Row

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("results.json")

Measure = Callable[[measures.Setting], Iterator[Row]]
MEASURES: dict[str, Measure] = {
    "bytes": measures.wire_bytes,
    "visits": measures.visits,
    "reports": measures.reports,
    "command": measures.command,
    "build": measures.building,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write, and return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site; without it, one is built")
    parser.add_argument("--samples", type=int, default=7, help="of each figure (default: 7)")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args(argv)
    met = True
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = options.site or build(Path(name) / "dist")
        setting = measures.Setting(playwright, site, Path(name), ROOT, options.samples)
        for measure in options.only:
            for row in MEASURES[measure](setting):
                print(row.told(), flush=True)
                keep(options.results, row)
                met = met and row.met
    return 0 if met else 1


def keep(file: Path, row: Row) -> None:
    """Put a row into the results, in the place of an older one of the same name and line."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"rows": []}
    rows = {(old["id"], old["line"]): old for old in found["rows"]}
    rows[row.id, row.line] = asdict(row) | {"measured": date.today().isoformat()}
    text = json.dumps({"machine": machine.told(), "rows": list(rows.values())}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
