"""What a page can ask for in its Markdown: figures and tables out of the standards, and sources."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from builder.errors import BuildError
from builder.licences import LicenceFiles
from builder.partials import partial
from builder.rows import Rows
from builder.sources import YEAR_UNKNOWN, source_tag
from checker.geometry import Shares
from checker.rules import RULES, shoulders
from checker.standards import Requirement, Standard, common, schools
from checker.text import Lang, Text
from wheels import recipe

# The parts of the drawing and the rules that give their share of the photo's height (side: width).
_SHARES = {
    "crown": "crown-position",
    "head": "head-height",
    "shoulders": "shoulders",
    "side": "side-margins",
}
# The columns of an overview.
_MAIN_FIGURES = ("pixel-size", "file-size", "background-colour")


def repository() -> str:
    """Return the address of the project's repository: ``Repository`` of its URLs in pyproject.toml, or ""."""
    text = Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8")
    urls = tomllib.loads(text)["project"].get("urls", {})
    return str(urls.get("Repository", ""))


class Tags:
    """The tags of one edition, in its language.

    ``{{ src("A", 2025, "哈工大") }}``: where the figure before it comes from.
    ``{{ limit("online-upload", "file-size") }}``: the text of one requirement.
    ``{{ common_requirements() }}``: what holds for all photos.
    ``{{ compare("file-size", "pixel-size") }}``: these requirements of every standard for graduation.
    ``{{ overview("other") }}``: all standards of a kind, one a row.
    ``{{ name("ouchn") }}``, ``{{ summary("ouchn") }}``, ``{{ note("ouchn") }}``: what it is called, when it
    applies, what to know of its source. ``{{ schools() }}``: the kinds of school and what each wants.
    ``{{ composition("school-batch") }}``: a drawing of how head and shoulders share the photo.
    ``{{ component_version("zlib") }}``, ``{{ component_licence("zlib") }}``: of what is compiled into the
    checker's wheels. ``{{ licence_files() }}``: lists of links to licences and sources.
    ``{{ repository() }}``: where the code is to be had, empty where nobody said so.
    """

    def __init__(
        self,
        env: jinja2.Environment,
        standards: Mapping[str, Standard],
        licence_files: LicenceFiles,
        lang: Lang,
    ) -> None:
        self._env = env
        self._lang: Final = lang
        self._standards = standards
        self._licence_files = licence_files
        self._rows = Rows(lang)

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "src": self.src,
            "repository": repository,
            "limit": self.limit,
            "common_requirements": self.common_requirements,
            "overview": self.overview,
            "compare": self.compare,
            "schools": self.schools,
            "summary": self.summary,
            "note": self.note,
            "name": self.name,
            "composition": self.composition,
            "component_version": self.component_version,
            "component_licence": self.component_licence,
            "licence_files": self.licence_files,
        }

    @jinja2.pass_context
    def src(
        self, context: Context, kind: str, year: int | str | None = None, who: str | None = None
    ) -> Markup:
        """HTML of a source's small words; see `builder.sources.source_tag`."""
        return source_tag(self._lang, context["root"], kind, year, who)

    def limit(self, standard_id: str, rule_id: str) -> Markup:
        """What the standard says about the rule (or manual requirement), as escaped text.

        Raises `BuildError` with code ``unknown-standard`` or ``unknown-limit``.
        """
        found = [row.text for row in self._rows.of(self._standard(standard_id)) if row.rule_id == rule_id]
        if not found:
            raise BuildError("unknown-limit", f"«{standard_id}» says nothing about «{rule_id}»")
        return escape(Text("；", "; ").to(self._lang).join(found))

    @jinja2.pass_context
    def common_requirements(self, context: Context) -> Markup:
        """HTML list of what the checker asks of every photo."""
        rows = [
            (
                rule_id,
                RULES[rule_id].TITLE.to(self._lang),
                RULES[rule_id].describe(entry.limits).to(self._lang),
            )
            for rule_id, entry in common().items()
        ]
        return self._partial("_common.html", context, rows=rows)

    @jinja2.pass_context
    def overview(self, context: Context, kind: str) -> Markup:
        """HTML table of all standards of a kind, ``graduation`` or ``other``, by their main figures."""
        lines = [self._overview_line(found) for found in self._standards.values() if found.kind == kind]
        if not lines:
            raise BuildError("unknown-standard", f"no standard is of the kind «{kind}»")
        return self._partial("_overview.html", context, lines=lines)

    def _overview_line(self, standard: Standard) -> dict[str, object]:
        rows = {row.rule_id: row for row in _own_rows(standard, self._rows) if row.rule_id != "image-format"}
        cells = [rows.pop(rule_id, None) for rule_id in _MAIN_FIGURES]
        if standard.based_on:
            inherited = self._rows.of(self._standards[standard.based_on])
            rows = {rule_id: row for rule_id, row in rows.items() if row not in inherited}
        if standard.kind == "graduation":  # they ask so much that only figures fit into a cell
            for manual in standard.manual:
                if manual.range is None:
                    rows.pop(manual.id, None)
        base = self._standards[standard.based_on] if standard.based_on else None
        return {"standard": standard, "base": base, "cells": cells, "rest": list(rows.values())}

    @jinja2.pass_context
    def compare(self, context: Context, *rule_ids: str) -> Markup:
        """HTML table of these requirements, a standard for graduation a row. Raises ``unknown-limit``."""
        titles: dict[str, str] = {}
        lines: list[dict[str, object]] = []
        for standard in self._standards.values():
            if standard.kind != "graduation":
                continue  # a table of all would be longer than what anybody compares
            rows = {row.rule_id: row for row in self._rows.of(standard) if row.rule_id in rule_ids}
            titles.update({row.rule_id: row.title for row in rows.values()})
            if rows:
                lines.append({"standard": standard, "cells": [rows.get(rule_id) for rule_id in rule_ids]})
        for rule_id in rule_ids:
            if rule_id not in titles:
                raise BuildError("unknown-limit", f"no standard says anything about «{rule_id}»")
        ordered = [titles[rule_id] for rule_id in rule_ids]
        return self._partial("_compare.html", context, titles=ordered, lines=lines)

    @jinja2.pass_context
    def schools(self, context: Context) -> Markup:
        """HTML table of the kinds of school, with the standards of each; not of further examinations."""
        lines = [
            (school, [self._standard(name) for name in school.standards])
            for school in schools()
            if not school.more
        ]
        return self._partial("_schools.html", context, lines=lines)

    def summary(self, standard_id: str) -> Markup:
        """When the standard applies, as escaped text. Raises ``unknown-standard``."""
        return escape(self._standard(standard_id).summary.to(self._lang))

    def note(self, standard_id: str) -> Markup:
        """What to know of the standard's source, as escaped text. Raises ``unknown-standard``."""
        return escape(self._standard(standard_id).note.to(self._lang))

    def name(self, standard_id: str) -> Markup:
        """The standard's name, as escaped text. Raises ``unknown-standard``."""
        return escape(self._standard(standard_id).name.to(self._lang))

    @jinja2.pass_context
    def composition(self, context: Context, standard_id: str) -> Markup:
        """HTML figure drawn from the standard's shares. Raises ``unknown-limit`` if it does not name them."""
        values: dict[str, float] = {}
        for part, rule_id in _SHARES.items():
            share = _share(self._standard(standard_id), rule_id)
            if share is None:
                raise BuildError("unknown-limit", f"«{standard_id}» gives no share of «{rule_id}»")
            values[part] = share
        labels = {part: str(Fraction(share).limit_denominator(100)) for part, share in values.items()}
        return self._partial("_composition.html", context, labels=labels, **values)

    def component_version(self, name: str) -> Markup:
        """Version of a library in the checker's wheels, as escaped text. Raises ``unknown-component``."""
        return escape(self._component(name).version)

    def component_licence(self, name: str) -> Markup:
        """SPDX expression of the library's licence, as escaped text. Raises ``unknown-component``."""
        return escape(self._component(name).licence)

    @jinja2.pass_context
    def licence_files(self, context: Context) -> Markup:
        """HTML lists of links to the licences and sources shipped with the checker, or a sentence."""
        files = self._licence_files
        groups = [
            (Text("许可证原文（英文）", "The licences").to(self._lang), files.texts),
            (Text("源代码和改动", "Source code and changes").to(self._lang), files.sources),
        ]
        return self._partial("_licence_files.html", context, groups=groups)

    @functools.cached_property
    def _recipes(self) -> Mapping[str, recipe.Recipe]:
        return recipe.load_all()

    def _component(self, name: str) -> recipe.Recipe:
        if name not in self._recipes:
            raise BuildError("unknown-component", f"«{name}» is none of {', '.join(self._recipes)}")
        return self._recipes[name]

    def _standard(self, standard_id: str) -> Standard:
        if standard_id not in self._standards:
            raise BuildError("unknown-standard", f"«{standard_id}» is none of {', '.join(self._standards)}")
        return self._standards[standard_id]

    def _partial(self, name: str, context: Context, **values: object) -> Markup:
        return partial(self._env, name, context, source_tag=self._source_tag, **values)

    def _source_tag(self, root: str, kind: str, year: int | None) -> Markup:
        """Return the small words after a figure of a standard, whose year may not be known."""
        return source_tag(self._lang, root, kind, YEAR_UNKNOWN.to(self._lang) if year is None else year)


def _own_rows(standard: Standard, rows: Rows) -> list[Requirement]:
    """Return the standard's requirements but those that hold for every photo."""
    ours = common()
    return [
        row
        for row in rows.of(standard)
        if row.rule_id not in ours or standard.rules[row.rule_id] != ours[row.rule_id]
    ]


def _share(standard: Standard, rule_id: str) -> float | None:
    """Return the share of the photo that a standard names for a rule, or the least that it allows."""
    entry = standard.rules.get(rule_id)
    limits = entry.limits if entry is not None else None
    limits = limits.share if isinstance(limits, shoulders.Limits) else limits
    if not isinstance(limits, Shares):
        return None
    return limits.share.min if limits.figure is None else limits.figure
