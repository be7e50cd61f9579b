"""Debian's Chromium by Playwright."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from playwright.sync_api import Browser, Error, Frame, Page, Playwright, sync_playwright

from tests.browser.drivers.base import Driver, DriverError

Scheme = Literal["light", "dark"]
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
    """A headless Chromium; ``page`` is Playwright's page, for what only some tests need.

    With a folder for its ``profile`` it is as on a person's device: it keeps things, and connects in advance
    where a page asks for that, which it does not in Playwright's contexts.
    """

    name = "chromium"
    page: Page
    _browser: Browser | None

    def __init__(
        self,
        downloads: Path | None = None,
        arguments: Sequence[str] = (),
        profile: Path | None = None,
        executable: str = EXECUTABLE,
        **context_options: Any,
    ) -> None:
        kind = _borrow_playwright().chromium
        options: Any = {"args": [*FLAGS, *arguments], "downloads_path": downloads}
        if profile is None:
            self._browser = kind.launch(executable_path=executable, **options)
            self._context = self._browser.new_context(**context_options)
        else:
            self._browser = None
            self._context = kind.launch_persistent_context(
                profile, executable_path=executable, **options, **context_options
            )
        self.page = self._context.new_page()

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")

    def evaluate(self, script: str) -> Any:
        return _run(self.page.main_frame, script)

    def in_frame(self, script: str) -> Any:
        return _run(self._frame(), script)

    def apart(self, script: str) -> Any:
        """Run ``script`` on the frame's document, in a world from which its bootstrap took nothing away."""
        session = self._context.new_cdp_session(self._frame())  # it has a process of its own
        try:
            frame = session.send("Page.getFrameTree")["frameTree"]["frame"]
            world = session.send("Page.createIsolatedWorld", {"frameId": frame["id"]})
            wanted = {"contextId": world["executionContextId"], "awaitPromise": True, "returnByValue": True}
            done = session.send(
                "Runtime.evaluate", {"expression": f"(async () => await ({script}))()", **wanted}
            )
        finally:
            session.detach()
        if "exceptionDetails" in done:
            raise DriverError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def choose(self, *paths: Path, into: str = "photo") -> None:
        try:
            self._frame().set_input_files(f"#{into}", paths)
        except Error as error:
            raise DriverError(str(error)) from error

    def address(self) -> str:
        return self.page.url

    def renderers(self) -> list[int]:
        """Return the numbers of the processes that show pages and frames."""
        assert self._browser is not None
        session = self._browser.new_browser_cdp_session()
        try:
            running = session.send("SystemInfo.getProcessInfo")["processInfo"]
        finally:
            session.detach()
        return [process["id"] for process in running if process["type"] == "renderer"]

    def tabs(self) -> list[Page]:
        """Return the open tabs, the oldest first."""
        self.page.wait_for_timeout(1)
        return list(self._context.pages)

    def go_to_tab(self, tab: Page) -> None:
        """Have all further calls be about ``tab``."""
        self.page = tab

    @contextlib.contextmanager
    def showing(self, scheme: Scheme, width: int, height: int) -> Iterator[Self]:
        """Look through a window of this size, light or dark; afterwards through the one from before."""
        before = self.page.viewport_size
        assert before is not None
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": height})
        try:
            yield self
        finally:
            self.page.emulate_media(color_scheme="light")
            self.page.set_viewport_size(before)

    def version(self) -> str:
        if self._browser is not None:
            return f"Chromium {self._browser.version}"
        return f"Chromium {self.page.evaluate('/Chrome.([0-9.]+)/.exec(navigator.userAgent)[1]')}"

    def close(self) -> None:
        self._context.close()
        if self._browser is not None:
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
