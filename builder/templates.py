"""Filling in the pages: Jinja with strict undefined values, the guide's tags, and errors with a place."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from builder.accuracy import AccuracyTags
from builder.errors import BuildError
from builder.heads import HeadTags
from builder.licences import LicenceFiles
from builder.pages import Page
from builder.project import Project
from builder.tags import LANG, Tags
from checker.rules import titles
from checker.standards import Standard


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation: its word and its path from the site's root."""

    label: str
    path: str


class _Loader(jinja2.FileSystemLoader):
    """A loader that remembers what was asked of it, so that unused templates are found."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.used: set[str] = set()

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        self.used.add(template)
        return super().get_source(environment, template)


class Templates:
    """The Jinja environment of one build, with the guide's tags as globals.

    Besides those of `builder.tags`: ``rules``, the pages of the rules, and ``nav``, the navigation.
    """

    def __init__(
        self,
        project: Project,
        pages: Sequence[Page],
        standards: Mapping[str, Standard],
        licence_files: LicenceFiles,
    ) -> None:
        self.project = project
        self._loader = _Loader(project.templates)
        self.env = jinja2.Environment(
            loader=self._loader,
            undefined=jinja2.StrictUndefined,
            # Templates give HTML, the pages' bodies Markdown.
            autoescape=jinja2.select_autoescape(("html",), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.env.globals.update(
            nav=[NavItem(page.nav, page.path) for page in pages if page.nav is not None],
            rules=[page for page in pages if page.rule_id is not None],
            **Tags(self.env, standards, licence_files).by_name(),
            **AccuracyTags(self.env, project, titles(LANG)).by_name(),
            **HeadTags(self.env, project, titles(LANG)).by_name(),
        )

    @property
    def used(self) -> frozenset[str]:
        """Names of the templates loaded so far."""
        return frozenset(self._loader.used)

    def fill(self, page: Page) -> str:
        """Return ``page``'s Markdown with its tags filled in; an error names the page's line."""
        try:
            code = self.env.compile(page.body, name=self.project.show(page.file), filename=str(page.file))
            template = jinja2.Template.from_code(self.env, code, self.env.make_globals(None))
            return template.render(root=page.root, page=page)
        except Exception as error:
            raise self._placed(error, page.file) from error

    def render(self, name: str, page: Page, **values: object) -> str:
        """Return the HTML of the template ``name`` with ``values``; an error names the template's line."""
        asked_by = self.project.show(page.file)
        return self._rendered(name, asked_by, root=page.root, page=page, **values)

    def render_plain(self, path: str, **values: object) -> str:
        """Return the HTML of the site's page ``path``, which has a template of its own and no Markdown."""
        return self._rendered(path, "the build", root="../" * path.count("/"), path=path, **values)

    def _rendered(self, name: str, asked_by: str, **values: object) -> str:
        try:
            return self.env.get_template(name).render(**values)
        except jinja2.TemplateNotFound as error:
            shown = self.project.show(self.project.templates / str(error.name))
            raise BuildError(
                "missing-template", f"«{error.name}» is asked for by {asked_by}", shown
            ) from error
        except Exception as error:
            raise self._placed(error, self.project.templates / name) from error

    def _placed(self, error: Exception, file: Path) -> BuildError:
        """``error`` as a `BuildError` that names the file and the line it came from."""
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
