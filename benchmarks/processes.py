"""How much memory a process and all those that it starts hold at most, as Linux accounts for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from pathlib import Path

_POLL_SECONDS = 0.02


def peak_of_tree(process: subprocess.Popen[bytes], most_seconds: float | None = None) -> int:
    """Wait for ``process`` and return the sum of the peaks (VmHWM, bytes) of it and its descendants.

    The peak of a process only grows, so that its last reading before the end counts. With ``most_seconds``,
    the process is killed after that time and `TimeoutError` is raised.
    """
    started = time.monotonic()
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in _with_descendants(process.pid):
            with contextlib.suppress(OSError, ValueError):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
        if most_seconds is not None and time.monotonic() - started > most_seconds:
            process.kill()
            process.wait()
            raise TimeoutError(f"killed after {most_seconds:.0f} s")
        time.sleep(_POLL_SECONDS)
    return sum(peaks.values())


def own_peak() -> int:
    """Return the most memory, in bytes, that this process has held so far (VmHWM)."""
    return _peak(os.getpid())


def _with_descendants(pid: int) -> list[int]:
    found = [pid]
    for parent in found:  # grows while it is walked
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in tasks.read_text().split()]
    return found


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0
