"""The photo cannot leave: whatever the page's script or Python tries, the server sees nothing."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.checkerpage import PATH, CheckerPage
from tests.browser.drivers import Driver, DriverError
from tests.browser.drivers.base import wait_for
from tests.browser.leak.absent import ABSENT, lacking
from tests.browser.server import Server
from tests.browser.swapped import change_policy, rewrite, spell_out
from tests.browser.variants import LEAK, TAMPERED, UNSEALED, build_variant
from tests.corpus import encode
from tests.portrait import portrait

pytestmark = pytest.mark.browser

PAGE_ATTEMPTS = (LEAK / "page_attempts.js").read_text(encoding="utf-8")
NAVIGATIONS = (LEAK / "navigations.js").read_text(encoding="utf-8")
HOSTILE = (LEAK / "hostile.py").read_text(encoding="utf-8")
SETTLE_SECONDS = 2.0
"""Ample for a request on loopback: in the unsealed page nearly all arrive within it."""
ARRIVAL_SECONDS = 20.0
"""How long the unsealed page may take for the last, on a busy machine."""
ATTEMPT_SECONDS = 20.0
"""Ample for an attempt, and for a worker that has to be started anew before it."""
REFUSED_BY_POLICY = 8
"""Of the 17 ways that who doubts can try, those for which each engine names a directive, at least."""
NAVIGATION_SECONDS = 0.25
"""Until the next navigation; what comes later is seen all the same."""
TOOL_IS_THERE = "document.getElementById('tool')?.hidden === false"
WORKING = "document.getElementById('work').hidden === false"
PAGE_WITHOUT_SECOND_POLICY = ("outer.js", "appendPolicy(config.seal);")
PAGE_WITHOUT_SANDBOX = ("outer.js", 'frame.sandbox.add("allow-scripts","allow-downloads");')
FRAME_WITHOUT_SECOND_POLICY = ("frame.html", "")


@pytest.fixture(scope="module")
def unsealed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tampered site without its seal."""
    return build_variant(tmp_path_factory.mktemp("unsealed"), TAMPERED, UNSEALED)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Server]:
    """A server of another origin, with nothing on it."""
    with Server(tmp_path) as running:
        yield running


def photo_for(folder: Path, attempt: str, servers: list[Server]) -> Path:
    """A good photo that tells the tampered checker what to do."""
    path = folder / f"{attempt}.jpg"
    order = {"attempt": attempt, "addresses": [server.base for server in servers]}
    path.write_bytes(encode(portrait()) + b"ORDER" + json.dumps(order).encode())
    return path


def arrived(*servers: Server) -> set[str]:
    """Return the names of the attempts that reached ``servers``; anything else they saw by its whole line."""
    lines = [line for server in servers for line in server.log.requests]
    return {line.partition("/leak/")[2].rstrip("?") or line for line in lines}


def arrived_in_time(wanted: set[str], servers: list[Server], seconds: float = ARRIVAL_SECONDS) -> set[str]:
    """Wait until all of ``wanted`` have arrived, or long enough, and return what has."""
    end = time.monotonic() + seconds
    while not wanted <= arrived(*servers) and time.monotonic() < end:
        time.sleep(0.02)
    return arrived(*servers)


def forget(*servers: Server) -> None:
    for server in servers:
        server.log.clear()


def leaks_of_python(page: CheckerPage, folder: Path, servers: list[Server]) -> set[str]:
    """Let Python try everything, and return what arrived; connections without a request count too."""
    forget(*servers)
    for attempt in PYTHON_ATTEMPTS:
        page.forget()
        page.driver.choose(photo_for(folder, attempt, servers))
        try:
            page.outcome(seconds=ATTEMPT_SECONDS)
        except AssertionError:  # a refused synchronous request hangs Firefox's worker now and then
            page.driver.in_frame("void document.getElementById('cancel').click()")
            assert page.trouble() == "check-cancelled"
    time.sleep(SETTLE_SECONDS)
    found = arrived(*servers)
    if not found and any(server.log.connections for server in servers):
        found.add("a connection without a request")
    return found


