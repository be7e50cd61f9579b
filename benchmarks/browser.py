"""Measure the checker page: bytes on the wire, start-up, and complete reports beside the native checker.

``python -m benchmarks.browser [--engine chromium] [--site DIR] [--times 3]``: a 12-megapixel HEIC as the
first photo of a page, and a photo of 480 x 640 px, first and again. Exit code 1 when the HEIC takes longer
than `LIMIT_SECONDS` from choosing to verdict, or the small photo, warm, longer than `WARM_SECONDS`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import checker
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import ENGINES
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.corpus import PHOTOS

ROOT = Path(__file__).resolve().parents[1]
PHOTO = "12-megapixels.heic"
SMALL = "baseline.jpg"  # 480 x 640 px
STANDARDS = ["online-upload"]
LIMIT_SECONDS = 3.0
WARM_SECONDS = 0.4
WARM_TRIES = 5
# Notes the time of the choice and of the verdict inside the page, so that no driver's delay is counted.
STOPWATCH = """void (() => {
    const input = document.querySelector("input[type=file]"), result = document.getElementById("result");
    let chosen = 0;
    globalThis.took = 0;
    input.addEventListener("change", () => { chosen = performance.now(); }, { capture: true, once: true });
    new MutationObserver((_, observer) => {
        if (!result.dataset.reportOutcome) return;
        globalThis.took = performance.now() - chosen;
        observer.disconnect();
    }).observe(result, { attributes: true });
})()"""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES, "all"], default="chromium")
    parser.add_argument("--site", type=Path, help="a built site; without it, one is built")
    parser.add_argument("--times", type=int, default=3, help="the best of so many tries counts")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = options.site or build(folder / "dist")
        large, small = (timed(folder / file, options.times) for file in (PHOTO, SMALL))
        engines = list(ENGINES) if options.engine == "all" else [options.engine]
        within = [measure(engine, site, large, small, options.times) for engine in engines]
    return 0 if all(within) else 1


@dataclass(frozen=True)
class Timed:
    """A photo and how long the native checker takes for it, in seconds."""

    path: Path
    native: float


def timed(path: Path, times: int) -> Timed:
    """Write the photo that ``path`` names, time the native checker, print that, and return both."""
    path.write_bytes(PHOTOS[path.name]())
    seconds = min(native_seconds(path) for _ in range(times + 1))  # the first loads the models
    print(f"native: {path.name}, {path.stat().st_size / 1e6:.1f} MB, judged in {seconds * 1000:.0f} ms")
    return Timed(path, seconds)


def build(out: Path) -> Path:
    """Build the site and return where it lies."""
    subprocess.run([sys.executable, str(ROOT / "build.py"), "--out", str(out)], cwd=ROOT, check=True)
    return out


def native_seconds(photo: Path) -> float:
    """Return how long the checker takes on this machine, reading the file included."""
    started = time.perf_counter()
    checker.check(photo.read_bytes(), photo.name, STANDARDS)
    return time.perf_counter() - started


def measure(engine: str, site: Path, large: Timed, small: Timed, times: int) -> bool:
    """Print one engine's figures, the best of so many page lives, and return whether they are good enough."""
    starts, larges, firsts, warms = [], [], [], []
    with Server(site) as server:
        for _ in range(times):
            with ENGINES[engine]() as driver:
                page = CheckerPage(driver, server)
                server.log.clear()
                started = time.perf_counter()
                page.open_ready()
                starts.append(time.perf_counter() - started)
                wire = server.log.sent
                larges.append(judged_seconds(page, large.path))
            with ENGINES[engine]() as driver:
                page = CheckerPage(driver, server)
                page.open_ready()
                first, *again = (judged_seconds(page, small.path) for _ in range(WARM_TRIES + 1))
                firsts.append(first)
                warms.append(min(again))
                version = driver.version()
    print(f"{version}: {wire / 1e6:.2f} MB on the wire, ready in {min(starts) * 1000:.0f} ms")
    print(f"  {line(large, min(larges))} as the first photo (limit {LIMIT_SECONDS * 1000:.0f} ms)")
    print(f"  {line(small, min(firsts))} as the first photo")
    print(f"  {line(small, min(warms))} when warm (limit {WARM_SECONDS * 1000:.0f} ms)")
    return min(larges) <= LIMIT_SECONDS and min(warms) <= WARM_SECONDS


def judged_seconds(page: CheckerPage, photo: Path) -> float:
    """Return how long a page takes from choosing a photo to its complete report."""
    page.forget()
    page.driver.in_frame(STOPWATCH)
    page.driver.choose(photo)
    took: float = wait_for("the verdict", lambda: page.driver.in_frame("globalThis.took"), 90)
    return took / 1000


def line(photo: Timed, seconds: float) -> str:
    """Return what is told of one photo."""
    return f"{photo.path.name} in {seconds * 1000:.0f} ms, {seconds / photo.native:.1f} times native,"


if __name__ == "__main__":
    sys.exit(main())
