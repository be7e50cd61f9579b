"""Renders the guide: pages, explanations of the rules, static files, and what needs an address."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from builder import addresses, links, markup, pages, search
from builder.errors import BuildError, raise_all
from builder.licences import LicenceFiles
from builder.pages import Page
from builder.project import Project
from builder.structured import structured
from builder.tags import LANG
from builder.templates import Templates
from checker import rules, standards

CHECKER_PAGE = "check/index.html"
# The checker page's own scripts and styles are bundled by builder.runtime.
_BUNDLED_ELSEWHERE = "check"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# A web address without name, query and fragment; of RFC 3986's path characters all but the apostrophe.
_BASE_URL = re.compile(
    rf"https?://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::\d{{1,5}})?"
    r"(?:/(?:[a-z0-9._~!$&()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Site:
    """A rendered guide.

    ``explanations`` maps a rule's id to the HTML of its page's body, without links or ids, for the checker to
    show in place. ``templates.env`` is the Jinja environment the checker page is rendered with, ``context``
    the variables of base.html for it.
    """

    pages: tuple[Page, ...]
    templates: Templates
    explanations: Mapping[str, str]
    context: Mapping[str, object]


def render(
    project: Project,
    out: Path,
    base_url: str | None = None,
    licence_files: LicenceFiles = LicenceFiles(),  # noqa: B008 - frozen
) -> Site:
    """Write the guide into the folder ``out`` (which exists and is empty) and return what was made.

    ``base_url`` (see `check_base_url`) adds what `builder.addresses` makes, and links to it.
    ``licence_files`` are what the page on licences links to; another step puts them into ``out``. Raises
    `BuildError` or `BuildFailedError`.
    """
    all_standards = standards.load_all()
    titles = rules.titles(LANG)
    all_pages = pages.load(project)
    pages.require(all_pages, [links.HOME], project, "the site begins here")
    needed = [f"{pages.RULES_FOLDER}/{rule_id}.html" for rule_id in titles]
    pages.require(all_pages, needed, project, "each rule of the checker has its page")
    pages.require(all_pages, [addresses.CHANGES], project, "the feed is made of it")
    _no_page_without_rule(all_pages, titles, project)
    _standards_have_pages(all_standards, all_pages, project)
    templates = Templates(project, all_pages, all_standards, licence_files)
    explanations: dict[str, str] = {}
    sections: list[tuple[Page, list[search.Section]]] = []
    errors: list[BuildError] = []
    for page in all_pages:
        try:
            body = _body(page, templates, project)
            parts = search.sections(page, body.html)
            html = templates.render(
                "page.html",
                page,
                body=body.html,
                headings=body.headings,
                path=page.path,
                checked=page.checked,
                **addresses.of_page(base_url, page.path),
                structured=structured(page, parts, body.html),
            )
        except BuildError as error:
            errors.append(error)
            continue
        if page.rule_id is not None:
            explanations[page.rule_id] = markup.without_links(body.html)
        sections.append((page, parts))
        _write(out / page.path, html)
    raise_all(errors)
    _copy_static(project, out)
    _write(out / search.INDEX, search.script(sections))
    in_head = addresses.of_page(base_url, search.PATH)
    _write(out / search.PATH, templates.render_plain(search.PATH, listed=all_pages, **in_head))
    home, find = (addresses.address(base_url, path) for path in (links.HOME, search.PATH))
    _write(out / addresses.NOT_FOUND, templates.render_plain(addresses.NOT_FOUND, home=home, find=find))
    if base_url is not None:
        changes = next((parts for page, parts in sections if page.path == addresses.CHANGES), [])
        addresses.write(out, base_url, all_pages, [CHECKER_PAGE, search.PATH], changes)
    context = {"path": CHECKER_PAGE, **addresses.of_page(base_url, CHECKER_PAGE)}
    return Site(tuple(all_pages), templates, explanations, context)


def check_base_url(text: str) -> str:
    """Return ``text`` with a final slash if it is the address of a folder on the web.

    Raises `BuildError` with code ``bad-base-url``.
    """
    try:
        good = _BASE_URL.fullmatch(text) is not None and urlsplit(text).port != 0
    except ValueError:  # a port too high, a wrong IPv6 address
        good = False
    if not good:
        shown = text if text.isprintable() else ascii(text)
        raise BuildError(
            "bad-base-url",
            f"«{shown}» is no address of a site; write one such as https://example.org/photo/",
        )
    return text.rstrip("/") + "/"


def _body(page: Page, templates: Templates, project: Project) -> markup.Rendered:
    try:
        return markup.render(templates.fill(page))
    except markup.TableError as error:
        # Only HTML's tables can be wrong. Its row is known by its first word; else the table itself is named.
        lines = list(enumerate(page.body.split("\n"), 1))
        tables = [number for number, text in lines if "<table" in text]
        rows = [
            n for n, text in lines if tables and n >= tables[0] and any(w in text for w in error.words[:1])
        ]
        line = next(iter([*rows, *tables]), None)
        raise BuildError("bad-table", str(error), project.show(page.file), line) from error


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


def _standards_have_pages(
    all_standards: Mapping[str, standards.Standard], all_pages: list[Page], project: Project
) -> None:
    """Each standard's TOML names the place of the guide its findings lead to: the page must be there."""
    paths = {page.path for page in all_pages}
    errors = []
    for standard in all_standards.values():
        path = standard.page.partition("#")[0]
        if path not in paths:
            file = project.root / "checker" / "standards" / f"{standard.id}.toml"
            line = next(
                (
                    n
                    for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
                    if standard.page in text
                ),
                None,
            )
            errors.append(
                BuildError(
                    "missing-page", f"the standard's page {path} is not there", project.show(file), line
                )
            )
    raise_all(errors)


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
