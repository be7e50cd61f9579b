"""The pinned toolchain: reads ``toolchain/``, and writes its lock files anew."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from wheels import archive, pypi
from wheels.archive import Package
from wheels.progress import say

TOOLCHAIN = Path(__file__).parent / "toolchain"
DEBIAN_LOCK = TOOLCHAIN / "debian.toml"
BUILD_REQUIREMENTS = TOOLCHAIN / "requirements.txt"
PROOF_REQUIREMENTS = Path(__file__).parent / "proofs" / "requirements.txt"


@dataclass(frozen=True)
class Toolchain:
    """Compiler and linker flags, the pinned Debian packages, and the folders that are not unpacked."""

    compile_flags: tuple[str, ...]
    link_flags: tuple[str, ...]
    packages: tuple[Package, ...]
    without: tuple[str, ...]


def load() -> Toolchain:
    """Read ``toolchain.toml`` and ``debian.toml``."""
    table = tomllib.loads((TOOLCHAIN / "toolchain.toml").read_text(encoding="utf-8"))
    locked = tomllib.loads(DEBIAN_LOCK.read_text(encoding="utf-8"))
    return Toolchain(
        compile_flags=tuple(table["flags"]["compile"]),
        link_flags=tuple(table["flags"]["link"]),
        packages=tuple(Package(**package) for package in locked["package"]),
        without=tuple(table["unpack"]["without"]),
    )


def write() -> None:
    """Resolve ``toolchain.toml`` against Debian's archive and the Python index, and write the lock files.

    Raises:
        WheelsError: an index cannot be reached, or a package is not there.
    """
    archive.require_debian()
    table = tomllib.loads((TOOLCHAIN / "toolchain.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        packages = archive.resolve(table["debian"], Path(folder))
    text = "# The packages of toolchain.toml with their sums. Written by `python -m wheels lock`.\n"
    for package in packages:
        fields = (
            f"{key} = {value if isinstance(value, int) else chr(34) + value + chr(34)}"
            for key, value in asdict(package).items()
        )
        text += "\n[[package]]\n" + "\n".join(fields) + "\n"
    DEBIAN_LOCK.write_text(text, encoding="utf-8")
    say(f"{len(packages)} Debian packages, {sum(p.size for p in packages) / 1e6:.0f} MB: {DEBIAN_LOCK}")
    pypi.lock(
        table["python"]["packages"], BUILD_REQUIREMENTS, "pyodide-build and what it runs, for Python 3.14."
    )
    pypi.lock(table["proofs"]["packages"], PROOF_REQUIREMENTS, "What the upstream tests need inside Pyodide.")
    say(f"Python packages: {BUILD_REQUIREMENTS}, {PROOF_REQUIREMENTS}")
