"""A whole check from choosing to saving: by keyboard alone, as a screen reader has it, without a stall."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.many import copies
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver
from tests.browser.drivers.base import wait_for
from tests.browser.test_access import ACTIVE, NARROWEST, tab_to
from tests.browser.test_fix import RESULT, SECONDS, open_editor, whole_photo
from tests.browser.test_fix import make as make_file
from tests.browser.test_many import outcomes
from tests.corpus import PHOTOS

pytestmark = [pytest.mark.browser, pytest.mark.visited]

WATCH = """void (() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: "longtask" });
})()"""
BUSY = "void setTimeout(() => { for (const end = performance.now() + 120; performance.now() < end; ); })"
# Size, weight, slant and family of all text that is laid out: for each, a browser asks for a font.
FONTS = """(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        const { fontSize, fontWeight, fontStyle, fontFamily } = getComputedStyle(parentElement);
        if (data.trim() && parentElement.checkVisibility()) {
            found.add([fontSize, fontWeight, fontStyle, fontFamily].join(" "));
        }
    }
    return [...found];
})()"""
# What the tree is compared by: the parts that are there whatever was found in the photo.
PARTS = re.compile(
    r"^\s*- (?:/\w+|(button|heading|textbox|combobox|slider|checkbox|img|status|table) \"(.*?)\")"
)


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "12-megapixels.heic"
    path.write_bytes(PHOTOS[path.name]())
    return path


def tree(page: CheckerPage, part: str) -> list[str]:
    """Return the accessibility tree of a part of the frame: role and name of each thing with a name."""
    assert isinstance(page.driver, Chromium)
    frame = page.driver.page.main_frame.child_frames[0]
    lines = frame.locator(part).aria_snapshot().splitlines()
    found = [match for match in map(PARTS.match, lines) if match and match[1]]
    return [f"{match[1]} {re.sub(r'[0-9.]+', '#', match[2])}" for match in found]


def test_keyboard_alone_from_choosing_to_saving(chromium: CheckerPage, photo: Path, downloads: Path) -> None:
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    keyboard = driver.page.keyboard
    chromium.open_ready()
    tab_to(chromium, "photo")
    driver.choose(photo)  # what the dialog does that Space opens, see test_access
    chromium.outcome()
    wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "headline", 5)
    keyboard.press("Tab")
    keyboard.press("Enter")
    group = str(driver.in_frame("document.activeElement.dataset.group"))
    assert group in {"fail", "unknown", "warn", "pass", "manual"}
    driver.in_frame("void document.getElementById('headline').focus()")
    tab_to(chromium, "mend")
    keyboard.press("Enter")
    wait_for("the editor", lambda: driver.in_frame(ACTIVE) == "stage", SECONDS)
    wait_for("the editor in sight", lambda: in_sight(driver), 20)
    keyboard.press("+")
    tab_to(chromium, "fix-make")
    keyboard.press("Enter")
    wait_for("the result", lambda: driver.in_frame(RESULT), SECONDS)
    wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "fix-headline", 5)
    tab_to(chromium, "fix-save")
    keyboard.press("Enter")
    wait_for("the file", lambda: whole_photo(downloads), 20)
    wait_for(
        "the word", lambda: "jpg" in driver.in_frame("document.getElementById('fix-saved').textContent"), 5
    )


def test_keyboard_alone_through_many_photos_on_a_phone(chromium: CheckerPage, tmp_path: Path) -> None:
    """From the table to one photo's report and back to its row, everything that has the focus in sight."""
    photos = [tmp_path / name for name in ("1.jpg", "2.jpg", "3.jpg")]
    for path in photos:
        path.write_bytes(PHOTOS["baseline.jpg"]())
    assert isinstance(chromium.driver, Chromium)
    with chromium.driver.showing("light", **NARROWEST) as driver:
        keyboard = driver.page.keyboard
        chromium.open_ready("standard=online-upload&faces=off")
        driver.choose(*photos)
        assert len(outcomes(chromium)) == 3
        wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "many-title", 20)
        press_until(driver, "Tab", "document.activeElement.dataset.see === '1'")
        chromium.forget()
        keyboard.press("Enter")
        chromium.outcome()
        wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "headline", 20)
        press_until(driver, "Shift+Tab", f"{ACTIVE} === 'to-many'")
        keyboard.press("Enter")
        wait_for("its row", lambda: driver.in_frame("document.activeElement.dataset.see") == "1", 20)


