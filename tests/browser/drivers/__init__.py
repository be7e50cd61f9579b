"""Three browser engines behind the same few calls."""

from __future__ import annotations

from tests.browser.drivers.base import Driver, DriverError
from tests.browser.drivers.chromium import Chromium
from tests.browser.drivers.firefox import Firefox
from tests.browser.drivers.webkit import WebKit

ENGINES: dict[str, type[Driver]] = {engine.name: engine for engine in (Chromium, Firefox, WebKit)}

__all__ = ["ENGINES", "Chromium", "Driver", "DriverError", "Firefox", "WebKit"]
