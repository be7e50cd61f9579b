"""No page writes a limit by hand: a tag puts it in, a source stands beside it, or it is called an example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.pages import Page
from checker import standards
from tests.builder.rendered import Built
from tests.builder.strays import limits, strays

ROOT = Path(__file__).parents[2]
KNOWN = limits(standards.load_all())
FACTS = sorted((ROOT / "builder" / "facts").glob("*.toml"))


def test_limits_are_known_by_unit() -> None:
    assert {"30", "900", "20", "200", "40", "150"} <= KNOWN["KB"]
    assert {"480", "640", "600", "768", "295", "413"} <= KNOWN["size"]
    assert {"7.8", "17.2", "31.3", "46.9", "62", "66", "3.5"} <= KNOWN["%"]
    assert {"3", "8", "5", "10", "7", "15"} <= KNOWN["°"]
    assert {"72", "300"} <= KNOWN["dpi"]
    assert KNOWN["ratio"] == {"3:4"}
    assert {"1:10", "7:10", "1:5"} <= KNOWN["part"]
    assert {"60", "50"} <= KNOWN["quality"]


def test_no_page_writes_a_limit_by_hand(guide: Built) -> None:
    found = []
    for page in guide.site.pages:
        # In its head no tag can stand: there a limit must be one that the page's text has too.
        told = guide.text(page.path)
        heads = [figure for _, figure in strays(_head(page), KNOWN)]
        found += [f"{page.path}: {figure}" for figure in heads if _bare(figure) not in told]
        found += [f"{page.file.name}:{line}: {figure}" for line, figure in strays(page.body, KNOWN)]
    for file in FACTS:
        text = file.read_text(encoding="utf-8")
        found += [f"{file.name}:{line}: {figure}" for line, figure in strays(text, KNOWN)]
    assert found == [], "use a tag of builder/figures.py; case(…) for an example that is no limit"


def _bare(figure: str) -> str:
    return str(re.findall(r"\d[\d.,:/×–-]*", figure)[-1])


def _head(page: Page) -> str:
    return "\n".join(text for text in (page.title, page.description, page.lead) if text)


STRAY = [
    ("做成 30–40 KB 的。", "30–40 KB"),
    ("宽 480×640。", "480×640"),
    ("A photo of 480x640 will do.", "480x640"),
    ("歪头超过 3° 提醒{{ src('own') }}。", "3°"),
    ("脸宽 51–62%{{ src('D') }}。", "51–62%"),
    ("要 3:4。", "3:4"),
    ("头占 7/10。", "7/10"),
    ("质量不低于 60。", "质量不低于 60"),
    ("写 300 dpi。下面有来源{{ src('brief') }}。", "300 dpi"),
    ("| 大小 | 20–200 KB | {{ src('brief') }} |", "20–200 KB"),
]
QUOTED = [
    "文章要 30–900 KB{{ src('brief') }}。",
    '至少 295×413{{ src("brief") }}，大约 3:4。',
    "{{ case('480×640') }} 和 {{ usual('file-size') }}",
    "`kb=20-60 KB`",
    "    kb = 30–40 KB",
    "[x](rules/a.html#size-480x640) ## y { #px-300 }",
    "1.5–2 米，45 度，10 个工作日，2 天，17 KB",
    "时间 13:45，版本 1/100",
]


@pytest.mark.parametrize(("text", "figure"), STRAY)
def test_a_stray_is_found(text: str, figure: str) -> None:
    assert (1, figure) in list(strays(text, KNOWN))


@pytest.mark.parametrize("text", QUOTED)
def test_what_is_quoted_or_no_limit_is_none(text: str) -> None:
    assert list(strays(text, KNOWN)) == []
