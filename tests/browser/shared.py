"""What is costly and only read is made once a run, whichever worker asks first."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ALONE = "master"
"""What xdist calls the worker of a run that is not split."""


def once_a_run(
    factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], object]
) -> Path:
    """Return the folder ``name`` of this run, filled by ``make``; who comes second waits for the first.

    Nobody may change what is in it. What failed half way is made anew by the next who asks.
    """
    run = factory.getbasetemp()
    if worker_id != ALONE:
        run = run.parent  # of all workers
    folder, done = run / name, run / f"{name}.done"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
