"""The checker page as a person uses it, whatever the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.drivers import Driver
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server

PATH = "check/index.html"
READY_SECONDS = 90
VERDICT_SECONDS = 90


@dataclass
class CheckerPage:
    """The page in one browser, served by one server."""

    driver: Driver
    server: Server
    path: str = PATH

    def open(self, query: str = "") -> None:
        """Go to the page, by a link that asks for ``query``."""
        self.driver.open(self.server.base + self.path + (query and f"?{query}"))

    def open_ready(self, query: str = "") -> None:
        """Go to the page and wait until it takes a photo."""
        self.open(query)
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until the file input is enabled."""
        script = "document.querySelector('input[type=file]')?.disabled === false"
        wait_for("the input is enabled", lambda: self.driver.in_frame(script), READY_SECONDS)

    def choose_school(self, standards: list[str]) -> None:
        """Choose the school that leads to ``standards``."""
        wanted = json.dumps(" ".join(standards))
        self.driver.in_frame(f"document.querySelector(`input[data-standards='${{{wanted}}}']`).click()")

    def judge(self, photo: Path) -> list[dict[str, Any]]:
        """Choose ``photo`` and return the page's reports, as the JSON it offers for saving."""
        return list(json.loads(self.judge_text(photo)))

    def judge_text(self, photo: Path) -> str:
        """Choose ``photo`` and return the text of the page's reports."""
        self.forget()
        self.driver.choose(photo)
        self.outcome()
        return str(self.driver.in_frame("document.getElementById('report-text').value"))

    def forget(self) -> None:
        """Drop the mark of an earlier verdict, so that the next one is known by its mark."""
        self.driver.in_frame("void delete document.getElementById('result').dataset.reportOutcome")

    def outcome(self, seconds: float = VERDICT_SECONDS) -> str:
        """Wait for a verdict and return its outcome."""
        script = "document.querySelector('[data-report-outcome]')?.dataset.reportOutcome"
        return wait_for("a verdict", lambda: str(self.driver.in_frame(script) or ""), seconds)

    def trouble(self) -> str:
        """Wait until the frame tells of a trouble and return its code."""
        script = "document.getElementById('status').dataset.code"
        return wait_for("a trouble", lambda: str(self.driver.in_frame(script) or ""), VERDICT_SECONDS)

    def outer_trouble(self) -> str:
        """Wait until the outer page tells of a trouble and return its code."""
        script = "document.querySelector('#trouble:not([hidden])')?.dataset.code"
        return wait_for("a trouble", lambda: str(self.driver.evaluate(script) or ""), READY_SECONDS)

    def status(self) -> str:
        """Return what the status line of the frame says."""
        return str(self.driver.in_frame("document.getElementById('status').textContent"))
