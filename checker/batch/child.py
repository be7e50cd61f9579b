"""One process of our own that works on one file at a time, and whose death costs that file only.

``concurrent.futures`` gives up the whole pool when one of its processes is killed, ``multiprocessing.Pool``
waits for ever, and a Dask worker may not start ``multiprocessing`` children; hence plain pipes to a fresh
interpreter, which is what «spawn» means, on every system.
"""

import contextlib
import faulthandler
import os
import pickle
import subprocess
import sys
import threading
from typing import IO, cast

from ..errors import BatchError, photo_error
from .job import Job, Result, Task

_READY = b"gradphoto\n"
# What reading from and writing to an ended process raises; ValueError: `close` was quicker.
_LOST = (EOFError, OSError, pickle.UnpicklingError, ValueError)
# A process whose parent was killed ends itself this long after the time limit of the file it is busy with.
_ORPHAN_S = 30.0
# How long an interpreter may take to start before something is plainly wrong.
_START_LIMIT_S = 120.0


class Child:
    """A process that runs jobs; it is started with the first one and started anew after its death.

    ``time_limit`` is in seconds.
    """

    def __init__(self, time_limit: float) -> None:
        self._time_limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def run(self, job: Job, task: Task) -> Result | None:
        """Return the job's result for ``task``; None if `close` was called meanwhile.

        A process that is lost gives the error ``worker-died``, one that works on the file for longer than the
        time limit is ended and gives ``too-slow``. Raises `BatchError` ``workers`` if no process starts.
        """
        process = self._started()
        try:
            result, in_time = self._ask(process, job, task)
        except _LOST as error:
            self._end()
            if self._closed:
                return None
            if isinstance(error, TimeoutError):
                return job.lost(task, photo_error("too-slow", limit=f"{self._time_limit:g}"))
            return job.lost(task, photo_error("worker-died"))
        if not in_time:
            self._end()
        return result

    def close(self) -> None:
        """End the process, from whichever thread; a `run` that waits for it returns None."""
        self._closed = True
        self._end()

    @property
    def pid(self) -> int | None:
        """The process's id, or None while there is none."""
        return self._process.pid if self._process is not None else None

    def _ask(self, process: "subprocess.Popen[bytes]", job: Job, task: Task) -> tuple[Result, bool]:
        """Return the result and whether it came in time; raises TimeoutError when none came at all."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(self._time_limit, expire)
        timer.daemon = True
        timer.start()
        try:
            stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
            pickle.dump((job, task), stdin, pickle.HIGHEST_PROTOCOL)
            stdin.flush()
            result: Result = pickle.load(stdout)  # noqa: S301  our own process wrote it
        except _LOST:
            if expired.is_set():
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
        return result, not expired.is_set()

    def _started(self) -> "subprocess.Popen[bytes]":
        """Return the running process; a freshly started one has said that it is ready."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        process = _start(self._time_limit)
        self._process = process
        if self._closed:
            self._end()
        timer = threading.Timer(_START_LIMIT_S, process.kill)
        timer.daemon = True
        timer.start()
        try:
            ready = cast(IO[bytes], process.stdout).readline()
        except ValueError:
            ready = b""
        finally:
            timer.cancel()
        if ready != _READY and not self._closed:
            self._end()
            raise BatchError("workers", "the processes that check photos cannot be started")
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was still to be written has no reader any more
                cast(IO[bytes], stream).close()


def _start(time_limit: float) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "checker.batch.child", str(time_limit)]
    # The same modules as here, but never those in the folder of photos one happens to stand in (-P).
    env = os.environ | {"PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}  # noqa: PTH109
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    # A process group of its own: Ctrl-C is for us; we say what was done, then end our processes.
    try:
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
            return subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nothing, env=env, creationflags=flags
            )
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=env, process_group=0)
    except OSError as error:
        raise BatchError("workers", f"no process can be started: {error.strerror}") from None


def main() -> None:
    """Answer tasks on standard input with results on standard output, until the input ends."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall among the results
    results.write(_READY)
    results.flush()
    while True:
        try:
            job, task = pickle.load(sys.stdin.buffer)  # noqa: S301  our own parent wrote it
        except EOFError:
            return
        faulthandler.dump_traceback_later(float(sys.argv[1]) + _ORPHAN_S, exit=True)
        result = job.run(task)
        faulthandler.cancel_dump_traceback_later()
        pickle.dump(result, results, pickle.HIGHEST_PROTOCOL)
        results.flush()


if __name__ == "__main__":
    main()
