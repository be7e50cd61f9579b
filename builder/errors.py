"""Errors of the build that its user can meet: each has a stable code, a sentence and a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class BuildError(Exception):
    """One thing that stops the build.

    ``code`` is a stable kebab-case id, ``message`` a sentence that says what to do, ``file`` the path to
    show (relative to the project's root where it lies inside) and ``line`` its 1-based line, if known.
    ``str()`` gives ``content/upload.md:12: dead-link: …``.
    """

    def __init__(
        self, code: str, message: str, file: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.file = Path(file).as_posix() if file is not None else None
        self.line = line

    def __reduce__(self) -> tuple[type[BuildError], tuple[str, str, str | None, int | None]]:
        """Return how to make it again in another process."""
        return BuildError, (self.code, self.message, self.file, self.line)

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: "
        return f"{place}{self.code}: {self.message}"


class BuildFailedError(Exception):
    """Several `BuildError` found in one pass, so that one run shows them all, in order of their place."""

    def __init__(self, errors: Sequence[BuildError]) -> None:
        self.errors = sorted(errors, key=lambda e: (e.file or "", e.line or 0, e.code, e.message))
        super().__init__("\n".join(str(error) for error in self.errors))


def raise_all(errors: Sequence[BuildError]) -> None:
    """Raise nothing for no error, the error itself for one, `BuildFailedError` for more.

    What is told twice, as a fault that both languages have, is told once.
    """
    errors = list({str(error): error for error in errors}.values())
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise BuildFailedError(errors)
