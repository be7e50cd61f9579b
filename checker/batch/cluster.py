"""A Dask cluster as an engine: for more photos than one computer judges in a day.

Every Dask worker needs this package in the same version and sees the photos under the same paths (a shared
drive). A photo is judged in a `Child` of the worker, so a poisoned file costs itself only, and one that takes
too long is given up, as on one computer; a worker that is lost gives its photos back to the scheduler.
"""

import contextlib
import logging
import queue
import re
import threading
import uuid
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from .. import __version__
from ..errors import BatchError, photo_error
from .child import Child
from .job import TIME_LIMIT_S, Job, Result, Task

_CONNECT_S = 5
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?[^/\s]+:\d{1,5}/?")
# How often a photo is given out anew after Dask has given it up. Dask does so when it has lost several
# workers in a row that had it, which is not the photo's fault: it is judged in a process of its own.
_TRIES = 5


class Cluster:
    """The workers behind the scheduler at ``address``. Use it as a context manager; leaving it lets them go.

    Raises `BatchError`: ``no-cluster-support`` without the package ``distributed``, ``no-scheduler`` when
    nobody answers, ``no-workers``, ``cluster-version`` when a worker has another version of this package or
    none, ``cluster-folder`` when a worker does not see one of ``paths``.
    """

    def __init__(
        self, job: Job, address: str, paths: Sequence[str] = (), time_limit: float = TIME_LIMIT_S
    ) -> None:
        self._job = job
        self._time_limit = time_limit
        self._run = uuid.uuid4().hex
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._open: dict[Any, tuple[Task, int]] = {}
        self._client = _connect(address)
        try:
            self._look_at_workers(paths)
        except BaseException:
            self._client.close()
            raise

    def submit(self, task: Task, attempt: int = 1) -> None:
        """Hand a task to the scheduler."""
        future = self._client.submit(
            judge_apart,
            self._run,
            self._job,
            task,
            self._time_limit,
            key=f"gradphoto-{self._run}-{task.index}-{attempt}",
            pure=False,
        )
        self._open[future] = task, attempt
        future.add_done_callback(self._finished.put)

    def wait(self, seconds: float) -> Result | None:
        """Return a finished result, or None after ``seconds``.

        Raises `BatchError` ``scheduler-lost``, or ``cluster`` for what a worker cannot do.
        """
        with contextlib.suppress(queue.Empty):
            future = self._finished.get(timeout=seconds) if seconds else self._finished.get_nowait()
            task, attempt = self._open.pop(future)
            if future.status == "finished":
                result: Result = future.result()
                return result
            if future.status == "error":
                return self._failed(task, attempt, future.exception())
            raise BatchError("scheduler-lost", "the scheduler is gone; what was finished is in the report")
        if self._client.status not in {"running", "connecting"}:
            raise BatchError("scheduler-lost", "the scheduler is gone; what was finished is in the report")
        return None

    def close(self) -> None:
        """Give back what is not finished, end the processes on the workers, and leave the cluster."""
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._open), force=True)
            self._client.run(close_children, self._run)
        self._open.clear()
        self._client.close()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _failed(self, task: Task, attempt: int, error: BaseException) -> Result | None:
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker):
            raise BatchError("cluster", f"{type(error).__name__}: {error}")
        if attempt == _TRIES:
            return self._job.lost(task, photo_error("worker-died"))
        self.submit(task, attempt + 1)
        return None

    def _look_at_workers(self, paths: Sequence[str]) -> None:
        try:
            versions = self._client.run(_version)
        except ImportError:
            raise BatchError("cluster-version", "a worker lacks gradphoto; install it there") from None
        if not versions:
            raise BatchError("no-workers", "the scheduler has no workers; start some with `dask worker`")
        for worker, version in versions.items():
            if version != __version__:
                raise BatchError(
                    "cluster-version",
                    f"{worker} has gradphoto {version}, here is {__version__}; install the same",
                )
        for worker, missing in self._client.run(_missing, list(paths)).items():
            if missing:
                raise BatchError(
                    "cluster-folder", f"{worker} does not see {missing[0]}; put the photos on a shared drive"
                )


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise BatchError(
            "no-cluster-support", "--scheduler needs the extra: pip install 'gradphoto[cluster]'"
        ) from None
    # What it logs is for those who run the cluster, and would stand in the middle of the report.
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
    if not _ADDRESS.fullmatch(address):
        raise BatchError("no-scheduler", f"{address!r} is no address such as tcp://192.0.2.1:8786")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions of Python or Dask on the workers
            connect: Any = Client
            return connect(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise BatchError("no-scheduler", f"no scheduler answers at {address}: {error}") from None


def _version() -> str:
    return __version__


def _missing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if not Path(path).exists()]


# The processes of each run's threads on this Dask worker.
_children: dict[tuple[str, int], Child] = {}


def judge_apart(run: str, job: Job, task: Task, time_limit: float) -> Result:
    """Return the job's result for ``task`` from a process of this run and thread; runs on a Dask worker."""
    key = run, threading.get_ident()
    if key not in _children:
        _children[key] = Child(time_limit)
    result = _children[key].run(job, task)
    # None: the run has left the cluster meanwhile, so nobody reads this.
    return result if result is not None else job.lost(task, photo_error("worker-died"))


def close_children(run: str) -> None:
    """End the processes that `judge_apart` has started on this Dask worker for ``run``."""
    for key in [key for key in _children if key[0] == run]:
        _children.pop(key).close()
