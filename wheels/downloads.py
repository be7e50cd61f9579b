"""Everything the build fetches, kept by its sha256 so that it is fetched once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from wheels import archive, pypi
from wheels.errors import WheelsError
from wheels.pins import Toolchain
from wheels.recipe import Recipe, Source

PARALLEL = 4


def sha256_of(path: Path) -> str:
    """Return the file's sha256 as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Downloads:
    """A folder of fetched files, ``<folder>/<sha256>/<name>``; what is there is never fetched again."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self.folder = folder
        self.logs = logs

    def path(self, sha256: str, name: str) -> Path:
        """Return where a file is, or will be, kept."""
        return self.folder / sha256 / name

    def source(self, source: Source) -> Path:
        """Return where a recipe's archive is kept."""
        return self.path(source.sha256, source.archive_name)

    def fetch(self, toolchain: Toolchain, recipes: Iterable[Recipe]) -> None:
        """Fetch the toolchain's packages and the recipes' archives, four at a time, largest first.

        Raises:
            WheelsError: something cannot be fetched, or its sum is not the pinned one.
        """
        address = archive.site()
        jobs: list[Callable[[], None]] = []
        for package in sorted(toolchain.packages, key=lambda package: -package.size):
            jobs.append(partial(self._debian, address, package.file, package.sha256))
        for recipe in recipes:
            source = recipe.source
            if source.registry == "debian":
                jobs.append(partial(self._debian, address, source.file, source.sha256))
            else:
                jobs.append(partial(self._pypi, source))
        with ThreadPoolExecutor(PARALLEL) as pool:
            for done in [pool.submit(job) for job in jobs]:
                done.result()

    def fetch_source(self, source: Source) -> None:
        """Fetch one recipe's archive.

        Raises:
            WheelsError: it cannot be fetched, or its sum is not the pinned one.
        """
        if source.registry == "debian":
            self._debian(archive.site(), source.file, source.sha256)
        else:
            self._pypi(source)

    def _debian(self, address: str, file: str, sha256: str) -> None:
        target = self.path(sha256, file.rsplit("/", 1)[1])
        if not self._is_kept(target, sha256):
            archive.fetch(address, file, sha256, target, self._log(target))
            self._verify(target, sha256)

    def _pypi(self, source: Source) -> None:
        target = self.source(source)
        if not self._is_kept(target, source.sha256):
            pypi.fetch_sdist(source.file, target, self._log(target))
            self._verify(target, source.sha256)

    def _log(self, target: Path) -> Path:
        return self.logs / "downloads" / f"{target.name}.log"

    def _is_kept(self, target: Path, sha256: str) -> bool:
        if target.exists() and sha256_of(target) == sha256:
            return True
        target.parent.mkdir(parents=True, exist_ok=True)
        return False

    def _verify(self, target: Path, sha256: str) -> None:
        found = sha256_of(target)
        if found != sha256:
            target.unlink()
            raise WheelsError(
                "wrong-sum",
                f"«{target.name}» has the sha256 {found}, but {sha256} is pinned. Try again; if it stays so, "
                "the registry serves another file under this name, and nobody should build from it unread.",
            )


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
