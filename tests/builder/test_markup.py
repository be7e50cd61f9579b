"""Markdown of the guide's kind: what is quicker here is what the library makes of it."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from builder import markup
from builder.project import Project

# Signs of every inline pattern, alone and as they belong together.
_PARTS = [
    *(
        "照片",
        "photo",
        " ",
        "  \n",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "\\",
        "\\*",
        "[",
        "](a.html)",
        "![",
        "<",
        ">",
    ),
    *(
        "&",
        "&amp;",
        "<b>",
        "</b>",
        "<https://a.example>",
        "<a@a.example>",
        "[a]: b.html\n",
        "[a]",
        "# ",
        "- ",
        "|",
    ),
]


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every text looked at by every pattern, as the library does."""
    monkeypatch.setattr(markup, "_MAY_BE_INLINE", re.compile(""))


def _texts(project: Project) -> list[str]:
    draw = random.Random(7)
    made_up = ["".join(draw.choices(_PARTS, k=draw.randrange(1, 15))) for _ in range(2000)]
    pages = [Path(file).read_text(encoding="utf-8") for file in sorted(project.content.rglob("*.md"))]
    return [*made_up, *pages]


def _all(texts: list[str]) -> list[object]:
    found: list[object] = []
    for text in texts:
        try:
            found.append(markup.render(text, "zh"))
        except markup.TableError as error:
            found.append(str(error))
    return found


def test_texts_without_signs_are_the_librarys(project: Project, request: pytest.FixtureRequest) -> None:
    texts = _texts(project)
    quickly = _all(texts)
    assert sum(isinstance(one, markup.Rendered) for one in quickly) > 2000
    request.getfixturevalue("plainly")
    assert _all(texts) == quickly


def test_the_librarys_patterns_are_the_known_ones() -> None:
    markup._converter.cache_clear()
    assert isinstance(markup._converter("zh").treeprocessors["inline"], markup._Inline)


def test_a_page_that_fails_leaves_nothing_behind() -> None:
    good = markup.render("## 一\n\n[a]\n", "zh")
    with pytest.raises(markup.TableError):
        markup.render(
            "[a]: b.html\n\n## 一\n\n<div markdown='1'><table><tr><td>x</td></tr></table></div>\n"
            "<div markdown='1'>\n<table><thead><tr><th>a</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>\n</div>",
            "zh",
        )
    assert markup.render("## 一\n\n[a]\n", "zh") == good
