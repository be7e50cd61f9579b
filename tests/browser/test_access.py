"""The page for everybody: keyboard only, a narrow phone, a screen reader, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.variants import ROOT
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """axe.run(document, {
    iframes: false, resultTypes: ["violations"], rules: %s
}).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]))"""
# The frame is a part of a page: the heading of the first level stands outside it.
FRAME_RULES = '{ "page-has-heading-one": { enabled: false } }'
# A click on the input opens the dialog for choosing a file, which no test can see.
COUNT_CLICKS = """void (() => {
    globalThis.clicks = 0;
    document.getElementById("photo").addEventListener("click", () => { globalThis.clicks += 1; });
})()"""
ACTIVE = "document.activeElement?.id"
NARROWEST = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One photo that passes, one that fails, one file that is none."""
    folder = tmp_path_factory.mktemp("photos")
    contents = {
        "pass": PHOTOS["baseline.jpg"](),
        "fail": PHOTOS["size-1200x1600.jpg"](),
        "unreadable": b"no photo",
    }
    for outcome, content in contents.items():
        (folder / f"{outcome}.jpg").write_bytes(content)
    return {outcome: folder / f"{outcome}.jpg" for outcome in contents}


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: CheckerPage) -> Iterator[CheckerPage]:
    assert isinstance(chromium.driver, Chromium)
    with chromium.driver.showing(request.param, **NARROWEST):
        yield chromium


def violations(page: CheckerPage) -> list[Any]:
    """Return what axe finds in the page and, where there is one, in the frame."""
    page.driver.evaluate(f"void (() => {{ {AXE} }})()")
    found = list(page.driver.evaluate(RUN_AXE % "{}"))
    if page.driver.evaluate("document.querySelector('iframe') !== null"):
        assert isinstance(page.driver, Chromium)
        found += page.driver.apart(f"(() => {{ {AXE} }})(), {RUN_AXE % FRAME_RULES}")
    return found


def overflow(page: CheckerPage) -> list[int]:
    """Return by how many px the page and the frame are wider than they show."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return [page.driver.evaluate(script), page.driver.in_frame(script)]


@pytest.mark.visited
def test_axe_finds_nothing_and_nothing_overflows(page: CheckerPage, photos: dict[str, Path]) -> None:
    page.open_ready()
    assert violations(page) == []
    assert overflow(page) == [0, 0]
    for outcome, photo in photos.items():
        page.judge(photo)
        assert page.outcome() == outcome
        page.driver.in_frame("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == []
        assert overflow(page) == [0, 0]


def test_axe_finds_nothing_when_loading_fails(page: CheckerPage) -> None:
    [path] = page.server.folder.glob("check/runtime/pyodide.mjs.*.bin")
    page.server.overrides[path.relative_to(page.server.folder).as_posix()] = b"damaged"
    page.open()
    assert page.outer_trouble() == "payload-damaged"
    assert violations(page) == []
    assert page.driver.evaluate("document.activeElement?.id") == "loading-retry"


@pytest.mark.visited
def test_axe_would_find_something(page: CheckerPage) -> None:
    page.open_ready()
    page.driver.in_frame("void document.getElementById('report-text').removeAttribute('aria-label')")
    page.driver.in_frame(
        "void document.getElementById('headline').closest('[hidden]').removeAttribute('hidden')"
    )
    page.driver.in_frame("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert "label" in [rule for rule, _ in violations(page)]


@pytest.mark.visited
def test_keyboard_alone_gets_to_the_verdict_and_on(chromium: CheckerPage, photos: dict[str, Path]) -> None:
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    keyboard = driver.page.keyboard
    chromium.open_ready()
    driver.in_frame(COUNT_CLICKS)
    tab_to(chromium, "photo")
    keyboard.press("Space")
    wait_for("the file dialog", lambda: driver.in_frame("globalThis.clicks === 1"), 5)
    driver.choose(photos["fail"])
    assert chromium.outcome() == "fail"
    wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "headline", 5)
    keyboard.press("Tab")
    assert driver.in_frame("document.activeElement.matches('#counts button')")
    tab_to(chromium, "mend")
    picture = "document.querySelector('#picture img') !== null"
    wait_for("the picture, whose controls come next", lambda: driver.in_frame(picture), 20)
    for control in ("lines-title", "place"):
        keyboard.press("Tab")
        assert driver.in_frame(ACTIVE) == control
    keyboard.press("Tab")
    while not driver.in_frame("document.activeElement.matches('summary')"):
        assert driver.in_frame("document.activeElement.matches('#reports .finding-actions button')")
        keyboard.press("Tab")
    keyboard.press("Enter")
    assert driver.in_frame("document.activeElement.parentElement.open")
    tab_to(chromium, "again")
    keyboard.press("Enter")
    wait_for("the file dialog", lambda: driver.in_frame("globalThis.clicks === 2"), 5)
    chromium.forget()
    driver.choose(photos["pass"])
    assert chromium.outcome() == "pass"


def tab_to(page: CheckerPage, wanted: str) -> None:
    """Press Tab until the element with the id ``wanted`` has the focus, twice through frame and page at most.

    Whoever tabs on before a verdict takes the focus comes round to it: once through are 84 places.
    """
    assert isinstance(page.driver, Chromium)
    for _ in range(200):
        page.driver.page.keyboard.press("Tab")
        if page.driver.in_frame("document.hasFocus() && document.activeElement?.id") == wanted:
            return
    raise AssertionError(f"Tab never comes to {wanted}")


@pytest.mark.visited
def test_status_is_announced(chromium: CheckerPage, photos: dict[str, Path]) -> None:
    """What happens is said in a live region that was there before, and the verdict takes the focus."""
    driver = chromium.driver
    chromium.open_ready()
    assert "准备好了" in chromium.status()
    assert driver.in_frame("document.getElementById('status').getAttribute('role')") == "status"
    chromium.judge(photos["fail"])
    wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "headline", 5)
    assert driver.in_frame("document.getElementById('headline').textContent").startswith("不合格")
    assert driver.evaluate("document.activeElement.tagName") == "IFRAME"


@pytest.mark.visited
def test_frame_is_as_high_as_what_is_in_it(checker_page: CheckerPage, photos: dict[str, Path]) -> None:
    driver = checker_page.driver
    inner = "document.documentElement.offsetHeight"
    outer = "Math.round(document.querySelector('iframe').getBoundingClientRect().height)"
    checker_page.open_ready()
    heights = []
    for outcome in ("unreadable", "fail"):
        checker_page.judge(photos[outcome])
        wait_for("the same height", lambda: driver.in_frame(inner) == driver.evaluate(outer), 20)
        assert driver.in_frame("document.scrollingElement.scrollTop") == 0
        heights.append(driver.evaluate(outer))
    assert heights[0] < heights[1]
