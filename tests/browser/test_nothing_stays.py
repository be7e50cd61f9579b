"""When the browser is closed, nothing of the photo is left on the disk, in no storage of the site."""

from __future__ import annotations

import base64
import json
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver, Firefox
from tests.browser.drivers.base import wait_for
from tests.browser.drivers.webkit_kept import WebKitKept
from tests.browser.leak.traces import traces
from tests.browser.server import Server
from tests.browser.test_fix import EDITOR, click
from tests.corpus import encode
from tests.portrait import portrait

pytestmark = pytest.mark.browser

NAME = "zhaopian-sentinel-7319"
# Firefox writes what a page's fields hold every 15 seconds, unless told otherwise.
AT_ONCE: dict[str, bool | int | str] = {"browser.sessionstore.interval": 300}
START: dict[str, Callable[[Path], Driver]] = {
    "chromium": lambda profile: Chromium(profile=profile),
    "firefox": lambda profile: Firefox(profile=profile, preferences=AT_ONCE),
    "webkit": lambda profile: WebKitKept(profile=profile),
}
QUERY = "faces=off"
"""What looks at faces makes the page slow to open, and keeps nothing that the rest does not."""
SHOWN = """(() => {
    const fields = [...document.querySelectorAll("input, textarea, output, select")];
    return [
        document.querySelector("[data-report-outcome]") !== null,
        document.body.textContent.includes(NAME) || fields.some(({ value }) => value.includes(NAME)),
        fields.some(({ files }) => files?.length),
    ];
})()""".replace("NAME", json.dumps(NAME))
"""Whether the frame shows a report, whether it names the photo, and whether an input has a file."""
WHOLE, EMPTY = [True, True, False], [False, False, False]
TOLD = f"JSON.stringify([history.state, location.href, name, document.title]).includes({json.dumps(NAME)})"
"""Whether the tab's history has the photo's name."""
FIELD = "ziduan-sentinel-4402"
"""What a person types on another page. WebKitGTK's browser keeps nothing of it on the disk."""
REMEMBERED = {"chromium": True, "firefox": True, "webkit": False}
TYPE = """(() => {
    const field = document.querySelector("textarea");
    field.value = FIELD;
    field.dispatchEvent(new Event("input", { bubbles: true }));
})()"""
MOST = 3 * 2**20
"""Bytes of a file that is searched in all ways; in larger ones the photo's own bytes are looked for."""
# Python's memory from before there was a photo, and what lets the page start without a network.
CACHES = "gradphoto-"
MOZILLA_LZ4 = b"mozLz40\0"
SESSION_SECONDS = 3.0
"""Until a browser has noticed what a field holds."""
CONTROL = (
    """<!doctype html><iframe sandbox="allow-scripts" srcdoc="<textarea id=kept></textarea>"></iframe>"""
)
STORED = """(async () => ({
    caches: await caches.keys(),
    databases: indexedDB.databases ? (await indexedDB.databases()).map(({ name }) => name) : [],
    local: localStorage.length + sessionStorage.length,
    cookie: document.cookie,
    files: await (async () => {
        const names = [];
        try {
            for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
        } catch { /* not in this engine */ }
        return names;
    })(),
}))()"""
KEEP = """(async () => {
    const photo = Uint8Array.from(atob(PHOTO), (letter) => letter.charCodeAt(0));
    const cache = await caches.open("control");
    await cache.put("/control", new Response(photo));
    localStorage.setItem("control", NAME);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return true;
})()"""


def left_on_disk(folder: Path, photo: bytes, name: str = NAME) -> dict[str, set[str]]:
    """Return what of ``photo``, or of its ``name``, is in each file below ``folder``."""
    found = {}
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        told: set[str] = set()
        for content in _contents(path.read_bytes()):
            told |= traces(photo, content, plainly=len(content) > MOST)
            if name.encode() in content or name.encode("utf-16-le") in content:
                told.add("name")
        if told:
            found[str(path.relative_to(folder))] = told
    return found


def _contents(content: bytes) -> Iterator[bytes]:
    """Return what is in a file as it is written, and of Firefox's session files what they stand for."""
    yield content
    if content.startswith(MOZILLA_LZ4):
        yield _unpacked(content[len(MOZILLA_LZ4) + 4 :])


def _unpacked(block: bytes) -> bytes:
    """Undo LZ4's block format: runs of new bytes, each followed by a copy of what came before."""
    out, at = bytearray(), 0

    def length(short: int) -> int:
        nonlocal at
        more = 255 if short == 15 else 0
        while more == 255:
            more = block[at]
            short += more
            at += 1
        return short

    while at < len(block):
        token = block[at]
        at += 1
        new = length(token >> 4)
        out += block[at : at + new]
        at += new
        if at >= len(block):
            break
        back = struct.unpack_from("<H", block, at)[0]
        at += 2
        for _ in range(length(token & 15) + 4):
            out.append(out[-back])
    return bytes(out)


