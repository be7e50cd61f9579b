"""What the standards ask for, as rows of tables: worked out once for all pages of an edition."""

from __future__ import annotations

from collections.abc import Sequence

from checker.standards import Requirement, Standard
from checker.text import Lang


class Rows:
    """The requirements of standards in one language."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._known: dict[str, Sequence[Requirement]] = {}

    def of(self, standard: Standard) -> Sequence[Requirement]:
        """Return `Standard.requirements` of one of the project's standards."""
        if (found := self._known.get(standard.id)) is None:
            found = self._known[standard.id] = standard.requirements(self._lang)
        return found
