"""A module of the page that has gone over to the enemy: it can do all that a script in the frame can."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver, Firefox, WebKit
from tests.browser.drivers.base import wait_for
from tests.browser.leak.absent import ABSENT, lacking
from tests.browser.leak.listeners import Listeners
from tests.browser.server import Server
from tests.browser.swapped import swap
from tests.browser.variants import LEAK, ROOT

pytestmark = pytest.mark.browser

MODULE = (LEAK / "hostile_module.js").read_bytes()
CONTROL = {
    "hostile_module.js": MODULE,
    "control.html": b"<!doctype html><iframe src='frame.html' width=300 height=300></iframe>",
    "frame.html": b"""<!doctype html><body><script type="module">
import { main } from "./hostile_module.js";
main();
</script>""",
}
SETTLE_SECONDS = 1.5
"""Ample for a connection on loopback: on the control page nearly all arrive within it."""
ARRIVAL_SECONDS = 15.0
# As on a person's device; WebRTC leaves out loopback addresses otherwise.
WITH_CALLS: dict[str, bool | int | str] = {
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
}
LACKING = {engine: lacking(engine, "module") for engine in ABSENT}
DOCUMENTS = ("text/html", "application/xhtml+xml", "image/svg+xml", "")
SHORT = ("go text/html", "go by lying worker")
"""Of the ways to leave the frame's document, those that are tried here; `make attack` tries all."""


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Each engine, set up so that it connects in advance and calls as on a person's device."""
    makers: dict[str, Callable[[], Driver]] = {
        "chromium": lambda: Chromium(profile=tmp_path_factory.mktemp("profile")),
        "firefox": lambda: Firefox(preferences=WITH_CALLS),
        "webkit": WebKit,
    }
    with makers[request.param]() as driver:
        yield driver


@pytest.fixture
def listeners() -> Iterator[Listeners]:
    """Sockets that hear connections and packets."""
    with Listeners() as running:
        yield running


def open_hostile(driver: Driver, server: Server, *, sealed: bool) -> None:
    """Have the hostile module at work in a frame: of the checker page, or of a page without any seal."""
    if sealed:
        swap(server, "main.js", MODULE)
        CheckerPage(driver, server).open()
    else:
        server.overrides |= CONTROL
        driver.open(server.base + "control.html")
    wait_for("the hostile module", lambda: driver.in_frame("Boolean(globalThis.hostile)"), 60)


def attack(driver: Driver, listeners: Listeners) -> set[str]:
    """Let it try every way, and return their names."""
    known: Any = driver.in_frame("[hostile.makers, hostile.baits, hostile.calls]")
    makers, baits, calls = known
    made = [f"{maker}+{bait}" for maker in makers for bait in baits]
    addresses = [(way, f"http://{listeners.address(way)}") for way in made]
    addresses += [(way, listeners.address(way)) for way in calls]
    driver.in_frame(f"hostile.run({json.dumps(addresses)})")
    return {way for way, _ in addresses}


def do(driver: Driver, call: str) -> None:
    """Call one of the module's functions when the driver has its answer: little may work afterwards."""
    driver.in_frame(f"void setTimeout(() => hostile.{call}, 200)")
    time.sleep(0.2)


def heard_in_time(wanted: set[str], listeners: Listeners, seconds: float = ARRIVAL_SECONDS) -> set[str]:
    """Wait until all of ``wanted`` were heard, or long enough, and return what was."""
    end = time.monotonic() + seconds
    while not wanted <= listeners.heard and time.monotonic() < end:
        time.sleep(0.05)
    return listeners.heard


def goings(listeners: Listeners) -> dict[str, str]:
    """Return the calls that leave the frame's document, by name."""

    def to(name: str) -> str:
        return json.dumps(f"http://{listeners.address(name)}")

    calls = {f"go {kind}": f"go({to(f'go {kind}')}, {json.dumps(kind)})" for kind in DOCUMENTS}
    calls |= {
        name: f"goByWorker({to(name)}, {json.dumps(lying)})"
        for name, lying in (("go by worker", False), ("go by lying worker", True))
    }
    return calls


def test_hostile_module_reaches_nothing(own: Driver, server: Server, listeners: Listeners) -> None:
    open_hostile(own, server, sealed=True)
    attack(own, listeners)
    # The link that saves files does not fall into its hands either.
    assert own.in_frame(f"hostile.press('http://{listeners.address('press')}')") == 0
    open_hostile(own, server, sealed=True)
    do(own, f"polluted('http://{listeners.address('polluted')}')")
    time.sleep(SETTLE_SECONDS)
    for name, call in goings(listeners).items():
        if name in SHORT:
            open_hostile(own, server, sealed=True)
            do(own, call)
            time.sleep(SETTLE_SECONDS)
    assert listeners.heard == set()


def test_without_the_seal_it_reaches_all(own: Driver, server: Server, listeners: Listeners) -> None:
    """The same module on a page without a seal: this is what the test above would hear."""
    open_hostile(own, server, sealed=False)
    ways = attack(own, listeners)
    wanted = ways - LACKING[own.name]
    assert heard_in_time(wanted, listeners) == wanted
    for name, call in goings(listeners).items():
        if name in SHORT:
            open_hostile(own, server, sealed=False)
            do(own, call)
            wanted |= {name}
            assert heard_in_time(wanted, listeners) == wanted
    open_hostile(own, server, sealed=False)
    do(own, f"polluted('http://{listeners.address('polluted')}')")
    assert "polluted" in heard_in_time({"polluted"}, listeners)


def test_what_must_be_right_is_small() -> None:
    source = ROOT / "site" / "static" / "check"
    lines = [(source / name).read_text(encoding="utf-8").splitlines() for name in ("bootstrap.js", "seal.js")]
    assert sum(map(len, lines)) <= 200
    assert max(len(line) for part in lines for line in part) <= 120