def leaks_of_page(page: CheckerPage, servers: list[Server]) -> set[str]:
    """Let the page's script try everything, and return what arrived."""
    forget(*servers)
    for server in servers:
        page.driver.in_frame(f"({PAGE_ATTEMPTS})({json.dumps(server.base)})")
    time.sleep(SETTLE_SECONDS)
    return arrived(*servers)


def names_in(text: str, pattern: str) -> set[str]:
    names = set(re.findall(pattern, text, re.MULTILINE))
    assert names
    return names


PAGE_NAMES = names_in(PAGE_ATTEMPTS, r'^    "([a-z-]+)":')
# The script last: it starts workers, which would die with theirs if a later attempt hangs and is cancelled.
PYTHON_ATTEMPTS = sorted(names_in(HOSTILE, r'^    "([a-z-]+)": _') - {"messages", "forever", "script"})
PYTHON_ATTEMPTS.append("script")
# What arrives of them: Python's sockets ask for no path, a script makes many attempts of its own.
SOCKET_REQUEST = "GET /"
PYTHON_NAMES = {SOCKET_REQUEST} | (set(PYTHON_ATTEMPTS) - {"script", "socket", "urllib"})
PYTHON_NAMES |= {f"script-{name}" for name in names_in(HOSTILE, r'^attempt\("([a-z-]+)"')}
NAVIGATION_NAMES = sorted(names_in(NAVIGATIONS, r'^    "([a-z-]+)":'))

LACKING = {engine: lacking(engine, "page") | lacking(engine, "go") for engine in ABSENT}
SOMETIMES = {"script-cache"}  # needs a storage that Firefox is not always quick enough to open


def test_python_reaches_nothing(
    driver: Driver, tampered_site: Path, elsewhere: Server, tmp_path: Path
) -> None:
    with Server(tampered_site) as server:
        page = CheckerPage(driver, server)
        page.open_ready()
        assert leaks_of_python(page, tmp_path, [server, elsewhere]) == set()


def test_page_script_reaches_nothing(checker_page: CheckerPage, elsewhere: Server, tmp_path: Path) -> None:
    checker_page.open_ready()
    checker_page.judge(photo_for(tmp_path, "", []))
    assert leaks_of_page(checker_page, [checker_page.server, elsewhere]) == set()


def test_without_the_seal_everything_gets_out(
    driver: Driver, unsealed_site: Path, elsewhere: Server, tmp_path: Path
) -> None:
    """The same attempts on a page without its seal: this is what the tests above would see."""
    lacking = LACKING[driver.name]
    with Server(unsealed_site) as server:
        page = CheckerPage(driver, server)
        page.open_ready()
        servers = [server, elsewhere]
        by_python = PYTHON_NAMES - lacking
        leaks_of_python(page, tmp_path, servers)
        assert arrived_in_time(by_python - SOMETIMES, servers) | SOMETIMES == by_python | SOMETIMES
        page.open_ready()
        leaks_of_page(page, servers)
        by_page = PAGE_NAMES - lacking
        assert arrived_in_time(by_page, servers) == by_page


def test_no_navigation_leaves_the_frame(checker_page: CheckerPage, elsewhere: Server) -> None:
    driver, server = checker_page.driver, checker_page.server
    alive = False
    seen: set[str] = set()
    for name in NAVIGATION_NAMES:
        for target in (server, elsewhere):
            if not alive:  # some engines show an error page in the frame instead of refusing silently
                seen |= arrived(server, elsewhere)
                checker_page.open()
                wait_for("the tool", lambda: driver.in_frame(TOOL_IS_THERE), 30)
                forget(server, elsewhere)
            navigate(driver, name, target)
            time.sleep(NAVIGATION_SECONDS)
            assert driver.address() == server.base + PATH, name
            alive = is_alive(driver)
    time.sleep(SETTLE_SECONDS)
    seen |= arrived(server, elsewhere)
    assert {line for line in seen if PATH not in line and "/check/" not in line} == set()


