"""What takes long to make and depends on its inputs alone, kept in the user's cache for the next build."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

_SEAL = hashlib.sha256().digest_size


def folder(name: str) -> Path:
    """Return where what belongs to ``name`` is kept; it may be deleted at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "gradphoto" / name


def get(name: str, make: Callable[[], bytes], is_good: Callable[[bytes], bool]) -> bytes:
    """Return what is kept as ``name`` if that ``is_good``, else ``make`` and keep it.

    A cache that cannot be read or written is done without.
    """
    path = folder("compressed") / name
    with contextlib.suppress(OSError):
        found = path.read_bytes()
        if is_good(found):
            return found
    made = make()
    with contextlib.suppress(OSError):
        write(path, made)
    return made


def read_sealed(path: Path) -> bytes | None:
    """Return what `write_sealed` put at ``path``; None if nothing is there, or if it was damaged."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    content, seal = found[:-_SEAL], found[-_SEAL:]
    return content if hashlib.sha256(content).digest() == seal else None


def write_sealed(path: Path, content: bytes) -> None:
    """Write ``content`` and a digest of it. A cache that cannot be written is done without."""
    with contextlib.suppress(OSError):
        write(path, content + hashlib.sha256(content).digest())


def write(path: Path, content: bytes) -> None:
    """Write in one step, so that a build beside this one never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(draft).replace(path)
