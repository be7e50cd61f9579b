"""Prints of the fixed photo on a sheet: the same bytes as in a terminal, in each engine."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.fix import fix
from checker.sheet import PAPERS, PRINTS, sheet
from checker.sheet.make import Kind
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_access import NARROWEST, overflow, tab_to, violations
from tests.browser.test_fix import SECONDS, TALL, click, make, open_editor
from tests.corpus import PHOTOS

pytestmark = [pytest.mark.browser, pytest.mark.visited]

NAME = "baseline.jpg"
STANDARD = ["online-upload"]
READY = (
    "!document.getElementById('sheet-pdf').disabled && "
    "document.querySelector('#sheet-picture img')?.naturalWidth"
)
STARTS: dict[Kind, bytes] = {"jpeg": b"\xff\xd8", "pdf": b"%PDF"}
ENDS: dict[Kind, bytes] = {"jpeg": b"\xff\xd9", "pdf": b"%%EOF"}


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / NAME
    path.write_bytes(PHOTOS[NAME]())
    return path


@pytest.fixture(scope="module")
def fixed(photo: Path) -> tuple[bytes, str]:
    """What the fixer makes of the photo outside a browser, and its name."""
    made = fix(photo.read_bytes(), photo.name, STANDARD)
    assert made.data is not None
    return made.data, made.file_name


def open_sheet(page: CheckerPage, photo: Path) -> int:
    """Fix the photo, open the panel, and return the width of the picture that it shows."""
    open_editor(page, photo)
    make(page)
    click(page, "sheet-open")
    return shown(page)


def shown(page: CheckerPage) -> int:
    return int(wait_for("the sheet", lambda: page.driver.in_frame(READY), SECONDS))


def choose(page: CheckerPage, name: str, value: str, event: str = "change") -> None:
    """Choose as a person does; the old sheet is gone at once."""
    script = (
        f"(() => {{ const box = document.getElementById('sheet-{name}'); box.value = {json.dumps(value)};"
        f" box.dispatchEvent(new Event('{event}', {{ bubbles: true }})); }})()"
    )
    page.driver.in_frame(script)
    assert page.driver.in_frame("!document.querySelector('#sheet-picture img')")


def saved(page: CheckerPage, kind: Kind, folder: Path) -> bytes:
    """Save the file and return its bytes."""
    click(page, f"sheet-{kind}")
    path = wait_for("the file", lambda: next(finished(folder, kind), None), 20)
    content = path.read_bytes()
    path.unlink()
    return content


def finished(folder: Path, kind: Kind) -> Iterator[Path]:
    """Yield the finished downloads, whatever their names: Chromium's driver gives them its own."""
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            content = path.read_bytes().rstrip()
            whole = content.startswith(STARTS[kind]) and content.endswith(ENDS[kind])
            if path.suffix not in {".part", ".crdownload"} and whole:
                yield path


def test_the_sheet_is_the_one_of_the_command_line(
    checker_page: CheckerPage, photo: Path, fixed: tuple[bytes, str], downloads: Path
) -> None:
    checker_page.open_ready()
    checker_page.choose_school(STANDARD)
    checker_page.server.log.clear()
    assert open_sheet(checker_page, photo) == 1800
    orders: list[tuple[str, str, int | None]] = [("6-inch", "1-inch", None)]
    if checker_page.driver.name == "chromium":  # the others would only take longer
        orders.append(("a4", "2-inch", 7))
    for paper, size, count in orders:
        if count is not None:
            choose(checker_page, "paper", paper)
            shown(checker_page)
            choose(checker_page, "print", size)
            assert shown(checker_page) == 2480
            choose(checker_page, "count", str(count), "input")
            shown(checker_page)
        for kind in ENDS:
            expected = sheet(*fixed, PRINTS[size], PAPERS[paper], count, kind)
            assert saved(checker_page, kind, downloads) == expected.data
    assert checker_page.server.log.requests == []
    assert checker_page.server.log.connections == 0


@pytest.fixture(scope="module")
def tall(site: Path) -> Iterator[CheckerPage]:
    """Chromium in a window as high as the page: what is in the frame is then painted."""
    with Server(site) as server, Chromium() as driver:
        driver.page.set_viewport_size(TALL)  # type: ignore[arg-type]
        yield CheckerPage(driver, server)


def text(page: CheckerPage, name: str) -> str:
    return str(page.driver.in_frame(f"document.getElementById('{name}').textContent"))


def value(page: CheckerPage, name: str) -> Any:
    return page.driver.in_frame(f"document.getElementById('{name}').value")


def test_panel_by_keyboard_alone_and_on_the_narrowest_screen(tall: CheckerPage, photo: Path) -> None:
    """Opened, read out, changed and closed; it says what was cut off, and that printing must not scale."""
    tall.open_ready()
    open_editor(tall, photo)
    make(tall)
    driver = tall.driver
    assert isinstance(driver, Chromium)
    tab_to(tall, "sheet-open")
    driver.page.keyboard.press("Enter")
    assert shown(tall) == 1800
    wait_for("focus", lambda: driver.in_frame("document.activeElement.id === 'sheet-title'"), 10)
    notes = text(tall, "sheet-notes")
    assert "裁掉了" in notes
    assert "实际大小" in notes
    assert text(tall, "sheet-most") == "最多 10 张"
    assert "10 张" in text(tall, "sheet-status")
    tab_to(tall, "sheet-print")
    driver.page.keyboard.press("ArrowDown")
    wait_for("four larger ones", lambda: value(tall, "sheet-count") == "4", SECONDS)
    tab_to(tall, "sheet-count")
    for written, counted in (("999", "4"), ("-3", "1"), ("", "1"), ("3", "3")):
        driver.page.keyboard.press("ControlOrMeta+a")
        driver.page.keyboard.insert_text(written)
        assert shown(tall) == 1800
        assert value(tall, "sheet-count") == counted
        assert f"{counted} 张" in text(tall, "sheet-status")
    assert violations(tall) == []
    driver.page.set_viewport_size({"width": NARROWEST["width"], "height": TALL["height"]})
    assert overflow(tall) == [0, 0]
    tab_to(tall, "sheet-close")
    driver.page.keyboard.press("Enter")
    wait_for("focus", lambda: driver.in_frame("document.activeElement.id === 'sheet-open'"), 10)
    assert driver.in_frame("document.getElementById('sheet').hidden")
    click(tall, "sheet-open")
    click(tall, "fix-recrop")
    make(tall)
    assert driver.in_frame("document.getElementById('sheet').hidden"), "the sheet is of another photo"
    assert driver.in_frame("document.getElementById('sheet-pdf').disabled")
