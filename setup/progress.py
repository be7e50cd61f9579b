"""Run long commands with a sign of life, keep their output, and fail with a sentence."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HEARTBEAT_SECONDS = 10
TAIL_LINES = 30


class SetupError(Exception):
    """Set-up cannot go on. ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run(
    title: str,
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run ``command`` with its output in ``log``; print its title, a line every ten seconds and its time.

    Raises:
        SetupError: the command is missing or fails; the end of its output is printed first.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    print(f"[setup] {title} …", flush=True)
    start = time.monotonic()
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=cwd, env=env)
        except OSError as error:
            raise SetupError(
                "no-command", f"«{command[0]}» could not be started: {error.strerror}."
            ) from error
        while True:
            try:
                code = process.wait(timeout=HEARTBEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                print(f"[setup] {title}: {time.monotonic() - start:.0f} s …", flush=True)
            except BaseException:
                process.kill()
                raise
    if code:
        tail = log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
        print("\n".join(tail), flush=True)
        raise SetupError(
            "step-failed", f"«{title}» failed with exit code {code}. Its whole output is in {log}."
        )
    print(f"[setup] {title}: done in {time.monotonic() - start:.0f} s", flush=True)
