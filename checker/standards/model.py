"""What a standard is made of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..report import Source, Value
from ..rules import RULES
from ..table import Range
from ..text import Lang, Text, as_fraction, number
from .bands import Band

# What the photo is for: graduation, or something else that people confuse with it.
Kind = Literal["graduation", "other"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of a requirements table: everything in the language asked for.

    ``rule_id`` names the rule's page in the guide, or the manual requirement; ``trust`` is the source's mark;
    ``judged`` is False for what only a person can tell.
    """

    rule_id: str
    title: str
    text: str
    source: str
    trust: str
    year: int | None
    judged: bool


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of a standard: its limits, of the rule's own ``Limits`` type, and who says so."""

    rule_id: str
    limits: Any
    source: Source
    note: Text


def _filled(sentence: str, ends: Mapping[str, str]) -> str:
    """Return ``sentence`` with its placeholders filled in. No more than names: files may be anybody's."""
    if "{" not in sentence and "}" not in sentence:
        return sentence
    parts = re.split(r"\{(\w+)\}", sentence, flags=re.ASCII)
    for name in parts[1::2]:
        if name not in ends:
            raise ValueError(f"{{{name}}}")
    if any(brace in text for text in parts[::2] for brace in "{}"):
        raise ValueError("a single brace")
    return "".join(ends[part] if at % 2 else part for at, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Manual:
    """A requirement that no rule judges.

    ``unit`` is ``fraction`` (of height or width), ``px``, ``deg`` or empty.
    """

    id: str
    title: Text
    text: Text
    range: Range | None
    unit: str
    source: Source

    def sentence(self) -> Text:
        """Return the requirement with its numbers filled in: ``{min}``, ``{max}``, ``{min_percent}`` ...

        Raises `ValueError` for another name, or a brace that stands for nothing.
        """
        limits = {} if self.range is None else {"min": self.range.min, "max": self.range.max}
        ends = {}
        for key, end in limits.items():
            if end is not None:
                ends[key] = as_fraction(end) if self.unit == "fraction" else number(end)
                ends[f"{key}_percent"] = number(end * 100)
        return Text(_filled(self.text.zh, ends), _filled(self.text.en, ends))

    def allowed(self) -> Value:
        """Return ``[min, max]`` in ``unit``, or None."""
        return None if self.range is None else [self.range.min, self.range.max]


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard: its rules and the common ones in the registry's order, then what only people can judge.

    ``based_on`` is the id of the standard whose requirements it takes over where it says nothing itself.
    ``page`` is the place in the guide that explains it, relative to the site's root; ``checked`` is the day
    on which its source was last looked at; ``bands`` are the bands of tolerance for its
    own limits; ``overrides`` the limits that `with_overrides` replaced, by key.
    """

    id: str
    order: int
    kind: Kind
    based_on: str | None
    name: Text
    summary: Text
    page: str
    source: Source
    checked: date
    note: Text
    rules: Mapping[str, RuleEntry]
    manual: tuple[Manual, ...]
    bands: tuple[Band, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)

    @property
    def background(self) -> tuple[str, ...]:
        """The allowed backgrounds: of ``blue``, ``white``, ``light-grey``."""
        entry = self.rules.get("background-colour")
        return tuple(entry.limits.allowed) if entry is not None else ()

    def requirements(self, lang: Lang) -> list[Requirement]:
        """Return every requirement of the standard as a row for a table, in the standard's order."""
        return [
            *self._judged(lang),
            *(self._row(m.id, m.title, m.sentence(), m.source, lang, False) for m in self.manual),
        ]

    def _judged(self, lang: Lang) -> Iterator[Requirement]:
        for entry in self.rules.values():
            rule = RULES[entry.rule_id]
            text = rule.describe(entry.limits) + entry.note
            yield self._row(entry.rule_id, rule.TITLE, text, entry.source, lang, True)

    def _row(
        self, rule_id: str, title: Text, text: Text, source: Source, lang: Lang, judged: bool
    ) -> Requirement:
        return Requirement(
            rule_id, title.to(lang), text.to(lang), source.cite(lang), source.trust, source.year, judged
        )


@dataclass(frozen=True, slots=True)
class School:
    """One answer to «which kind of school», the standards it leads to, and a word of advice.

    ``more`` marks what few visitors look for, other examinations and papers: it stands apart.
    """

    id: str
    name: Text
    hint: Text
    standards: tuple[str, ...]
    more: bool = False

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return self.name.zh

    @property
    def en(self) -> str:
        """The English name."""
        return self.name.en
