"""What the guide tells beside the standards, in both languages: TOML files, each with its sources."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

from checker.rules import RULES
from checker.table import Table
from checker.text import Text


@dataclass(frozen=True, slots=True)
class Message:
    """Words with which a photo is refused, what they mean, how to mend it, and the rules that look at it.

    ``kind``: ``review`` for what the automatic review says, ``reason`` for the article's reasons.
    """

    id: str
    kind: str
    words: Text
    meaning: Text
    mend: Text
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures that do not fit together: what is odd, what the reader does, and how the checker judges.

    ``rules`` are those it is about; the first names what the standards say. The texts may hold tags.
    """

    id: str
    title: Text
    odd: Text
    todo: Text
    judged: Text
    rules: tuple[str, ...]


@functools.cache
def messages() -> tuple[Message, ...]:
    """Return the messages in display order. Raises `checker.errors.StandardError` for a faulty file."""
    top = _parse("messages.toml")
    found = []
    for table in top.tables("message"):
        found.append(
            Message(
                id=table.identifier("id"),
                kind=table.string("kind", ("review", "reason")),
                words=table.text("words"),
                meaning=table.text("meaning"),
                mend=table.text("mend"),
                rules=table.strings("rules", RULES),
            )
        )
        table.done()
    top.done()
    return tuple(found)


@functools.cache
def conflicts() -> tuple[Conflict, ...]:
    """Return the conflicts in display order. Raises `checker.errors.StandardError` for a faulty file."""
    top = _parse("conflicts.toml")
    found = []
    for table in top.tables("conflict"):
        found.append(
            Conflict(
                id=table.identifier("id"),
                title=table.text("title"),
                odd=table.text("odd"),
                todo=table.text("todo"),
                judged=table.text("judged"),
                rules=table.strings("rules", RULES) if table.has("rules") else (),
            )
        )
        table.done()
    top.done()
    return tuple(found)


def _parse(name: str) -> Table:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return Table.parse(text, f"builder/facts/{name}")
