"""Renders the guide: pages, explanations of the rules, static files, and what needs an address."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from builder import addresses, editions, links, markup, named, offline, pages, search, together
from builder.errors import BuildError, BuildFailedError, raise_all
from builder.languages import FOLDERS, ORIGINAL
from builder.licences import LicenceFiles
from builder.pages import Page
from builder.past import Past
from builder.project import Project
from builder.references import Document, of_page
from builder.structured import structured
from builder.templates import Templates
from checker import rules, standards
from checker.text import LANGUAGES, Lang

CHECKER_NAME = "check/index.html"
CHECKER_PAGES = tuple(folder + CHECKER_NAME for folder in FOLDERS.values())
# The checker page's own scripts and styles are bundled by builder.runtime.
_BUNDLED_ELSEWHERE = "check"


@dataclass(frozen=True)
class Edition:
    """The guide in one language.

    ``explanations`` maps a rule's id to the HTML of its page's body, without links or ids, for the checker to
    show in place. ``templates.env`` is the Jinja environment the checker page is rendered with, ``context``
    the variables of base.html for it. ``used`` are the templates that the guide is made with.
    """

    lang: Lang
    pages: tuple[Page, ...]
    templates: Templates
    explanations: Mapping[str, str]
    context: Mapping[str, object]
    used: frozenset[str]


@dataclass(frozen=True)
class Site:
    """A rendered guide in all its languages.

    ``documents`` is what the pages that were made just now, by their site paths, refer to.
    """

    editions: Mapping[Lang, Edition]
    documents: Mapping[str, Document] = field(default_factory=dict)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of all editions."""
        return tuple(page for edition in self.editions.values() for page in edition.pages)

    @property
    def used(self) -> frozenset[str]:
        """Names of the templates that the guide is made with."""
        return frozenset(name for edition in self.editions.values() for name in edition.used)


def render(
    project: Project,
    out: Path,
    base_url: str | None = None,
    licence_files: LicenceFiles = LicenceFiles(),  # noqa: B008 - frozen
    past: Past | None = None,
    *,
    quick: bool = False,
) -> Site:
    """Write the guide into the folder ``out`` (which exists and is empty) and return what was made.

    Pages that are as they were are taken over from ``past``. If ``quick``, the search's index is compressed
    less.

    ``base_url`` (see `builder.base_url`) adds what `builder.addresses` makes, and links to it.
    ``licence_files`` are what the page on licences links to; another step puts them into ``out``. Raises
    `BuildError` or `BuildFailedError`.
    """
    all_standards = standards.load_all()
    all_pages = editions.load(project, all_standards)
    _must_be_there(all_pages[ORIGINAL], project)
    plain = [CHECKER_NAME, search.PATH]
    names = {lang: {page.name for page in found}.union(plain) for lang, found in all_pages.items()}
    head = addresses.Head(base_url, names)
    if past is not None:
        heads = [repr(replace(page, body="")) for found in all_pages.values() for page in found]
        past.heads(json.dumps([*heads, repr(licence_files)]))
    made: dict[Lang, Edition] = {}
    changes: dict[Lang, list[search.Section]] = {}
    documents: dict[str, Document] = {}
    errors: list[BuildError] = []
    for lang, found in all_pages.items():
        templates = Templates(project, found, all_standards, licence_files, lang)
        try:
            explanations, sections, used, read = _write_pages(found, templates, head, out, past)
        except BuildError as error:
            errors.append(error)
            continue
        except BuildFailedError as several:
            errors.extend(several.errors)
            continue
        documents.update(read)
        _write_index(FOLDERS[lang] + search.INDEX, search.content(sections), out, past, quick=quick)
        in_head = head.of_page(lang, search.PATH)
        listing = templates.render_plain(search.PATH, listed=found, **in_head)
        _write(out / FOLDERS[lang] / search.PATH, listing)
        changes[lang] = next((parts for page, parts in sections if page.name == addresses.CHANGES), [])
        context = head.of_page(lang, CHECKER_NAME)
        of_edition = frozenset(used | templates.asked)
        made[lang] = Edition(lang, tuple(found), templates, explanations, context, of_edition)
    raise_all(errors)
    _copy_static(project, out)
    offline.write_app(out, made)
    places = {
        f"{key}_{lang}": addresses.address(base_url, FOLDERS[lang] + name)
        for lang in LANGUAGES
        for key, name in (("home", links.HOME), ("find", search.PATH))
    }
    original = made[ORIGINAL]
    _write(out / addresses.NOT_FOUND, original.templates.render_plain(addresses.NOT_FOUND, **places))
    made[ORIGINAL] = replace(original, used=original.used | {addresses.NOT_FOUND})
    whole = Site(made, documents)
    if base_url is not None:
        addresses.write(out, base_url, whole.pages, plain, changes)
    return whole


def _write_index(path: str, content: str, out: Path, past: Past | None, *, quick: bool) -> None:
    """Write the search's index, or take it over."""
    of = f"{quick}{content}"
    if past is None or past.step(path, of) is None:
        _write(out / path, search.script(content, quick=quick))
        if past is not None:
            past.note_step(path, of, True, [path])


