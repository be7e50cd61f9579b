"""What was measured is drawn over the photo, rule by rule, and said in words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.checkerpage import CheckerPage
from tests.browser.conftest import Engines
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.drivers.chromium import Scheme
from tests.browser.server import Server
from tests.browser.test_access import overflow, tab_to, violations
from tests.browser.test_points import FOCUS, PLACED, SECONDS, click, judge, press

pytestmark = [pytest.mark.browser, pytest.mark.visited]

DRAWN = "[...document.querySelectorAll('#picture g[data-rule]:not([hidden])')].map((g) => g.dataset.rule)"
LINES = """[...document.querySelectorAll("#picture g[data-rule='%s'] .line")].map((one) =>
    one.getAttribute("points"))"""
SWITCH = "#lines input[data-rule='%s']"
WORDS = "document.querySelector('#picture svg > desc').textContent"
FINDING = "document.querySelector(`#reports li.finding[data-rule='%s']`)"
SCHOOL = ["online-upload", "school-batch", "chsi-2017"]


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of a blue wall, in which no face can be found."""
    path = tmp_path_factory.mktemp("photos") / "wall.jpg"
    out = io.BytesIO()
    Image.new("RGB", (480, 640), (100, 197, 255)).save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture(scope="module")
def seen(site: Path, engines: Engines, nobody: Path) -> Iterator[CheckerPage]:
    """The page with that photo, judged by hand; tests leave it as they found it."""
    with Server(site) as server:
        page = CheckerPage(engines["chromium"], server)
        judge_by_hand(page, nobody)
        yield page


def judge_by_hand(page: CheckerPage, photo: Path, query: str = "standard=chsi-2017") -> None:
    """Judge the photo by the points as they are offered, but a crown that is too high."""
    judge(page, photo, query)
    click(page, "place")
    wait_for("the focus", lambda: page.driver.in_frame(FOCUS) == "crown", 5)
    press(page, *["Shift+ArrowUp"] * 4)
    click(page, "placing-done")
    wait_for("the verdict", lambda: page.driver.in_frame(PLACED), SECONDS)


def drawn(page: CheckerPage) -> set[str]:
    return set(page.driver.in_frame(DRAWN))


def test_problems_are_drawn_where_they_are(seen: CheckerPage) -> None:
    driver = seen.driver
    shown = drawn(seen)
    assert "crown-position" in shown
    assert "eye-line" not in shown
    lines = driver.in_frame(LINES % "crown-position")
    assert [[round(float(part), 2) for part in at.split(",")] for at in lines[0].split()] == [
        [0, 0.02],
        [1, 0.02],
    ]
    assert "头顶线在高度的 2%，允许 7.8%–17.2%：不合格。" in driver.in_frame(WORDS)
    script = f"{FINDING % 'crown-position'}.querySelector('.message').textContent"
    assert "手动标的点" in driver.in_frame(script)


def test_each_rule_has_a_switch_for_the_keyboard(seen: CheckerPage) -> None:
    driver = seen.driver
    tab_to(seen, "lines-title")
    press(seen, "Enter", "Tab")
    assert driver.in_frame("document.activeElement.closest('#lines-list') !== null")
    first = str(driver.in_frame("document.activeElement.dataset.rule"))
    was = first in drawn(seen)
    press(seen, "Space")
    assert (first in drawn(seen)) is not was
    press(seen, "Space")
    assert (first in drawn(seen)) is was
    words = str(driver.in_frame("document.activeElement.closest('label').textContent"))
    assert "允许" in words
    driver.in_frame(f"void document.querySelector(`{SWITCH % 'eye-line'}`).click()")
    assert "eye-line" in drawn(seen)
    assert "眼睛线在高度的 42%" in driver.in_frame(WORDS)
    driver.in_frame(f"void document.querySelector(`{SWITCH % 'eye-line'}`).click()")
    assert "eye-line" not in drawn(seen)


def test_finding_shows_its_own_lines(seen: CheckerPage) -> None:
    driver = seen.driver
    item = FINDING % "crown-position"
    button = f"{item}.querySelector('.finding-actions button')"
    assert driver.in_frame(f"{button}.getAttribute('aria-expanded')") == "false"
    driver.in_frame(f"void {button}.click()")
    assert driver.in_frame(f"{button}.getAttribute('aria-expanded')") == "true"
    script = f"[...{item}.querySelectorAll('g[data-rule]')].map((one) => one.dataset.rule)"
    assert driver.in_frame(script) == ["crown-position"]
    decoded = f"{item}.querySelector('img').decode().then(() => true)"
    assert driver.in_frame(decoded)
    assert drawn(seen) == {"crown-position"}
    driver.in_frame(f"void {button}.click()")
    assert driver.in_frame(f"{item}.querySelector('img') === null")


def test_rule_that_cannot_judge_offers_the_points(chromium: CheckerPage, nobody: Path) -> None:
    driver = chromium.driver
    judge(chromium, nobody, "standard=chsi-2017")
    item = FINDING % "eye-line"
    assert driver.in_frame(f"{item}.dataset.outcome") == "unknown"
    driver.in_frame(f"void {item}.querySelector('.finding-actions button:last-child').click()")
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "crown", 5)
    click(chromium, "placing-done")
    wait_for("the verdict", lambda: driver.in_frame(PLACED), SECONDS)
    assert driver.in_frame(f"{item}.dataset.outcome") == "pass"
    assert driver.in_frame(f"{FINDING % 'yaw'}.dataset.outcome") == "unknown"


def test_every_engine_draws_and_takes_points(checker_page: CheckerPage, nobody: Path) -> None:
    """The points as they are offered make a face that is in order, but for eyes that are close."""
    driver = checker_page.driver
    judge(checker_page, nobody, "standard=chsi-2017")
    click(checker_page, "place")
    click(checker_page, "placing-done")
    wait_for("the verdict", lambda: driver.in_frame(PLACED), SECONDS)
    assert drawn(checker_page) == {"inter-eye-distance"}
    line = "document.querySelector(`#picture g[data-rule='inter-eye-distance'] .line`)"
    assert driver.in_frame(f"{line}.getBBox().width") == pytest.approx(0.16, abs=0.01)
    box = """(({ x, y, width, height }) => [x, y, width, height])(
        document.querySelector("#picture %s").getBoundingClientRect())"""
    assert driver.in_frame(box % "svg") == pytest.approx(driver.in_frame(box % "img"), abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawn_result_is_accessible_and_fits(chromium: CheckerPage, nobody: Path, scheme: Scheme) -> None:
    page = chromium
    assert isinstance(page.driver, Chromium)
    with page.driver.showing(scheme, 360, 900) as driver:
        judge_by_hand(page, nobody, f"standard={','.join(SCHOOL)}")
        opened = "document.querySelectorAll('#lines, .folded').forEach((one) => { one.open = true; })"
        driver.in_frame(opened)
        for waiting in ("#lines input:not(:checked)", "[aria-expanded=false]"):
            driver.in_frame(f"document.querySelectorAll('{waiting}').forEach((one) => {{ one.click(); }})")
            assert len(drawn(page)) > 4 or "expanded" in waiting
        assert violations(page) == []
        for width in (360, 768, 1280):
            driver.page.set_viewport_size({"width": width, "height": 900})
            assert overflow(page) == [0, 0]
        driver.page.set_viewport_size({"width": 360, "height": 900})
        click(page, "place")
        wait_for("the focus", lambda: driver.in_frame(FOCUS) == "crown", 5)
        assert violations(page) == []
        assert overflow(page) == [0, 0]
