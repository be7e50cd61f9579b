"""A folder that holds the toolchain as its own small Debian, and commands run inside it with ``chroot``.

Paths inside are the same for every build (``/build/…``), so no path of the machine gets into the wheels.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wheels import progress, pypi
from wheels.downloads import Downloads
from wheels.errors import WheelsError
from wheels.pins import BUILD_REQUIREMENTS, Toolchain

PYTHON = "/usr/bin/python3"
# Debian's Python looks here; pyodide-build hides PYTHONPATH from the build back ends that it starts.
SITE_PACKAGES = "usr/lib/python3/dist-packages"
DEVICES = {"null": (1, 3), "urandom": (1, 9)}
# 1 January 2026: the time stamp of every file in the wheels.
SOURCE_DATE_EPOCH = "1767225600"
ENVIRONMENT = {
    "PATH": f"/{SITE_PACKAGES}/cmake/data/bin:/{SITE_PACKAGES}/bin:/usr/bin",
    "HOME": "/tmp",  # noqa: S108 - inside the folder
    "LANG": "C.UTF-8",
    "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH,
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}
NAMESPACE = ("unshare", "--map-root-user", "--mount")
# Without root no device can be made: the machine's own are mounted on plain files.
MOUNT_AND_ENTER = """
for name in null urandom; do mount --bind "/dev/$name" "$0/dev/$name"; done
exec /usr/sbin/chroot "$0" "$@"
"""


class Root:
    """The folder ``path``. ``assemble`` fills it, ``run`` runs a command inside it."""

    def __init__(self, path: Path, logs: Path) -> None:
        self.path = path
        self.logs = logs

    def assemble(self, toolchain: Toolchain, downloads: Downloads) -> None:
        """Unpack the Debian packages and install the build's Python packages into an empty folder.

        Raises:
            WheelsError: a package cannot be unpacked or installed.
        """
        self._require_permission()
        for name in ("bin", "lib", "lib64", "sbin"):
            (self.path / "usr" / name).mkdir(parents=True)
            (self.path / name).symlink_to(f"usr/{name}")
        for name in ("tmp", "dev/shm", "build"):
            (self.path / name).mkdir(parents=True)
            (self.path / name).chmod(0o1777)
        excluded = [f"--exclude={folder}" for folder in toolchain.without]
        largest_first = sorted(toolchain.packages, key=lambda package: -package.size)
        with ThreadPoolExecutor(2) as pool:
            python = pool.submit(
                pypi.install, BUILD_REQUIREMENTS, self.path / SITE_PACKAGES, self.logs / "python-packages.log"
            )
            files = [
                downloads.path(package.sha256, package.file.rsplit("/", 1)[1]) for package in largest_first
            ]
            for done in [python, *(pool.submit(self._unpack, file, excluded) for file in files)]:
                done.result()
        (self.path / "usr/bin/python3").symlink_to("python3.14")
        self._name_interpreter()
        self._add_devices()

    def run(
        self,
        command: Sequence[str],
        log: str,
        *,
        cwd: str = "/build",
        env: Mapping[str, str] | None = None,
        failure: str = "step-failed",
    ) -> str:
        """Run ``command`` in ``cwd`` of the folder with a clean environment, and return its output.

        Addresses are not randomised where the kernel allows it: clang's output can depend on them.

        Raises:
            WheelsError: it fails; its output is in the log called ``log``.
        """
        variables = [f"{key}={value}" for key, value in {**ENVIRONMENT, **(env or {})}.items()]
        inside = ["/usr/bin/env", "-i", f"--chdir={cwd}", *variables, *command]
        return progress.run(
            [*_steady_addresses(), *self._enter(), *inside], self.logs / f"{log}.log", failure=failure
        )

    def _require_permission(self) -> None:
        if os.geteuid() and subprocess.run((*NAMESPACE, "true"), check=False, capture_output=True).returncode:
            raise WheelsError(
                "no-namespaces",
                "The toolchain runs in a folder of its own, which takes root or user namespaces, and this "
                "machine forbids them. Run the command as root.",
            )

    def _enter(self) -> list[str]:
        """Return the command that enters the folder: as root, or as root of a user namespace of one's own."""
        if os.geteuid() == 0:
            return ["/usr/sbin/chroot", str(self.path)]
        return [*NAMESPACE, "sh", "-ec", MOUNT_AND_ENTER, str(self.path)]

    def _unpack(self, package: Path, excluded: Sequence[str]) -> None:
        tar = ["tar", "-x", "-C", str(self.path), "--no-same-owner", "--keep-directory-symlink", *excluded]
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as reader:
            code = subprocess.run(tar, stdin=reader.stdout, check=False).returncode
        if code or reader.returncode:
            raise WheelsError(
                "unpack-failed", f"«{package.name}» cannot be unpacked to {self.path}. Is the disk full?"
            )

    def _name_interpreter(self) -> None:
        """Head the installed scripts with the interpreter inside; pip names the one that it runs under."""
        for script in (self.path / SITE_PACKAGES / "bin").iterdir():
            first, newline, rest = script.read_bytes().partition(b"\n")
            if first.startswith(b"#!"):
                script.write_bytes(f"#!{PYTHON}".encode() + newline + rest)

    def _add_devices(self) -> None:
        """Make the two devices that the tools read; without root, plain files to mount the real ones on."""
        for name, (major, minor) in DEVICES.items():
            path = self.path / "dev" / name
            if os.geteuid() == 0:
                try:
                    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(major, minor))
                    path.chmod(0o666)
                except PermissionError as error:
                    raise WheelsError(
                        "no-devices",
                        "This container may not make device files. Allow it MKNOD, or build as another user "
                        "than root.",
                    ) from error
            else:
                path.touch()


def _steady_addresses() -> list[str]:
    """Return the prefix that switches address randomisation off, or nothing where that is forbidden."""
    prefix = ["setarch", os.uname().machine, "--addr-no-randomize"]
    if (
        shutil.which("setarch")
        and subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
    ):
        return prefix
    return []
