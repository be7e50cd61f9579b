"""The real guide: every figure is there, every page is well-formed, and nothing leads out."""

from __future__ import annotations

import gzip
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder import licences, links, site
from builder.errors import BuildError
from builder.project import Project
from checker import rules, standards
from tests.builder.figures import FIGURES
from tests.builder.rendered import Built, render
from wheels import recipe

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTENT = Path(__file__).parents[2] / "content"
PAGES = sorted(path.relative_to(CONTENT) for path in CONTENT.rglob("*.md"))
PATHS = [
    *(path.with_suffix(".html").as_posix() for path in PAGES),
    *(f"standards/{standard_id}.html" for standard_id in standards.load_all()),
]


class _Nesting(HTMLParser):
    """Fails on a tag that is closed out of order; remembers headings, links and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.values: list[tuple[str, str, str]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.values.extend((tag, name, value or "") for name, value in attrs)
        if len(names := [name for name, _ in attrs]) != len(set(names)):
            self.faults.append(f"{self.getpos()}: an attribute of <{tag}> is there twice")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "p" and "p" in self.open:
            self.faults.append(f"{self.getpos()}: <p> inside <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{self.getpos()}: </{tag}> closes what is not open")


def parsed(path: Path) -> _Nesting:
    parser = _Nesting()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return parser


@pytest.mark.parametrize(
    ("path", "figure"), [(path, figure) for path, all_ in FIGURES.items() for figure in all_]
)
def test_every_figure_is_on_its_page(guide: Built, path: str, figure: str) -> None:
    assert figure in guide.text(path)


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_well_formed(guide: Built, path: str) -> None:
    page = parsed(guide.out / path)
    assert page.faults == []
    assert page.open == []


@pytest.mark.parametrize("path", PATHS)
def test_headings_start_with_one_h1_and_skip_no_level(guide: Built, path: str) -> None:
    levels = parsed(guide.out / path).headings
    assert levels.count(1) == 1
    assert levels[0] == 1
    # The list of contents has its own h2 before the body's.
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", PATHS)
def test_pages_run_one_script_and_fetch_nothing_from_elsewhere(guide: Built, path: str) -> None:
    page = parsed(guide.out / path)
    assert not page.tags & {"iframe", "object", "embed", "form", "style"}
    scripts = [value for tag, name, value in page.values if (tag, name) == ("script", "type")]
    assert set(scripts) <= {"application/ld+json"}, "data, which no browser runs"
    run = [value for tag, name, value in page.values if (tag, name) == ("script", "src")]
    assert run == [f"{'../' * path.count('/')}static/offline.js"]
    html = (guide.out / path).read_text(encoding="utf-8")
    assert len(scripts) + len(run) == html.count("<script")
    assert not [name for _, name, _ in page.values if name.startswith("on") or name == "style"]
    fetched = [
        value for tag, name, value in page.values if name == "src" or (tag == "link" and name == "href")
    ]
    assert fetched
    assert not [value for value in fetched if ":" in value or value.startswith("/")]


@pytest.mark.parametrize("path", PATHS)
def test_policy_comes_before_anything_that_is_fetched(guide: Built, path: str) -> None:
    html = (guide.out / path).read_text(encoding="utf-8")
    policy = html.index("Content-Security-Policy")
    assert "default-src 'none'" in html[policy:]
    assert policy < html.index("<link")


@pytest.mark.parametrize("path", PATHS)
def test_pages_with_figures_say_whose_word_counts(guide: Built, path: str) -> None:
    html = (guide.out / path).read_text(encoding="utf-8")
    english = path.startswith("en/")
    assert re.search("notice (always )?comes first" if english else "以学校通知为准", html)
    assert ("This site is not official." if english else "不是官方网站") in html


def test_each_rule_has_an_explanation_that_stands_alone(guide: Built) -> None:
    explanations = guide.site.editions["zh"].explanations
    assert set(explanations) == set(rules.titles("zh"))
    for html in explanations.values():
        assert "<h2>" in html
        assert "怎么改" in html
        assert not re.search(r"<a[\s>]|<img|<p></p>|\bid=|\bhref=|\bsrc=", html)
        parser = _Nesting()
        parser.feed(html)
        assert parser.faults == []
        assert parser.open == []


def test_every_requirement_of_every_standard_is_on_its_page(guide: Built) -> None:
    for standard in standards.load_all().values():
        text = guide.text(standard.page)
        rows = standard.requirements("zh")
        assert rows
        for row in rows:
            assert row.text in text
            assert row.title in text or not row.judged
        for school in standards.schools():
            assert (school.hint.zh in text) == (standard.id in school.standards)


def test_the_licences_page_names_every_library_of_the_wheels(guide: Built) -> None:
    text = guide.text("licences.html")
    for library in recipe.load_all().values():
        assert f"{library.name} {library.version}".lower() in text.lower()
        assert library.licence in text


def test_the_licences_page_links_what_is_shipped(project: Project, guide: Built, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    (wheels / "licenses").mkdir(parents=True)
    (wheels / "sources").mkdir()
    (wheels / "licenses" / "zlib-LICENSE").write_text("free", encoding="utf-8")
    (wheels / "sources" / "lib+heif.tar.gz").write_bytes(b"x")
    built = render(project, tmp_path / "out", licences.of_folder(wheels))
    page = (built.out / "licences.html").read_text(encoding="utf-8")
    assert '<a href="check/licenses/zlib-LICENSE" download="zlib-LICENSE.txt">zlib-LICENSE</a>' in page
    assert '<a href="check/sources/lib%2Bheif.tar.gz">lib+heif.tar.gz</a>' in page
    assert "没有附带" not in built.text("licences.html")
    assert "没有附带" in guide.text("licences.html")


def test_a_licence_that_is_not_shipped_is_a_dead_link(copy: Project, tmp_path: Path) -> None:
    files = licences.LicenceFiles(texts=("check/licenses/gone.txt",))
    out = tmp_path / "out"
    out.mkdir()
    made = site.render(copy, out, licence_files=files)
    with pytest.raises(BuildError, match=r"dead-link: .*gone\.txt"):
        links.check(out, copy, made.pages, elsewhere=site.CHECKER_PAGES)


def test_two_builds_are_identical(guide: Built, project: Project, tmp_path: Path) -> None:
    other = tmp_path / "somewhere" / "else"
    other.mkdir(parents=True)
    site.render(project, other)
    names = sorted(p.relative_to(guide.out) for p in guide.out.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(other) for p in other.rglob("*") if p.is_file())
    assert [name for name in names if (guide.out / name).read_bytes() != (other / name).read_bytes()] == []
    folders = (str(project.root).encode(), str(tmp_path).encode())
    assert [name for name in names if any(folder in (other / name).read_bytes() for folder in folders)] == []


def test_addresses_are_made_only_when_asked_for(guide: Built, project: Project, tmp_path: Path) -> None:
    assert not (guide.out / "sitemap.xml").exists()
    assert "canonical" not in (guide.out / "faq.html").read_text(encoding="utf-8")
    site.render(project, tmp_path, "https://example.org/photo/")
    sitemap = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/photo/</loc>" in sitemap
    assert "<loc>https://example.org/photo/rules/file-size.html</loc>" in sitemap
    assert "<loc>https://example.org/photo/check/</loc>" in sitemap
    assert "Sitemap: https://example.org/photo/sitemap.xml" in (tmp_path / "robots.txt").read_text(
        encoding="utf-8"
    )
    assert '<link rel="canonical" href="https://example.org/photo/faq.html">' in (
        tmp_path / "faq.html"
    ).read_text(encoding="utf-8")


def test_style_sheet_stays_small(project: Project) -> None:
    assert len(gzip.compress((project.static / "style.css").read_bytes(), mtime=0)) < 16_000


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_small_and_needs_one_file_before_it_is_painted(guide: Built, path: str) -> None:
    page = guide.out / path
    links_in_head = [
        value
        for tag, name, value in parsed(page).values
        if ((tag == "link" and name == "href") or name in ("src", "srcset")) and not value.endswith(".html")
    ]
    sheets = [value for value in links_in_head if value.endswith(".css")]
    assert len(sheets) == 1
    home = {"manifest.webmanifest", "touch-180.png"}  # fetched when the site is put on a home screen
    others = {Path(value).name for value in links_in_head if value not in sheets} - home
    assert others <= {"favicon.svg", "offline.js"}, "which nothing waits for"
    assert 'static/offline.js" defer' in page.read_text(encoding="utf-8")
    files = [value for value in links_in_head if Path(value).name not in home]
    fetched = [page, *((page.parent / value).resolve() for value in files)]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in fetched) <= 30_000
    # A host that sends nothing special may not compress, and nothing is painted before the page has come.
    assert page.stat().st_size <= 70_000
