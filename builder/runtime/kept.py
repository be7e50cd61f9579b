"""What takes long to make and depends on its inputs alone, kept in the user's cache for the next build."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def folder() -> Path:
    """Return where it is kept; it may be deleted at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "gradphoto" / "compressed"


def get(name: str, make: Callable[[], bytes], is_good: Callable[[bytes], bool]) -> bytes:
    """Return what is kept as ``name`` if that ``is_good``, else ``make`` and keep it.

    A cache that cannot be read or written is done without.
    """
    path = folder() / name
    with contextlib.suppress(OSError):
        found = path.read_bytes()
        if is_good(found):
            return found
    made = make()
    with contextlib.suppress(OSError):
        _write(path, made)
    return made


def _write(path: Path, content: bytes) -> None:
    """Write in one step, so that a build beside this one never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(draft).replace(path)
