"""Two whole builds in different folders give the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.reproduce
@pytest.mark.wheels
@pytest.mark.timeout(1800)
def test_two_builds_are_byte_identical() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "wheels", "reproduce"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "byte-identical" in done.stdout