def test_without_the_seal_every_navigation_arrives(checker_page: CheckerPage, elsewhere: Server) -> None:
    driver, server = checker_page.driver, checker_page.server
    server.overrides["control.html"] = b"<!doctype html><iframe srcdoc='<p>control'></iframe>"
    missing = set()
    for name in NAVIGATION_NAMES:
        driver.open(server.base + "control.html")
        wait_for("the frame", lambda: driver.in_frame("document.body.innerText === 'control'"), 30)
        navigate(driver, name, elsewhere)
        seconds = SETTLE_SECONDS if name in LACKING[driver.name] else ARRIVAL_SECONDS
        missing |= {name} - arrived_in_time({name}, [elsewhere], seconds)
        time.sleep(NAVIGATION_SECONDS)  # some drivers refuse to go on while the page still goes elsewhere
    assert missing == LACKING[driver.name] & set(NAVIGATION_NAMES)


def test_messages_of_the_worker_are_only_text(
    driver: Driver, tampered_site: Path, elsewhere: Server, tmp_path: Path
) -> None:
    """A worker that has gone over to the enemy can say what it likes: no markup, no address is used."""
    with Server(tampered_site) as server:
        page = CheckerPage(driver, server)
        page.open_ready()
        forget(server, elsewhere)
        driver.choose(photo_for(tmp_path, "messages", [server, elsewhere]))
        wait_for("an answer", lambda: driver.in_frame(f"!({WORKING})"), 60)
        time.sleep(SETTLE_SECONDS)
        assert arrived(server, elsewhere) == set()
        assert server.log.connections == elsewhere.log.connections == 0
        pictures = "[...document.images].every((image) => image.src.startsWith('blob:'))"
        assert driver.in_frame(pictures)


@pytest.mark.parametrize(
    "taken",
    [PAGE_WITHOUT_SECOND_POLICY, PAGE_WITHOUT_SANDBOX, FRAME_WITHOUT_SECOND_POLICY],
    ids=["policy", "sandbox", "frame"],
)
def test_page_that_cannot_prove_its_seal_takes_no_photo(
    checker_page: CheckerPage, taken: tuple[str, str]
) -> None:
    server = checker_page.server
    name, line = taken
    if line:
        rewrite(server, name, line, "")
    else:
        spell_out(server)
        change_policy(server, "")
    checker_page.open()
    assert checker_page.outer_trouble() == "seal-not-proved"
    assert checker_page.driver.evaluate("document.querySelector('iframe') === null")


def test_no_web_rtc_in_the_frame(checker_page: CheckerPage) -> None:
    """No policy governs WebRTC, so its constructors are gone, and nothing makes a window that has them."""
    checker_page.open_ready()
    assert checker_page.driver.evaluate("typeof RTCPeerConnection") in {"function", "undefined"}
    gone = "['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel'].every((n) => !globalThis[n])"
    assert checker_page.driver.in_frame(gone)
    fresh = """(() => {
        try { return String(document.createElement("iframe")); } catch (error) { return error.name; }
    })()"""
    assert checker_page.driver.in_frame(fresh) == "TypeError"


def test_who_doubts_sees_every_way_refused(checker_page: CheckerPage) -> None:
    driver, log = checker_page.driver, checker_page.server.log
    checker_page.open_ready("faces=off")
    log.clear()
    driver.in_frame("void document.getElementById('try-out').click()")
    told = "document.getElementById('tried-sum').textContent.trim()"
    assert "一条也没有通" in wait_for("the sum", lambda: str(driver.in_frame(told)), 90)
    rows = driver.in_frame(
        "[...document.querySelectorAll('#tried li')].map((one) => [one.querySelector('code').textContent, "
        "one.querySelector('svg') !== null])"
    )
    assert len(rows) == 17
    assert all(said and sign for said, sign in rows)
    assert sum("浏览器拒绝" in said for said, _ in rows) >= REFUSED_BY_POLICY
    assert log.requests == []
    assert log.connections == 0


def navigate(driver: Driver, name: str, target: Server) -> None:
    """Start one navigation from the frame's script."""
    address = json.dumps(f"{target.base}leak/{name}")
    driver.in_frame(f"({NAVIGATIONS})({json.dumps(name)}, {address})")


def is_alive(driver: Driver) -> bool:
    try:
        return bool(driver.in_frame(TOOL_IS_THERE))
    except DriverError:
        return False
