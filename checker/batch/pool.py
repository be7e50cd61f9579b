"""The processes of this computer as an engine."""

import contextlib
import os
import queue
import threading
from types import TracebackType

from ..errors import BatchError
from .child import Child
from .job import TIME_LIMIT_S, Job, Result, Task


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """``n`` processes, each looked after by a thread. Use it as a context manager; leaving it ends them."""

    def __init__(self, job: Job, n: int, time_limit: float = TIME_LIMIT_S) -> None:
        self._job = job
        self._n = n
        self._time_limit = time_limit
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Result | BatchError] = queue.SimpleQueue()
        self._children: list[Child] = []
        self._threads: list[threading.Thread] = []
        self._closed = False

    def submit(self, task: Task) -> None:
        """Take a task, and start one more process while there are fewer than ``n``."""
        self._tasks.put(task)
        if len(self._threads) < self._n:
            child = Child(self._time_limit)
            thread = threading.Thread(target=self._work, args=(child,), daemon=True)
            self._children.append(child)
            self._threads.append(thread)
            thread.start()

    def wait(self, seconds: float) -> Result | None:
        """Return a finished result, or None after ``seconds``. Raises `BatchError` if no process starts."""
        with contextlib.suppress(queue.Empty):
            result = self._results.get(timeout=seconds) if seconds else self._results.get_nowait()
            if isinstance(result, BatchError):
                raise result
            return result
        return None

    def pids(self) -> list[int]:
        """Return the ids of the processes that run now."""
        return [child.pid for child in self._children if child.pid is not None]

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._closed = True
        for child in self._children:
            child.close()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self, child: Child) -> None:
        while (task := self._tasks.get()) is not None and not self._closed:
            try:
                result = child.run(self._job, task)
            except BatchError as error:
                self._results.put(error)
                return
            except Exception as error:
                self._results.put(BatchError("workers", f"{type(error).__name__}: {error}"))
                return
            if result is not None:
                self._results.put(result)
