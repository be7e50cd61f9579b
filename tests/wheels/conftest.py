"""What the tests of ``wheels`` share."""

from __future__ import annotations

from pathlib import Path

import pytest

import wheels


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the wheels; ``make test`` has built them."""
    return wheels.locate()
