"""How long ago the standards' sources were looked at: what was true then may have changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from builder.project import Project
from checker.standards import Standard, refuse_future

# Requirements are announced anew every school year.
_A_YEAR = timedelta(days=366)


def warnings(found: Iterable[Standard], project: Project, today: date) -> list[str]:
    """Return a line for each standard whose source was last looked at more than a year before ``today``.

    Raises `checker.StandardError` for a day that has not come yet.
    """
    lines = []
    for standard in found:
        file = project.show(project.root / "checker" / "standards" / f"{standard.id}.toml")
        refuse_future(standard, file, today)
        if today - standard.checked > _A_YEAR:
            lines.append(
                f"{file}: old-source: last checked on {standard.checked}, more than a year ago; "
                "look at its source again and write the day into source.checked"
            )
    return lines
