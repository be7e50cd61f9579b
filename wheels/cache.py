"""Where results are kept, under a key of everything they depend on, and how they are found again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from wheels import target
from wheels.downloads import sha256_of
from wheels.errors import WheelsError

FOLDER = Path(__file__).parent
VARIABLE = "GRADPHOTO_WHEELS"
SUMS = "SHA256SUMS"
LOCK = "pyodide-lock.json"
NAMES = ("pillow-", "pillow_heif-")


def home() -> Path:
    """Return the folder of all that ``wheels`` keeps outside the checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "gradphoto" / "wheels"


def key() -> str:
    """Return a hash of what the result depends on: all files here but the README, and Pyodide's version."""
    digest = hashlib.sha256(target.pyodide().version.encode())
    for path in sorted(FOLDER.rglob("*")):
        relative = path.relative_to(FOLDER).as_posix()
        if path.is_file() and "__pycache__" not in relative and relative != "README.md":
            digest.update(f"\0{relative}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def default() -> Path:
    """Return the folder in which this checkout's wheels are, or will be."""
    return home() / key()


def locate() -> Path:
    """Return the folder with wheels, lock file, ``licenses/`` and ``sources/``, its sums verified.

    It is the one that the variable GRADPHOTO_WHEELS names, else the cached result of this checkout.

    Raises:
        WheelsError: ``not-built``, ``no-wheels`` (GRADPHOTO_WHEELS names no such folder), ``damaged``.
    """
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else default()
    if not (folder / SUMS).is_file():
        if named:
            raise WheelsError(
                "no-wheels",
                f"{VARIABLE} names «{named}», which has no {SUMS}. Name the folder that "
                "«python -m wheels build» printed, or a copy of it.",
            )
        raise WheelsError("not-built", "The wheels are not built yet. Run «python -m wheels build».")
    verify(folder)
    return folder


def verify(folder: Path) -> None:
    """Check every file that ``SHA256SUMS`` lists, and that both wheels and the lock file are among them.

    Raises:
        WheelsError: ``damaged``: something is missing or differs.
    """
    listed = []
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        listed.append(name)
        path = folder / name
        if not path.is_file() or sha256_of(path) != expected:
            raise WheelsError(
                "damaged", f"«{path}» is missing or not the file that {SUMS} lists. {_remedy()}"
            )
    wheels = [name for name in listed if name.endswith(".whl") and name.startswith(NAMES)]
    if len(wheels) != len(NAMES) or LOCK not in listed:
        raise WheelsError("damaged", f"«{folder / SUMS}» does not list both wheels and {LOCK}. {_remedy()}")


def _remedy() -> str:
    if os.environ.get(VARIABLE):
        return f"Copy the folder that {VARIABLE} names anew."
    return "Run «python -m wheels build --force»."
