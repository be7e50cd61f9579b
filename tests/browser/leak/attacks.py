"""Every way out, tried in one engine: from a page without its seal first, then from the built page."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Error

from tests.browser import test_hostile, test_mutants, test_seal
from tests.browser.checkerpage import PATH, CheckerPage
from tests.browser.drivers import Chromium, Driver, DriverError, Firefox, WebKit, chromium, firefox, webkit
from tests.browser.drivers.base import wait_for
from tests.browser.leak.absent import lacking
from tests.browser.leak.listeners import Listeners
from tests.browser.leak.names import TOP, Names
from tests.browser.leak.traces import traces
from tests.browser.server import Server
from tests.browser.variants import LEAK
from tests.corpus import encode
from tests.portrait import portrait

STATE = (LEAK / "state_attempts.js").read_text(encoding="utf-8")
QUERY = "faces=off"
"""What looks at faces makes the page slow to open, and no way out more."""
CONTROL_SECONDS = 30.0
"""How long the last of the ways that an engine has may take from the page without its seal."""
SETTLE_SECONDS = 3.0
ROUNDS = 3
"""WebKit looks up no name in advance before it has learned that there is no proxy, and none a second time."""
LISTEN = """void ((ear) => {
    globalThis.leaked = [];
    globalThis.ear = ear;
    ear.onmessage = ({ data }) => globalThis.leaked.push(data);
})(new BroadcastChannel("leak"))"""
SITES = ("built", "tampered", "unsealed")
PHOTO = ("bytes", "picture")
"""What may be seen of a photo in what a server got."""


@dataclass(frozen=True, slots=True)
class Found:
    """The names of all ways; those that reached something without the seal, and with it."""

    ways: set[str]
    control: set[str]
    sealed: set[str]


@dataclass(frozen=True, slots=True)
class Attack:
    """One engine, and the sites it is let loose on."""

    driver: Driver
    sites: dict[str, Path]
    folder: Path

    def by_photo(self) -> Found:
        """The page judges a photo: is any of it in what servers got? The control uploads it on purpose."""
        photo = self.folder / f"{self.driver.name}.jpg"
        photo.write_bytes(encode(portrait()))
        found = []
        for sealed in (False, True):
            with Server(self.sites["built"]) as server:
                if not sealed:
                    test_mutants.uploads(server)
                    test_mutants.without_proofs(server)
                page = CheckerPage(self.driver, server)
                page.open_ready(QUERY)
                server.log.clear()
                page.judge(photo)
                end = time.monotonic() + (SETTLE_SECONDS if sealed else CONTROL_SECONDS)
                told: set[str] = set()
                while time.monotonic() < end and (sealed or len(told) < len(PHOTO)):
                    time.sleep(0.5)
                    told = traces(photo.read_bytes(), bytes(server.log.received))
                if sealed and server.log.connections:
                    told.add("a connection")
                found.append(told)
        return Found(set(PHOTO), *found)

    def by_page(self) -> Found:
        """A script of the frame asks for things: HTTP and WebSocket, own origin and another port."""
        return self._by_asking("page", test_seal.PAGE_NAMES, "built", test_seal.leaks_of_page)

    def by_python(self) -> Found:
        """Python in the worker, and scripts of its own making."""

        def ask(page: CheckerPage, servers: list[Server]) -> None:
            test_seal.leaks_of_python(page, self.folder, servers)

        return self._by_asking("python", test_seal.PYTHON_NAMES, "tampered", ask)

    def _by_asking(
        self, kind: str, ways: set[str], site: str, ask: Callable[[CheckerPage, list[Server]], object]
    ) -> Found:
        """Have ``ask`` try all ``ways`` from the page without its seal, then from ``site``."""
        found = []
        for name in ("unsealed", site):
            with Server(self.sites[name]) as server, Server(self.folder) as other:
                page = CheckerPage(self.driver, server)
                page.open_ready(QUERY)
                ask(page, [server, other])
                if name == "unsealed":
                    self._wait(kind, ways, [server, other])
                found.append(test_seal.arrived(server, other))
        return Found(ways, *found)

    def _wait(self, kind: str, ways: set[str], servers: list[Server]) -> None:
        test_seal.arrived_in_time(ways - lacking(self.driver.name, kind), servers, CONTROL_SECONDS)

    def by_going(self) -> Found:
        """A script of the frame goes somewhere: itself, the top, a new window.

        A connection without a request counts by itself: whoever listens learns of it, and nothing else.
        """
        names = test_seal.NAVIGATION_NAMES
        found: dict[bool, set[str]] = {False: set(), True: set()}
        for sealed in (False, True):
            alive = False
            with Server(self.sites["built"]) as server:
                server.overrides["control.html"] = b"<!doctype html><iframe srcdoc='<p>control'></iframe>"
                for name in names:
                    # One server for each way: tabs of others stay open, and so do connections.
                    with Server(self.folder) as other:
                        if not (sealed and alive):  # some engines show an error page in the frame
                            self._open_frame(server, sealed=sealed)
                        test_seal.navigate(self.driver, name, other)
                        if sealed or name in lacking(self.driver.name, "go"):
                            time.sleep(1.0)
                        else:
                            test_seal.arrived_in_time({name}, [other], CONTROL_SECONDS)
                        arrived = test_seal.arrived(other)
                        found[sealed] |= arrived
                        if sealed and other.log.connections and not arrived:
                            found[sealed].add(f"{name}: a connection")
                    alive = sealed and test_seal.is_alive(self.driver)
                    if sealed and self.driver.address() != server.base + PATH:
                        found[sealed].add(f"{name}: the tab went away")
        return Found(set(names), found[False], found[True])

    def _open_frame(self, server: Server, *, sealed: bool) -> None:
        for attempt in range(5):  # the last attempt may still go elsewhere
            try:
                self.driver.open(server.base + (f"{PATH}" if sealed else "control.html"))
                break
            except (DriverError, Error):
                if attempt == 4:
                    raise
                time.sleep(1)
        ready = test_seal.TOOL_IS_THERE if sealed else "document.body.innerText === 'control'"
        wait_for("the frame", lambda: self.driver.in_frame(ready), 90)

    def by_module(self) -> Found:
        """A module gone over to the enemy: connections in advance, WebRTC, WebTransport, new documents."""
        heard: list[set[str]] = []
        ways: set[str] = set()
        absent = lacking(self.driver.name, "module")
        for sealed in (False, True):
            with Server(self.sites["built"]) as server, Listeners() as listeners:
                test_hostile.open_hostile(self.driver, server, sealed=sealed)
                ways = test_hostile.attack(self.driver, listeners)
                seconds = SETTLE_SECONDS if sealed else CONTROL_SECONDS
                test_hostile.heard_in_time(ways - absent, listeners, seconds)
                for name, call in test_hostile.goings(listeners).items():
                    test_hostile.open_hostile(self.driver, server, sealed=sealed)
                    test_hostile.do(self.driver, call)
                    ways.add(name)
                    short = sealed or name in absent
                    test_hostile.heard_in_time({name}, listeners, 1.5 if short else CONTROL_SECONDS)
                heard.append(listeners.heard)
        return Found(ways, heard[0], heard[1])

    def by_state(self) -> Found:
        """Something is left for another page of the site, or for a later visit."""
        found = []
        names: set[str] = set()
        for sealed in (False, True):
            with Server(self.sites["built"]) as server:
                if sealed:
                    CheckerPage(self.driver, server).open_ready(QUERY)
                else:
                    server.overrides |= {
                        "control.html": b"<!doctype html><iframe src='frame.html'></iframe>",
                        "frame.html": b"<!doctype html><body>",
                        "leak.js": b"",
                    }
                    self.driver.open(server.base + "control.html")
                    ready = "document.readyState === 'complete' && document.URL.endsWith('frame.html')"
                    wait_for("the frame", lambda: self.driver.in_frame(ready), 30)  # noqa: B023 - called at once
                self.driver.evaluate(LISTEN)
                told = self.driver.in_frame(f"({STATE})()")
                names = set(told["names"])
                came = names - set(told["refused"])
                time.sleep(1)
                if not self.driver.evaluate("globalThis.leaked.length"):
                    came.discard("broadcast")  # it was said, and nobody of the site heard it
                found.append(came)
        return Found(names, found[0], found[1])


def by_name(engine: str, site: Path, folder: Path) -> Found:
    """Names are asked for that could carry something."""
    browser = {"chromium": chromium.EXECUTABLE, "firefox": firefox.EXECUTABLE, "webkit": webkit.BROWSER}[
        engine
    ]
    found = []
    ways: set[str] = set()
    with Names() as names, start(engine, folder, names.wrapper(folder, browser)) as driver:
        for sealed in (False, True):
            with Server(site) as server:
                names.asked.clear()
                test_hostile.open_hostile(driver, server, sealed=sealed)
                ways = set(driver.in_frame("hostile.names"))
                for turn, way in [*product(range(ROUNDS), sorted(ways - {"location"})), (0, "location")]:
                    call = f"name({json.dumps(way)}, {json.dumps(f'{way}.{turn}.{TOP}')})"
                    with contextlib.suppress(DriverError):
                        test_hostile.do(driver, call)
                    time.sleep(0.5)
                end = time.monotonic() + (test_hostile.SETTLE_SECONDS if sealed else CONTROL_SECONDS)
                wanted = ways - lacking(engine, "name")
                while time.monotonic() < end and (sealed or not wanted <= names.asked):
                    time.sleep(0.1)
                found.append(set(names.asked))
    return Found(ways, found[0], found[1])


def start(engine: str, folder: Path, executable: str = "") -> Driver:
    """Return a browser of its own, as on a person's device."""
    if engine == "chromium":
        profile = Path(tempfile.mkdtemp(dir=folder))
        return Chromium(profile=profile, executable=executable or chromium.EXECUTABLE)
    if engine == "firefox":
        calls = test_hostile.WITH_CALLS
        return Firefox(preferences=calls, executable=executable or firefox.EXECUTABLE)
    return WebKit(executable=executable or webkit.BROWSER)
