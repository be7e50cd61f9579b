"""Two builds of the site that differ in all that must not matter give the same bytes."""

from __future__ import annotations

import pytest

from builder import reproduce


@pytest.mark.reproduce
@pytest.mark.wheels
@pytest.mark.timeout(1800)
def test_two_builds_are_byte_identical(capsys: pytest.CaptureFixture[str]) -> None:
    assert reproduce.main() == 0
    assert "byte-identical" in capsys.readouterr().out
