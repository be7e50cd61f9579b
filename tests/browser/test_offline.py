"""The service worker: the site without a server, damaged files, and new releases by choice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import checker
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver, Firefox
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

QUERY = "standard=ouchn&faces=off"
ACTIVE = "navigator.serviceWorker.ready.then((found) => found.active.state === 'activated')"
CONTROLLED = "Boolean(navigator.serviceWorker.controller)"
REGISTERED = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
KEPT = """caches.open("gradphoto-site").then((cache) => cache.keys())
    .then((keys) => keys.map((key) => key.url).filter((url) => url.includes(%s)).length)"""
MEMORIES = "caches.open('gradphoto-memory').then((cache) => cache.keys()).then((keys) => keys.length)"
LARGEST = "pyodide.asm.wasm"
ROOM = 1_000_000  # bytes; the largest file does not fit
# Turns a bit in the middle of what is kept in a cache under a name.
DAMAGE = """(async () => {
    const cache = await caches.open(%s);
    const key = (await cache.keys()).find(({ url }) => url.includes(%s));
    const kept = await cache.match(key);
    const bytes = new Uint8Array(await kept.arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    await cache.put(key, new Response(bytes, { headers: kept.headers }));
})()"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A good photo."""
    path = tmp_path / "good.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    return path


@pytest.fixture
def page(driver: Driver, site: Path) -> Iterator[CheckerPage]:
    """The checker page in each engine, visited once by way of the guide; its server can be ended."""
    with Server(site) as server:
        yield visited(CheckerPage(driver, server))


@pytest.fixture
def in_chromium(chromium: CheckerPage) -> CheckerPage:
    """The same in Chromium alone."""
    return visited(chromium)


def visited(page: CheckerPage) -> CheckerPage:
    """Read a page of the guide, then visit the checker; return when all is kept."""
    open_guide(page)
    page.open_ready(QUERY)
    payloads = sum(
        one["part"] in {"base", "zh"}
        for one in json.loads(page.driver.evaluate("document.getElementById('check-config').textContent"))[
            "payloads"
        ]
    )
    in_cache = KEPT % json.dumps("/check/runtime/")
    wait_for("the cache", lambda: page.driver.evaluate(in_cache) >= payloads, 30)
    kits = "caches.open('gradphoto-kit').then((cache) => cache.keys()).then((keys) => keys.length)"
    wait_for("the files", lambda: page.driver.evaluate(kits) == 2, 30)
    return page


def open_guide(page: CheckerPage) -> None:
    """Open the guide's first page and wait until the service worker has it."""
    page.driver.open(page.server.base + "index.html")
    wait_for("the worker", lambda: page.driver.evaluate(f"{CONTROLLED} && {ACTIVE}"), 60)


def assert_right(page: CheckerPage, photo: Path) -> None:
    """The page says of the photo what the native checker says."""
    [report] = page.judge(photo)
    native = checker.check(photo.read_bytes(), photo.name, ["ouchn"], runtime="left-out")
    assert [report] == json.loads(checker.reports_to_json(native))


def test_second_visit_without_a_server(page: CheckerPage, photo: Path) -> None:
    page.server.shutdown()
    page.server.server_close()
    page.open_ready(QUERY)
    assert_right(page, photo)


def test_what_is_damaged_on_the_device_is_fetched_again(in_chromium: CheckerPage, photo: Path) -> None:
    page = in_chromium
    damaged = ("python_stdlib.zip", "/check/index.html", "/static/style.css")
    for name in damaged:
        page.driver.evaluate(DAMAGE % (json.dumps("gradphoto-site"), json.dumps(name)))
    # Unpacked, the file is kept a second time: of that nothing is taken any more either.
    page.driver.evaluate(DAMAGE % (json.dumps("gradphoto-kit"), json.dumps("kit-of-base")))
    page.server.log.clear()
    page.open_ready(QUERY)
    assert_right(page, photo)
    fetched = [line for line in page.server.log.requests if "sw.js" not in line]
    assert [sum(name in line for line in fetched) for name in damaged] == [1, 1, 1]
    assert len(fetched) == 3


def test_visit_goes_on_where_the_browser_has_no_room(server: Server, photo: Path) -> None:
    """Quota exceeded in the middle: the check works, and what could not be kept is fetched the next time."""
    with Chromium() as driver:
        page = CheckerPage(driver, server)
        open_guide(page)
        protocol = driver.page.context.new_cdp_session(driver.page)
        used = int(driver.evaluate("navigator.storage.estimate().then(({ usage }) => usage)"))
        protocol.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": used + ROOM})
        for _ in range(2):
            server.log.clear()
            page.open_ready(QUERY)
            assert_right(page, photo)
            kept = driver.evaluate(KEPT % json.dumps("/check/runtime/"))
            assert kept < len(list(server.folder.glob("check/runtime/*")))
            assert not driver.evaluate(KEPT % json.dumps("pyodide.asm.wasm"))
            assert driver.evaluate(MEMORIES) == 0


def test_what_the_browser_has_thrown_away_is_fetched_again(in_chromium: CheckerPage, photo: Path) -> None:
    page = in_chromium
    page.driver.evaluate("caches.keys().then((all) => Promise.all(all.map((one) => caches.delete(one))))")
    page.open_ready(QUERY)
    assert_right(page, photo)
    wait_for("the cache", lambda: page.driver.evaluate(KEPT % json.dumps("python_stdlib.zip")) == 1, 30)


def test_browser_that_keeps_nothing_is_told_so(server: Server, photo: Path) -> None:
    """As some private windows are; made by taking the cache away before the page's scripts run."""
    shown = "document.getElementById('not-kept').checkVisibility()"
    with Chromium() as driver:
        page = CheckerPage(driver, server)
        page.open_ready(QUERY)
        assert not driver.evaluate(shown)
        refuse = "{ value: () => Promise.reject(new Error()) }"
        for name in ("keys", "open"):
            driver.page.add_init_script(f"Object.defineProperty(CacheStorage.prototype, '{name}', {refuse});")
        page.open_ready(QUERY)
        assert driver.evaluate(shown)
        assert_right(page, photo)


def test_private_window_checks_and_leaves_nothing(server: Server, photo: Path, tmp_path: Path) -> None:
    """In Firefox, where that is a setting; Chromium's windows are private in all of these tests."""
    private = {"browser.privatebrowsing.autostart": True}
    for _ in range(2):
        with Firefox(preferences=private, profile=tmp_path) as driver:
            page = CheckerPage(driver, server)
            driver.open(server.base + "index.html")
            wait_for("the guide", lambda: driver.evaluate("document.readyState === 'complete'"), 30)
            server.log.clear()
            page.open_ready(QUERY)
            assert any(
                LARGEST in line for line in server.log.requests
            )  # nothing is there from the time before
            assert_right(page, photo)
            wait_for("the memory", lambda: driver.evaluate(MEMORIES) == 1, 30)
            server.log.clear()
            page.open_ready(QUERY)
            assert not any(".bin" in line for line in server.log.requests)  # as long as the window is open
            assert_right(page, photo)


def test_new_release_comes_when_it_is_asked_for(in_chromium: CheckerPage) -> None:
    page, server = in_chromium, in_chromium.server
    worker = (server.folder / "sw.js").read_bytes()
    old = (server.folder / "requirements.html").read_bytes()
    open_guide(page)
    server.overrides["requirements.html"] = old.replace(b"<h1", b'<h1 data-new="yes"', 1)
    server.overrides["sw.js"] = worker.replace(digest(old), digest(server.overrides["requirements.html"]))
    assert server.overrides["sw.js"] != worker
    page.open_ready(QUERY)  # nothing changes under a check
    assert not page.driver.evaluate("document.getElementById('update')")
    open_guide(page)
    notice = "document.querySelector('#update button')"
    wait_for("the notice", lambda: page.driver.evaluate(f"Boolean({notice})"), 30)
    is_new = "fetch('requirements.html').then((got) => got.text()).then((text) => text.includes('data-new'))"
    assert not page.driver.evaluate(is_new)
    page.driver.evaluate(f"void {notice}.click()")
    wait_for("the new release", lambda: page.driver.evaluate(f"{ACTIVE}.then(() => {is_new})"), 30)
    wait_for("no notice", lambda: not page.driver.evaluate(f"Boolean({notice})"), 30)


def digest(content: bytes) -> bytes:
    """Return a file's mark in the service worker."""
    return hashlib.sha256(content).hexdigest()[:32].encode()


def test_checker_page_registers_nothing(chromium: CheckerPage) -> None:
    chromium.open_ready(QUERY)
    assert chromium.driver.evaluate(REGISTERED) == 0


def test_worker_hears_no_message(site: Path) -> None:
    text = (site / "sw.js").read_text(encoding="utf-8")
    assert "onmessage" not in text
    assert '"message"' not in text
