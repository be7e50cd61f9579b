"""What the builder's tests share: the real project, its rendered guide, and copies that can be broken."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder import links, site
from builder.project import Project

ROOT = Path(__file__).parents[2]
CHECKER_PAGE = site.CHECKER_PAGE


@dataclass(frozen=True)
class Built:
    """A rendered guide and the folder it lies in."""

    out: Path
    site: site.Site

    def text(self, path: str) -> str:
        """The words of a page's main part, without tags, spaces as they are."""
        parser = _Text()
        parser.feed((self.out / path).read_text(encoding="utf-8"))
        return "".join(parser.parts)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.parts.append(data)


def render(project: Project, out: Path) -> Built:
    """Render the guide and look at its links; the checker page is another step's and counts as there."""
    out.mkdir(parents=True)
    made = site.render(project, out)
    links.check(out, project, made.pages, elsewhere=[CHECKER_PAGE])
    return Built(out, made)


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.at(ROOT)


@pytest.fixture(scope="session")
def guide(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return render(project, tmp_path_factory.mktemp("guide") / "site")


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """The project with copies of the content, templates and static files, free to be broken."""
    folder = tmp_path / "copy"
    shutil.copytree(project.content, folder / "content")
    shutil.copytree(project.templates.parent, folder / "site")
    return dataclasses.replace(
        project,
        content=folder / "content",
        templates=folder / "site" / "templates",
        static=folder / "site" / "static",
    )
