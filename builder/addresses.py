"""What needs the site's public address: the list of pages, the feed, the picture beside shared links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup, escape
from PIL import Image, ImageDraw

from builder.errors import BuildError
from builder.pages import Page
from builder.search import Section

CHANGES = "changes.html"
FEED = "feed.xml"
PICTURE = "share.png"
NOT_FOUND = "404.html"
_TITLE = "毕业图像采集指南（非官方）"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Of the picture, which chat programs show beside a link: 1.91:1, as they cut it.
_WIDTH, _HEIGHT = 1200, 630
_GROUND, _BLUE, _WHITE, _NAVY, _GREEN = "#f2f6fa", "#438edb", "#ffffff", "#1d3f63", "#176b36"
_FINER = 2  # drawn so many times larger, for smooth edges


def address(base_url: str | None, path: str) -> str | None:
    """Return the public address of the site path ``path``: a folder's index.html is the folder itself."""
    return None if base_url is None else base_url + path.removesuffix("index.html")


def of_page(base_url: str | None, path: str) -> dict[str, str | None]:
    """Return what base.html names in the head of a page: its own address, the feed's, the picture's."""
    return {
        "canonical": address(base_url, path),
        "feed": address(base_url, FEED),
        "picture": address(base_url, PICTURE),
    }


def write(
    out: Path, base_url: str, pages: Iterable[Page], others: Iterable[str], changes: Iterable[Section]
) -> None:
    """Write sitemap.xml, robots.txt, feed.xml and share.png.

    ``others`` are paths of pages that have no Markdown, ``changes`` the sections of the page of changes.
    Raises `BuildError` (``no-day``) for one whose heading is no day.
    """
    entries: list[tuple[str, str | None]] = [(page.path, page.checked.isoformat()) for page in pages]
    entries += [(path, None) for path in others]
    _write(out / "sitemap.xml", _sitemap(base_url, entries))
    _write(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n")
    _write(out / FEED, _feed(base_url, [part for part in changes if part.heading]))
    _picture().save(out / PICTURE, optimize=True)


def _sitemap(base_url: str, entries: list[tuple[str, str | None]]) -> str:
    lines = ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path, checked in sorted(entries):
        location = Markup("<loc>{}</loc>").format(address(base_url, path))
        lines.append(f"<url>{location}{f'<lastmod>{checked}</lastmod>' if checked else ''}</url>")
    return _xml([*lines, "</urlset>"])


def _feed(base_url: str, changes: list[Section]) -> str:
    days = [_day(part) for part in changes]
    latest = max(days)
    return _xml(
        [
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
            f"<id>{escape(base_url)}</id><title>{_TITLE}</title><updated>{latest}T00:00:00Z</updated>",
            "<author><name>gradphoto</name></author>",
            f'<link href="{escape(base_url)}"/><link rel="self" href="{escape(base_url + FEED)}"/>',
            *(line for part, day in zip(changes, days, strict=True) for line in _entry(base_url, part, day)),
            "</feed>",
        ]
    )


def _entry(base_url: str, part: Section, day: str) -> Iterator[str]:
    link = escape(f"{base_url}{CHANGES}#{part.anchor}")
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
