"""What the last build into a folder left behind, so that the next one makes only what changed.

A page is taken over while its own text is the same and so is everything that any page may be made of: the
code, the templates, the standards, the settings, and what all pages say of themselves at their head. Only
the standard library is imported here: a build with nothing to do is to be over at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from builder import inputs, kept
from builder.project import Project

_VERSION = 2
_KEYS = frozenset(
    {"files", "pages", "copied", "rest", "warnings", "whole", "today", "outputs", "details"},
)
_MOST = 40
"""Builds that are remembered; the folders of most were a test's, and are gone."""

# path → (time of the last change in ns, bytes)
_Outputs = dict[str, tuple[int, int]]


class Past:
    """The last build into ``out`` and, while the next one goes on, what is taken over from it.

    ``settings`` are the options of the command that change the result. Whatever cannot be read, or was
    touched since, is as if it had never been.
    """

    def __init__(self, project: Project, out: Path, settings: Mapping[str, str | None]) -> None:
        out = out.resolve()
        key = hashlib.sha256("\0".join(map(str, (project.root, project.content, out))).encode()).hexdigest()
        self._file = kept.folder("builds") / f"{key[:24]}.json"
        self._details_file = self._file.with_suffix(".details")
        self._out = out
        self._last = _read(self._file)
        before = {path: tuple(values) for path, values in self._last.get("files", {}).items()}
        self.inputs = inputs.take(project, out, before, settings)
        if self._last and self._last["outputs"] != {k: list(v) for k, v in _outputs(out).items()}:
            self._last = {}
        self._loaded: dict[str, Any] | None = None
        self._stage: Path | None = None
        self._reused: set[str] = set()
        self.of_all_pages = ""
        self._next: dict[str, Any] = {"pages": {}, "steps": {}}

    def unchanged(self, today: date) -> list[str] | None:
        """Return the warnings of the last build if one of ``today`` would make the same, else None."""
        if self._last.get("today") != today.isoformat() or not self._last.get("whole"):
            return None
        if not self._same("pages", "copied", "rest"):
            return None
        return list(self._last["warnings"])

    def begin(self, stage: Path) -> None:
        """Build into ``stage`` from now on."""
        self._stage = stage

    def heads(self, text: str) -> None:
        """Say what all pages say of themselves, and whatever else any page may show."""
        self.of_all_pages = _digest(text)

    def page(self, path: str, source: str) -> Any:
        """Put the page made of ``source`` in its place and return what was noted of it; None: make it."""
        noted = self._details["pages"].get(path)
        if noted is None or noted["heads"] != self.of_all_pages or noted["source"] != _digest(source):
            return None
        if not self._same("rest") or not self.reuse(path):
            return None
        self._next["pages"][path] = noted
        return noted["value"]

    def note_page(self, path: str, source: str, value: Any) -> None:
        """Note ``value`` (as JSON) of a page that was made."""
        self._next["pages"][path] = {"heads": self.of_all_pages, "source": _digest(source), "value": value}

    def step(self, name: str, of: str = "", *, even_old: bool = False) -> Any:
        """Return what was noted of a whole step, if it was made of the same inputs and of ``of``; else None.

        The files that it wrote are put in their place. ``even_old`` takes what was made of others too, for
        this one build.
        """
        noted = self._details["steps"].get(name)
        if noted is None:
            return None
        if noted["of"] != _digest(of) or not self._same("rest", "copied"):
            if not even_old:
                return None
            noted = {**noted, "of": "old"}
        if not all(self.reuse(file) for file in noted["files"]):
            return None
        self._next["steps"][name] = noted
        return noted["value"]

    def note_step(self, name: str, of: str, value: Any, files: Iterable[str] = ()) -> None:
        """Note ``value`` (as JSON) of a step, and the site paths of what it wrote."""
        self._next["steps"][name] = {"of": _digest(of), "value": value, "files": sorted(files)}

    def key(self, of: str) -> str:
        """Return a name for what is made of everything but the guide's Markdown, and of ``of``."""
        return _digest(f"{self.inputs.rest}{self.inputs.copied}{of}")[:24]

    def noted(self, name: str) -> Any:
        """Return what was last noted as ``name`` by `note`, whatever changed since; None for nothing."""
        return self._details.get(name)

    def note(self, name: str, value: Any) -> None:
        """Note ``value`` (as JSON) as ``name`` for the next build."""
        self._next[name] = value

    def reuse(self, name: str) -> bool:
        """Put the last build's file of the site path ``name`` in its place; False if there is none."""
        if self._stage is None or name not in self._last.get("outputs", {}):
            return False
        target = self._stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(self._out / name)
        except OSError:  # a file system without links
            try:
                shutil.copy2(self._out / name, target)
            except OSError:
                return False
        self._reused.add(name)
        return True

    def is_reused(self, name: str) -> bool:
        """Whether the file is the last build's."""
        return name in self._reused

    def save(self, warnings: list[str], today: date, *, whole: bool = True) -> None:
        """Remember the build that now lies in ``out``, as one to be gone on with if it is not ``whole``.

        A folder that cannot be written is done without.
        """
        details = json.dumps(self._next).encode()
        state = {
            **vars(self.inputs),
            "version": _VERSION,
            "warnings": warnings,
            "whole": whole,
            "today": today.isoformat(),  # decides on the warnings
            "outputs": _outputs(self._out),
            "details": hashlib.sha256(details).hexdigest(),
        }
        with contextlib.suppress(OSError):
            kept.write(self._details_file, details)
            kept.write(self._file, json.dumps(state).encode())
            _forget(self._file.parent)

    @property
    def _details(self) -> dict[str, Any]:
        if self._loaded is None:
            self._loaded = {"pages": {}, "steps": {}}
            with contextlib.suppress(OSError):
                content = self._details_file.read_bytes() if self._last else b""
                # Of another build that ran beside this one, it would be wrong.
                if content and hashlib.sha256(content).hexdigest() == self._last["details"]:
                    self._loaded = json.loads(content)
        return self._loaded

    def _same(self, *names: str) -> bool:
        return bool(self._last) and all(self._last[name] == getattr(self.inputs, name) for name in names)


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict) or found.get("version") != _VERSION or not found.keys() >= _KEYS:
        return {}
    return found


def _outputs(out: Path) -> _Outputs:
    """Return every file in ``out`` with its time and size."""
    found: _Outputs = {}
    prefix = f"{out}{os.sep}"
    for path in inputs.walk(str(out), everything=True):
        with contextlib.suppress(OSError):
            status = os.stat(path)  # noqa: PTH116 - some thousand files
            name = path.removeprefix(prefix).replace(os.sep, "/")
            found[name] = (status.st_mtime_ns, status.st_size)
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _forget(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for file in files[_MOST:]:
        file.unlink(missing_ok=True)
        file.with_suffix(".details").unlink(missing_ok=True)
