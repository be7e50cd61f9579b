"""``python -m benchmarks.build.ours FOLDER all|pages|serve|floor``: build the site of a prepared folder.

``all`` is what build.py does. ``pages`` makes what the other tools make: no compressed copies for hosts, no
service worker, and the search's index, which they have not, compressed lightly as while one writes. ``serve``
is ``build.py --serve``. ``floor`` only reads the pages and turns them from Markdown into HTML, one after the
other: no build with Python's interpreter, jinja2 and markdown can be quicker than that on one processor.
"""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path

from builder.past import Past
from builder.project import Project


def main(folder: Path, what: str) -> int:
    """Build into ``folder``/dist; over at once if nothing changed."""
    project = dataclasses.replace(
        Project.at(Path(__file__).parents[2]),
        content=folder / "content",
        templates=folder / "site" / "templates",
        static=folder / "site" / "static",
    )
    if what == "serve":
        from builder import cli

        return cli.main(["--out", str(folder / "dist"), "--serve"], project)
    if what == "floor":
        _floor(folder)
        return 0
    past = Past(project, folder / "dist", {})
    if past.unchanged(date.today()) is None:
        from builder import making

        making.build(
            project, folder / "dist", None, past, date.today(), lambda _: None, quick=what == "pages"
        )
    return 0


def _floor(folder: Path) -> None:
    import jinja2
    import markdown

    jinja2.Environment(loader=jinja2.FileSystemLoader(folder))
    converter = markdown.Markdown(
        extensions=["attr_list", "def_list", "sane_lists", "md_in_html", "tables", "toc"],
        output_format="html",
    )
    for path in sorted((folder / "plain").rglob("*.md")):
        converter.reset().convert(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