def press_until(driver: Chromium, key: str, reached: str) -> None:
    """Press ``key`` until ``reached`` holds; each time what has the focus comes into sight."""
    for _ in range(40):
        driver.page.keyboard.press(key)
        wait_for("the focus in sight", lambda: in_sight(driver), 20)
        if driver.in_frame(reached):
            return
    raise AssertionError(f"{key} never comes to {reached}")


def in_sight(driver: Chromium) -> bool:
    top, height = driver.evaluate(
        "[document.querySelector('iframe').getBoundingClientRect().top, innerHeight]"
    )
    box = "document.activeElement.getBoundingClientRect()"
    upper, lower = driver.in_frame(f"[{box}.top, {box}.bottom]")
    # A page is scrolled by whole px only, and what it is scrolled to may end in the middle of one.
    return bool(top + upper > -1 and top + lower < height + 1)


def test_tree_that_a_screen_reader_has(chromium: CheckerPage, photo: Path) -> None:
    """Everything that can be done has a role and a name, in the order in which it is needed."""
    chromium.open_ready()
    chromium.judge(photo)
    picture = "document.querySelector('#picture img') !== null"
    wait_for("the picture", lambda: chromium.driver.in_frame(picture), 20)
    verdict = tree(chromium, "#result")
    assert verdict[0].startswith("heading ")
    wanted = ["heading 下一步", "button 按要求改一张", "button 手动标点", "button 检查另一张"]
    wanted += ["button 复制报告（文字）", "button 保存报告（JSON）"]
    places = [verdict.index(name) for name in wanted]
    assert places == sorted(places)
    assert [name for name in verdict if name.startswith("button 请自己看 #")]
    assert [name for name in verdict if name.startswith("checkbox ")]
    assert [name for name in verdict if name.startswith("img 画在照片上的 # 项")]
    open_editor(chromium, photo)
    make_file(chromium)
    wait_for("both", lambda: chromium.driver.in_frame("document.querySelector('.compare') !== null"), 20)
    made = tree(chromium, "#fix")
    wanted = ["heading 按要求改一张", "button 返回检查结果", "button 保存照片", "button 重新取景"]
    places = [made.index(name) for name in wanted]
    assert places == sorted(places)
    assert "slider 分界线：左边是原来的，右边是改好的" in made
    assert all(name.split(" ", 1)[1] for name in [*verdict, *made])


def test_page_thread_stays_free(chromium: CheckerPage, photo: Path, tmp_path: Path) -> None:
    """Prints the longest task of the frame's own thread; `python -m benchmarks.many` holds it to a limit."""
    driver = chromium.driver
    chromium.open_ready()
    driver.in_frame(WATCH)
    chromium.judge(photo)
    open_editor(chromium, photo)
    make_file(chromium)
    print(f"longest task of the page's thread in a check and a fix: {longest(driver):.0f} ms")
    driver.in_frame("void tasks.splice(0)")
    driver.choose(*copies(photo, tmp_path / "four", 4))
    outcomes(chromium)
    print(f"longest task of the page's thread with four photos: {longest(driver):.0f} ms")
    driver.in_frame(BUSY)  # so that it is known that one would be seen
    wait_for("the long task", lambda: longest(driver) >= 100, 10)


def longest(driver: Driver) -> float:
    return max(map(float, driver.in_frame("tasks")), default=0)


def test_fonts_are_there_before_the_first_photo(chromium: CheckerPage, tmp_path: Path) -> None:
    """Asked for while a photo is judged, each kept the page's thread waiting for some 40 ms."""
    driver = chromium.driver
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOS["size-1200x1600.jpg"]())
    chromium.open_ready()
    before = set(driver.in_frame(FONTS))
    driver.choose(*copies(photo, tmp_path / "two", 2))
    outcomes(chromium)
    assert set(driver.in_frame(FONTS)) <= before
    chromium.judge(photo)
    picture = "document.querySelector('#picture img') !== null"
    wait_for("the picture", lambda: driver.in_frame(picture), 20)
    assert set(driver.in_frame(FONTS)) <= before
