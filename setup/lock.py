"""``python -m setup.lock [NAME.in]``: write requirements/dev.txt, or NAME.txt, anew: hashes, no addresses."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP_TOOLS = "pip-tools==7.6.2"


def main(asked: str = "requirements/dev.in") -> int:
    """Compile the lock file with pip-tools from an environment of its own; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", PIP_TOOLS], check=True)
        options = [
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-emit-trusted-host",
            "--no-emit-find-links",
            "--no-emit-options",
            "--allow-unsafe",
            "--strip-extras",
            "--no-header",
        ]
        # By its script: with -m, Python would take build.py here for the module that pip-tools needs.
        command = [str(Path(folder) / "bin" / "pip-compile"), *options]
        compiled = [*command, "-o", str(Path(asked).with_suffix(".txt")), asked]
        return subprocess.run(compiled, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
