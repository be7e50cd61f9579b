"""The Python index, through pip: source distributions, and the build's own packages for Python 3.14."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from wheels import progress
from wheels.errors import WheelsError

ROOT = Path(__file__).resolve().parent.parent
# Wheels for the interpreter inside the build's folder: CPython 3.14 on Linux, whatever Python runs pip.
TARGET = (
    "--python-version=3.14",
    "--implementation=cp",
    "--abi=cp314",
    "--abi=none",
    "--platform=manylinux_2_28_x86_64",
    "--platform=manylinux_2_17_x86_64",
    "--platform=manylinux2014_x86_64",
    "--only-binary=:all:",
    # pip compares «Requires-Python» with its own interpreter when it installs.
    "--ignore-requires-python",
)


def project_python() -> Path:
    """Return the virtual environment's interpreter if there is one, else the one that runs this."""
    inside = ROOT / ".venv" / "bin" / "python"
    return inside if inside.exists() else Path(sys.executable)


def pip_python() -> Path:
    """Return an interpreter that has pip.

    Raises:
        WheelsError: neither the virtual environment nor this interpreter has it.
    """
    python = project_python()
    if python != Path(sys.executable) or importlib.util.find_spec("pip") is not None:
        return python
    raise WheelsError(
        "no-pip", "pip is missing. Run «make serve» or «make test» once, which set up .venv, and try again."
    )


def fetch_sdist(requirement: str, target: Path, log: Path) -> None:
    """Download the source distribution ``name==version`` to ``target``.

    Raises:
        WheelsError: the index does not have it or cannot be reached.
    """
    partial = target.with_name(target.name + ".part")
    script = Path(__file__).with_name("pypi_fetch.py")
    _pip([str(script), f"{requirement}={partial}"], requirement, log)
    partial.rename(target)


def install(requirements: Path, target: Path, log: Path) -> None:
    """Install a requirements file with hashes into the folder ``target``, for Python 3.14.

    Raises:
        WheelsError: a package is missing from the index, or its sum differs.
    """
    command = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--require-hashes", *TARGET]
    _pip([*command, "--target", str(target), "-r", str(requirements)], requirements.name, log)


def lock(packages: Sequence[str], file: Path, why: str) -> None:
    """Resolve ``packages`` for Python 3.14 and write them and their dependencies with hashes to ``file``.

    Raises:
        WheelsError: pip cannot resolve them.
    """
    command = [
        str(pip_python()),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
        *TARGET,
    ]
    command += ["--report", "-", "--target", "unused", *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WheelsError("lock-failed", f"pip cannot resolve the packages: {done.stderr.strip()[-400:]}")
    report = json.loads(done.stdout)
    lines = sorted(
        f"{item['metadata']['name'].lower().replace('_', '-')}=={item['metadata']['version']} "
        f"--hash=sha256:{item['download_info']['archive_info']['hashes']['sha256']}"
        for item in report["install"]
    )
    header = f"# {why}\n# Written by `python -m wheels lock`.\n"
    file.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")


def _pip(arguments: Sequence[str], what: str, log: Path) -> None:
    """Run the interpreter that has pip; turn its failure into a sentence about ``what``."""
    python = str(pip_python())
    try:
        progress.run([python, *arguments], log)
    except WheelsError as error:
        raise WheelsError(
            "download-failed",
            f"«{what}» could not be fetched from the Python index that pip is configured with. Check the "
            f"network and try again; what pip said is in {log}.",
        ) from error
