"""The last bundles of the checker, by all that they are made of, kept for builds into any folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from builder import kept

_MOST = 4
"""Bundles that are kept, of some 25 MB each."""
_LIST = "list.json"


def get(key: str, stage: Path) -> tuple[Any, list[str]] | None:
    """Copy the bundle ``key`` into ``stage``; return its value and its site paths, or None if it is not kept.

    One that is not as it was put there counts as none.
    """
    folder = kept.folder("bundles") / key
    try:
        found = json.loads((folder / _LIST).read_bytes())
        for name, digest in found["files"].items():
            if _sha256(folder / "files" / name) != digest:
                return None
        for name in found["files"]:
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / "files" / name, stage / name)
        os.utime(folder)  # the last used ones are kept
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return found["value"], sorted(found["files"])


def put(key: str, stage: Path, value: Any, names: Iterable[str]) -> None:
    """Keep what lies in ``stage`` under ``names`` and ``value`` (as JSON). What cannot be kept is not."""
    home = kept.folder("bundles")
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".", dir=home))
        try:
            files = {}
            for name in names:
                target = draft / "files" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(stage / name, target)
                files[name] = _sha256(target)
            (draft / _LIST).write_text(json.dumps({"value": value, "files": files}), encoding="utf-8")
            shutil.rmtree(home / key, ignore_errors=True)
            draft.rename(home / key)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _forget(home)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(home: Path) -> None:
    folders = [path for path in home.iterdir() if not path.name.startswith(".")]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_MOST:]:
        shutil.rmtree(folder, ignore_errors=True)
