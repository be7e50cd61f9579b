"""Progress lines with the seconds gone by, and commands that show they are alive."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from wheels.errors import WheelsError

HEARTBEAT_SECONDS = 10
TAIL_LINES = 40

_start = time.monotonic()
_running: dict[str, float] = {}
_lock = threading.Lock()


def say(text: str) -> None:
    """Print one line on standard output, headed by the seconds since the program started."""
    print(f"[wheels {time.monotonic() - _start:5.1f} s] {text}", flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say that ``title`` begins and how long it took; name it in the heartbeat meanwhile."""
    begin = time.monotonic()
    say(f"{title} …")
    with _lock:
        _running[title] = begin
    try:
        yield
    finally:
        with _lock:
            del _running[title]
    say(f"{title}: done in {time.monotonic() - begin:.1f} s")


@contextmanager
def heartbeat() -> Iterator[None]:
    """Name the running steps every ten seconds, from a thread of its own."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(HEARTBEAT_SECONDS):
            with _lock:
                names = [f"{name} ({time.monotonic() - since:.0f} s)" for name, since in _running.items()]
            if names:
                say("working on: " + ", ".join(names))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run(
    command: Sequence[str],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    failure: str = "step-failed",
) -> str:
    """Run ``command``, append its output (both streams) to ``log`` and return it.

    Raises:
        WheelsError: the program is missing, or it fails; the end of its output is printed first.
            ``failure`` is the error's code.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except OSError as error:
        raise WheelsError("no-command", f"«{command[0]}» could not be started: {error.strerror}.") from error
    output = done.stdout.decode("utf-8", "replace")
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{output}\n")
    if done.returncode:
        print("\n".join(line[:400] for line in output.splitlines()[-TAIL_LINES:]), flush=True)
        raise WheelsError(
            failure, f"«{log.stem}» failed with exit code {done.returncode}; its whole output is in {log}."
        )
    return output
