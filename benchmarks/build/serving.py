"""How long ``--serve`` takes from the saving of a page to its being handed out, as a browser waits for it."""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 0.3
_PAGE = "shoot"
_EVENTS = "_live/events"
# With nothing to be seen for longer, something is broken.
_PATIENCE = 60


def seconds(folder: Path, runs: int) -> list[float]:
    """Return the seconds of ``runs`` edits of the prepared ``folder``, which is built already.

    From the moment at which the page is written until it is there as the browser loads it again: told by the
    event, asked for and received with the edit in it. What the browser then takes to lay it out is its own.
    """
    found = []
    with (
        _serving(folder) as address,
        urllib.request.urlopen(f"{address}{_EVENTS}", timeout=_PATIENCE) as events,
    ):
        _told(events)  # the state as it is
        _edit(folder, 0)  # what a process does at its first build alone is not what an edit costs
        _told(events)
        for run in range(1, runs + 1):
            time.sleep(0.5)
            words = _edit(folder, run)
            started = time.perf_counter()
            _told(events)
            with urllib.request.urlopen(f"{address}{_PAGE}.html", timeout=_PATIENCE) as page:
                text = page.read().decode()
            found.append(time.perf_counter() - started)
            if words not in text:
                raise RuntimeError("the server told of an edit that its page has not")
    return found


def line(found: list[float]) -> str:
    """Return what is printed of it."""
    median = statistics.median(found)
    held = "holds" if median <= MOST_SECONDS else "does not hold"
    spread = f"[{min(found):.2f}–{max(found):.2f}]"
    told = f"asked: {MOST_SECONDS} s, {held}"
    return f"  {'edit while serving':18} {'gradphoto':16} {median:7.2f} s {spread:15} {told:>37}"


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.build.ours", str(folder), "serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told = next(line for line in server.stdout if line.startswith("serving "))
            yield told.partition(" on ")[2].partition(" ")[0]
        finally:
            server.send_signal(signal.SIGTERM)


def _told(events: IO[bytes]) -> None:
    """Wait for the next state. Raises `RuntimeError` for one that tells of an error."""
    for text in events:
        if text.startswith(b"data: "):
            if error := json.loads(text.removeprefix(b"data: "))["error"]:
                raise RuntimeError(error)
            return
    raise RuntimeError("the server ended")


def _edit(folder: Path, run: int) -> str:
    words = f"第 {run} 次改，{time.monotonic_ns()}。"
    with (folder / "content" / f"{_PAGE}.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{words}\n")
    return words
