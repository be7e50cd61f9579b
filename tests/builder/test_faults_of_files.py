"""Each fault of templates and style sheets is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import templates
from builder.errors import BuildError
from builder.project import Project
from tests.builder.breaking import append, faults, replace
from tests.builder.rendered import render


def test_template_faults_name_the_template(copy: Project, tmp_path: Path) -> None:
    line = replace(copy.templates / "page.html", "<article", "{{ nothing }}<article")
    found = faults(copy, tmp_path / "out")
    assert {(error.code, error.file, error.line) for error in found} == {
        ("unknown-name", "site/templates/page.html", line)
    }


def test_dead_link_of_a_template_is_told_once(copy: Project, tmp_path: Path) -> None:
    line = replace(copy.templates / "base.html", "static/favicon.svg", "static/favicon.ico")
    found = [error for error in faults(copy, tmp_path / "out") if error.code == "dead-link"]
    assert [(error.file, error.line) for error in found] == [("site/templates/base.html", line)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (".x { background: url('none.png'); }", "dead-link"),
        (".x { background: URL( none.png ); }", "dead-link"),
        ('@import "none.css";', "dead-link"),
        ('@import "https://example.com/x.css";', "external-link"),
        ("@import url(//example.com/x.css);", "external-link"),
    ],
)
def test_links_of_a_style_sheet(copy: Project, tmp_path: Path, text: str, code: str) -> None:
    line = append(copy.static / "style.css", f"/* a\nurl(not-this.png) */\n{text}") + 2
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == (code, "site/static/style.css", line)


def test_imported_style_sheets_are_looked_at_too(copy: Project, tmp_path: Path) -> None:
    append(copy.static / "style.css", "@import 'more.css';")
    (copy.static / "more.css").write_text("@import 'style.css';\na { background: url(none.png) }\n")
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == ("dead-link", "site/static/more.css", 2)


def test_a_style_sheet_that_is_not_utf_8(copy: Project, tmp_path: Path) -> None:
    file = copy.static / "style.css"
    lines = file.read_bytes().count(b"\n")
    file.write_bytes(file.read_bytes() + b"\xff")
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == ("not-utf-8", "site/static/style.css", lines + 1)


def test_a_template_that_is_not_utf_8_hides_no_other_fault(copy: Project, tmp_path: Path) -> None:
    (copy.templates / "zz.html").write_bytes(b"\xff")
    append(copy.content / "upload.md", "\n[去哪](nowhere.html)")
    [error] = faults(copy, tmp_path / "out")
    assert error.code == "dead-link"


def test_unused_template(copy: Project, tmp_path: Path) -> None:
    made = render(copy, tmp_path / "out").site
    (copy.templates / "_old.html").write_text("x", encoding="utf-8")
    checker_page = [path.name for path in copy.templates.glob("*check*.html")]
    with pytest.raises(BuildError, match=r"site/templates/_old\.html: unused-file: "):
        templates.unused_templates(copy, [*made.used, *checker_page])
