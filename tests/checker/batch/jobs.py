"""Jobs that meet trouble of their own, to be run by real processes."""

import ctypes
import os
import signal
import time
from dataclasses import dataclass

from checker.batch.job import CheckJob, Result, Task
from checker.errors import PhotoError


@dataclass(frozen=True, slots=True)
class PoisonedJob:
    """`CheckJob`, except for files with telling names; each of them does for real what it is called."""

    inner: CheckJob

    def run(self, task: Task) -> Result:
        if "killed" in task.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "segfault" in task.name:
            ctypes.string_at(0)
        if "endless" in task.name:
            time.sleep(3600)
        if "exit" in task.name:
            os._exit(0)
        if "chatty" in task.name:
            os.write(1, b"from some library\n" * 100)
        return self.inner.run(task)

    def lost(self, task: Task, error: PhotoError) -> Result:
        return self.inner.lost(task, error)
