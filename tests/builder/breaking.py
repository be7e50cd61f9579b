"""Break a copy of the project, and build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.errors import BuildError, BuildFailedError
from builder.project import Project
from tests.builder.rendered import render


def replace(file: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def append(file: Path, text: str) -> int:
    """Append a line and return its number."""
    before = file.read_text(encoding="utf-8")
    file.write_text(before + text + "\n", encoding="utf-8")
    return before.count("\n") + 1


def faults(project: Project, out: Path) -> list[BuildError]:
    """The errors of a build of ``project``, which must fail."""
    try:
        render(project, out)
    except BuildError as error:
        return [error]
    except BuildFailedError as several:
        return several.errors
    pytest.fail("the build went through")
