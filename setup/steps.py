"""The steps of the set-up. Each is done once for the files it depends on, and then costs milliseconds."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from setup.progress import SetupError, run

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".setup"
PROVED = "wheels.proved"
POLICY = Path("/usr/sbin/policy-rc.d")


def venv_python() -> Path:
    """Return the virtual environment's interpreter, whether it exists or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _fingerprint(*inputs: Path | str) -> str:
    """Hash the files and strings that a step's result depends on."""
    digest = hashlib.sha256()
    for item in inputs:
        digest.update(item.read_bytes() if isinstance(item, Path) else item.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _is_done(stamp: Path, fingerprint: str) -> bool:
    return stamp.is_file() and stamp.read_text() == fingerprint


def python() -> None:
    """Create .venv, install the locked packages into it, and the project itself as editable."""
    pip = [str(venv_python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    lock = ROOT / "requirements" / "dev.txt"
    fingerprint = _fingerprint(lock, sys.version, str(VENV))
    # The stamps lie within what they speak of: removed together, and absent from what was left half made.
    packages, project = VENV / "packages.done", VENV / "project.done"
    if not (venv_python().exists() and _is_done(packages, fingerprint)):
        if importlib.util.find_spec("ensurepip") is None:
            _install_debian(["python3-venv"], why="Python here has no «venv»")
        shutil.rmtree(VENV, ignore_errors=True)
        run("virtual environment", [_base_python(), "-m", "venv", str(VENV)], log=STATE / "venv.log")
        run("Python packages", [*pip, "--require-hashes", "-r", str(lock)], log=STATE / "pip.log")
        packages.write_text(fingerprint)
    fingerprint = _fingerprint(fingerprint, ROOT / "pyproject.toml")
    if not _is_done(project, fingerprint):
        install = [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        run("the command gradphoto", install, log=STATE / "editable.log")
        project.write_text(fingerprint)


def _base_python() -> str:
    """Return an interpreter outside .venv, which is about to be removed, even when called from within it."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def node() -> None:
    """Install the npm packages of package-lock.json (Pyodide's core, the type checker, axe)."""
    fingerprint = _fingerprint(ROOT / "package.json", ROOT / "package-lock.json")
    stamp = ROOT / "node_modules" / "packages.done"  # `npm ci` removes the folder before it begins
    if _is_done(stamp, fingerprint):
        return
    npm, interpreter = shutil.which("npm"), shutil.which("node")
    if npm is None or interpreter is None:
        raise SetupError("no-node", "Node.js 20 or newer with npm is needed. Install it, then try again.")
    asked = subprocess.run([interpreter, "--version"], check=False, capture_output=True, text=True)
    found = re.match(r"v(\d+)\.", asked.stdout)
    if found is None or int(found[1]) < 20:
        version = asked.stdout.strip() or "one that does not start"
        raise SetupError(
            "old-node", f"Node.js 20 or newer is needed; this is {version}. Update it, then try again."
        )
    run("npm packages", [npm, "ci", "--no-audit", "--no-fund"], log=STATE / "npm.log", cwd=ROOT)
    stamp.write_text(fingerprint)


def debian() -> None:
    """Install the Debian packages that the tests drive (browsers, a virtual screen, a Chinese font)."""
    lines = (ROOT / "setup" / "debian-packages.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    _install_debian(wanted, why="The tests drive real browsers")


def wheels() -> None:
    """Build Pillow and pillow-heif for Pyodide, or find the build in the cache."""
    with _building_wheels():
        pass


def debian_and_wheels() -> None:
    """Do both at once: the one waits for the network and the disk, the other computes."""
    with _building_wheels():
        debian()


@contextmanager
def _building_wheels() -> Iterator[None]:
    """Build the wheels beside what is done meanwhile; what fails there ends the build."""
    if os.environ.get("GRADPHOTO_WHEELS"):
        print("[setup] wheels: taken from GRADPHOTO_WHEELS", flush=True)
        yield
        return
    # It prints its own progress, and knows by its key whether there is anything to do.
    before = _wheels()
    building = subprocess.Popen([str(venv_python()), "-m", "wheels", "build"], cwd=ROOT)
    try:
        yield
        code = building.wait()
    except BaseException:
        building.kill()
        building.wait()
        raise
    if code:
        raise SetupError("no-wheels", "The WebAssembly wheels could not be built; the lines above say why.")
    if (made := _wheels()) != before:
        STATE.mkdir(exist_ok=True)
        (STATE / PROVED).write_text(proof(made), encoding="utf-8")


def _wheels() -> str:
    """Return the folder of the wheels, or nothing where there are none yet."""
    found = subprocess.run(
        [str(venv_python()), "-m", "wheels", "locate"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return found.stdout.strip()


def proof(folder: str) -> str:
    """Return a digest of what a proof of the wheels in ``folder`` rests on; its name tells of its inputs."""
    node = subprocess.run(["node", "--version"], check=False, capture_output=True, text=True).stdout
    return _fingerprint(folder, node, sys.version.split()[0], ROOT / "requirements" / "dev.txt")


def proved(folder: Path) -> bool:
    """Return whether set-up here has built the wheels in ``folder``, and so run every proof on them."""
    return _is_done(STATE / PROVED, proof(str(folder)))


def _missing(packages: Sequence[str]) -> list[str]:
    """Return the packages that dpkg does not report as installed."""
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages]
    listed = subprocess.run(query, check=False, capture_output=True, text=True).stdout.splitlines()
    installed = {line.split()[0] for line in listed if line.endswith(" installed")}
    return [name for name in packages if name not in installed]


def _install_debian(packages: Sequence[str], *, why: str) -> None:
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        wanted = ", ".join(packages)
        raise SetupError(
            "not-debian", f"{why}, and this system has no apt-get. Provide these yourself: {wanted}."
        )
    missing = _missing(packages)
    if not missing:
        return
    command = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if os.name == "nt" or os.geteuid() != 0:
        raise SetupError("not-root", f"{why}. Run this as root, then try again: {command}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("Debian's package lists", ["apt-get", "update"], log=STATE / "apt-update.log", env=environment)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    with nothing_started():
        run(f"Debian packages: {', '.join(missing)}", install, log=STATE / "apt-install.log", env=environment)


@contextmanager
def nothing_started() -> Iterator[None]:
    """Keep Debian from starting a service that comes with a package: the tests run nginx themselves.

    A policy that the machine has already stays as it is.
    """
    try:
        with POLICY.open("x", encoding="ascii") as policy:
            policy.write("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    except OSError:  # there is one, or there cannot be
        yield
        return
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)
