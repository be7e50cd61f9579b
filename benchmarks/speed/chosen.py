"""Photos chosen in a page that is ready: how long their reports take, and the page thread's longest task."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Frame, Page

import checker
from tests.corpus import PHOTOS

SMALL, LARGE = "baseline.jpg", "12-megapixels.heic"  # the first has 480 x 640 px
STANDARDS = ["online-upload"]
_MOST_MS, _POLL_MS = 90_000, 30
# Notes the time of the choice and of the verdict inside the page, so that no driver's delay is counted.
_STOPWATCH = """() => {
    const input = document.querySelector("input[type=file]"), result = document.getElementById("result");
    delete result.dataset.reportOutcome;
    let begun = 0;
    globalThis.took = 0;
    input.addEventListener("change", () => { begun = performance.now(); }, { capture: true, once: true });
    new MutationObserver((_, observer) => {
        if (!result.dataset.reportOutcome) return;
        globalThis.took = performance.now() - begun;
        observer.disconnect();
    }).observe(result, { attributes: true });
    if (globalThis.longest !== undefined) return;
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
        globalThis.longest = Math.max(globalThis.longest, ...list.getEntries().map((task) => task.duration));
    }).observe({ type: "longtask" });
}"""


def photos(folder: Path) -> tuple[Path, Path]:
    """Write both photos into ``folder`` and return where they are."""
    paths = [folder / name for name in (SMALL, LARGE)]
    for path in paths:
        path.write_bytes(PHOTOS[path.name]())
    return paths[0], paths[1]


def judged_ms(page: Page, photo: Path) -> float:
    """Return how long the page takes from the choice of ``photo`` to its complete report."""
    frame = _frame(page)
    frame.evaluate(_STOPWATCH)
    frame.set_input_files("input[type=file]", photo)
    for _ in range(_MOST_MS // _POLL_MS):
        page.wait_for_timeout(_POLL_MS)
        if took := frame.evaluate("globalThis.took"):
            page.wait_for_timeout(300)  # the picture is shown
            return float(took)
    raise TimeoutError(f"no report on {photo.name} within {_MOST_MS / 1000:.0f} s")


def longest_task_ms(page: Page) -> float:
    """Return the longest task of the page's thread since the first photo; 50 ms where none was longer."""
    return float(max(50, _frame(page).evaluate("globalThis.longest")))


def native_ms(photo: Path) -> float:
    """Return how long the checker takes on this machine, reading the file included."""
    started = time.perf_counter()
    checker.check(photo.read_bytes(), photo.name, STANDARDS)
    return (time.perf_counter() - started) * 1000


def _frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.parent_frame)
