"""Run a part of a project's own tests inside Pyodide.

/host/job.json says which; /host/packages holds pytest. pytest's output goes to /host/pytest.txt; the counts,
the failures and the reasons of skips are left in ``result``.
"""

import collections
import contextlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, "/host/packages")
import pytest


class Counter:
    """Counts outcomes; keeps the names of failures and the reasons of skips."""

    def __init__(self) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self.failures: list[str] = []
        self.skips: collections.Counter[str] = collections.Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: its call, or what kept it from being called."""
        if report.when == "call" or report.outcome != "passed":
            self._count(
                report, "xfailed" if report.skipped and hasattr(report, "wasxfail") else report.outcome
            )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Count a file that cannot be read or skips itself."""
        if report.outcome != "passed":
            self._count(report, report.outcome)

    def _count(self, report: pytest.TestReport | pytest.CollectReport, outcome: str) -> None:
        self.counts[outcome] += 1
        if outcome == "failed":
            self.failures.append(report.nodeid)
        elif outcome == "skipped":
            self.skips[report.longrepr[2]] += 1


job = json.loads(Path("/host/job.json").read_text())
os.chdir("/host/source")
files = sorted(str(path) for pattern in job["files"] for path in Path(job["folder"]).glob(pattern))
if not files:
    raise SystemExit(f"no test file matches {job['files']}")
counter = Counter()
options = ["-q", "--no-header", "-p", "no:cacheprovider", "-o", "addopts="]
options += [f"--deselect={job['folder']}/{test}" for test in job["without"]]
with Path("/host/pytest.txt").open("w") as log, contextlib.redirect_stdout(log):
    code = pytest.main([*options, *files], plugins=[counter])
result = {
    "exit": int(code),
    "counts": dict(counter.counts),
    "failures": counter.failures,
    "skips": dict(counter.skips),
}
