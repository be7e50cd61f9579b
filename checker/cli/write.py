"""Writing new files whole or not at all, and never in place of a photo."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from ..errors import photo_error


def write_new(path: Path, data: bytes, *, keep: Sequence[Path], force: bool, folder: bool) -> None:
    """Write ``data`` to ``path``: whoever looks sees all of it or nothing.

    ``keep`` are files that are never replaced, under whatever name; another file is replaced only with
    ``force``; ``folder``: the folder is made if it is missing. Raises `PhotoError` with ``same-file``,
    ``file-exists`` or ``not-writable``.
    """
    try:
        if folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        if any(_same(path, original) for original in keep):
            raise photo_error("same-file")
        is_file = os.path.isfile(path)  # noqa: PTH113  Path.is_file raises for a name that is too long
        if os.path.lexists(path) and not (force and is_file):
            raise photo_error("file-exists" if is_file else "not-writable")
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _move(part, path, force=force)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError):  # ValueError: a name with a null character
        raise photo_error("not-writable") from None


def _same(path: Path, original: Path) -> bool:
    try:
        return path.samefile(original)
    except (OSError, ValueError):
        return False


def _move(part: Path, path: Path, *, force: bool) -> None:
    """Give a finished file its name; without ``force`` not if another file has taken it meanwhile."""
    if not force:
        try:
            os.link(part, path)
            return
        except FileExistsError:
            raise photo_error("file-exists") from None
        except OSError:
            pass  # a file system without hard links: there the name was free a moment ago
    part.replace(path)
