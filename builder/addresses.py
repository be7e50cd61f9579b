"""What needs the site's public address: the list of pages, the feed, the picture beside shared links."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape
from PIL import Image, ImageDraw

from builder.errors import BuildError
from builder.languages import FOLDERS, NAMES, ORIGINAL, TAGS, Alternate, other
from builder.pages import Page
from builder.search import Section
from checker.text import Lang, Text

CHANGES = "changes.html"
FEED = "feed.xml"
PICTURE = "share.png"
NOT_FOUND = "404.html"
_TITLE = Text("毕业图像采集指南（非官方）", "Graduation Photo Guide (unofficial)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Of the picture, which chat programs show beside a link: 1.91:1, as they cut it.
_WIDTH, _HEIGHT = 1200, 630
_GROUND, _BLUE, _WHITE, _NAVY, _GREEN = "#f2f6fa", "#438edb", "#ffffff", "#1d3f63", "#176b36"
_FINER = 2  # drawn so many times larger, for smooth edges


def address(base_url: str | None, path: str) -> str | None:
    """Return the public address of the site path ``path``: a folder's index.html is the folder itself."""
    return None if base_url is None else base_url + path.removesuffix("index.html")


@dataclass(frozen=True)
class Head:
    """Says in each page's head and header where it is, and where it is in the other languages.

    ``names`` are the paths of an edition's pages within it, for each language.
    """

    base_url: str | None
    names: Mapping[Lang, Container[str]]

    def of_page(self, lang: Lang, name: str) -> dict[str, object]:
        """Return the variables of base.html for the page ``name`` of an edition."""
        path = FOLDERS[lang] + name
        site_root = "../" * path.count("/")

        def link(there: Lang) -> str:
            found = FOLDERS[there] + name
            return site_root + found if self.base_url is None else str(address(self.base_url, found))

        languages = [there for there in self.names if name in self.names[there]]
        alternates = [Alternate(TAGS[there], link(there)) for there in languages]
        turned = other(lang)
        # Where the page is not translated, to the first page of that edition.
        target = FOLDERS[turned] + (name if turned in languages else "index.html")
        return {
            "root": "../" * name.count("/"),
            "site_root": site_root,
            "path": name,
            "html_lang": TAGS[lang],
            "alternates": [*alternates, Alternate("x-default", link(ORIGINAL))] if alternates[1:] else [],
            "switch": Alternate(TAGS[turned], site_root + target) if turned in self.names else None,
            "switch_name": NAMES[turned],
            "canonical": address(self.base_url, path),
            "feed": address(self.base_url, FOLDERS[lang] + FEED),
            "picture": address(self.base_url, PICTURE),
        }


def write(
    out: Path,
    base_url: str,
    pages: Iterable[Page],
    others: Iterable[str],
    changes: Mapping[Lang, Iterable[Section]],
) -> None:
    """Write sitemap.xml, robots.txt, share.png, and a feed.xml for each language.

    ``others`` are names of pages that have no Markdown and are in every edition, ``changes`` the sections of
    the page of changes. Raises `BuildError` (``no-day``) for one whose heading is no day.
    """
    entries: dict[str, dict[Lang, str | None]] = {name: dict.fromkeys(changes) for name in others}
    for page in pages:
        entries.setdefault(page.name, {})[page.lang] = page.checked.isoformat()
    _write(out / "sitemap.xml", _sitemap(base_url, entries))
    _write(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n")
    for lang, parts in changes.items():
        _write(out / FOLDERS[lang] / FEED, _feed(base_url, lang, [part for part in parts if part.heading]))
    _picture().save(out / PICTURE, optimize=True)


def _sitemap(base_url: str, entries: Mapping[str, Mapping[Lang, str | None]]) -> str:
    """Return the sitemap of pages by name: in which languages there are, and when each was last checked."""
    lines = [
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    ]
    for name, dates in sorted(entries.items()):
        tags = {TAGS[lang]: lang for lang in dates} | {"x-default": ORIGINAL}
        alternates = [
            Markup('<xhtml:link rel="alternate" hreflang="{}" href="{}"/>').format(
                tag, address(base_url, FOLDERS[lang] + name)
            )
            for tag, lang in tags.items()
            if len(dates) > 1
        ]
        for lang, checked in dates.items():
            location = Markup("<loc>{}</loc>").format(address(base_url, FOLDERS[lang] + name))
            modified = f"<lastmod>{checked}</lastmod>" if checked else ""
            lines.append(f"<url>{location}{modified}{''.join(alternates)}</url>")
    return _xml([*lines, "</urlset>"])


def _feed(base_url: str, lang: Lang, changes: list[Section]) -> str:
    days = [_day(part) for part in changes]
    latest = max(days)
    home = base_url + FOLDERS[lang]
    return _xml(
        [
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{TAGS[lang]}">',
            f"<id>{escape(home)}</id><title>{_TITLE.to(lang)}</title><updated>{latest}T00:00:00Z</updated>",
            "<author><name>gradphoto</name></author>",
            f'<link href="{escape(home)}"/><link rel="self" href="{escape(home + FEED)}"/>',
            *(line for part, day in zip(changes, days, strict=True) for line in _entry(home, part, day)),
            "</feed>",
        ]
    )


def _entry(home: str, part: Section, day: str) -> Iterator[str]:
    link = escape(f"{home}{CHANGES}#{part.anchor}")
    yield f'<entry><id>{link}</id><title>{escape(part.heading)}</title><link href="{link}"/>'
    yield f"<updated>{day}T00:00:00Z</updated><summary>{escape(part.text)}</summary></entry>"


def _day(part: Section) -> str:
    if not _DAY.fullmatch(part.heading):
        raise BuildError("no-day", f"«{part.heading}»: a change's heading is its day, as 2026-11-26", CHANGES)
    return part.heading


def _picture() -> Image.Image:
    """Draw a photo in its frame with the lines that are measured, and a tick."""
    scale = _FINER
    image = Image.new("RGB", (_WIDTH * scale, _HEIGHT * scale), _GROUND)
    draw = ImageDraw.Draw(image)

    def box(*values: float) -> tuple[float, ...]:
        return tuple(value * scale for value in values)

    left, top, width, height = 404, 55, 390, 520
    draw.rounded_rectangle(box(left, top, left + width, top + height), 18 * scale, fill=_BLUE)
    draw.ellipse(box(left + 30, 402, left + width - 30, 800), fill=_NAVY)
    draw.ellipse(box(left + 95, 110, left + width - 95, 445), fill=_WHITE)
    draw.rectangle(box(left, top + height, left + width, _HEIGHT), fill=_GROUND)
    for y in (110, 265, 445):  # crown, eyes, chin
        for x in range(left - 40, left + width + 40, 26):
            draw.line(box(x, y, x + 14, y), fill=_NAVY, width=4 * scale)
    draw.ellipse(box(716, 440, 880, 604), fill=_WHITE)
    draw.ellipse(box(728, 452, 868, 592), fill=_GREEN)
    draw.line(box(764, 524, 790, 552, 836, 492), fill=_WHITE, width=16 * scale, joint="curve")
    return image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS).quantize(64)


def _xml(lines: list[str]) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
