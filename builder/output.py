"""Where a build goes: made in a folder beside, then put in place of the last one; nothing else is touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from builder.errors import BuildError
from builder.project import Project

MARKER = ".gradphoto-build"
_HEAD = "Made by build.py, which replaces this folder at the next build. Its files:"
# Left by file managers; nobody misses them.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def check(out: Path, project: Project) -> Path:
    """Return ``out`` made absolute, or raise why it must not be written.

    Codes: ``out-not-a-folder``, ``out-in-sources``, ``out-not-ours`` (not empty, without our marker),
    ``out-has-other-files`` (ours, but with files that no build put there), ``out-not-writable`` (no usable
    path).
    """
    try:
        return _checked(out.resolve(), project)
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # too long, a loop of links, unreadable, no name at all
        raise _not_writable(out, project, error) from error


def _checked(out: Path, project: Project) -> Path:
    shown = project.show(out)
    if project.is_source(out):
        raise BuildError(
            "out-in-sources",
            "the site cannot be built over or inside the project's own folders; choose «dist» or a folder"
            " elsewhere for --out",
            shown,
        )
    if not out.exists():
        return out
    if not out.is_dir():
        raise BuildError("out-not-a-folder", "this is a file; choose a folder for --out", shown)
    present = files(out)
    if not present and not any(out.iterdir()):
        return out
    if MARKER not in present:
        raise BuildError(
            "out-not-ours",
            "this folder is not empty and was not made by build.py; choose another --out",
            shown,
        )
    # Of what is not UTF-8 no line is a file's name, so all of them count as strangers.
    listed = set((out / MARKER).read_text(encoding="utf-8", errors="replace").splitlines()[1:])
    strangers = sorted(
        name for name in present if name not in listed and name != MARKER and Path(name).name not in _LITTER
    )
    if strangers:
        raise BuildError(
            "out-has-other-files",
            f"«{strangers[0]}» is not of build.py and would be lost; move it away or choose another --out",
            shown,
        )
    return out


@contextlib.contextmanager
def staged(out: Path, project: Project) -> Iterator[Path]:
    """Give an empty folder to build into; it takes the place of ``out`` when the block ends without an error.

    Raises `BuildError` (see `check`; ``out-not-writable``).
    """
    out = check(out, project)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name[:40]}-", dir=out.parent))
    except OSError as error:
        raise _not_writable(out, project, error) from error
    try:
        stage = work / "new"
        stage.mkdir()
        yield stage
        _mark(stage)
        check(out, project)  # once more: something may have come in meanwhile
        try:
            _swap(stage, out, work / "old")
        except OSError as error:
            raise _not_writable(out, project, error) from error
    finally:
        if not (work / "old").exists() or out.exists():
            shutil.rmtree(work, ignore_errors=True)


def _not_writable(out: Path, project: Project, error: Exception) -> BuildError:
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    return BuildError("out-not-writable", f"the site cannot be put here: {reason}", project.show(out))


def _swap(stage: Path, out: Path, old: Path) -> None:
    if out.exists():
        out.rename(old)
    try:
        stage.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise


def _mark(folder: Path) -> None:
    text = "\n".join([_HEAD, *sorted(files(folder)), ""])
    (folder / MARKER).write_text(text, encoding="utf-8", newline="\n")


def files(folder: Path) -> set[str]:
    """Everything in ``folder`` that is not itself a folder, as paths with ``/``."""
    found: set[str] = set()
    for top, folders, files in os.walk(folder):
        way = "" if top == str(folder) else f"{os.path.relpath(top, folder).replace(os.sep, '/')}/"
        found.update(f"{way}{name}" for name in files)
        # A link to a folder is listed among the folders, and not followed.
        found.update(f"{way}{name}" for name in folders if os.path.islink(f"{top}/{name}"))  # noqa: PTH114
    return found
