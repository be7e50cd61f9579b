"""Measure the checker page with many photos: memory of all processes, time, the page thread's longest task.

``python -m benchmarks.many [--photos 300] [--few 10] [--site DIR] [--without-faces]``: photos of 12
megapixels with a face in them, in Chromium. Exit code 1 when many photos need more than `LIMIT` times the
memory of few, at their peak, or when the page's own thread is busy for longer than `LONGEST_MS` at a time.
Beside it stands what the browser needs to list the same files in a page that has an input and does
nothing: no page can do without, whatever it does with them.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import build
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.corpus import encode
from tests.portrait import portrait

LIMIT = 1.5
LONGEST_MS = 100
SIZE = (3024, 4032)
SECONDS_A_PHOTO = 60
SAMPLE_S = 0.2
# Beside the longest task, what ran while the page could not show its next frame for longest.
WATCH = """void (() => {
    globalThis.longest = 0;
    const began = performance.now();
    globalThis.culprit = { duration: 0, scripts: [] };
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: "longtask" });
    new PerformanceObserver((list) => {
        for (const { duration, scripts, renderStart, startTime } of list.getEntries()) {
            if (duration <= culprit.duration) continue;
            const named = scripts.map(({ invoker, sourceFunctionName, duration }) =>
                `${invoker} ${sourceFunctionName} ${Math.round(duration)}`);
            const drawn = renderStart ? Math.round(startTime + duration - renderStart) : 0;
            const at = ((startTime - began) / 1000).toFixed(1);
            culprit = { duration, scripts: [...named, `layout and drawing ${drawn}`, `after ${at} s`] };
        }
    }).observe({ type: "long-animation-frame" });
})()"""
# A frame as the checker's, with the input alone. It listens, but does nothing: Chromium calls no task long
# in which no script ran.
BARE = """<!doctype html><meta charset="utf-8"><iframe sandbox="allow-scripts"
    srcdoc="<input type='file' id='photo' multiple onchange='0'>"></iframe>"""
DONE = "document.getElementById('many-save').checkVisibility()"
COUNT = "document.getElementById('many-count').textContent"


@dataclass(frozen=True)
class Measured:
    """One batch: seconds, the peak of all processes in bytes, the longest task in ms and what ran then."""

    seconds: float
    peak: int
    longest: float
    culprit: str


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--site", type=Path, help="a built site; without it, one is built")
    parser.add_argument("--without-faces", action="store_true", help="look at file and picture only")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = options.site or build(folder / "dist")
        photo = folder / "photo.jpg"
        photo.write_bytes(encode(portrait().resize(SIZE)))
        few = measure(site, copies(photo, folder / "few", options.few), faces=not options.without_faces)
        told(few, options.few)
        many = measure(site, copies(photo, folder / "many", options.photos), faces=not options.without_faces)
        told(many, options.photos)
        bare = list_alone(folder, sorted((folder / "many").iterdir()))
    ratio = many.peak / few.peak
    longest = max(few.longest, many.longest)
    print(f"memory at its peak: {ratio:.2f} times that of {options.few} photos (limit {LIMIT})")
    print(f"the page thread's longest task: {longest:.0f} ms, 0 for none of 50 ms (limit {LONGEST_MS} ms)")
    print(f"the same files listed in a page that does nothing: {bare:.0f} ms")
    return 0 if ratio <= LIMIT and longest < LONGEST_MS else 1


def copies(photo: Path, folder: Path, count: int) -> list[Path]:
    """Return ``count`` files with the photo's content."""
    folder.mkdir()
    made = [folder / f"{at:04}.jpg" for at in range(count)]
    for path in made:
        path.hardlink_to(photo)
    return made


def measure(site: Path, photos: Sequence[Path], *, faces: bool) -> Measured:
    """Have the page check ``photos`` in a browser of its own."""
    with Server(site) as server, Chromium() as driver:
        page = CheckerPage(driver, server)
        page.open_ready("standard=online-upload" + ("" if faces else "&faces=off"))
        driver.in_frame(WATCH)
        with watched() as peak:
            started = time.perf_counter()
            driver.choose(*photos)
            wait_for("the reports", lambda: is_done(driver, peak), SECONDS_A_PHOTO * len(photos))
            seconds = time.perf_counter() - started
        assert driver.in_frame(COUNT) == f"{len(photos)} / {len(photos)}"
        culprit = driver.in_frame("culprit")
        scripts = ", ".join(culprit["scripts"])
        slowest = f"{culprit['duration']:.0f} ms: {scripts}" if scripts else "none of 50 ms"
        return Measured(seconds, peak[0], float(driver.in_frame("longest")), slowest)


def list_alone(folder: Path, photos: Sequence[Path]) -> float:
    """Return the longest task while ``photos`` are chosen in a page that does nothing with them."""
    site = folder / "bare"
    site.mkdir()
    (site / "index.html").write_text(BARE, encoding="utf-8")
    with Server(site) as server, Chromium() as driver:
        driver.open(f"{server.base}index.html")
        wait_for("the input", lambda: driver.in_frame("document.getElementById('photo') !== null"), 30)
        driver.in_frame(WATCH)
        driver.choose(*photos)
        wait_for("the list", lambda: driver.in_frame("photo.files.length") == len(photos), 30)
        time.sleep(1)  # until the observer has told
        return float(driver.in_frame("longest"))


def is_done(driver: Chromium, peak: list[int]) -> bool:
    """Return whether the page is done; print how far it is from time to time."""
    time.sleep(2)
    print(f"  {driver.in_frame(COUNT)}: {peak[0] / 1e6:.0f} MB", file=sys.stderr, flush=True)
    return bool(driver.in_frame(DONE))


@contextlib.contextmanager
def watched() -> Iterator[list[int]]:
    """Give a list that holds the highest sum of the browser's processes' memory (PSS) in bytes."""
    peak = [0]
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(SAMPLE_S):
            peak[0] = max(peak[0], sum(map(proportional, descendants(os.getpid()))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def descendants(pid: int) -> list[int]:
    """Return the processes below ``pid``."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def proportional(pid: int) -> int:
    """Return a process's share of the memory it holds, in bytes."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def told(measured: Measured, count: int) -> None:
    """Print one batch's figures."""
    print(
        f"{count} photos of 12 megapixels: {measured.seconds:.0f} s, "
        f"{measured.seconds / count:.2f} s a photo, {measured.peak / 1e6:.0f} MB at the peak",
        flush=True,
    )
    print(f"  longest task {measured.longest:.0f} ms; slowest frame {measured.culprit}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
