"""The pages of every edition, held against those of the original: each is there in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from builder import derived, pages
from builder.errors import BuildError, raise_all
from builder.languages import FOLDERS, ORIGINAL
from builder.pages import Page
from builder.project import Project
from builder.translating import UNTRANSLATED
from checker.standards import Standard
from checker.text import Lang

# Keys that a page may leave out, but its translation only if it does.
_TRANSLATED = ("lead", "nav", "words")


def load(project: Project, standards: Mapping[str, Standard]) -> dict[Lang, list[Page]]:
    """Read the pages of all editions, and make those that the ``standards`` write themselves.

    A translation has the ``order`` and ``toc`` of its original. Raises what `builder.pages.load` does,
    ``page-without-original``, and ``untranslated`` for a page, or a key of it, that one language has alone.
    """
    originals = pages.load(project)
    found = {ORIGINAL: originals}
    errors: list[BuildError] = []
    for lang in project.languages:
        if lang != ORIGINAL:
            found[lang] = pages.load(project, lang)
            errors += _strays(originals, found[lang], project)
            errors += _untranslated(originals, found[lang], lang, project)
    raise_all(errors)
    return {
        lang: [*_like_originals(originals, read), *derived.standard_pages(standards, project, lang)]
        for lang, read in found.items()
    }


def _like_originals(originals: Iterable[Page], read: Iterable[Page]) -> list[Page]:
    known = {page.name: page for page in originals}
    alike = [replace(page, order=known[page.name].order, toc=known[page.name].toc) for page in read]
    return sorted(alike, key=lambda page: (page.order, page.path))


def _strays(originals: Iterable[Page], read: Iterable[Page], project: Project) -> Iterator[BuildError]:
    known = {page.name for page in originals}
    for page in read:
        if page.name not in known:
            wanted = project.show((project.content / page.name).with_suffix(".md"))
            yield BuildError(
                "page-without-original",
                f"it translates a page that is not there; remove it, or write {wanted} first",
                project.show(page.file),
                1,
            )


def _untranslated(
    originals: Iterable[Page], read: Iterable[Page], lang: Lang, project: Project
) -> Iterator[BuildError]:
    known = {page.name: page for page in read}
    for original in originals:
        page = known.get(original.name)
        place = project.show(original.file)
        if page is None:
            wanted = project.show((project.content / FOLDERS[lang] / original.name).with_suffix(".md"))
            yield BuildError(UNTRANSLATED, f"this page has no translation; write {wanted}", place, 1)
            continue
        for key in _TRANSLATED:
            if getattr(original, key) is not None and getattr(page, key) is None:
                yield BuildError(
                    UNTRANSLATED, f"«{key}» is missing, which {place} has", project.show(page.file), 1
                )
