"""What a built page or style sheet refers to: its links with their lines, and its ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from builder import scan

_LINKS = frozenset(
    {
        "action",
        "background",
        "cite",
        "data",
        "formaction",
        "href",
        "longdesc",
        "manifest",
        "ping",
        "poster",
        "src",
        "xlink:href",
    }
)
# Links to the page itself, to the feed and to other languages, where they are whole addresses.
_ADDRESSES = frozenset({"canonical", "alternate"})
_SETS = frozenset({"srcset", "imagesrcset"})
# Attributes that say something of a link.
_WANTED = re.compile(
    rf"\b({'|'.join(['id', 'style', 'http-equiv', *sorted(_LINKS), *sorted(_SETS)])})=", re.IGNORECASE
)
# One candidate of a srcset: an address (commas may be in it, as in data:, but not at its end), then its size.
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?(?:,|$)")
# «5; url=faq.html» of <meta http-equiv="refresh">; browsers do without «url=» too.
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?['\"]?(?P<link>[^'\"]+)", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_LINK = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^'\")\s]+))\s*\)|@import\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """The ids of one page and what it refers to, with the line of each."""

    ids: list[tuple[str, int]]
    links: list[tuple[str, int]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[tuple[str, int]] = []
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag's id and links (called by the library)."""
        if not attrs:
            return
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append((values["id"], line))
        if tag == "link" and values.get("rel") in _ADDRESSES and "://" in values.get("href", ""):
            return
        self.links.extend((link, line) for link in _of_tag(tag, values))


def _of_tag(tag: str, values: dict[str, str]) -> Iterator[str]:
    if tag == "meta":
        refresh = _REFRESH.match(values.get("content", ""))
        if values.get("http-equiv", "").lower() == "refresh" and refresh:
            yield refresh["link"].strip()
        return
    for name, value in values.items():
        if name in _LINKS:
            yield value
        elif name in _SETS:
            yield from _CANDIDATE.findall(value)
        elif name == "style":
            yield from (link for link, _ in of_style(value))


def of_page(text: str) -> Document:
    """Return what the HTML ``text`` refers to."""
    reader = _Reader()
    scan.read(reader, text, _WANTED)
    return Document(reader.ids, reader.links)


def of_style(text: str) -> Iterator[tuple[str, int]]:
    """Yield what the style sheet ``text`` refers to by ``url()`` or ``@import``, with its 1-based line."""
    text = _CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for found in _CSS_LINK.finditer(text):
        link = next((group for group in found.groups() if group is not None), "")
        yield link, text.count("\n", 0, found.start()) + 1
