"""What holds for all tests."""

from __future__ import annotations

import pytest

# The two workers of `make test` take whole files, in this order: what takes minutes comes first, the great
# many short tests (all that is not named) last, so that neither is left alone with a long file at the end.
ORDER = (
    "tests/browser/test_seal.py",
    "tests/builder/test_look.py",
    "tests/browser/test_verdict.py",
    "tests/browser/test_many.py",
    "tests/wheels/",
    "tests/builder/test_incremental.py",
    "tests/browser/",
    "tests/visual/",
    "tests/test_contributing.py",
    "tests/fuzz/",
    "tests/benchmarks/",
    "tests/models/",
    "tests/builder/",
    "tests/checker/batch/",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Make wheels or models anew only when asked for: it takes longer than all other tests together."""
    if "reproduce" not in str(config.option.markexpr):
        skip = pytest.mark.skip(reason="makes everything anew: pytest -m reproduce")
        for item in items:
            if item.get_closest_marker("reproduce"):
                item.add_marker(skip)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((at for at, start in enumerate(ORDER) if item.nodeid.startswith(start)), len(ORDER))
