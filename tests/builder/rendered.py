"""A rendered guide, as the builder's tests look at it."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from builder import links, site
from builder.licences import LicenceFiles
from builder.project import Project


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


def render(project: Project, out: Path, licence_files: LicenceFiles = LicenceFiles()) -> Built:  # noqa: B008
    """Render the guide and look at its links; what another step makes counts as there."""
    out.mkdir(parents=True)
    made = site.render(project, out, licence_files=licence_files)
    elsewhere = [*site.CHECKER_PAGES, *licence_files.texts, *licence_files.sources]
    links.check(out, project, made.pages, elsewhere=elsewhere)
    return Built(out, made)
