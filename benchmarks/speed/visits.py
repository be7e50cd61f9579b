"""First and second visits of the checker page and of the stock page, from navigation to ready."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from benchmarks.speed.server import ShapedServer
from tests.browser.drivers.chromium import EXECUTABLE, FLAGS

PATH = "check/index.html"
GUIDE = "index.html"
SAVER = f"{PATH}?faces=off"
_SECONDS = 60
_SETTLE_MS = 2000  # in which what is kept for the next visit is written
# In the frame: when its file input was enabled, by the page's clock.
_WATCH = """
if (self !== top) {
    const timer = setInterval(() => {
        if (document.querySelector("input[type=file]")?.disabled !== false) return;
        clearInterval(timer);
        globalThis.readyAt = performance.timeOrigin + performance.now();
    }, 4);
}
"""


@contextmanager
def profile(playwright: Playwright, folder: Path) -> Iterator[Page]:
    """Give a page of a new browser process whose caches lie in ``folder``."""
    context: BrowserContext = playwright.chromium.launch_persistent_context(
        folder, executable_path=EXECUTABLE, args=FLAGS
    )
    context.add_init_script(_WATCH)
    try:
        yield context.pages[0]
    finally:
        context.close()


def ready_ms(page: Page, address: str) -> float:
    """Go to ``address`` and return the ms from the navigation's begin until a photo would be taken."""
    page.goto(address, wait_until="commit")
    for _ in range(_SECONDS * 20):
        page.wait_for_timeout(50)
        for frame in page.frames:
            try:
                at = frame.evaluate("globalThis.readyAt")
            except Error:  # it has just come, or gone
                continue
            if at:
                return float(at - page.evaluate("performance.timeOrigin"))
    raise TimeoutError(f"{address} was not ready within {_SECONDS} s")


def first(playwright: Playwright, server: ShapedServer, path: str) -> float:
    """Return how long the first visit of ``path`` takes a browser that knows nothing of the site, in ms."""
    with tempfile.TemporaryDirectory() as name, profile(playwright, Path(name)) as page:
        return ready_ms(page, server.base + path)


def second(playwright: Playwright, server: ShapedServer, path: str, guide: str = "") -> float:
    """Return how long a second visit of ``path`` takes, in a new process of the browser, in ms.

    With ``guide``, that page of the site is looked at before the first visit, as by a person who reads first.
    """
    with tempfile.TemporaryDirectory() as name:
        with profile(playwright, Path(name)) as page:
            if guide:
                page.goto(server.base + guide)
                page.wait_for_timeout(_SETTLE_MS)
            ready_ms(page, server.base + path)
            page.wait_for_timeout(_SETTLE_MS)
        with profile(playwright, Path(name)) as page:
            return ready_ms(page, server.base + path)
