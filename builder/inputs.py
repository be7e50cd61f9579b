"""What a build is made of, by content: whether anything changed since the last one, and what may be kept.

Only the standard library is imported here, so that a build with nothing to do is over at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.project import Project

WHEELS = "GRADPHOTO_WHEELS"
# Folders of the checkout that no build reads; dist and build are where builds go.
_NOT_READ = frozenset({"node_modules", "tests", "dist", "build", "__pycache__"})
_NODE = "node_modules/.package-lock.json"
# Of site/static, what no page of the guide is made of: it is copied, or bundled for the checker.
_ONLY_COPIED = ("style.css", "search.js", "check/")

# path → (time of the last change in ns, bytes, sha256 of the content in hex)
Files = Mapping[str, tuple[int, int, str]]


@dataclass(frozen=True)
class Inputs:
    """The files a build may read, and what else its result depends on, at one moment.

    ``pages``, ``copied`` and ``rest`` are digests: of the guide's Markdown, of static files that are only
    copied or bundled, and of everything else, the settings included.
    """

    files: Files
    pages: str
    copied: str
    rest: str


def take(project: Project, out: Path, before: Files, settings: Mapping[str, str | None]) -> Inputs:
    """Return the inputs as they are now; what looks as in ``before`` (time and size) is not read again.

    What lies in ``out`` (absolute) is no input.
    """
    files: dict[str, tuple[int, int, str]] = {}
    groups: dict[str, list[str]] = {"pages": [], "copied": [], "rest": []}
    for path, group in _paths(project, str(out)):
        if path in files:
            continue
        try:
            found = os.stat(path)  # noqa: PTH116 - some thousand files
            known = before.get(path)
            if known is not None and known[:2] == (found.st_mtime_ns, found.st_size):
                content = known[2]
            else:
                with open(path, "rb") as file:  # noqa: PTH123
                    content = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:  # a link that leads nowhere, a file that may not be read: the build will say so
            files[path] = (0, 0, "")
        else:
            files[path] = (found.st_mtime_ns, found.st_size, content)
        groups[group].append(path)
    environment = {
        **settings,
        "python": sys.version,
        "packages": _packages(),
        WHEELS: os.environ.get(WHEELS),
    }
    digests = {name: _digest(files, paths, project) for name, paths in groups.items()}
    rest = hashlib.sha256((json.dumps(environment) + digests["rest"]).encode()).hexdigest()
    return Inputs(files, digests["pages"], digests["copied"], rest)


def _digest(files: Files, paths: list[str], project: Project) -> str:
    """Return a digest of the names, as they are in the project, and of the contents."""
    tops = [f"{folder}{os.sep}" for folder in (project.root, project.content.parent)]
    names = {next((p.removeprefix(top) for top in tops if p.startswith(top)), p): p for p in paths}
    text = "".join(f"{name}\0{files[path][2]}\n" for name, path in sorted(names.items()))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _packages() -> str:
    """Return what is installed, with versions: the names of the folders that say so."""
    names: list[str] = []
    for folder in sys.path:
        if os.path.basename(folder) == "site-packages":  # noqa: PTH119
            names += sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208
    return "\n".join(names)


def _paths(project: Project, out: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every file a build may read, with its group."""
    for path in walk(str(project.content)):
        yield path, "pages"
    static = f"{project.static}{os.sep}"
    for path in walk(str(project.static)):
        name = path.removeprefix(static).replace(os.sep, "/")
        yield path, "copied" if name.startswith(_ONLY_COPIED) else "rest"
    for folder in (str(project.templates), str(project.root)):
        for path in walk(folder, out):
            yield path, "rest"
    yield str(project.root / _NODE), "rest"
    if named := os.environ.get(WHEELS):
        for path in walk(named):
            yield path, "rest"


def walk(folder: str, but: str | None = None, *, everything: bool = False) -> Iterator[str]:
    """Yield the path of every file below ``folder``, without what no build reads unless ``everything``."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if not everything and (entry.name.startswith(".") or entry.name in _NOT_READ):
            continue
        if entry.is_dir():
            if entry.path != but:
                yield from walk(entry.path, but, everything=everything)
        else:
            yield entry.path
