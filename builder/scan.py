"""Reading the HTML that we made ourselves: what `html.parser` would tell, several times as fast.

One expression finds all tags of a page where each is written as it should be, with quoted values. Any page in
which something else looks like a tag is left to `html.parser`, which has an answer to whatever people write.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_ATTRIBUTE = r"[^\s\"'<>/=]+(?:=(?:\"[^\"]*\"|'[^']*'))?"
_TAG = re.compile(
    # What is in a script or a style is no markup, so its end is looked for at once.
    rf"<(script|style)((?:\s+{_ATTRIBUTE})*)\s*>([^<]*)</\1>"
    rf"|<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+{_ATTRIBUTE})*)\s*(/?)>"
    r"|</([a-zA-Z][a-zA-Z0-9-]*)\s*>"
    r"|<!--[^<>-]*(?:-[^<>-]+)*-->"
    r"|<!doctype html>"
)
_ATTRIBUTES = re.compile(r"([^\s\"'<>/=]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_ANY = re.compile("")
_RAW = frozenset({"script", "style"})


def read(parser: HTMLParser, page: str, wanted: re.Pattern[str] | None = None) -> None:
    """Have ``parser``, a new one that converts references, handle the tags and the texts of ``page``.

    Of a tag in whose attributes nothing is ``wanted``, they may be left out.
    """
    found = list(_TAG.finditer(page))
    at = 0
    for tag in found:
        if page.find("<", at, tag.start()) >= 0 or (tag[4] and tag[4].lower() in _RAW):
            break
        at = tag.end()
    else:
        if page.find("<", at) < 0:
            _tell(parser, page, found, wanted or _ANY)
            return
    parser.feed(page)
    parser.close()


def _tell(parser: HTMLParser, page: str, found: list[re.Match[str]], wanted: re.Pattern[str]) -> None:
    at, line, counted = 0, 1, 0
    for match in found:
        start = match.start()
        if start > at:
            parser.handle_data(unescape(page[at:start]))
        line += page.count("\n", counted, start)
        parser.lineno = line  # for getpos
        at, counted = match.end(), start
        raw, of_raw, within, tag, attributes, alone, end = match.groups()
        if end:
            parser.handle_endtag(end.lower())
        elif tag:
            tag = tag.lower()
            parser.handle_starttag(
                tag, _pairs(attributes) if attributes and wanted.search(attributes) else []
            )
            if alone:
                parser.handle_endtag(tag)
        elif raw:
            parser.handle_starttag(raw, _pairs(of_raw))
            if within:
                parser.handle_data(within)
            parser.handle_endtag(raw)
    if at < len(page):
        parser.handle_data(unescape(page[at:]))


def _pairs(attributes: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for name, double, single in (match.groups() for match in _ATTRIBUTES.finditer(attributes)):
        value = double if single is None else single  # None where there is a name alone
        found.append((name.lower(), unescape(value) if value and "&" in value else value))
    return found
