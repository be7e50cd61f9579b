"""Running cases in processes that are ended when a case takes too long, and started again behind it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from wheels import locate, target

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 5.0
MOST_GROWTH = 512 * 2**20
# A process that says nothing for so long hangs; on the processor, a case may take `MOST_SECONDS`, but the
# machine may be busy with other things.
_SILENT_SECONDS = 60.0
_STARTING_SECONDS = 300.0
_RUN = 10_000  # cases that one process runs: its memory only grows


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that must be mended: ``what`` is ``raised``, ``crashed``, ``hung``, ``slow`` or ``grew``."""

    number: int
    what: str
    detail: str


@dataclass(slots=True)
class Figures:
    """What a run came to: verdicts by count, seconds on the processor of the slowest case, bytes grown by."""

    verdicts: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    growth: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Take in the figures of another part of the run."""
        self.verdicts += other.verdicts
        self.slowest = max(self.slowest, other.slowest)
        self.growth = max(self.growth, other.growth)
        self.seconds += other.seconds
        self.failures += other.failures


Command = Callable[[Path, int, int], list[str]]
Line = tuple[int, str, float, int, str]


def native(seeds: Path, first: int, last: int) -> list[str]:
    """Return the command that runs cases on this machine."""
    return [sys.executable, "-m", "fuzz.worker", str(seeds), str(first), str(last), "1"]


def in_pyodide(seeds: Path, first: int, last: int) -> list[str]:
    """Return the command that runs cases in Pyodide, in Node.

    Raises:
        WheelsError: there are no wheels.
    """
    script = str(ROOT / "fuzz" / "in_pyodide.mjs")
    places = [str(target.PYODIDE), str(locate()), str(ROOT), str(seeds)]
    return ["node", script, *places, str(first), str(last), "1"]


def run(
    command: Command, seeds: Path, first: int, last: int, jobs: int, tell: Callable[[Figures], object]
) -> Figures:
    """Run the cases from ``first`` to below ``last``, ``jobs`` processes at a time, and return the figures.

    ``tell`` gets them each time that a process has done its part.
    """
    whole = Figures()
    parts = [(at, min(at + _RUN, last)) for at in range(first, last, _RUN)]
    if len(parts) < jobs:
        step = -(-(last - first) // jobs)
        parts = [(at, min(at + step, last)) for at in range(first, last, step)]
    with ThreadPoolExecutor(jobs) as pool:
        for figures in pool.map(lambda part: _part(command, seeds, *part), parts):
            whole.add(figures)
            tell(whole)
    return whole


def _part(command: Command, seeds: Path, first: int, last: int) -> Figures:
    """Run a part of the cases; a process that crashes or hangs costs its case, and another goes on."""
    figures = Figures()
    while first < last:
        base, silent = 0, None
        for line in _lines(command(seeds, first, last)):
            if isinstance(line, Failure):
                silent = Failure(first, line.what, line.detail)
                break
            base = base or line[3]
            _take(figures, line, base)
            first = line[0] + 1
            if line[3] - base > MOST_GROWTH:
                break
        if silent is not None:
            figures.failures.append(silent)
            first += 1
    return figures


def _take(figures: Figures, line: Line, base: int) -> None:
    """Add what a process told of a case; it held ``base`` bytes after its first."""
    number, verdict, seconds, held, trace = line
    figures.verdicts[verdict] += 1
    figures.seconds += seconds
    figures.slowest = max(figures.slowest, (seconds, number))
    figures.growth = max(figures.growth, held - base)
    if trace:
        figures.failures.append(Failure(number, "raised", trace))
    if seconds > MOST_SECONDS:
        figures.failures.append(Failure(number, "slow", f"{seconds:.1f} s"))
    if held - base > MOST_GROWTH:
        figures.failures.append(Failure(number, "grew", f"by {(held - base) >> 20} MB"))


def _lines(command: Sequence[str]) -> Iterator[Line | Failure]:
    """Yield what a process tells of each case, and last why it ended before its time, if it did."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told: queue.Queue[str | None] = queue.Queue()
        errors: list[str | None] = []
        threading.Thread(target=_read, args=(process.stdout, told.put), daemon=True).start()
        threading.Thread(target=_read, args=(process.stderr, errors.append), daemon=True).start()
        patience = _STARTING_SECONDS
        try:
            while (line := told.get(timeout=patience)) is not None:
                patience = _SILENT_SECONDS
                yield _parsed(line)
            if process.wait():
                yield Failure(
                    -1, "crashed", "".join(filter(None, errors))[-2000:] or f"exit code {process.returncode}"
                )
        except queue.Empty:
            yield Failure(-1, "hung", f"nothing for {patience:.0f} s")
        finally:
            process.kill()


def _read(stream: Iterator[str], take: Callable[[str | None], object]) -> None:
    for line in stream:
        take(line)
    take(None)


def _parsed(line: str) -> Line:
    number, verdict, seconds, held, trace = json.loads(line)
    return int(number), str(verdict), float(seconds), int(held), str(trace)
