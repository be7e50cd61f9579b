"""Pages that the standards and rules write themselves, and the tags that fill them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup, escape

from builder import facts
from builder.compiled import compiled
from builder.errors import BuildError
from builder.languages import FOLDERS
from builder.named import Named, named_sources
from builder.pages import Page
from builder.partials import partial
from builder.project import Project
from builder.rows import Rows
from builder.rule_groups import GROUPS
from builder.sources import YEAR_UNKNOWN, source_tag
from checker.report import OWN, Source
from checker.rules import RULES
from checker.standards import Standard, common, schools
from checker.text import Lang, Text

STANDARDS_FOLDER = "standards"


def standard_pages(standards: Mapping[str, Standard], project: Project, lang: Lang) -> list[Page]:
    """Return a page for each standard, made from its TOML."""
    return [_standard_page(standard, project, lang) for standard in standards.values()]


def _standard_page(standard: Standard, project: Project, lang: Lang) -> Page:
    name = standard.name.to(lang)
    title = Text(f"{name}：照片要求", f"{name}: what the photo must be").to(lang)
    told = [row.text for row in standard.requirements(lang) if row.rule_id in _MAIN]
    joined = ("；" if lang == "zh" else "; ").join(told)
    description = Text(
        f"{name}的照片要求：{joined}。每一条的来源、年份和可信程度。",
        f"Requirements of the photo for {name}: {joined}. Each with source, year and how far to trust it.",
    ).to(lang)
    return Page(
        file=project.root / "checker" / STANDARDS_FOLDER / f"{standard.id}.toml",
        path=f"{FOLDERS[lang]}{STANDARDS_FOLDER}/{standard.id}.html",
        title=title,
        description=description,
        lead=standard.summary.to(lang),
        checked=standard.checked,
        order=50 + standard.order,
        nav=None,
        toc=False,
        words=None,
        body=f"{{{{ standard_page('{standard.id}') }}}}\n",
        lang=lang,
    )


_MAIN = ("file-size", "pixel-size", "background-colour")


@dataclass(frozen=True)
class _Wanted:
    """What some standards say alike about a rule: the text and who says it, each with its source."""

    text: str
    by: tuple[tuple[Standard, Source], ...]

    @property
    def ours(self) -> bool:
        """Whether it holds because a standard says nothing else."""
        return all(source == OWN for _, source in self.by)


class DerivedTags:
    """The tags of generated pages.

    ``{{ standard_page("ouchn") }}``: all about a standard. ``{{ rule_index() }}``: the rules, grouped, and
    what each standard wants. ``{{ conflict_table() }}``: where standards disagree. ``{{ message_index() }}``:
    the words of a refusal, by kind. ``{{ source_index() }}``: all sources and where they are used.
    ``{{ messages_of("roll") }}``: the words of a refusal that are about a rule.
    """

    def __init__(
        self, env: jinja2.Environment, standards: Mapping[str, Standard], pages: Sequence[Page], lang: Lang
    ) -> None:
        self._env = env
        self._standards = standards
        self._pages = pages
        self._lang = lang
        self._rows = Rows(lang)

    def by_name(self) -> dict[str, object]:
        """The tags under the names that pages use."""
        return {
            "standard_page": self.standard_page,
            "rule_index": self.rule_index,
            "conflict_table": self.conflict_table,
            "message_index": self.message_index,
            "messages_of": self.messages_of,
            "source_index": self.source_index,
        }

    @jinja2.pass_context
    def standard_page(self, context: Context, standard_id: str) -> Markup:
        """HTML of a standard's whole page."""
        standard = self._standards[standard_id]
        rows = self._rows.of(standard)
        ours = common()
        own = [row for row in rows if row.judged and standard.rules[row.rule_id] != ours.get(row.rule_id)]
        shared = [row for row in rows if row.judged and row not in own]
        manual = [row for row in rows if not row.judged]
        sources = _sources_of(standard)
        return self._partial(
            "_standard.html",
            context,
            standard=standard,
            base=self._standards[standard.based_on] if standard.based_on else None,
            rows=own,
            shared=shared,
            manual=manual,
            sources=[(source, self._titles(standard, used)) for source, used in sources.items()],
            schools=[school for school in schools() if standard_id in school.standards],
            others=[other for other in self._standards.values() if other.kind == standard.kind],
        )

    def _titles(self, standard: Standard, used: Iterable[str]) -> list[str]:
        manual = {item.id: item.title for item in standard.manual}
        return [
            (RULES[name].TITLE if name in RULES else manual[name]).to(self._lang)
            for name in dict.fromkeys(used)
        ]

    @jinja2.pass_context
    def rule_index(self, context: Context) -> Markup:
        """HTML of all rules by group, with what each standard wants."""
        groups = [
            (
                anchor,
                title.to(self._lang),
                [
                    (rule_id, RULES[rule_id].TITLE.to(self._lang), list(self._wanted(rule_id)))
                    for rule_id in names
                ],
            )
            for anchor, title, names in GROUPS
        ]
        return self._partial("_rule_index.html", context, groups=groups, count=len(self._standards))

    def _wanted(self, rule_id: str, kind: str | None = None) -> Iterator[_Wanted]:
        """What standards (of a kind) say about a rule, who says the same put together."""
        found: dict[str, list[tuple[Standard, Source]]] = {}
        for standard in self._standards.values():
            if rule_id in standard.rules and kind in (None, standard.kind):
                entry = standard.rules[rule_id]
                text = (RULES[rule_id].describe(entry.limits) + entry.note).to(self._lang)
                found.setdefault(text, []).append((standard, entry.source))
        for text, by in found.items():
            yield _Wanted(text, tuple(by))

    @jinja2.pass_context
    def conflict_table(self, context: Context) -> Markup:
        """HTML of every conflict. Raises ``conflict-untold`` if standards disagree and no entry says so."""
        told = {conflict.rules[0] for conflict in facts.conflicts() if conflict.rules}
        untold = sorted(disagreements(self._standards) - told)
        if untold:
            raise BuildError(
                "conflict-untold",
                f"standards disagree about «{untold[0]}»; say in builder/facts/conflicts.toml what to do",
            )
        lines = [
            {
                "conflict": conflict,
                "wanted": [
                    wanted
                    for wanted in self._wanted(conflict.rules[0], "graduation")
                    if any(source.trust != "own" for _, source in wanted.by)
                ]
                if conflict.rules and conflict.rules[0] in disagreements(self._standards)
                else [],
                "rules": [(name, RULES[name].TITLE.to(self._lang)) for name in conflict.rules],
            }
            for conflict in facts.conflicts()
        ]
        return self._partial("_conflicts.html", context, lines=lines, filled=self._filled(context))

    @jinja2.pass_context
    def message_index(self, context: Context, kind: str) -> Markup:
        """HTML of the words of refusals of a kind, with the rules that look at them."""
        lines = [
            (message, [(name, RULES[name].TITLE.to(self._lang)) for name in message.rules])
            for message in facts.messages()
            if message.kind == kind
        ]
        return self._partial("_messages.html", context, lines=lines, filled=self._filled(context))

    def messages_of(self, rule_id: str) -> list[facts.Message]:
        """The words of refusals that are about a rule, those of the review first."""
        return [message for message in facts.messages() if rule_id in message.rules]

    @jinja2.pass_context
    def source_index(self, context: Context) -> Markup:
        """HTML of all sources: those of the standards, then those that pages name."""
        return self._partial(
            "_sources.html",
            context,
            lines=list(self._by_source().items()),
            named=named_sources(self._pages),
            authority=self._authority,
        )

    def _authority(self, source: Named) -> str | None:
        """Return who says so, if mark and year are those of one standard's source."""
        alike = {
            found.authority.to(self._lang)
            for found in self._by_source()
            if (found.trust, str(found.year)) == (source.trust, source.year)
        }
        return alike.pop() if len(alike) == 1 else None

    def _by_source(self) -> dict[Source, list[tuple[Standard, list[str]]]]:
        """Return the standards that rest on each source, with the titles of the rules and items that do."""
        found: dict[Source, list[tuple[Standard, list[str]]]] = {}
        for standard in self._standards.values():
            for source, used in _sources_of(standard).items():
                found.setdefault(source, []).append((standard, self._titles(standard, used)))
        return found

    def _filled(self, context: Context) -> object:
        """Return how a text of `builder.facts` becomes HTML: its tags filled in."""

        def filled(text: Text) -> Markup:
            words = text.to(self._lang)
            if "{{" not in words:
                return escape(words)
            try:
                html = compiled(self._env, words).render(root=context["root"], site_root=context["site_root"])
            except (BuildError, jinja2.TemplateError) as error:
                # The place that is shown is the page's: the words tell which entry of builder/facts it is.
                code = error.code if isinstance(error, BuildError) else "template-error"
                raise BuildError(code, f"in builder/facts, «{words}»: {error}") from error
            return Markup(html)  # noqa: S704 - autoescaped

        return filled

    def _partial(self, name: str, context: Context, **values: object) -> Markup:
        return partial(
            self._env,
            name,
            context,
            source_tag=self._source_tag,
            **values,
        )

    def _source_tag(self, root: str, kind: str, year: int | None) -> Markup:
        return source_tag(self._lang, root, kind, YEAR_UNKNOWN.to(self._lang) if year is None else year)


def disagreements(standards: Mapping[str, Standard]) -> set[str]:
    """Return the rules about which sources of standards for graduation ask for different things."""
    found: dict[str, set[str]] = {}
    for standard in standards.values():
        for rule_id, entry in standard.rules.items():
            if standard.kind == "graduation" and entry.source.trust != "own":
                found.setdefault(rule_id, set()).add(RULES[rule_id].describe(entry.limits).zh)
    return {rule_id for rule_id, texts in found.items() if len(texts) > 1}


def _sources_of(standard: Standard) -> dict[Source, list[str]]:
    """Return the sources of a standard, its main one first, and the rules and items that rest on each."""
    found: dict[Source, list[str]] = {standard.source: []}
    for entry in standard.rules.values():
        found.setdefault(entry.source, []).append(entry.rule_id)
    for item in standard.manual:
        found.setdefault(item.source, []).append(item.id)
    return found
