"""Little memory: nothing ends without a word.

Nearly all in Chromium: it alone tells how much memory a device has, lets a test cap what WebAssembly may have
(V8's --wasm-max-mem-pages), and end a frame's process as a system does that runs short.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_many import outcomes
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

# Pages of 64 KB: a device of 1 GB gives a worker about so much.
CAP = 256 * 16
SMALL_DEVICE = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 1 });"
QUERY = "standard=online-upload&faces=off"


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A photo that needs more memory than there is, though it is within the limits, and two good ones."""
    folder = tmp_path_factory.mktemp("photos")
    large = folder / "2-large.png"
    Image.new("RGB", (7900, 7900), (90, 160, 220)).save(large, compress_level=1)
    good = [folder / name for name in ("1-good.jpg", "3-good.jpg")]
    for path in good:
        path.write_bytes(PHOTOS["baseline.jpg"]())
    return {path.stem: path for path in [large, *good]}


@pytest.fixture(scope="module")
def small(site: Path) -> Iterator[CheckerPage]:
    """The page, not yet opened, on a device with little memory."""
    with Server(site) as server, Chromium(arguments=[f"--js-flags=--wasm-max-mem-pages={CAP}"]) as driver:
        driver.page.add_init_script(SMALL_DEVICE)
        yield CheckerPage(driver, server)


def test_photo_too_large_for_the_memory_is_told(small: CheckerPage, photos: dict[str, Path]) -> None:
    """By a report or a sentence with a code; the next photo is judged as ever."""
    small.open_ready(QUERY)
    small.driver.choose(photos["2-large"])
    said = wait_for("a report or a sentence", lambda: told(small), 90)
    assert said == "out-of-memory"
    assert "内存" in small.driver.in_frame("document.getElementById('tool').innerText")
    assert small.judge(photos["1-good"])[0]["outcome"] in {"pass", "unknown"}


def told(page: CheckerPage) -> str:
    """Return the code of the report's error, or of the trouble."""
    reports = json.loads(page.driver.in_frame("document.getElementById('report-text').value") or "[]")
    code = page.driver.in_frame("document.getElementById('status').dataset.code ?? ''")
    return str(reports[0]["error"]["code"] if reports else code)


def test_batch_on_a_small_device_has_one_worker_and_a_row_for_each(
    small: CheckerPage, photos: dict[str, Path]
) -> None:
    driver = small.driver
    assert isinstance(driver, Chromium)
    small.open_ready(QUERY)
    started: list[str] = []
    driver.page.on("worker", lambda worker: started.append(worker.url))
    chosen = sorted(photos.values())
    driver.choose(*chosen)
    found = outcomes(small)
    assert found == {
        "1-good.jpg": found["1-good.jpg"],
        "2-large.png": "unreadable",
        "3-good.jpg": found["1-good.jpg"],
    }
    assert found["1-good.jpg"] in {"pass", "unknown"}
    row = driver.in_frame("document.querySelectorAll('#many-rows tr')[1].textContent")
    assert "内存" in row
    assert len(started) <= 1  # none beside the page's own, which may have been started again


def test_page_that_the_system_ends_is_told_when_it_comes_back(server: Server) -> None:
    """The whole tab's process is ended for real; a page that is left, or loaded anew, says nothing."""
    told = "document.getElementById('was-ended').checkVisibility()"
    with Chromium() as driver:
        page = CheckerPage(driver, server)
        for _ in range(2):
            page.open_ready(QUERY)
            assert driver.evaluate(told) is False
        tab = driver.page.context.new_cdp_session(driver.page)  # Playwright gives the page up
        # An order to crash may never be answered, nor one to a process whose end Chromium has not heard of.
        with driver.page.expect_event("crash"):
            for process in driver.renderers():
                os.kill(process, signal.SIGKILL)
        tab.send("Page.reload")

        def is_told() -> bool:
            return bool(tab.send("Runtime.evaluate", {"expression": told})["result"].get("value"))

        wait_for("the sentence", is_told, 60)


def test_page_that_ended_without_a_word_is_told_in_each_engine(checker_page: CheckerPage) -> None:
    """As when the system ends it, the page cannot note that it is left."""
    driver = checker_page.driver
    told = "document.getElementById('was-ended')?.checkVisibility()"
    checker_page.open_ready(QUERY)
    assert driver.evaluate(told) is False
    driver.evaluate("void (Storage.prototype.removeItem = () => {})")
    driver.evaluate("void setTimeout(() => location.reload())")
    wait_for("the sentence", lambda: driver.evaluate(told), 60)


def test_frame_that_the_browser_ends_is_noticed(server: Server) -> None:
    """Its process is ended for real; the page says so, and starts anew when asked."""
    with Chromium() as driver:
        page = CheckerPage(driver, server)
        page.open_ready(QUERY)
        outer = driver.page.context.new_cdp_session(driver.page)  # Playwright gives the whole page up
        frame = driver.page.context.new_cdp_session(driver.page.main_frame.child_frames[0])
        with contextlib.suppress(Error):
            frame.send("Page.crash")

        def told(script: str) -> Any:
            return outer.send("Runtime.evaluate", {"expression": script})["result"].get("value")

        shown = "document.querySelector('#trouble:not([hidden])')?.dataset.code"
        assert wait_for("the sentence", lambda: told(shown), 90) == "frame-lost"
        assert "内存" in told("document.getElementById('trouble-text').textContent")
        told("void document.getElementById('loading-retry').click()")
        state = "document.getElementById('checker').dataset.state"
        wait_for("a new start", lambda: told(state) == "sealed", 90)