def _write_pages(
    all_pages: list[Page], templates: Templates, head: addresses.Head, out: Path, past: Past | None
) -> tuple[dict[str, str], list[tuple[Page, list[search.Section]]], set[str], dict[str, Document]]:
    """Write the pages of an edition.

    Return what explains each rule, each page's sections, the templates that were asked for, and what the
    pages that were made refer to.
    """
    used: set[str] = set()
    explanations: dict[str, str] = {}
    documents: dict[str, Document] = {}
    sections: list[tuple[Page, list[search.Section]]] = []
    errors: list[BuildError] = []
    sources = {page.path: named.made_of(page, all_pages) for page in all_pages}
    noted: dict[str, Any] = {
        page.path: past.page(page.path, sources[page.path]) if past is not None else None
        for page in all_pages
    }
    todo = [page for page in all_pages if noted[page.path] is None]
    made = together.of_all(lambda page: _made(page, templates, head), todo)
    new = {page.path: one for page, one in zip(todo, made, strict=True)}
    for page in all_pages:
        if (one := new.get(page.path)) is None:
            fields, explanation, asked = noted[page.path]
        elif isinstance(one, BuildError):
            errors.append(one)
            continue
        else:
            fields, explanation, asked = one.fields, one.explanation, one.asked
            documents[page.path] = one.document
            _write(out / page.path, one.html)
            if past is not None:
                past.note_page(page.path, sources[page.path], [fields, explanation, asked])
        used.update(asked)
        if page.rule_id is not None:
            explanations[page.rule_id] = explanation or ""
        sections.append((page, [search.Section(*part) for part in fields]))
    raise_all(errors)
    return explanations, sections, used, documents


@dataclass(frozen=True, slots=True)
class _Made:
    """A page's HTML and what is to be known of it.

    ``fields`` are its sections as JSON has them, ``explanation`` is of a rule's page the body for the
    checker, ``asked`` are the templates that were asked for.
    """

    html: str
    fields: list[list[str]]
    explanation: str | None
    asked: list[str]
    document: Document


def _made(page: Page, templates: Templates, head: addresses.Head) -> _Made | BuildError:
    """Return all that is made of a page, or what is wrong with it."""
    templates.asked.clear()
    try:
        html, parts, explanation = _page(page, templates, head)
    except BuildError as error:
        return error
    fields = [[part.anchor, part.heading, part.text] for part in parts]
    return _Made(html, fields, explanation, sorted(templates.asked), of_page(html))


def _page(
    page: Page, templates: Templates, head: addresses.Head
) -> tuple[str, list[search.Section], str | None]:
    """Return a page's HTML, its sections, and of a rule's page the body for the checker."""
    body = _body(page, templates)
    parts = search.sections(page, body.html)
    html = templates.render(
        "page.html",
        page,
        body=body.html,
        headings=body.headings,
        checked=page.checked,
        **head.of_page(page.lang, page.name),
        structured=structured(page, parts, body.html),
    )
    if page.rule_id is None:
        return html, parts, None
    # Plain text: what is put into Markup would be escaped.
    return html, parts, str(templates.finished(markup.without_links(body.html)))


def _must_be_there(all_pages: list[Page], project: Project) -> None:
    titles = rules.titles(ORIGINAL)
    pages.require(all_pages, [links.HOME], project, "the site begins here")
    needed = [f"{pages.RULES_FOLDER}/{rule_id}.html" for rule_id in titles]
    pages.require(all_pages, needed, project, "each rule of the checker has its page")
    pages.require(all_pages, [addresses.CHANGES], project, "the feed is made of it")
    _no_page_without_rule(all_pages, titles, project)


def _body(page: Page, templates: Templates) -> markup.Rendered:
    try:
        return markup.render(templates.fill(page), page.lang)
    except markup.TableError as error:
        # Only HTML's tables can be wrong. Its row is known by its first word; else the table itself is named.
        lines = list(enumerate(page.body.split("\n"), 1))
        tables = [number for number, text in lines if "<table" in text]
        rows = [
            n for n, text in lines if tables and n >= tables[0] and any(w in text for w in error.words[:1])
        ]
        line = next(iter([*rows, *tables]), None)
        raise BuildError("bad-table", str(error), templates.project.show(page.file), line) from error


def _no_page_without_rule(all_pages: list[Page], titles: Mapping[str, str], project: Project) -> None:
    raise_all(
        [
            BuildError(
                "page-without-rule",
                f"the checker has no rule «{page.rule_id}»; remove the page",
                project.show(page.file),
                1,
            )
            for page in all_pages
            if page.rule_id is not None and page.rule_id not in titles
        ]
    )


def _copy_static(project: Project, out: Path) -> None:
    for source in sorted(project.static.rglob("*")):
        if not source.exists():
            raise BuildError("unreadable-file", "this link leads nowhere; remove it", project.show(source))
        relative = source.relative_to(project.static)
        if source.is_file() and relative.parts[0] != _BUNDLED_ELSEWHERE:
            target = out / links.STATIC / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
