"""Four points are placed on the picture by hand, and the photo is judged by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_access import tab_to
from tests.corpus import PHOTOS

pytestmark = [pytest.mark.browser, pytest.mark.visited]

PICTURE = "document.querySelector('#picture img') !== null"
PLACED = "document.getElementById('unplace').checkVisibility()"
OPEN = "document.getElementById('placing').checkVisibility()"
SAID = "document.getElementById('placing-text').textContent"
FOCUS = "document.activeElement.dataset.point ?? document.activeElement.id"
PLACES = """Object.fromEntries([...document.querySelectorAll("[data-point]")].map((one) =>
    [one.dataset.point, [parseFloat(one.style.left), parseFloat(one.style.top)]]))"""
SECONDS = 30


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "photo.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    return path


def judge(page: CheckerPage, photo: Path, query: str = "") -> None:
    """Judge the photo and wait for its picture."""
    page.open_ready(query)
    page.judge(photo)
    wait_for("the picture", lambda: page.driver.in_frame(PICTURE), SECONDS)


def places(page: CheckerPage) -> dict[str, list[float]]:
    """Return where the points are, in percent of the picture."""
    return dict(page.driver.in_frame(PLACES))


def value(page: CheckerPage, point: str) -> str:
    """Return what a screen reader is told of a point's place."""
    script = f"document.querySelector('[data-point={point}]').getAttribute('aria-valuetext')"
    return str(page.driver.in_frame(script))


def press(page: CheckerPage, *keys: str) -> None:
    assert isinstance(page.driver, Chromium)
    for key in keys:
        page.driver.page.keyboard.press(key)


def test_points_are_placed_by_keyboard_alone(chromium: CheckerPage, photo: Path) -> None:
    driver = chromium.driver
    judge(chromium, photo)
    tab_to(chromium, "place")
    press(chromium, "Enter")
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "crown", 5)
    before = places(chromium)
    press(chromium, "ArrowDown", "ArrowDown", "Shift+ArrowRight")
    press(chromium, "Tab", "Shift+ArrowUp", "ArrowLeft")
    assert driver.in_frame(FOCUS) == "left-eye"
    after = places(chromium)
    for point, across, down in (("crown", 2 / 0.75, 0.4), ("left-eye", -0.2 / 0.75, -2.0)):
        assert after[point] == pytest.approx([before[point][0] + across, before[point][1] + down], abs=0.01)
    assert {name: before[name] for name in ("right-eye", "chin")} == {
        name: after[name] for name in ("right-eye", "chin")
    }
    x, y = after["left-eye"]
    assert value(chromium, "left-eye") == f"离左边 {x:.1f}%，离上边 {y:.1f}%"
    tab_to(chromium, "placing-done")
    chromium.forget()
    press(chromium, "Enter")
    chromium.outcome()
    wait_for("the picture", lambda: driver.in_frame(PLACED), SECONDS)
    assert not driver.in_frame(OPEN)
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "headline", 5)
    tab_to(chromium, "place")
    press(chromium, "Enter")
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "crown", 5)
    again = places(chromium)
    assert {name: pytest.approx(at, abs=0.01) for name, at in after.items()} == again


def test_points_are_refused_left_and_undone(chromium: CheckerPage, photo: Path) -> None:
    """Points that make no face give a sentence, and the result stays."""
    driver = chromium.driver
    judge(chromium, photo)
    click(chromium, "place")
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "crown", 5)
    press(chromium, *["Shift+ArrowDown"] * 40)
    click(chromium, "placing-done")
    wait_for("the sentence", lambda: "头顶的点应该在眼睛上面" in driver.in_frame(SAID), SECONDS)
    assert driver.in_frame(OPEN)
    assert driver.in_frame("document.getElementById('result').checkVisibility()")
    click(chromium, "placing-cancel")
    assert not driver.in_frame(OPEN)
    wait_for("the focus", lambda: driver.in_frame(FOCUS) == "place", 5)
    assert not driver.in_frame(PLACED)
    click(chromium, "place")
    click(chromium, "placing-done")
    wait_for("the verdict", lambda: driver.in_frame(PLACED), SECONDS)
    click(chromium, "unplace")
    wait_for("the verdict", lambda: driver.in_frame(f"{PICTURE} && !{PLACED}"), SECONDS)


def test_points_stay_inside_and_are_dragged_by_mouse_and_touch(server: Server, photo: Path) -> None:
    with Chromium(has_touch=True, viewport={"width": 500, "height": 2500}) as driver:
        page = CheckerPage(driver, server)
        judge(page, photo)
        click(page, "place")
        frame = driver.page.frame_locator("iframe")
        box = frame.locator("#placing-stage").bounding_box()
        assert box is not None
        start = places(page)

        def at(name: str) -> tuple[float, float]:
            x, y = places(page)[name]
            return box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100

        driver.page.mouse.move(*at("chin"))
        driver.page.mouse.down()
        x, y = at("chin")
        driver.page.mouse.move(x + box["width"] / 10, y + box["height"] / 20, steps=3)
        driver.page.mouse.up()
        driver.page.mouse.move(x, y)
        moved = places(page)
        assert moved["chin"] == pytest.approx([start["chin"][0] + 10, start["chin"][1] + 5], abs=0.2)
        protocol = driver.page.context.new_cdp_session(driver.page)
        x, y = at("crown")
        for kind, up in (("touchStart", 0), ("touchMove", 20), ("touchMove", 900), ("touchEnd", None)):
            points = [] if up is None else [{"x": x, "y": max(1.0, y - up)}]
            protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        assert places(page)["crown"] == pytest.approx([start["crown"][0], 0.0])
        assert {name: moved[name] for name in ("left-eye", "right-eye", "chin")} == {
            name: places(page)[name] for name in ("left-eye", "right-eye", "chin")
        }


def click(page: CheckerPage, name: str) -> None:
    page.driver.in_frame(f"void document.getElementById('{name}').click()")
