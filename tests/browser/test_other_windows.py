"""The checker page that another site's page opened, or put into a frame of its own.

WebKitGTK's browser opens no second window for a driver, so there only the frame is tried.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.checkerpage import PATH, CheckerPage
from tests.browser.drivers import Chromium, Driver, Firefox
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.swapped import rewrite, swap
from tests.browser.test_seal import TOOL_IS_THERE
from tests.browser.variants import LEAK
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

MODULE = (LEAK / "windows_module.js").read_bytes()
LEAKED = "heard.filter((data) => String(data).includes('leak'))"
# Opens the page under a name, hears what is said to it, and can speak to the page and to the frame in it.
OPENER = """<!doctype html><title>opener</title><script>
const heard = [];
addEventListener("message", ({ data }) => heard.push(data));
let opened;
const name = `checker${Math.random()}`;
const begin = (to) => { opened = open(to, name); };
const speak = () => {
  for (const window of [opened, opened.frames[0]]) {
    for (const said of ["frame-ready", "x", { kind: "sealed" }, { modules: [], seal: "", probe: "" }]) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => heard.push(data);
      try { window.postMessage(said, "*", [port2]); } catch { /* it is not there */ }
    }
    // What cannot be read there makes an event of another name.
    const program = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    try { window.postMessage(program, "*"); } catch { /* not sent */ }
  }
};
// By its name the page would have this one for its opener again.
const again = () => {
  const other = open("", name);
  if (other !== opened) other?.close();
  return other === opened;
};
const go = (to) => { try { opened.frames[0].location = to; } catch (error) { return String(error); } };
const goToBlob = (text) => go(URL.createObjectURL(new Blob([text], { type: "text/html" })));
</script>"""
CONTROL = {
    "windows_module.js": MODULE,
    "control.html": b"<!doctype html><iframe src='frame.html'></iframe>",
    "frame.html": b"""<!doctype html><body><script type="module">
import { main } from "./windows_module.js";
main();
</script>""",
}
AROUND = """<!doctype html><iframe src="ADDRESS" width=900 height=600></iframe>"""
SETTLE_SECONDS = 2.0


class Pair:
    """A page of another site in one tab, and what it opened in another; the driver is at the latter."""

    def __init__(self, driver: Chromium | Firefox, other: Server) -> None:
        self.driver = driver
        self._address = other.base + "opener.html"
        other.overrides["opener.html"] = OPENER.encode()
        self._tabs: list[Any] = []

    def open(self, address: str) -> None:
        """Have the other site's page open ``address``."""
        known: list[Any] = list(self.driver.tabs())
        self.driver.go_to_tab(known[0])
        self.driver.open(self._address)
        wait_for("the opener", lambda: self.driver.evaluate("typeof begin === 'function'"), 30)
        self.driver.evaluate(f"begin({json.dumps(address)})")
        new = wait_for("the tab", lambda: self._others(known), 30)
        self._tabs = [known[0], new[0]]
        self.driver.go_to_tab(new[0])

    def _others(self, known: list[Any]) -> list[Any]:
        return [tab for tab in self.driver.tabs() if tab not in known]

    def ask_opener(self, script: str) -> Any:
        """Run ``script`` in the page that opened the other, and come back."""
        self.driver.go_to_tab(self._tabs[0])
        try:
            return self.driver.evaluate(script)
        finally:
            self.driver.go_to_tab(self._tabs[1])

    def heard(self) -> list[str]:
        """Have the opener speak to the page and its frame, and return what it was told of the photo."""
        for _ in range(2):
            self.ask_opener("speak()")
            time.sleep(SETTLE_SECONDS / 2)
        return list(self.ask_opener(LEAKED))


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two tabs in a browser of their own."""
    makers: dict[str, Callable[[], Chromium | Firefox]] = {"chromium": Chromium, "firefox": Firefox}
    with Server(tmp_path_factory.mktemp("other")) as other, makers[request.param]() as driver:
        yield Pair(driver, other)


def test_who_opened_the_page_is_told_nothing(pair: Pair, server: Server) -> None:
    """A module that has gone over to the enemy speaks to every window: the opener hears nothing."""
    driver = pair.driver
    swap(server, "main.js", MODULE)
    pair.open(server.base + PATH)
    wait_for("the module", lambda: driver.in_frame("Boolean(globalThis.hostile)"), 90)
    assert driver.evaluate("window.opener === null && document.getElementById('opened').checkVisibility()")
    assert pair.ask_opener("again()") is False
    assert driver.evaluate("window.opener === null")
    assert pair.heard() == []
    assert driver.in_frame("Boolean(globalThis.hostile)")


def test_without_the_seal_the_opener_is_told(pair: Pair, server: Server) -> None:
    server.overrides |= CONTROL
    pair.open(server.base + "control.html")
    wait_for("the module", lambda: pair.driver.in_frame("Boolean(globalThis.hostile)"), 30)
    assert pair.ask_opener("again()") is True
    told = pair.heard()
    # To the opener by itself, and in answer by two listeners and a handler.
    assert len(told) > 3


def test_who_opened_the_page_cannot_change_its_frame(pair: Pair, server: Server, tmp_path: Path) -> None:
    page = CheckerPage(pair.driver, server)
    pair.open(server.base + PATH + "?faces=off")
    page.wait_ready()
    for call in (f"go({json.dumps(server.base + 'leak/frame')})", "goToBlob('<h1>false</h1>')"):
        pair.ask_opener(call)
        time.sleep(SETTLE_SECONDS)
        assert pair.driver.in_frame(TOOL_IS_THERE), call
    assert not any("leak" in line for line in server.log.requests)
    pair.heard()
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOS["size-144x192.jpg"]())
    server.log.clear()
    page.judge(photo)
    assert page.outcome() == "fail"
    assert server.log.connections == 0


def test_in_the_frame_of_another_site_no_photo_is_taken(
    driver: Driver, server: Server, tmp_path: Path
) -> None:
    with Server(tmp_path) as other:
        other.overrides["around.html"] = AROUND.replace("ADDRESS", server.base + PATH).encode()
        driver.open(other.base + "around.html")
        code = "document.querySelector('#trouble:not([hidden])')?.dataset.code"
        assert wait_for("the trouble", lambda: str(driver.in_frame(code) or ""), 30) == "framed"
        link = "document.querySelector('#alone:not([hidden]) a[target=_blank][rel=noopener]')?.href"
        assert driver.in_frame(link) == server.base + PATH
        assert driver.in_frame("document.querySelector('iframe')") is None
        assert not any("/check/runtime/" in line for line in server.log.requests)


def test_the_frame_refuses_by_itself_too(chromium: CheckerPage, tmp_path: Path) -> None:
    """Where the outer page did not notice: the bootstrap finds another window above its parent."""
    driver, server = chromium.driver, chromium.server
    rewrite(server, "outer.js", "window.top!==window", "false")
    with Server(tmp_path) as other:
        other.overrides["around.html"] = AROUND.replace("ADDRESS", server.base + PATH).encode()
        driver.open(other.base + "around.html")
        trouble = "document.querySelector('#trouble:not([hidden])')?.innerText ?? ''"
        told = wait_for("the trouble", lambda: str(driver.in_frame(trouble)), 90)
        assert "seal-not-proved" in told
        assert "frame: window" in told
