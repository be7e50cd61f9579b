"""What the tests of ``wheels`` share."""

from __future__ import annotations

from pathlib import Path

import pytest

import wheels


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the wheels; ``make test`` has built them."""
    return wheels.locate()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Two whole builds take longer than all other tests together: they run only when asked for."""
    if "reproduce" not in str(config.option.markexpr):
        skip = pytest.mark.skip(reason="builds everything twice: pytest -m reproduce tests/wheels")
        for item in items:
            if item.get_closest_marker("reproduce"):
                item.add_marker(skip)
