"""What every driver can do."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

T = TypeVar("T")


class DriverError(Exception):
    """The browser refused a command, or a script threw."""


class Driver(ABC):
    """A running browser with one tab.

    Scripts are JavaScript expressions; a promise is awaited, the value comes back as JSON does.
    """

    name: ClassVar[str]

    @abstractmethod
    def __init__(self, downloads: Path | None = None) -> None:
        """Start the browser; what it saves goes into ``downloads``."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to ``url`` without waiting for the page to load."""

    @abstractmethod
    def evaluate(self, script: str) -> Any:
        """Run ``script`` in the page and return its value."""

    @abstractmethod
    def in_frame(self, script: str) -> Any:
        """Run ``script`` in the page's only frame and return its value."""

    @abstractmethod
    def choose(self, *paths: Path, into: str = "photo") -> None:
        """Set the frame's file input with the id ``into``, as a person who picks files does."""

    @abstractmethod
    def address(self) -> str:
        """Return the address of the tab."""

    @abstractmethod
    def version(self) -> str:
        """Return the engine's name and version."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def wait_for(what: str, probe: Callable[[], T | None], seconds: float) -> T:
    """Call ``probe`` until it returns something true, and return that; errors count as «not yet»."""
    end = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < end:
        try:
            last = probe()
        except DriverError as error:
            last = error
        else:
            if last:
                return last
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds:g} s (last: {last!r})")
