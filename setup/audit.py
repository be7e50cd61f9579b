"""``python -m setup.audit``: ask the registries for known faults of the pinned packages, Python's and npm's.

Both need the data on faults of the registries, which not every network lets through: where they are not had,
it says so and ends with 2. Exit code 1 when a package has a known fault.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP_AUDIT = "pip-audit==2.10.1"
_NOTHING, _FOUND, _NO_DATA = 0, 1, 2
_UNREACHABLE = "could not judge: the registry's data on faults cannot be reached from here"


def main() -> int:
    """Print what was found; return 0, 1 or 2."""
    codes = [_python(), _npm()]
    return _FOUND if _FOUND in codes else max(codes)


def _python() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", PIP_AUDIT], check=True)
        command = [
            python,
            "-m",
            "pip_audit",
            "--disable-pip",
            "--require-hashes",
            "-r",
            "requirements/dev.txt",
        ]
        return _told("Python packages", command, unreachable=("could not be audited", "ConnectionError"))


def _npm() -> int:
    return _told(
        "npm packages", ["npm", "audit"], unreachable=("audit endpoint returned an error", "ENOTFOUND")
    )


def _told(what: str, command: Sequence[str], unreachable: Sequence[str]) -> int:
    """Run ``command`` and print what it says, or that its data cannot be reached."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    if any(sign in said for sign in unreachable):
        print(f"{what}: {_UNREACHABLE}")
        return _NO_DATA
    print(f"{what}:\n{said}")
    return _FOUND if done.returncode else _NOTHING


if __name__ == "__main__":
    sys.exit(main())
