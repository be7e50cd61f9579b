"""The index of the guide's search: every section's text, in one script that also works from a file."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

import deflate

from builder.pages import Page

PATH = "search.html"
INDEX = "search-index.js"
# The whole index is fetched from hosts that compress nothing, so it is stored compressed, as text.
_SCRIPT = 'globalThis.searchIndex = "{}";\n'
_LEVEL = 12  # the best
_HEADINGS = frozenset({"h2", "h3"})
# Drawings and tables have their words in the text beside them; where a figure comes from is nothing people
# look for.
_SKIPPED = frozenset({"svg", "script", "style", "caption", "figcaption"})
_SKIPPED_CLASS = "src"
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
        self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            _, heading, text = self.parts[-1]
            (heading if self._in_heading else text).append(data)


def sections(page: Page, html: str) -> list[Section]:
    """Return the sections of a page whose body is ``html``; what it says of itself is the first one's."""
    parser = _Sections()
    parser.feed(html)
    parser.close()
    told = (page.lead, page.description, page.words)
    parser.parts[0][2].insert(0, "".join(f"{text} " for text in told if text))
    found = [
        Section(anchor, _plain("".join(heading)), _plain("".join(text)))
        for anchor, heading, text in parser.parts
    ]
    return [section for section in found if section.heading or section.text]


def script(pages: Iterable[tuple[Page, list[Section]]]) -> str:
    """Return the script that holds the index: JSON, gzip, Base64.

    The JSON is an array of pages, each ``[path, title, [[anchor, heading, text], …]]``.
    """
    content = [
        [page.path, page.title, [[part.anchor, part.heading, part.text] for part in parts]]
        for page, parts in pages
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed = bytes(deflate.gzip_compress(text.encode(), _LEVEL))
    return _SCRIPT.format(base64.b64encode(packed).decode("ascii"))


def _plain(text: str) -> str:
    """Return ``text`` with single spaces, and none beside a Chinese character."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
