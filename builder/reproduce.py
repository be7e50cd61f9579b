"""``python -m builder.reproduce``: build the site twice from copies of this checkout and compare every byte.

The two builds differ in all that must not matter: folder, cache, time zone, language, seed of hashes, rights
of new files, and the time at which the sources were written. Both take the same wheels; `wheels reproduce`
builds those twice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from builder import verify
from builder.errors import BuildError
from wheels import locate
from wheels.errors import WheelsError

ROOT = Path(__file__).resolve().parent.parent
_NOT_SOURCES = {".git", ".venv", "node_modules", "dist", "build", ".setup", "__pycache__"}
_FIRST = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
_SECOND = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
_LONG_AGO = 1_000_000_000


def main() -> int:
    """Return 0 where both are the same, 1 with a sentence where they are not or a build failed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            first = _build(folder / "first", _FIRST, umask=0o022)
            second = _build(folder / "second-of-another-length", _SECOND, umask=0o077, written=_LONG_AGO)
            equal = verify.compare(first, str(second), print)
        except (BuildError, WheelsError) as error:
            print(error, file=sys.stderr)
            return 1
    print(f"two builds of the site, byte-identical: {equal} files")
    return 0


def _build(folder: Path, different: Mapping[str, str], umask: int, written: int | None = None) -> Path:
    """Build the site from a copy of the sources in ``folder``, and return where it lies.

    Raises `BuildError` ``reproduce-failed`` where it cannot be built.
    """
    sources = folder / "sources"
    shutil.copytree(ROOT, sources, ignore=lambda _, names: _NOT_SOURCES & set(names))
    (sources / "node_modules").symlink_to(ROOT / "node_modules")
    if written is not None:
        for path in sources.rglob("*"):
            if not path.is_symlink():
                os.utime(path, (written, written))
    print(f"building in {folder} (a minute or two)", flush=True)
    environment = (
        os.environ | different | {"XDG_CACHE_HOME": str(folder / "cache"), "GRADPHOTO_WHEELS": str(locate())}
    )
    built = folder / "site"
    command = [sys.executable, "build.py", "--out", str(built)]
    done = subprocess.run(
        command, cwd=sources, env=environment, umask=umask, check=False, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        raise BuildError(
            "reproduce-failed", "the site could not be built; the lines above say why", str(folder)
        )
    return built


if __name__ == "__main__":
    sys.exit(main())
