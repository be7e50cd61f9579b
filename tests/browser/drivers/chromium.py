"""Debian's Chromium by Playwright."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Frame, Page, Playwright, sync_playwright

from tests.browser.drivers.base import Driver, DriverError

EXECUTABLE = "/usr/bin/chromium"
# Root needs --no-sandbox; the others keep the browser from talking to hosts of its maker.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Chromium(Driver):
    """A headless Chromium; ``page`` is Playwright's page, for what only some tests need."""

    name = "chromium"
    page: Page

    def __init__(
        self, downloads: Path | None = None, arguments: Sequence[str] = (), **context_options: Any
    ) -> None:
        self._browser = _borrow_playwright().chromium.launch(
            executable_path=EXECUTABLE, args=[*FLAGS, *arguments], downloads_path=downloads
        )
        self._context = self._browser.new_context(**context_options)
        self.page = self._context.new_page()

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")

    def evaluate(self, script: str) -> Any:
        return _run(self.page.main_frame, script)

    def in_frame(self, script: str) -> Any:
        return _run(self._frame(), script)

    def choose(self, path: Path) -> None:
        try:
            self._frame().set_input_files("input[type=file]", path)
        except Error as error:
            raise DriverError(str(error)) from error

    def address(self) -> str:
        return self.page.url

    def version(self) -> str:
        return f"Chromium {self._browser.version}"

    def close(self) -> None:
        self._context.close()
        self._browser.close()
        _return_playwright()

    def _frame(self) -> Frame:
        self.page.wait_for_timeout(1)  # lets Playwright hear of frames that came since the last call
        children = self.page.main_frame.child_frames
        if not children:
            raise DriverError("the page has no frame yet")
        return children[0]


# Playwright runs once in a thread, however many browsers it has.
_users = 0
_playwright: Playwright | None = None


def _borrow_playwright() -> Playwright:
    global _users, _playwright
    _users += 1
    if _playwright is None:
        _playwright = sync_playwright().start()
    return _playwright


def _return_playwright() -> None:
    global _users, _playwright
    _users -= 1
    if not _users and _playwright is not None:
        _playwright.stop()
        _playwright = None


def _run(frame: Frame, script: str) -> Any:
    try:
        return frame.evaluate(f"async () => await ({script})")
    except Error as error:
        raise DriverError(str(error)) from error
