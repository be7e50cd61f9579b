"""The English edition: each page leads to its other language, and nothing is left untranslated unseen."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from builder import site
from builder.languages import has_chinese, with_chinese_marked
from builder.project import Project
from checker.standards import load_all
from checker.text import LANGUAGES
from tests.builder.breaking import faults, replace
from tests.builder.rendered import Built, render
from tests.builder.scripts import faults as faults_of_script

STATIC = Path(__file__).parents[2] / "site" / "static"
SCRIPTS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js"))
CONTENT = Path(__file__).parents[2] / "content"
TRANSLATED = sorted(path.relative_to(CONTENT / "en") for path in (CONTENT / "en").rglob("*.md"))
NAMES = [path.with_suffix(".html").as_posix() for path in TRANSLATED]
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


def head(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("</header>")[0]


@pytest.mark.parametrize("name", NAMES)
def test_each_page_names_its_languages_and_leads_to_the_other(guide: Built, name: str) -> None:
    up = "../" * name.count("/")
    chinese, english = head(guide.out / name), head(guide.out / "en" / name)
    for html, root, tag in ((chinese, up, "zh-Hans"), (english, f"{up}../", "en")):
        assert f'<html lang="{tag}">' in html
        wanted = [("zh-Hans", root + name), ("en", f"{root}en/{name}"), ("x-default", root + name)]
        assert ALTERNATE.findall(html) == wanted
    assert f'href="{up}en/{name}" hreflang="en" lang="en">English</a>' in chinese
    assert f'href="{up}../{name}" hreflang="zh-Hans" lang="zh-Hans">中文</a>' in english


def test_with_an_address_the_languages_are_whole_addresses(project: Project, tmp_path: Path) -> None:
    site.render(project, tmp_path, "https://example.org/photo/")
    for path in ("heic.html", "en/heic.html"):
        assert ALTERNATE.findall(head(tmp_path / path)) == [
            ("zh-Hans", "https://example.org/photo/heic.html"),
            ("en", "https://example.org/photo/en/heic.html"),
            ("x-default", "https://example.org/photo/heic.html"),
        ]
    feed = (tmp_path / "en" / "feed.xml").read_text(encoding="utf-8")
    assert 'xml:lang="en"' in feed
    assert "https://example.org/photo/en/changes.html#day-" in feed


@pytest.mark.parametrize("name", [*NAMES, "search.html"])
def test_chinese_words_in_an_english_page_say_so(guide: Built, name: str) -> None:
    html = (guide.out / "en" / name).read_text(encoding="utf-8")
    assert "图像" in html or "学信网" in html, "the terms that a student must know"
    without = re.sub(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>[^<]*</\1>', "", html)
    shown = re.sub(r"<(title|script|svg)\b.*?</\1>|<[^>]*>", "", without, flags=re.DOTALL)
    assert [line for line in shown.splitlines() if has_chinese(line)] == []


def test_marking_leaves_tags_and_what_holds_no_markup_alone() -> None:
    html = '<title>采集码</title><p title="采集码">The 采集码 of 《规范》. <b lang="zh-Hans">码</b>, 12。</p>'
    assert str(with_chinese_marked(html)) == (
        '<title>采集码</title><p title="采集码">The <span lang="zh-Hans">采集码</span> of '
        '<span lang="zh-Hans">《规范》</span>. <b lang="zh-Hans">码</b>, 12。</p>'
    )


TEMPLATE_FAULTS = {
    "text": ("<tbody>", "<tbody>照片", "«<tbody>照片» has no English"),
    "string": ("<tbody>", '<tbody>{{ "照片" }}', "照片"),
    "half-a-text": ("<tbody>", '<tbody>{{ t("照片") }}', "«照片» has no English"),
}


@pytest.mark.parametrize("case", TEMPLATE_FAULTS)
def test_a_text_of_a_template_without_english_is_named(copy: Project, tmp_path: Path, case: str) -> None:
    old, new, message = TEMPLATE_FAULTS[case]
    line = replace(copy.templates / "_schools.html", old, new)
    found = faults(copy, tmp_path / "out")
    assert {(error.code, error.file, error.line) for error in found} == {
        ("untranslated", "site/templates/_schools.html", line)
    }
    assert message in str(found[0])


def test_a_block_without_its_english_is_named(copy: Project, tmp_path: Path) -> None:
    line = replace(copy.templates / "_schools.html", "<tbody>", "<tbody>{% zh %}照片{% endzh %}")
    [error, *_] = faults(copy, tmp_path / "out")
    assert (error.file, error.line) == ("site/templates/_schools.html", line)
    assert "no {% en %}" in str(error)


@pytest.fixture
def both(copy: Project) -> Project:
    """The copy in both languages."""
    return dataclasses.replace(copy, languages=LANGUAGES)


def test_a_translation_of_nothing_is_refused(both: Project, tmp_path: Path) -> None:
    new = both.content / "en" / "lonely.md"
    new.write_bytes((both.content / "en" / "heic.md").read_bytes())
    [error] = faults(both, tmp_path / "out")
    assert (error.code, error.file) == ("page-without-original", "content/en/lonely.md")
    assert "content/lonely.md" in str(error)


def test_every_page_without_a_translation_is_named(both: Project, tmp_path: Path) -> None:
    for name in ("heic.md", "rules/roll.md"):
        (both.content / "en" / name).unlink()
    found = faults(both, tmp_path / "out")
    assert [str(error) for error in found] == [
        "content/heic.md:1: untranslated: this page has no translation; write content/en/heic.md",
        "content/rules/roll.md:1: untranslated: this page has no translation; write content/en/rules/roll.md",
    ]


@pytest.mark.parametrize("key", ["lead", "nav", "words"])
def test_a_key_without_a_translation_is_named(both: Project, tmp_path: Path, key: str) -> None:
    replace(both.content / "en" / "privacy.md", f"\n{key}: ", "\ndescription: ")
    replace(both.content / "en" / "privacy.md", "\ndescription: ", "\n# ")
    [error] = faults(both, tmp_path / "out")
    assert str(error) == (
        f"content/en/privacy.md:1: untranslated: «{key}» is missing, which content/privacy.md has"
    )


# A tag of a page, without who says it, which is a name in the page's language, and without examples.
_WHO = re.compile(r"""(src\("[ABC]", "?[\d-]+"?), "[^"]*"\)""")
_EXAMPLE = re.compile(r"""\{\{ case\("[^"]*"\) \}\}""")


