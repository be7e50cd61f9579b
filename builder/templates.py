"""Filling in the pages: Jinja with strict undefined values, the guide's tags, and errors with a place."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension

from builder.accuracy import AccuracyTags
from builder.compiled import Compiled, compiled
from builder.derived import DerivedTags
from builder.drawings.tags import DrawingTags
from builder.errors import BuildError, raise_all
from builder.figures import FigureTags
from builder.heads import HeadTags
from builder.languages import ORIGINAL, with_chinese_marked
from builder.licences import LicenceFiles
from builder.pages import Page
from builder.project import Project
from builder.speed import SpeedTags
from builder.tags import Tags
from builder.translating import UNTRANSLATED, BothLanguages, chooser, untranslated
from checker.standards import Standard
from checker.text import Lang

# What Jinja does something about; a page without them is its Markdown as it stands.
_SIGNS = ("{{", "{%", "{#")
# Says everything in one page, in both languages.
_IN_BOTH = frozenset({"404.html"})


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation: its word and its path from the edition's root."""

    label: str
    path: str


class _Environment(jinja2.Environment):
    """An environment that remembers which templates were asked of it."""

    asked: set[str]
    project: Project

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the base class's name
    ) -> jinja2.Template:
        if isinstance(name, str):
            self.asked.add(name)
        return super().get_template(name, parent, globals)


class _Translated(Extension):
    """Refuses a template with Chinese that has no English beside it, but for ``_IN_BOTH``, as it is compiled.

    The guide's pages, which are compiled too, have their names end otherwise.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the ``source`` of a template as it is. Raises `BuildError` ``untranslated``."""
        if name is not None and name.endswith(".html") and name not in _IN_BOTH:
            assert isinstance(self.environment, _Environment)
            for line, text in untranslated(self.environment, source):
                place = self.environment.project.show(Path(filename or name))
                told = f"«{text}» has no English beside it: see builder/translating.py"
                raise BuildError(UNTRANSLATED, told, place, line)
        return source


class Templates:
    """The Jinja environment of one edition, with the guide's tags as globals.

    Besides those of `builder.tags` and its neighbours: ``nav``, the navigation, ``lang``, the edition's
    language, and ``t``, which takes a text of two. ``asked`` holds the names of the templates that were asked
    for since somebody last emptied it.
    """

    def __init__(
        self,
        project: Project,
        pages: Sequence[Page],
        standards: Mapping[str, Standard],
        licence_files: LicenceFiles,
        lang: Lang = ORIGINAL,
    ) -> None:
        self.project = project
        self.lang = lang
        self.env = _Environment(
            loader=jinja2.FileSystemLoader(project.templates),
            bytecode_cache=Compiled(lang),
            undefined=jinja2.StrictUndefined,
            # Templates give HTML, the pages' bodies Markdown.
            autoescape=jinja2.select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=[BothLanguages, _Translated],
        )
        self.asked: set[str] = set()
        self.env.asked = self.asked
        self.env.project = project
        self.env.globals.update(
            lang=lang,
            t=chooser(lang),
            nav=[NavItem(page.nav, page.name) for page in pages if page.nav is not None],
            **Tags(self.env, standards, licence_files, lang).by_name(),
            **FigureTags(standards).by_name(),
            **DerivedTags(self.env, standards, pages, lang).by_name(),
            **DrawingTags(self.env, lang).by_name(),
            **AccuracyTags(self.env, project, lang).by_name(),
            **HeadTags(self.env, project, lang).by_name(),
            **SpeedTags(self.env, project, lang).by_name(),
        )

    def fill(self, page: Page) -> str:
        """Return ``page``'s Markdown with its tags filled in; an error names the page's line."""
        if not any(sign in page.body for sign in _SIGNS):
            return page.body
        try:
            template = compiled(self.env, page.body, self.project.show(page.file), str(page.file))
            return template.render(root=page.root, site_root=page.site_root, page=page)
        except Exception as error:
            raise self._placed(error, page.file) from error

    def render(self, name: str, page: Page, **values: object) -> str:
        """Return the HTML of the template ``name`` with ``values``; an error names the template's line."""
        asked_by = self.project.show(page.file)
        return self._rendered(name, asked_by, page=page, **values)

    def render_plain(self, name: str, **values: object) -> str:
        """Return the HTML of a page that has a template of its own, ``name``, and no Markdown."""
        return self._rendered(name, "the build", **values)

    def _rendered(self, name: str, asked_by: str, **values: object) -> str:
        try:
            return self.finished(self.env.get_template(name).render(**values))
        except jinja2.TemplateNotFound as error:
            shown = self.project.show(self.project.templates / str(error.name))
            raise BuildError(
                "missing-template", f"«{error.name}» is asked for by {asked_by}", shown
            ) from error
        except Exception as error:
            raise self._placed(error, self.project.templates / name) from error

    def finished(self, html: str) -> str:
        """Return a rendered page as it is written: one in English says which of its words are Chinese."""
        return html if self.lang == ORIGINAL else with_chinese_marked(html)

    def _placed(self, error: Exception, file: Path) -> BuildError:
        """``error`` as a `BuildError` that names the file and the line it came from."""
        if isinstance(error, BuildError) and error.file is not None:
            return error
        line: int | None = None
        if isinstance(error, jinja2.TemplateSyntaxError):
            file, line = Path(error.filename or file), error.lineno
        else:
            # Jinja rewrites the frames of a template to its file and line.
            ours = (str(self.project.content), str(self.project.templates))
            for frame in traceback.extract_tb(error.__traceback__):
                if frame.filename.startswith(ours):
                    file, line = Path(frame.filename), frame.lineno
        if isinstance(error, BuildError):
            return BuildError(error.code, error.message, self.project.show(file), line)
        code = "unknown-name" if isinstance(error, jinja2.UndefinedError) else "template-error"
        return BuildError(code, f"{error} ({type(error).__name__})", self.project.show(file), line)


def unused_templates(project: Project, used: Iterable[str]) -> None:
    """Raise ``unused-file`` for each template that nothing loaded."""
    names = {
        path.relative_to(project.templates).as_posix()
        for path in project.templates.rglob("*")
        if path.is_file()
    }
    raise_all(
        [
            BuildError(
                "unused-file", "no page uses this template; remove it", project.show(project.templates / name)
            )
            for name in sorted(names - set(used))
        ]
    )
