"""A slow line, and one that breaks: the page says how long it takes, and what arrived is not fetched twice.

What engines differ in is tried in all three: what a broken answer is to a script, asking for a rest. The
other tests are about our own script.
"""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Any

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_offline import KEPT, QUERY, open_guide
from tests.browser.test_trouble import RETRY, payload_path

pytestmark = pytest.mark.browser

LARGEST = "pyodide.asm.wasm"
LAST = "pillow_heif"
IN_ORDER = [LARGEST, "python_stdlib", "pillow-", LAST]
POLICIES = "document.querySelectorAll('meta[http-equiv=Content-Security-Policy]').length"
BYTES = "document.getElementById('loading-bytes').textContent"
STATE = "document.getElementById('checker').dataset.state"
PACE = (
    3.2e6 / 8
)  # bytes a second: twice as fast as the slow line that is aimed at, so as not to take too long


class Breaking(dict[str, int]):
    """Where answers are cut off; what was cut off once meets with ``then``."""

    def __init__(self, cut: dict[str, int], then: Any) -> None:
        super().__init__(cut)
        self._then = then

    def pop(self, path: str, otherwise: Any = None) -> Any:
        if path in self:
            self._then(path)
        return super().pop(path, otherwise)


class Once(dict[str, bytes]):
    """Contents each of which is served once only."""

    def __getitem__(self, path: str) -> bytes:
        return self.pop(path)


def half(server: Server) -> tuple[str, int]:
    """Return the path of the largest file, and half its size."""
    path = payload_path(server, LARGEST)
    return path, (server.folder / path).stat().st_size // 2


def rests(server: Server) -> list[int]:
    """Return the places from which the rest of a file was asked for."""
    return [int(found) for found in re.findall(rb"(?i)\nrange: bytes=(\d+)-", bytes(server.log.received))]


def asked(server: Server) -> int:
    """Return how often the largest file was asked for."""
    return sum(LARGEST in line for line in server.log.requests)


def test_broken_download_goes_on_by_itself(checker_page: CheckerPage) -> None:
    server = checker_page.server
    path, arrived = half(server)
    server.ranges = True
    server.cut[path] = arrived
    checker_page.open_ready(QUERY)
    [place] = rests(server)
    assert 0 < place <= arrived
    assert asked(server) == 2


def test_host_without_ranges_sends_it_again(chromium: CheckerPage) -> None:
    server = chromium.server
    path, arrived = half(server)
    server.cut[path] = arrived
    chromium.open_ready(QUERY)
    assert len(rests(server)) == 1
    assert asked(server) == 2


def test_wrong_rest_is_noticed(chromium: CheckerPage) -> None:
    """The rest of another file makes no file of ours: then all of it is fetched anew."""
    server = chromium.server
    path, arrived = half(server)
    server.ranges = True
    server.overrides = Once()
    server.cut = Breaking({path: arrived}, lambda path: server.overrides.update({path: bytes(2 * arrived)}))
    chromium.open_ready(QUERY)
    assert len(rests(server)) == 1
    assert asked(server) == 3


def test_line_that_stays_broken_is_told_and_a_retry_goes_on(chromium: CheckerPage) -> None:
    server = chromium.server
    path, arrived = half(server)
    server.ranges = True
    server.cut = Breaking({path: arrived}, server.unreachable.add)
    chromium.open(QUERY)
    wait_for("the word", lambda: "正在重连" in chromium.driver.evaluate(BYTES), 30)
    assert chromium.outer_trouble() == "fetch-failed"
    assert asked(server) >= 4
    server.unreachable.clear()
    server.log.clear()
    chromium.driver.evaluate(RETRY)
    chromium.wait_ready()
    [place] = rests(server)
    assert 0 < place <= arrived
    assert asked(server) == 1


def test_line_that_falls_silent_is_tried_again(server: Server) -> None:
    """Half a minute without a byte of any file; the browser's clock is put forward."""
    path, _ = half(server)
    server.held.add(path)
    with Chromium() as driver:
        driver.page.clock.install()
        page = CheckerPage(driver, server)
        page.open(QUERY)
        wait_for("all else", lambda: not driver.evaluate(f"/^0.0 /.test({BYTES})") and asked(server) == 1, 30)
        driver.page.clock.run_for(15_000)
        assert asked(server) == 1

        def later() -> bool:
            driver.page.clock.run_for(1_000)
            return asked(server) == 2

        wait_for("a new try", later, 60)
        server.held.clear()
        page.wait_ready()


