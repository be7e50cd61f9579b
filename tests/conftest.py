"""What holds for all tests."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Make wheels or models anew only when asked for: it takes longer than all other tests together."""
    if "reproduce" not in str(config.option.markexpr):
        skip = pytest.mark.skip(reason="makes everything anew: pytest -m reproduce tests/wheels tests/models")
        for item in items:
            if item.get_closest_marker("reproduce"):
                item.add_marker(skip)
