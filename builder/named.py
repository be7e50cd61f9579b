"""The sources that pages name by a tag, read off their Markdown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from builder.pages import Page

# A tag of a source in a page's Markdown: what is between its brackets.
_SRC = re.compile(r"""\bsrc\(((?:[^()"']|"[^"]*"|'[^']*')*)\)""")


# What a page's Markdown has that lists the sources of all pages.
_LISTS_THEM = "source_index("


@dataclass(frozen=True)
class Named:
    """A source that pages name by a tag: its mark, who says it, the year, and the pages."""

    trust: str
    who: str | None
    year: str | None
    pages: tuple[Page, ...]


def named_sources(pages: Iterable[Page]) -> list[Named]:
    """Return what ``src(…)`` names in the pages' Markdown, without our own words, best first."""
    found: dict[tuple[str, str | None, str | None], dict[str, Page]] = {}
    for page in pages:
        for arguments in _SRC.findall(page.body):
            kind, year, who = _arguments(arguments)
            if kind in ("A", "B", "C"):
                found.setdefault((kind, who, year), {})[page.path] = page
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or "~", item[0][2] or ""))
    return [Named(kind, who, year, tuple(used.values())) for (kind, who, year), used in ordered]


def made_of(page: Page, pages: Iterable[Page]) -> str:
    """Return what a page changes with: itself and, if it lists the sources, what all pages name."""
    if _LISTS_THEM not in page.body:
        return repr(page)
    told = [(*_key(source), [used.path for used in source.pages]) for source in named_sources(pages)]
    return f"{page!r}{told!r}"


def _key(source: Named) -> tuple[str, str | None, str | None]:
    return source.trust, source.who, source.year


def _arguments(text: str) -> tuple[str, str | None, str | None]:
    """Return kind, year and who of a source's tag; what cannot be read is the tag's own error elsewhere."""
    try:
        values = ast.literal_eval(f"({text},)")
    except (SyntaxError, ValueError):
        return "", None, None
    kind, year, who = (*values, None, None, None)[:3]
    return str(kind), None if year is None else str(year), None if who is None else str(who)
