"""The second visit starts from Python's memory as the first one left it, and only from that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checker
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers.base import wait_for
from tests.browser.swapped import rewrite, swap
from tests.browser.variants import ROOT
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

HOW = "document.getElementById('checker').dataset.start"
QUERY = "standard=ouchn&faces=off"
KEPT = "caches.open('gradphoto-memory').then((cache) => cache.keys()).then((keys) => keys.length)"
KITS = "caches.open('gradphoto-kit').then((cache) => cache.keys()).then((keys) => keys.length)"
# Turns a bit in the middle of what is kept of the files that every check needs.
DAMAGE_KIT = """(async () => {
    const cache = await caches.open("gradphoto-kit");
    const key = (await cache.keys()).find(({ url }) => url.includes("kit-of-base"));
    const bytes = new Uint8Array(await (await cache.match(key)).arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    await cache.put(key, new Response(bytes));
})()"""
# Puts other bytes in the place of those that were kept; the digest beside them is theirs if `true`.
REPLACE = """(async () => {
    const cache = await caches.open("gradphoto-memory");
    const [key] = await cache.keys();
    const kept = await cache.match(key);
    const bytes = new Uint8Array(await kept.arrayBuffer());
    for (let at = 1000; at < bytes.length; at += 5000) bytes[at] ^= 255;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const headers = %s ? { "x-sha256": hex } : kept.headers;
    await cache.put(key, new Response(bytes, { headers }));
})()"""

# Turns a letter in the memory, in what Python looks for when it loads what is compiled, and not before.
DAMAGE_LATE = """(async () => {
    const cache = await caches.open("gradphoto-memory");
    const [key] = await cache.keys();
    const bytes = new Uint8Array(await (await cache.match(key)).arrayBuffer());
    const sought = new TextEncoder().encode("wheels/*.whl");
    let found = 0;
    for (let at = bytes.indexOf(sought[0]); at >= 0; at = bytes.indexOf(sought[0], at + 1)) {
        if (sought.every((byte, further) => bytes[at + further] === byte)) found += bytes[at] ^= 1;
    }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    await cache.put(key, new Response(bytes, { headers: { "x-sha256": hex } }));
    return found;
})()"""
# How the worker loads what is compiled, and how it never comes to an end with it.
COMPLETES, NEVER = "await complete?.();", "if (complete) await new Promise(() => {});"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A good photo."""
    path = tmp_path / "good.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    return path


def first_visit(page: CheckerPage) -> None:
    """Visit the page once and wait until its memory is kept."""
    page.open_ready(QUERY)
    assert wait_for("how it started", lambda: page.driver.evaluate(HOW), 30) == "new"
    wait_for("the memory", lambda: page.driver.evaluate(KEPT) == 1, 30)
    wait_for("the files", lambda: page.driver.evaluate(KITS) == 2, 30)


def assert_right(page: CheckerPage, photo: Path) -> None:
    """The page says of the photo what the native checker says."""
    [report] = page.judge(photo)
    native = checker.check(photo.read_bytes(), photo.name, ["ouchn"], runtime="left-out")
    assert [report] == json.loads(checker.reports_to_json(native))


def fetched(page: CheckerPage) -> list[str]:
    """Return the requests for what is kept unpacked."""
    return [line for line in page.server.log.requests if ".bin" in line]


def test_second_visit_starts_from_memory(checker_page: CheckerPage, photo: Path) -> None:
    first_visit(checker_page)
    assert fetched(checker_page)
    checker_page.server.log.clear()
    checker_page.open_ready(QUERY)
    how = wait_for("how it started", lambda: checker_page.driver.evaluate(HOW), 30)
    # An automated WebKitGTK forgets what the page cached when it goes to the page anew; then it starts anew.
    assert how == "restored" or (checker_page.driver.name == "webkit" and how == "new")
    assert (how == "new") == bool(fetched(checker_page))
    assert_right(checker_page, photo)


@pytest.mark.parametrize("with_digest", [False, True])
def test_damaged_memory_is_not_used(chromium: CheckerPage, photo: Path, with_digest: bool) -> None:
    first_visit(chromium)
    chromium.driver.evaluate(REPLACE % json.dumps(with_digest))
    chromium.open_ready(QUERY)
    how = str(wait_for("how it started", lambda: chromium.driver.evaluate(HOW), 30))
    assert how.startswith("new: ") if with_digest else how == "new"
    assert_right(chromium, photo)


@pytest.mark.parametrize("busy", [False, True])
def test_memory_that_fails_when_a_photo_is_chosen_costs_no_photo(
    chromium: CheckerPage, photo: Path, busy: bool
) -> None:
    """What is compiled is loaded once the page is ready; where that fails or never ends, all starts anew."""
    first_visit(chromium)
    if busy:
        rewrite(chromium.server, "worker.js", COMPLETES, NEVER)
    else:
        assert chromium.driver.evaluate(DAMAGE_LATE)
    chromium.open_ready(QUERY)
    assert not busy or chromium.driver.evaluate(HOW) == "restored"
    assert_right(chromium, photo)
    assert str(chromium.driver.evaluate(HOW)).startswith("new: ")
    assert chromium.driver.evaluate(KEPT) == 0
    first_visit(chromium)


def test_memory_that_fails_before_a_photo_is_replaced_unseen(chromium: CheckerPage, photo: Path) -> None:
    first_visit(chromium)
    assert chromium.driver.evaluate(DAMAGE_LATE)
    chromium.open_ready(QUERY)
    wait_for("a new start", lambda: chromium.driver.evaluate(HOW).startswith("new: "), 30)
    assert not chromium.driver.in_frame("document.getElementById('photo').disabled")
    assert_right(chromium, photo)


def test_damaged_files_are_fetched_anew(chromium: CheckerPage, photo: Path) -> None:
    first_visit(chromium)
    chromium.driver.evaluate(DAMAGE_KIT)
    chromium.server.log.clear()
    chromium.open_ready(QUERY)
    opened = [line for line in chromium.server.log.requests if "/check/index.html" in line]
    assert len(opened) == 2  # the page is sealed when it finds out
    assert fetched(chromium)
    assert_right(chromium, photo)


def test_other_release_takes_nothing_of_this_one(chromium: CheckerPage) -> None:
    """What is kept goes by the hashes in the page: a file that has changed is fetched, the frame's too."""
    first_visit(chromium)
    source = ROOT / "site" / "static" / "check" / "seal.js"
    swap(chromium.server, "seal.js", source.read_bytes() + b"\n// another release\n")
    chromium.server.log.clear()
    chromium.open_ready(QUERY)
    assert any("/seal.js" in line for line in fetched(chromium))
    assert not any("/frame.html" in line for line in fetched(chromium))
    wait_for("the files", lambda: chromium.driver.evaluate(KITS) == 2, 30)


def test_memory_is_of_a_python_that_saw_no_photo(chromium: CheckerPage, photo: Path) -> None:
    """What is kept after a photo was judged is what was kept before."""
    first_visit(chromium)
    digest = (
        "caches.open('gradphoto-memory').then(async (cache) => "
        "(await cache.match((await cache.keys())[0])).headers.get('x-sha256'))"
    )
    before = chromium.driver.evaluate(digest)
    assert_right(chromium, photo)
    assert chromium.driver.evaluate(digest) == before
