"""Markdown → HTML for the guide: tables that work on a phone, and the same text without links."""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html.parser import HTMLParser

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markupsafe import Markup

from checker.text import Lang, Text

# A table with more columns than this becomes blocks on a phone; fewer fit a screen of 360 px.
_COLUMNS_ON_A_PHONE = 2


@dataclass(frozen=True)
class Heading:
    """An entry of a page's list of contents."""

    id: str
    name: Markup


@dataclass(frozen=True)
class Rendered:
    """A page's body as HTML, and its headings of level 2."""

    html: Markup
    headings: tuple[Heading, ...]


class TableError(Exception):
    """A table's row does not fit its head. ``words`` are the words of the row."""

    def __init__(self, words: str, cells: int, columns: int) -> None:
        head = f"its head {columns}" if columns else "the table has no head (thead with th)"
        super().__init__(f"a row has {cells} cells, {head}; give each column a heading and a cell")
        self.words = words.split()


class _Tables(Treeprocessor):
    """Wraps each table in a region that can be scrolled by keyboard and names its cells' columns.

    Raises `TableError` for a row with another number of cells than the head: Markdown writes no such table,
    HTML may.
    """

    def __init__(self, md: markdown.Markdown, lang: Lang) -> None:
        super().__init__(md)
        self._lang = lang

    def run(self, root: ET.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for table in list(root.iter("table")):
            labels = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr"):
                if len(row) != len(labels):
                    raise TableError("".join(row.itertext()), len(row), len(labels))
                for number, (cell, label) in enumerate(zip(list(row), labels, strict=True)):
                    if number == 0:
                        cell.tag = "th"
                        cell.set("scope", "row")
                    elif label:
                        cell.set("data-label", label)
            for cell in table.iterfind("thead/tr/th"):
                cell.set("scope", "col")
            wide = len(labels) > _COLUMNS_ON_A_PHONE
            wrap = ET.Element("div", {"class": "table-wrap stack" if wide else "table-wrap"})
            wrap.set("role", "region")
            wrap.set("aria-label", _named([label for label in labels if label]).to(self._lang))
            wrap.set("tabindex", "0")
            parent = parents[table]
            place = list(parent).index(table)
            wrap.tail, table.tail = table.tail, None
            parent.remove(table)
            wrap.append(table)
            parent.insert(place, wrap)


def _named(labels: list[str]) -> Text:
    return Text(f"表格：{'、'.join(labels)}", f"Table: {', '.join(labels)}")


# The library's inline patterns, and what a text must have for one of them to find anything in it.
_INLINE = (
    *("backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference"),
    *("short_image_ref", "autolink", "automail", "linebreak", "html", "entity", "em_strong"),
)
_MAY_BE_INLINE = re.compile(r"[`\\\[<&*_]|  \n")


class _Inline(InlineProcessor):
    """The library's, which tries each of its patterns on each text, but for texts without any of their signs.

    In Chinese these are most. It stands in for a private method, the only place where a text passes once.
    """

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if not _MAY_BE_INLINE.search(data):
            return data
        found: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return found


class _GuideExtension(Extension):
    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        # After inline patterns (20), so that a heading's words are there to be read.
        md.treeprocessors.register(_Tables(md, self._lang), "guide-tables", 15)
        # Another version of the library may have others, of whose signs nothing is known here.
        if len(md.inlinePatterns) == len(_INLINE) and all(name in md.inlinePatterns for name in _INLINE):
            md.treeprocessors.register(_Inline(md), "inline", 20)


@functools.cache
def _converter(lang: Lang) -> markdown.Markdown:
    return markdown.Markdown(
        extensions=[
            "attr_list",
            "def_list",
            "sane_lists",
            "md_in_html",
            "tables",
            "toc",
            _GuideExtension(lang),
        ],
        extension_configs={"toc": {"slugify": slugify_unicode, "toc_depth": "2-2"}},
        output_format="html",
    )


def render(text: str, lang: Lang) -> Rendered:
    """Turn a page's Markdown (already filled in by Jinja) in ``lang`` into HTML. Raises `TableError`."""
    md = _converter(lang)
    try:
        html = md.reset().convert(text)
    except BaseException:
        _converter.cache_clear()  # what was left half-way must not be in the next page
        raise
    tokens: list[dict[str, str]] = getattr(md, "toc_tokens")  # noqa: B009 - set by the toc extension
    # The text is the project's own, its HTML is meant.
    headings = tuple(Heading(token["id"], Markup(token["name"])) for token in tokens)  # noqa: S704
    return Rendered(Markup(html), headings)  # noqa: S704


class _WithoutLinks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "img":
            return
        if tag == "a":
            # The source's small words stay what they are, only no longer a link.
            self.parts.append('<span class="src">' if names.get("class") == "src" else "<span>")
            return
        kept = [(name, value) for name, value in attrs if name != "id"]
        text = "".join(f' {name}="{Markup.escape(value or "")}"' for name, value in kept)
        self.parts.append(f"<{tag}{text}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("</span>" if tag == "a" else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


def without_links(html: str) -> str:
    """Return ``html`` with every link turned into plain text, and without its ids and drawings.

    For explanations shown in the checker, where a link leads nowhere, no picture can be fetched and several
    bodies stand on one page.
    """
    parser = _WithoutLinks()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts).replace("<p></p>", "")
