"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from tests.browser.drivers.chromium import EXECUTABLE


def told() -> dict[str, str | int]:
    """Return cores, processor, Python and browser."""
    browser = subprocess.run([EXECUTABLE, "--version"], capture_output=True, text=True, check=True)
    return {
        "cores": os.cpu_count() or 1,
        "processor": _processor(),
        "python": platform.python_version(),
        "browser": " ".join(browser.stdout.split()[:2]),
    }


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
