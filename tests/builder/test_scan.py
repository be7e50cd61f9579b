"""The quick reading of HTML tells what the library's parser tells, of our pages and of any others."""

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest

from builder import scan
from tests.builder.rendered import Built

PARTS = [
    *("<p>", "</p>", "<br/>", "<img alt='a>b' src=\"x\">", "<a href=x>", "<A HREF='1' b>"),
    *("&amp;", "&lt", "&#39;", "<", ">", "<!-- x -->", "<!-- a--b -->", "<!doctype html>"),
    *("<script>", "</script>", "<style >a<b</style>", "<script src='a'>1 < 2 && x</script>"),
    *(
        "<svg:x y='&quot;'/>",
        "</",
        "<a\nb='1'\n>",
        "<a b='1'c='2'>",
        "照",
        "\n",
        " ",
        "=",
        "'",
        '"',
        "/",
        "-",
        "!",
    ),
]


class Heard(HTMLParser):
    """What a parser was told, texts that follow each other put together."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told.append(("start", tag, tuple(attrs), self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        self.told.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self.told and self.told[-1][0] == "text":
            data = f"{self.told.pop()[1]}{data}"
        self.told.append(("text", data))


def heard(page: str) -> list[tuple[object, ...]]:
    parser = Heard()
    parser.feed(page)
    parser.close()
    return parser.told


def read(page: str) -> list[tuple[object, ...]]:
    parser = Heard()
    scan.read(parser, page)
    return parser.told


def test_every_page_is_read_alike(guide: Built) -> None:
    pages = sorted(guide.out.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert read(text) == heard(text), path.name


def test_every_page_is_read_the_quick_way(guide: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object, __: str) -> None:
        raise AssertionError("left to html.parser")

    monkeypatch.setattr(Heard, "feed", slow, raising=False)
    for path in sorted(guide.out.rglob("*.html")):
        read(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_people_write_is_read_alike(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(300):
        page = "".join(draw.choices(PARTS, k=draw.randrange(1, 12)))
        assert read(page) == heard(page), page
