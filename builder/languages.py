"""The editions of the site, one a language, and what a page in English does with Chinese words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from checker.text import Lang

ORIGINAL: Final[Lang] = "zh"
"""The language that the guide is written in; every other edition is a translation of it."""

FOLDERS: Final[Mapping[Lang, str]] = {"zh": "", "en": "en/"}
"""Where an edition lies in the site, and its pages in ``content/``."""

TAGS: Final[Mapping[Lang, str]] = {"zh": "zh-Hans", "en": "en"}
"""The language as HTML, Atom and hreflang name it."""

NAMES: Final[Mapping[Lang, str]] = {"zh": "中文", "en": "English"}

_HAN = "\u3400-\u9fff"
_WIDE = "\u3000-\u303f\uff00-\uffef"
# In an English page: elements that hold no markup, others that say their language, tags, and Chinese words.
_PARTS = re.compile(
    r"<(script|style|title|textarea|option|svg|template)\b.*?</\1>"
    r"|<([a-z0-9]+)\b[^>]*\slang=\"zh[^>]*>[^<]*</\2>"
    r"|<[^>]*>"
    rf"|(?P<chinese>[{_HAN}《「〔](?:[{_HAN}{_WIDE}0-9]*[{_HAN}》」〕])?)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Alternate:
    """A page in another language, or in the one for everybody: ``hreflang`` and where it is."""

    hreflang: str
    href: str


def other(lang: Lang) -> Lang:
    """Return the language that a page's switch leads to."""
    return "en" if lang == "zh" else "zh"


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in ``text``."""
    return re.search(f"[{_HAN}]", text) is not None


def with_chinese_marked(html: str) -> Markup:
    """Return the ``html`` of an English page with its Chinese words in elements that say so.

    For whoever reads it aloud, and for the choice of a font.
    """

    def mark(part: re.Match[str]) -> str:
        words = part["chinese"]
        return f'<span lang="{TAGS["zh"]}">{words}</span>' if words else part[0]

    return Markup(_PARTS.sub(mark, html))  # noqa: S704 - as safe as it came
