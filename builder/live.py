"""``build.py --serve``: build after each edit, have the browser load again, show there what is wrong."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.inputs import Files
from builder.project import Project

_PAUSE = 0.08
"""Seconds between two looks at the files, each of which takes some thousandths; ours."""
_IDLE = 2.0
"""Seconds without an edit after which the rest is built too, which takes longer than people wait; ours."""


@dataclass(frozen=True)
class State:
    """What a page may be told: which build this is, and what is wrong with the sources since."""

    version: str
    error: str | None


class Live:
    """The state of the last build, for the server's threads to wait for."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self.state = State(self._version(), None)

    def built(self) -> None:
        """Say that a new build is there."""
        self._set(None)

    def failed(self, error: str) -> None:
        """Say that the sources cannot be built, and why."""
        self._set(error)

    def wait(self, known: State | None, seconds: float) -> State:
        """Return the state as soon as it is not ``known``, or after ``seconds``."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != known, seconds)
            return self.state

    def _set(self, error: str | None) -> None:
        with self._changed:
            self._number += error is None
            self.state = State(self._version(), error)
            self._changed.notify_all()

    def _version(self) -> str:
        # A server that was started again begins to count anew.
        return f"{os.getpid()}-{time.monotonic_ns() if not self._number else self._number}"


def watch(
    project: Project,
    files: Files,
    look: Callable[[Files], Files],
    build: Callable[[bool], str | None],
    live: Live,
    say: Callable[[str], None],
    again: Sequence[str],
) -> None:
    """Build after each edit, until interrupted.

    ``files`` are those of the build that is there. ``look`` returns them as they are now, and ``build``
    builds and returns what is wrong or None: first the guide alone, which is then shown, and then the rest.
    What is no page, template or static file is part of this very program or read by it once: then it is
    started again by the command ``again``.
    """
    rest_is_due: float | None = None
    while True:
        time.sleep(_PAUSE)
        now = look(files)
        changed = _changed(files, now)
        files = now
        if changed:
            started = time.monotonic()
            if others := [path for path in changed if not _is_of_the_site(path, project)]:
                if (error := _broken_code(others)) is None:
                    say("code or standards changed: starting again")
                    os.execv(sys.executable, [sys.executable, *again])  # noqa: S606 - this very program
            else:
                error = build(True)
            if error is None:
                live.built()
                say(f"built again in {time.monotonic() - started:.2f} s")
            rest_is_due = time.monotonic() + _IDLE if error is None else None
        elif rest_is_due is not None and time.monotonic() > rest_is_due:
            rest_is_due = None
            error = build(False)
        else:
            continue
        if error is not None:
            live.failed(error)
            say(error)


def _changed(before: Files, after: Files) -> list[str]:
    return [
        path
        for path in {*before, *after}
        if before.get(path, ("", 0, ""))[2] != after.get(path, ("", 0, ""))[2]
    ]


def _is_of_the_site(path: str, project: Project) -> bool:
    return any(
        Path(path).is_relative_to(part) for part in (project.content, project.templates, project.static)
    )


def _broken_code(paths: list[str]) -> str | None:
    """Return what keeps one of these Python files from being started, or None."""
    for path in paths:
        if path.endswith(".py") and os.path.exists(path):  # noqa: PTH110
            try:
                compile(Path(path).read_bytes(), path, "exec")
            except (SyntaxError, ValueError) as error:
                return "".join(traceback.format_exception_only(error)).strip()
    return None
