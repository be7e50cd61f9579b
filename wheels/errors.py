"""The error every part of ``wheels`` raises."""

from __future__ import annotations


class WheelsError(Exception):
    """The wheels cannot be had. ``code`` is stable, the message is a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __str__(self) -> str:
        return f"{self.code}: {self.args[0]}"
