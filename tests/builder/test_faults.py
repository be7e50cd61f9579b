"""Broken copies of the guide: each fault stops the build with its code, its file and its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.project import Project
from tests.builder.breaking import append, faults, replace
from tests.builder.rendered import Built, render


def test_the_copy_builds_before_it_is_broken(copy: Project, tmp_path: Path) -> None:
    assert render(copy, tmp_path / "out").site.pages


FRONT_MATTER: dict[str, tuple[str, str, str]] = {
    "unknown-key": ("order: 5", "ordre: 5", "unknown-key"),
    "repeated-key": ("order: 5", "order: 5\norder: 6", "repeated-key"),
    "wrong-type": ("order: 5", "order: five", "wrong-value"),
    "boolean-is-no-number": ("order: 5", "order: true", "wrong-value"),
    "not-a-date": ("checked: 2026-11-24", "checked: 2026-11", "wrong-value"),
    "no-such-day": ("checked: 2026-11-24", "checked: 2026-13-45", "wrong-value"),
    "number-too-long": ("order: 5", f"order: {'5' * 5000}", "wrong-value"),
    "merged": ("order: 5", "order: 5\n<<: {nav: x}", "unknown-key"),
    "empty": ("nav: 上传步骤", 'nav: ""', "wrong-value"),
    "markup": ("lead: ", "lead: 见[首页](index.html)", "wrong-value"),
    "yaml": ("order: 5", "order: [5", "front-matter-broken"),
    "never-ends": ("toc: true\n---\n", "toc: true\n\n", "front-matter-missing"),
    "not-there": ("---\ntitle", "title", "front-matter-missing"),
}
BODY: dict[str, tuple[str, str]] = {
    "dead-link": ("[去哪](nowhere.html)", "dead-link"),
    "dead-link-upwards": ("[去哪](../../index.html)", "dead-link"),
    "out-of-the-site": ("[去哪](../content/upload.md)", "dead-link"),
    "out-of-the-site-encoded": ("[去哪](%2e%2e/site/static/style.css)", "dead-link"),
    "null": ("[去哪](a%00.html)", "dead-link"),
    "too-long": (f"[去哪]({'a' * 300}.html)", "dead-link"),
    "dead-anchor": ("[去哪](faq.html#no-such-place)", "dead-anchor"),
    "dead-anchor-here": ("[去哪](#no-such-place)", "dead-anchor"),
    "dead-image": ("![图](static/none.png)", "dead-link"),
    "absolute-link": ("[去哪](/faq.html)", "absolute-link"),
    "folder-link": ("[去哪](check/)", "folder-link"),
    "no-extension": ("[去哪](faq)", "folder-link"),
    "http": ("[去哪](http://www.chsi.com.cn/)", "external-link"),
    "agency": ("[去哪](https://example.com/)", "external-link"),
    "autolink": ("<https://agency.example.com>", "external-link"),
    "no-address": ("[去哪](https://[::1/)", "bad-link"),
    "srcset": (
        '<img alt="图" src="static/favicon.svg" srcset="static/favicon.svg, https://example.com/x.png 2x">',
        "external-link",
    ),
    "dead-srcset": ('<img alt="图" src="static/favicon.svg" srcset="static/none.png 2x">', "dead-link"),
    "refresh": ('<meta http-equiv="refresh" content="0;url=https://example.com/">', "external-link"),
    "refresh-without-url": ('<meta http-equiv="Refresh" content="3, https://example.com/">', "external-link"),
    "style": ("<p style=\"background: url('https://example.com/x.png')\">图</p>", "external-link"),
    "table-without-head": (
        '<table markdown="1"><tbody markdown="1"><tr markdown="1"><td>照片</td></tr></tbody></table>',
        "bad-table",
    ),
    "scheme-relative": ("[去哪](//example.com/x.html)", "external-link"),
    "script-link": ("[去哪](javascript:alert)", "external-link"),
    "repeated-id": ("## 又一个 { #before }", "repeated-id"),
    "unknown-name": ("{{ nothing }}", "unknown-name"),
    "unknown-attribute": ("{{ page.nothing }}", "unknown-name"),
    "jinja-syntax": ("{% if %}", "template-error"),
    "unknown-tag": ('{{ source("A", 2025) }}', "unknown-name"),
    "unknown-source": ('{{ src("E", 2025) }}', "unknown-source"),
    "source-without-year": ('{{ src("A") }}', "source-without-year"),
    "wrong-call": ("{{ src() }}", "template-error"),
    "unknown-standard": ('{{ limit("nothing", "file-size") }}', "unknown-standard"),
    "unknown-limit": ('{{ limit("ouchn", "no-such-rule") }}', "unknown-limit"),
    "unknown-component": ('{{ component_version("nothing") }}', "unknown-component"),
    "unknown-comparison": ('{{ compare("nothing") }}', "unknown-limit"),
}


@pytest.mark.parametrize("case", FRONT_MATTER)
def test_front_matter(copy: Project, tmp_path: Path, case: str) -> None:
    old, new, code = FRONT_MATTER[case]
    line = replace(copy.content / "upload.md", old, new)
    [error] = [error for error in faults(copy, tmp_path / "out") if error.code == code]
    assert error.file == "content/upload.md"
    # YAML sees the bracket only where the next line ends it; an unclosed or missing fence is line 1's fault.
    expected = {"repeated-key": line + 1, "merged": line + 1, "never-ends": 1}.get(case, line)
    assert error.line == expected if case != "yaml" else error.line in (line, line + 1)
    assert str(error).startswith(f"content/upload.md:{error.line}: {code}: ")


@pytest.mark.parametrize("front", ["随便写写", "- a\n- b", ""])
def test_front_matter_without_keys(copy: Project, tmp_path: Path, front: str) -> None:
    (copy.content / "upload.md").write_text(f"---\n{front}\n---\n正文\n", encoding="utf-8")
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == ("front-matter-broken", "content/upload.md", 2)


def test_missing_key(copy: Project, tmp_path: Path) -> None:
    replace(copy.content / "upload.md", "description:", "# description:")
    [error] = faults(copy, tmp_path / "out")
    assert str(error).startswith("content/upload.md:1: missing-key: «description»")


def test_every_faulty_key_is_told_at_once(copy: Project, tmp_path: Path) -> None:
    replace(copy.content / "upload.md", "order: 5", "ordre: 5")
    replace(copy.content / "faq.md", "order: 6", "order: six")
    replace(copy.content / "faq.md", "nav:", "nva:")
    found = [(error.file, error.code) for error in faults(copy, tmp_path / "out")]
    assert found == [
        ("content/faq.md", "wrong-value"),
        ("content/faq.md", "unknown-key"),
        ("content/upload.md", "unknown-key"),
    ]


@pytest.mark.parametrize("case", BODY)
def test_body(copy: Project, tmp_path: Path, case: str) -> None:
    text, code = BODY[case]
    line = append(copy.content / "upload.md", f"\n{text}") + 1
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == (code, "content/upload.md", line)


def test_not_utf_8(copy: Project, tmp_path: Path) -> None:
    file = copy.content / "upload.md"
    lines = file.read_bytes().count(b"\n")
    file.write_bytes(file.read_bytes() + "照片".encode("gb18030"))
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.file, error.line) == ("not-utf-8", "content/upload.md", lines + 1)


def test_a_byte_order_mark_is_no_fault(copy: Project, guide: Built, tmp_path: Path) -> None:
    file = copy.content / "upload.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    built = render(copy, tmp_path / "out")
    assert built.text("upload.html") == guide.text("upload.html")


def test_line_numbers_hold_behind_signs_that_end_no_line(copy: Project, tmp_path: Path) -> None:
    line = append(copy.content / "upload.md", "\n一\x0b二\x0c三\u2028四\n\n[去哪](nowhere.html)") + 3
    [error] = faults(copy, tmp_path / "out")
    assert (error.code, error.line) == ("dead-link", line)


FILES: dict[str, tuple[Callable[[Project], object], str, str]] = {
    "home": (lambda p: (p.content / "index.md").unlink(), "missing-page", "content/index.md"),
    "rule": (
        lambda p: (p.content / "rules" / "file-size.md").unlink(),
        "missing-page",
        "content/rules/file-size.md",
    ),
    "rule-too-many": (
        lambda p: (p.content / "rules" / "smell.md").write_bytes(
            (p.content / "rules" / "file-size.md").read_bytes()
        ),
        "page-without-rule",
        "content/rules/smell.md",
    ),
    "unlinked": (
        lambda p: (p.content / "lonely.md").write_bytes(
            (p.content / "rules" / "image-integrity.md").read_bytes()
        ),
        "unused-page",
        "content/lonely.md",
    ),
    "static": (lambda p: (p.static / "old.css").write_text("a {}"), "unused-file", "site/static/old.css"),
    "no-page": (lambda p: (p.content / "notes.txt").write_text("x"), "stray-file", "content/notes.txt"),
    "deep": (
        lambda p: (p.content / "faq.md").rename((p.content / "rules").rename(p.content / "more") / "faq.md"),
        "stray-file",
        "content/more/faq.md",
    ),
    "broken-link": (
        lambda p: (p.content / "gone.md").symlink_to(p.content / "nothing"),
        "unreadable-file",
        "content/gone.md",
    ),
    "broken-static-link": (
        lambda p: (p.static / "gone.css").symlink_to(p.content / "nothing"),
        "unreadable-file",
        "site/static/gone.css",
    ),
    "name": (lambda p: (p.content / "Two Words.md").write_text("x"), "page-name", "content/Two Words.md"),
}


@pytest.mark.parametrize("case", FILES)
def test_files(copy: Project, tmp_path: Path, case: str) -> None:
    change, code, file = FILES[case]
    change(copy)
    found = faults(copy, tmp_path / "out")
    assert (code, file) in [(error.code, error.file) for error in found]
    assert {error.code for error in found} == {code}


def test_no_content_at_all(copy: Project, tmp_path: Path) -> None:
    copy.content.rename(copy.content.with_name("gone"))
    [error] = faults(copy, tmp_path / "out")
    assert str(error).startswith("content: content-missing: ")