def skeleton(text: str) -> tuple[list[str], set[str], list[str]]:
    """What both languages of a page have in common: its places, its tags, and when it was checked."""
    tags = {_WHO.sub(r"\1)", tag) for tag in re.findall(r"\{\{.*?\}\}", _EXAMPLE.sub("", text))}
    return re.findall(r"\{ #([\w-]+) \}", text), tags, re.findall(r"^checked: .*$", text, re.M)


@pytest.mark.parametrize("path", TRANSLATED, ids=str)
def test_a_translation_has_the_places_figures_and_day_of_its_original(path: Path) -> None:
    chinese, english = ((folder / path).read_text(encoding="utf-8") for folder in (CONTENT, CONTENT / "en"))
    assert skeleton(english) == skeleton(chinese)


def test_what_ships_with_the_checker_is_in_english_too() -> None:
    brackets = re.compile(r"\([^()]*\)")
    told = [
        row.text + row.title + row.source for one in load_all().values() for row in one.requirements("en")
    ]
    told += [text.en for one in load_all().values() for text in (one.name, one.summary, one.note)]
    assert [text for text in told if has_chinese(brackets.sub("", text))] == []


def test_a_site_of_one_language_has_no_switch(copy: Project, tmp_path: Path) -> None:
    built = render(copy, tmp_path / "out")
    assert not (built.out / "en").exists()
    assert "hreflang" not in (built.out / "faq.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_text_of_a_script_has_its_english(name: str) -> None:
    assert faults_of_script((STATIC / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('say("照片");', "1: «照片» has no English"),
        ("say(`${n} 张`);", "1: «张» has no English"),
        ('say(t("照片"));', "1: «照片» has no English"),
        ('\nsay(t("照片", ""));', "2: «照片» has no English"),
        ('t("照片", "照片")', "1: «照片» stands in the place of English"),
        ("t(`${n} 张`, `photos`)", "1: « 张» and its English differ in n"),
        ("t(`${n} 张`, `${m} photos`)", "1: « 张» and its English differ in m, n"),
    ],
)
def test_a_text_of_a_script_without_english_is_found(script: str, told: str) -> None:
    assert faults_of_script(script) == [told]


def test_a_script_with_both_is_no_fault() -> None:
    script = """
    // 照片
    const a = /照片/g; /* 照片 */
    t(`${all.map((one) => `「${one.name}」`).join("、")}`,
      `${all.map((one) => spaced(one.name)).join(", ")}`);
    x.t = other.t("b"); t("照片", "photo",);
    """
    assert faults_of_script(script) == []
