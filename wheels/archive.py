"""Debian's archive, at the address this machine's apt is configured with. Nothing is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wheels import progress
from wheels.errors import WheelsError

HELPER = Path("/usr/lib/apt/apt-helper")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# A line of «apt-get update --print-uris» that asks for the list of a release's component «main».
MAIN_LIST = re.compile(
    r"^'(?P<site>https?://\S+?)/*/dists/(?P<release>[\w-]+)/main/binary-amd64/Packages", re.MULTILINE
)
ALIASES = ("stable", "oldstable", "testing", "unstable", "sid")
AS_ROOT = ("-o", "APT::Sandbox::User=root")


@dataclass(frozen=True)
class Package:
    """A Debian package: its name and version, the suite, its path in the archive, bytes and sha256."""

    name: str
    version: str
    suite: str
    file: str
    size: int
    sha256: str


def require_debian() -> None:
    """Raise a WheelsError if this machine is no Debian on a 64-bit PC, whose packages the build unpacks."""
    machine = os.uname().machine if hasattr(os, "uname") else os.name
    tools = ("apt-get", "dpkg-deb", "tar", "chroot", "setarch")
    missing = [tool for tool in tools if shutil.which(tool, path=_path()) is None]
    if missing or not HELPER.exists() or machine != "x86_64":
        reason = (
            f"the processor is {machine}" if not missing and HELPER.exists() else "apt or dpkg is missing"
        )
        raise WheelsError(
            "not-debian",
            f"The wheels can be built only on Debian for 64-bit PCs, and here {reason}. Build them on such a "
            "machine with «python -m wheels build» and set GRADPHOTO_WHEELS to a copy of the folder printed.",
        )


def site() -> str:
    """Return the address of Debian's archive, without a slash at its end.

    Raises:
        WheelsError: apt knows no Debian archive.
    """
    # What «apt-get update» would ask for, which is known even where it was never run.
    printed = subprocess.run(
        ["apt-get", "update", "--print-uris"], capture_output=True, text=True, check=False
    ).stdout
    found: dict[str, str] = {}
    for match in MAIN_LIST.finditer(printed):
        found.setdefault(match["release"], match["site"])
    for release in (_codename(), *ALIASES):
        if release in found:
            return found[release]
    raise WheelsError(
        "no-archive",
        "apt is configured with no Debian archive over HTTP. Add one to /etc/apt/sources.list, run "
        "«apt-get update» and try again.",
    )


def fetch(address: str, file: str, sha256: str, target: Path, log: Path) -> None:
    """Download ``file`` of the archive at ``address`` to ``target`` and check its sha256.

    Raises:
        WheelsError: ``pin-gone`` if the archive has it no longer, ``download-failed`` otherwise.
    """
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    command = [str(HELPER), *AS_ROOT, "-o", "Acquire::Retries=3", "download-file"]
    try:
        progress.run(
            [*command, f"{address}/{file.replace('+', '%2b')}", str(partial), f"SHA256:{sha256}"],
            log,
            failure="download-failed",
        )
    except WheelsError as error:
        if "404" in log.read_text(encoding="utf-8", errors="replace"):
            raise WheelsError(
                "pin-gone",
                f"Debian's archive no longer has «{file}». Run «python -m wheels lock» to pin the packages "
                "it has now (for a library, edit its recipe.toml), then build again and commit the change.",
            ) from error
        raise WheelsError(
            "download-failed",
            f"«{file}» could not be fetched from Debian's archive. Check the network and try again; what apt "
            f"said is in {log}.",
        ) from error
    partial.rename(target)


def resolve(suites: dict[str, Sequence[str]], folder: Path) -> list[Package]:
    """Look up packages by suite in the archive's lists, fetched into ``folder``.

    Raises:
        WheelsError: the lists cannot be fetched, or a package is not in its suite.
    """
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    address = site()
    sources = "".join(f"deb [signed-by={KEYRING}] {address} {suite} main\n" for suite in suites)
    (folder / "sources.list").write_text(sources, encoding="utf-8")
    (folder / "status").touch()
    options = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        # The sums in the lock are what counts: a mirror may lag behind.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", *AS_ROOT, "-qq", *(f"-o{key}={value}" for key, value in options.items())]
    log = folder / "apt.log"
    progress.run([*apt, "update"], log)
    packages = []
    for suite, names in suites.items():
        wanted = [f"{name}/{suite}" for name in names]
        for line in progress.run([*apt, "download", "--print-uris", *wanted], log).splitlines():
            if line.startswith("'"):
                packages.append(_parse(line, address, suite))
    return packages


def _parse(line: str, address: str, suite: str) -> Package:
    """Read one line of ``apt-get --print-uris``: 'address' name bytes SHA256:sum."""
    uri, file_name, size, checksum = line.split()
    name, version, _ = file_name.split("_", 2)
    file = uri.strip("'").removeprefix(address).lstrip("/").replace("%2b", "+")
    return Package(
        name=name,
        version=version.replace("%3a", ":"),
        suite=suite,
        file=file,
        size=int(size),
        sha256=checksum.removeprefix("SHA256:"),
    )


def _codename() -> str:
    for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.split("=", 1)[1].strip('"')
    return ""


def _path() -> str:
    """The search path, with the folders of administrators' programs that a user's may lack."""
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