@pytest.mark.parametrize("engine", START)
def test_nothing_of_the_photo_is_left(engine: str, server: Server, tmp_path: Path) -> None:
    photo, profile = tmp_path / f"{NAME}.jpg", tmp_path / "profile"
    profile.mkdir()
    photo.write_bytes(encode(portrait()))
    with START[engine](profile) as driver:
        page = CheckerPage(driver, server)
        page.open_ready()
        page.judge(photo)
        click(page, "mend")
        wait_for("the editor", lambda: driver.in_frame(EDITOR), 90)
        assert NAME in driver.in_frame("document.getElementById('file-name').textContent")
        driver.open(server.base + "privacy.html")
        wait_for("the page", lambda: "privacy" in driver.evaluate("document.URL"), 30)
        stored = driver.evaluate(STORED)
        # Closed with the photo on the page: some browsers keep what a page's fields held then.
        page.open_ready()
        page.judge(photo)
        time.sleep(SESSION_SECONDS)
    assert all(name.startswith(CACHES) for name in stored.pop("caches"))
    assert not any(stored.values()), stored
    assert left_on_disk(profile, photo.read_bytes()) == {}


@pytest.mark.parametrize("engine", START)
def test_who_goes_back_finds_all_or_nothing(engine: str, server: Server, tmp_path: Path) -> None:
    """The report as it was left, if the browser kept the page in memory, or a page that knows of no photo.

    Firefox and WebKitGTK keep it; Chromium would too, but Playwright has it load the page anew.
    """
    photo, profile = tmp_path / f"{NAME}.jpg", tmp_path / "profile"
    profile.mkdir()
    photo.write_bytes(encode(portrait()))
    with START[engine](profile) as driver:
        page = CheckerPage(driver, server)
        go(driver, f"location.href = {json.dumps(server.base + 'privacy.html')}", "privacy.html")
        page.open_ready(QUERY)
        page.judge(photo)
        assert driver.in_frame(SHOWN) == WHOLE
        driver.evaluate("void (globalThis.before = true)")
        go(driver, "location.reload()")
        wait_for("the page anew", lambda: driver.evaluate("globalThis.before === undefined"), 60)
        page.wait_ready()
        assert driver.in_frame(SHOWN) == EMPTY  # no field, no input is filled in again

        page.judge(photo)
        go(driver, "history.back()", "privacy.html")
        assert come_back(page, "history.forward()") in (WHOLE, EMPTY)
        page.judge(photo)
        go(driver, f"location.href = {json.dumps(server.base + 'faq.html')}", "faq.html")
        assert come_back(page, "history.back()") in (WHOLE, EMPTY)
        page.judge(photo)
        go(driver, f"location.href = {json.dumps(server.base + 'faq.html')}", "faq.html")
        time.sleep(SESSION_SECONDS)
        assert not driver.evaluate(TOLD)
    assert left_on_disk(profile, photo.read_bytes()) == {}


def go(driver: Driver, how: str, to: str = "") -> None:
    """Have the tab go somewhere, as its buttons do, and wait until it is there."""
    driver.evaluate(f"void setTimeout(() => {{ {how}; }}, 100)")
    if to:
        wait_for(to, lambda: driver.evaluate(f"document.URL.endsWith({json.dumps(to)})"), 60)


def come_back(page: CheckerPage, how: str) -> list[bool]:
    """Have the tab go back to the checker page, and return what its frame shows then."""
    go(page.driver, how, f"check/index.html?{QUERY}")
    page.wait_ready()
    assert not page.driver.evaluate(TOLD)
    return list(page.driver.in_frame(SHOWN))


@pytest.mark.parametrize("engine", START)
def test_what_is_left_would_be_found(engine: str, server: Server, tmp_path: Path) -> None:
    """The same search when a page of the site did keep the photo, its name, and what a field held."""
    photo, profile = encode(portrait()), tmp_path / "profile"
    profile.mkdir()
    server.overrides["control.html"] = CONTROL.encode()
    with START[engine](profile) as driver:
        driver.open(server.base + "privacy.html")
        wait_for("the page", lambda: "privacy" in driver.evaluate("document.URL"), 30)
        encoded = json.dumps(base64.b64encode(photo).decode())
        assert driver.evaluate(KEEP.replace("PHOTO", encoded).replace("NAME", json.dumps(NAME)))
        assert "control" in driver.evaluate(STORED)["caches"]
        driver.open(server.base + "control.html")
        wait_for("the frame", lambda: driver.in_frame("Boolean(document.querySelector('textarea'))"), 30)
        driver.in_frame(TYPE.replace("FIELD", json.dumps(FIELD)))
        time.sleep(SESSION_SECONDS)
    found = left_on_disk(profile, photo).values()
    assert any("bytes" in told for told in found)
    assert any("name" in told for told in found)
    kept = left_on_disk(profile, photo, FIELD).values()
    assert any("name" in told for told in kept) == REMEMBERED[engine]


def test_session_files_are_unpacked() -> None:
    # Five new bytes, nine copied from three back, then twenty new ones with a longer length.
    packed = b"\x55abcde\x03\x00" + b"\xf0\x05" + b"ABCDEFGHIJKLMNOPQRST"
    assert _unpacked(packed) == b"abcdecdecdecde" + b"ABCDEFGHIJKLMNOPQRST"
    long = b"\x1fz\x01\x00\xff\x02" + b"\x10y"
    assert _unpacked(long) == b"z" * (1 + 15 + 255 + 2 + 4) + b"y"
