"""Check every picture of Pillow's own tests, among them damaged and hostile ones, and say what each costs.

``python -m benchmarks.pillow_images [--folder DIR] [--lines]``; exit code 1 when a file takes longer than
`MOST_SECONDS`, when the process comes to hold more than `MOST_BYTES`, or when `check` raises. Without
``--folder``, the pictures come out of Pillow's source archive of the version in use, fetched once.
``--lines`` prints a JSON object a file, with its reports, and nothing else.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tarfile
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import checker
from benchmarks.processes import own_peak
from benchmarks.throughput import covering
from wheels import cache, recipe
from wheels.downloads import Downloads
from wheels.errors import WheelsError

MOST_SECONDS = 5.0
MOST_BYTES = 512 * 2**20
_IMAGES = "Tests/images/"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One file: how long its check took on the processor, and the most memory held up to then (bytes).

    ``raised`` is what `check` raised, which it never should, or empty.
    """

    file: str
    seconds: float
    peak: int
    reports: list[dict[str, Any]]
    raised: str = ""

    @property
    def verdict(self) -> str:
        """The outcome, or the code of the error that made the file unreadable."""
        if self.raised:
            return "RAISED"
        error = self.reports[0].get("error")
        return str(error["code"] if error else self.reports[0]["outcome"])


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="a folder of pictures in place of Pillow's")
    parser.add_argument("--lines", action="store_true", help="print a JSON object a file")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        try:
            folder = options.folder or unpack(archive(), Path(name))
        except WheelsError as error:
            print(error, file=sys.stderr)
            return 2
        results = []
        for result in check_all(folder):
            results.append(result)
            if options.lines:
                print(json.dumps(asdict(result)), flush=True)
    if not options.lines:
        _print(results)
    slowest = max(result.seconds for result in results)
    raised = any(result.raised for result in results)
    met = slowest <= MOST_SECONDS and results[-1].peak <= MOST_BYTES and not raised
    return 0 if met else 1


def archive(name: str = "pillow") -> Path:
    """Return a library's source archive, out of the cache that the wheels' build uses, fetched if need be.

    Raises:
        WheelsError: it cannot be fetched, or its sum is not the pinned one.
    """
    source = recipe.load_all()[name].source
    assert source.file == f"{name}=={version(name)}", "the archive's version is the one in use"
    downloads = Downloads(cache.home() / "downloads", cache.home() / "logs")
    downloads.fetch_source(source)
    return downloads.source(source)


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack the test pictures into ``folder`` and return where they lie."""
    with tarfile.open(archive) as packed:
        members = [member for member in packed if _IMAGES in member.name and member.isfile()]
        packed.extractall(folder, members, filter="data")
    return folder


def check_all(folder: Path) -> Iterator[Result]:
    """Check every file below ``folder`` by every rule, in the order of their paths."""
    ids = [standard.id for standard in covering()]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        started = time.process_time()
        reports, raised = [], ""
        try:
            reports = checker.check(data, path.name, ids)
        except Exception:
            raised = traceback.format_exc(limit=-3)
        took = time.process_time() - started
        name = path.relative_to(folder).as_posix()
        yield Result(name, round(took, 4), own_peak(), [report.to_dict() for report in reports], raised)


def _print(results: Sequence[Result]) -> None:
    total = sum(result.seconds for result in results)
    print(f"{len(results)} files in {total:.1f} s, {results[-1].peak / 2**20:.0f} MB at the peak")
    for verdict, count in Counter(result.verdict for result in results).most_common():
        print(f"  {verdict:20} {count}")
    for result in results:
        if result.raised:
            print(f"{result.file}: {result.raised}")
    print("slowest:")
    for result in sorted(results, key=lambda result: -result.seconds)[:_SHOWN]:
        print(f"  {result.seconds:5.2f} s  {result.verdict:14} {result.file}")
    print("where the peak of memory rose most:")
    rises = [(after.peak - before.peak, after) for before, after in itertools.pairwise(results)]
    for rise, result in sorted(rises, key=lambda pair: -pair[0])[:_SHOWN]:
        print(f"  {rise / 2**20:5.0f} MB  {result.verdict:14} {result.file}")


if __name__ == "__main__":
    sys.exit(main())
