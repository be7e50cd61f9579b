"""The whole build, from downloads to a proved result in the cache."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wheels import archive, cache, package, pins, proofs, recipe, target
from wheels.compile import Compiler
from wheels.downloads import Downloads, processors
from wheels.progress import heartbeat, say, step
from wheels.root import Root

WORK = "work"


def build(out: Path | None = None, jobs: int | None = None, *, force: bool = False) -> Path:
    """Build and prove the wheels unless that is done, and return the folder of the result.

    ``out`` is a folder to copy the result to; ``jobs`` the number of processes (default: one a processor);
    with ``force`` a cached result is built anew.

    Raises:
        WheelsError: this is no Debian, something cannot be fetched or built, or a proof fails.
    """
    result = cache.default()
    if force or not (result / cache.SUMS).is_file():
        archive.require_debian()
        proofs.require_tools()
        with _exclusively():
            # Another build may have made it while this one waited.
            if force or not (result / cache.SUMS).is_file():
                _build(result, jobs or processors())
    cache.verify(result)
    if out is not None:
        shutil.copytree(result, out, dirs_exist_ok=True)
        return out
    return result


def _build(result: Path, jobs: int) -> None:
    begin = time.monotonic()
    work = cache.home() / WORK / result.name
    shutil.rmtree(work, ignore_errors=True)
    with heartbeat():
        assembled = assemble(work, jobs)
        built = time.monotonic()
        proofs.run_all(assembled, work / "proofs", Downloads(cache.home() / "downloads", work / "logs"), jobs)
    shutil.rmtree(result, ignore_errors=True)
    assembled.rename(result)
    shutil.rmtree(work)
    say(f"built in {built - begin:.0f} s, proved in {time.monotonic() - built:.0f} s: {result}")


def assemble(work: Path, jobs: int) -> Path:
    """Build the wheels in the new folder ``work`` without proving them; return the result's folder in it.

    Raises:
        WheelsError: something cannot be fetched or built.
    """
    logs = work / "logs"
    recipes, toolchain, runtime = recipe.load_all(), pins.load(), target.pyodide()
    downloads = Downloads(cache.home() / "downloads", logs)
    root = Root(work / "root", logs)
    with step("sources and toolchain: download (once, 400 MB)"):
        downloads.fetch(toolchain, recipes.values())
    with step("toolchain: unpack"):
        root.assemble(toolchain, downloads)
        target.prepare(root, toolchain, runtime)
    Compiler(root, toolchain, downloads, recipes, jobs).build_all()
    with step("audit, lock file and bytecode"):
        package.audit(root)
        package.lock(root, runtime)
        package.compile_bytecode(root)
        package.write_result(root, recipes, downloads, work / "result")
    shutil.rmtree(root.path)
    return work / "result"


@contextmanager
def _exclusively() -> Iterator[None]:
    """Let one build run at a time on this machine; another waits, then finds the result."""
    import fcntl  # Windows has none, and is told before this point that it cannot build

    home = cache.home()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another build is running; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
