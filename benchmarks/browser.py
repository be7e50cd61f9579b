"""Measure the checker page: bytes on the wire, start-up, and a 12-megapixel HEIC beside the native checker.

``python -m benchmarks.browser [--engine chromium] [--site DIR] [--times 3]``; exit code 1 when the HEIC takes
longer than `LIMIT_SECONDS` from choosing to verdict.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import checker
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import ENGINES
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.corpus import PHOTOS

ROOT = Path(__file__).resolve().parents[1]
PHOTO = "12-megapixels.heic"
STANDARDS = ["online-upload"]
LIMIT_SECONDS = 3.0
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
        photo = folder / PHOTO
        photo.write_bytes(PHOTOS[PHOTO]())
        native = min(native_seconds(photo) for _ in range(options.times))
        print(f"native: {PHOTO}, {photo.stat().st_size / 1e6:.1f} MB, judged in {native * 1000:.0f} ms")
        engines = list(ENGINES) if options.engine == "all" else [options.engine]
        slowest = max(measure(engine, site, photo, native, options.times) for engine in engines)
    return 0 if slowest <= LIMIT_SECONDS else 1


def build(out: Path) -> Path:
    """Build the site and return where it lies."""
    subprocess.run([sys.executable, str(ROOT / "build.py"), "--out", str(out)], cwd=ROOT, check=True)
    return out


def native_seconds(photo: Path) -> float:
    """Return how long the checker takes on this machine, reading the file included."""
    started = time.perf_counter()
    checker.check(photo.read_bytes(), photo.name, STANDARDS)
    return time.perf_counter() - started


def measure(engine: str, site: Path, photo: Path, native: float, times: int) -> float:
    """Print one engine's figures and return the best time from choosing to verdict, in seconds."""
    starts, verdicts = [], []
    with Server(site) as server:
        for _ in range(times):
            with ENGINES[engine]() as driver:
                page = CheckerPage(driver, server)
                server.log.clear()
                started = time.perf_counter()
                page.open_ready()
                starts.append(time.perf_counter() - started)
                driver.in_frame(STOPWATCH)
                driver.choose(photo)
                took = wait_for("the verdict", lambda: driver.in_frame("globalThis.took"), 90)
                verdicts.append(took / 1000)
                version = driver.version()
        wire = server.log.sent
    best: float = min(verdicts)
    print(
        f"{version}: {wire / 1e6:.2f} MB on the wire, ready in {min(starts) * 1000:.0f} ms, "
        f"{photo.name} judged in {best * 1000:.0f} ms, {best / native:.1f} times native "
        f"(limit {LIMIT_SECONDS * 1000:.0f} ms)"
    )
    return best


if __name__ == "__main__":
    sys.exit(main())
