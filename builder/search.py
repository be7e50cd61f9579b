"""The index of the guide's search: every section's text, in one script that also works from a file."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Literal

import deflate

from builder import scan
from builder.pages import Page

PATH = "search.html"
INDEX = "search-index.js"
# The whole index is fetched from hosts that compress nothing, so it is stored compressed, as text.
_SCRIPT = 'globalThis.searchIndex = "{}";\n'
_LEVEL = 12  # the best
_QUICK_LEVEL = 1
_HEADINGS = frozenset({"h2", "h3"})
# Drawings and tables have their words in the text beside them; where a figure comes from is nothing people
# look for.
_SKIPPED = frozenset({"svg", "script", "style", "caption", "figcaption"})
_SKIPPED_CLASS = "src"
# Within a sentence, so that no space belongs after it.
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "kbd", "span", "strong", "sub", "sup", "time"})
# Pages that list, by their names, and which of their sections repeat what other pages say better: the words
# of all, all of them, or those of these anchors. They would fill a fifth of the index, and come before the
# page that is meant.
_REPEATING: Mapping[str, frozenset[str] | Literal["words", "all"]] = {
    "sources.html": "words",
    "conflicts.html": "all",
    "rules.html": "words",
    "accuracy.html": "words",
    "accuracy-heads.html": "words",
    "licences.html": "words",
    "standards/": frozenset({"common", "source", "others"}),
}
_WANTED = re.compile(r"\b(id|class)=", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})


@dataclass(frozen=True)
class Section:
    """A heading of a page and the text below it; the first of a page has no heading and no ``anchor``."""

    anchor: str
    heading: str
    text: str


class _Sections(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._in_heading = False
        self._skipped = 0  # how deep in something that is not read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in _VOID and (self._skipped or tag in _SKIPPED or values.get("class") == _SKIPPED_CLASS):
            self._skipped += 1
        anchor = values.get("id")
        if tag in _HEADINGS and anchor:
            self._in_heading = True
            self.parts.append((anchor, [], []))

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag not in _VOID:
            self._skipped -= 1
        if tag in _HEADINGS:
            self._in_heading = False
        if tag not in _INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            _, heading, text = self.parts[-1]
            (heading if self._in_heading else text).append(data)


def sections(page: Page, html: str) -> list[Section]:
    """Return the sections of a page whose body is ``html``; what it says of itself is the first one's."""
    parser = _Sections()
    scan.read(parser, html, _WANTED)
    told = (page.lead, page.description, page.words)
    parser.parts[0][2].insert(0, "".join(f"{text} " for text in told if text))
    found = [
        Section(anchor, _plain("".join(heading)), _plain("".join(text)))
        for anchor, heading, text in parser.parts
    ]
    return [section for section in found if section.heading or section.text]


def script(text: str, *, quick: bool = False) -> str:
    """Return the script that holds what `content` returns; it is larger if ``quick``.

    It is packed by gzip and written in Base85 (RFC 1924, whose signs need no escape).
    """
    packed = bytes(deflate.gzip_compress(text.encode(), _QUICK_LEVEL if quick else _LEVEL))
    return _SCRIPT.format(base64.b85encode(packed).decode("ascii"))


def content(pages: Iterable[tuple[Page, list[Section]]]) -> str:
    """Return the index as JSON: an array of pages, each ``[name, title, [[anchor, heading, text], …]]``."""
    found = [
        [page.name, page.title, [[part.anchor, part.heading, part.text] for part in _own(page, parts)]]
        for page, parts in pages
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _own(page: Page, parts: list[Section]) -> list[Section]:
    """Return the sections without those that repeat, and without the words of lists but their headings."""
    repeated = next((what for name, what in _REPEATING.items() if page.name.startswith(name)), frozenset())
    if repeated == "words":
        return [replace(part, text="") if part.anchor else part for part in parts]
    return [part for part in parts if not part.anchor or (repeated != "all" and part.anchor not in repeated)]


def _plain(text: str) -> str:
    """Return ``text`` with single spaces, and none beside a Chinese character."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
