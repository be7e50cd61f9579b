"""Putting tasks through an engine and getting the results in the order of the tasks."""

import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

from ..errors import BatchError
from .job import Result, Task

# How far the work may run ahead of the first file that is not done yet: enough to keep every core busy behind
# a slow file, little enough that the waiting results (some KB each) do not count.
WINDOW = 256
_POLL_S = 0.1


class Engine(Protocol):
    """Something that works on tasks in other processes."""

    def submit(self, task: Task) -> None:
        """Take a task; returns at once."""
        ...

    def wait(self, seconds: float) -> Result | None:
        """Return a finished result, whichever comes first, or None if none came in time.

        Raises `BatchError` when no more results can be expected.
        """
        ...


class Stop:
    """Whether the user has asked to stop."""

    def __init__(self) -> None:
        self.asked = False


def in_order(tasks: Iterable[Task], engine: Engine, stop: Stop, window: int = WINDOW) -> Iterator[Result]:
    """Yield the results in the order of ``tasks``, whose indices differ.

    Once ``stop.asked``, no more work is given out, and what has been finished is yielded. A `BatchError` of
    the engine is raised after what was finished has been yielded. At most ``window`` tasks are out at a time.
    """
    source = iter(tasks)
    done: dict[int, Result] = {}
    sent: deque[int] = deque()
    exhausted = False
    failure: BatchError | None = None
    while not stop.asked and failure is None:
        while not exhausted and len(sent) < window:
            task = next(source, None)
            if task is None:
                exhausted = True
            else:
                engine.submit(task)
                sent.append(task.index)
        if not sent:
            return
        if sent[0] in done:
            yield done.pop(sent.popleft())
        else:
            failure = _collect(engine, done, _POLL_S)
    n_done = -1
    while failure is None and n_done < len(done):
        n_done = len(done)
        failure = _collect(engine, done, 0.0)
    for index in sorted(done):
        yield done[index]
    if failure is not None:
        raise failure


def _collect(engine: Engine, done: dict[int, Result], seconds: float) -> BatchError | None:
    """Take one result from the engine into ``done``, if there is one in time; return the engine's error."""
    try:
        result = engine.wait(seconds)
    except BatchError as error:
        return error
    if result is not None:
        done[result.index] = result
    return None


@contextmanager
def interruptible() -> Iterator[Stop]:
    """Turn the first Ctrl-C into a wish in `Stop`; the second one is a KeyboardInterrupt as ever.

    Where SIGINT is ignored, as in what a shell runs in the background, it stays so.
    """
    stop = Stop()
    inside_thread = threading.current_thread() is not threading.main_thread()
    if inside_thread or signal.getsignal(signal.SIGINT) in {signal.SIG_IGN, None}:
        yield stop
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    previous = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, previous)
