"""Put modules of the page into one script: each alone would cost a request, and some time on every visit."""

from __future__ import annotations

import subprocess
from pathlib import Path

from builder.errors import BuildError

_ESBUILD = Path("node_modules/.bin/esbuild")
# Names and statements stay as they were written, for those who read what their browser runs.
_HOW = (
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--minify-whitespace",
    "--legal-comments=none",
    "--log-level=warning",
    "--color=false",
)


def linked(root: Path, entry: Path) -> bytes:
    """Return the module ``entry`` with all that it imports linked into it; what it imports late runs late.

    ``root`` is the project's folder, for esbuild. Raises `BuildError`: ``runtime-incomplete`` where that is
    not there, ``script-not-linked`` with what it said of the modules.
    """
    esbuild = (root / _ESBUILD).absolute()
    try:
        made = subprocess.run(
            [str(esbuild), entry.name, *_HOW], cwd=entry.parent, check=False, capture_output=True
        )
    except OSError:
        raise BuildError("runtime-incomplete", f"{esbuild.name} is missing: run npm ci first") from None
    if made.returncode or made.stderr:
        raise BuildError("script-not-linked", made.stderr.decode("utf-8", "replace").strip(), entry)
    return made.stdout