def test_network_that_comes_back_is_noticed(chromium: CheckerPage) -> None:
    server = chromium.server
    path, _ = half(server)
    server.unreachable.add(path)
    chromium.open(QUERY)
    assert chromium.outer_trouble() == "fetch-failed"
    server.unreachable.clear()
    chromium.driver.evaluate("void window.dispatchEvent(new Event('online'))")
    chromium.wait_ready()


def test_what_came_in_pieces_is_kept_for_a_visit_without_a_network(chromium: CheckerPage) -> None:
    """The service worker sees the beginning and the end alone; the page hands it the whole."""
    server = chromium.server
    path, arrived = half(server)
    open_guide(chromium)
    server.ranges = True
    server.cut[path] = arrived
    chromium.open_ready(QUERY)
    assert len(rests(server)) == 1
    kept = KEPT % f'"{LARGEST}"'
    wait_for("the cache", lambda: chromium.driver.evaluate(kept) == 1, 30)
    server.log.clear()
    chromium.open_ready(QUERY)
    assert asked(server) == 0


def test_time_that_is_left_is_told_and_does_not_jump(chromium: CheckerPage) -> None:
    server = chromium.server
    server.pace = PACE
    chromium.open(QUERY)
    wait_for("the page", lambda: chromium.driver.evaluate(STATE), 30)  # on this line it comes in parts
    readings: list[tuple[float, int]] = []
    arrived = 0.0
    while chromium.driver.evaluate(STATE) in (None, "loading"):
        found = re.fullmatch(
            r"([\d.]+) / ([\d.]+) MB(?:，大约还要 (\d+) 秒)?", chromium.driver.evaluate(BYTES)
        )
        arrived = arrived or time.monotonic() * bool(found and found[1] == found[2])
        if found and found[3]:
            readings.append((time.monotonic(), int(found[3])))
        time.sleep(0.2)
    arrived = arrived or time.monotonic()  # the last byte and the seal may come between two looks
    print(f"{readings[0][1]} s told at first, {arrived - readings[0][0]:.0f} s it took")
    assert len({seconds for _, seconds in readings}) >= 5
    assert all(later <= earlier + 5 for (_, earlier), (_, later) in pairwise(readings))
    assert all(abs(at + seconds - arrived) <= 3 + 0.35 * seconds for at, seconds in readings)


def test_frame_starts_while_the_rest_still_comes_and_takes_no_photo_before(checker_page: CheckerPage) -> None:
    """Sealed before anything in it runs, it starts Python; the page around it seals itself in the end."""
    driver, server = checker_page.driver, checker_page.server
    path = payload_path(server, f"{LAST}-*")
    server.held.add(path)
    checker_page.open(QUERY)
    wait_for("the last file is asked for", lambda: any(LAST in line for line in server.log.requests), 90)
    wait_for("the tool", lambda: driver.in_frame("document.getElementById('tool')?.hidden === false"), 90)
    assert driver.evaluate(STATE) == "loading"
    assert driver.evaluate(POLICIES) == 1
    assert not driver.evaluate(
        "document.querySelector('iframe').checkVisibility({ visibilityProperty: true })"
    )
    assert driver.in_frame("document.querySelector('input[type=file]').disabled")
    assert driver.in_frame(POLICIES) == 1
    fetched = f"fetch('{server.base}', {{ mode: 'no-cors' }}).then(() => 'came', () => 'refused')"
    assert driver.in_frame(fetched) == "refused"
    server.held.clear()
    checker_page.wait_ready()
    assert driver.evaluate(STATE) == "sealed"
    assert driver.evaluate(POLICIES) == 2


def test_what_is_needed_first_comes_first(chromium: CheckerPage) -> None:
    """While the largest file keeps the line busy, no other large one is asked for; small ones pass it."""
    server = chromium.server
    server.held.add(payload_path(server, LARGEST))
    chromium.open(QUERY)
    wait_for("the frame", lambda: chromium.driver.evaluate("document.querySelector('iframe') !== null"), 60)
    assert asked(server) == 1
    assert not any(name in line for line in server.log.requests for name in ("python_stdlib", LAST))
    server.held.clear()
    chromium.wait_ready()
    large = [line for line in server.log.requests if any(name in line for name in IN_ORDER)]
    assert [next(name for name in IN_ORDER if name in line) for line in large] == IN_ORDER
