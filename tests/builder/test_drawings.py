"""Drawings of right and wrong: told to who cannot see them, small, no two alike, and on their rule's page."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET

import pytest

from builder.drawings import NEUTRAL, PANELS, Figure, svg
from builder.errors import BuildError
from checker.rules import RULES
from tests.builder.rendered import Built

# What lies in the file and is not to be seen.
NOT_TO_BE_SEEN = {
    *("image-format", "single-image", "file-name", "file-size", "jpeg-quality", "pixel-size"),
    *("print-resolution", "colour-profile", "embedded-location"),
}
LARGEST = 1_600  # bytes of a rule's drawings, gzip


def test_every_rule_about_what_can_be_seen_is_drawn() -> None:
    assert set(RULES) - set(PANELS) == NOT_TO_BE_SEEN


@pytest.mark.parametrize("name", PANELS)
def test_a_drawing_shows_right_and_wrong_and_says_so(name: str) -> None:
    panels = PANELS[name]
    assert name in NEUTRAL or {panel.right for panel in panels} == {True, False}
    drawn = [svg(panel.figure, panel.words.zh, f"{name}-{number}") for number, panel in enumerate(panels)]
    assert len(set(drawn)) == len(drawn), "no two are alike"
    ids: list[str] = []
    for text, panel in zip(drawn, panels, strict=True):
        root = ET.fromstring(text)
        assert root.get("role") == "img"
        assert root[0].tag == "title"
        assert root[0].text == panel.words.zh
        assert not [e for e in root.iter() if "style" in e.attrib or "fill" in e.attrib], "classes only"
        ids += [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert panel.words.en.isascii()
    assert len(ids) == len(set(ids))
    assert len(gzip.compress("".join(drawn).encode(), mtime=0)) < LARGEST


def test_the_styles_of_a_drawing_are_in_the_style_sheet(guide: Built) -> None:
    sheet = (guide.out / "static" / "style.css").read_text(encoding="utf-8")
    for panels in PANELS.values():
        for panel in panels:
            for element in ET.fromstring(svg(panel.figure, "x", "x")).iter():
                assert f".{element.get('class', 'scene')}" in sheet


def test_a_title_cannot_break_out() -> None:
    assert ET.fromstring(svg(Figure(), '<script>"&', "x"))[0].text == '<script>"&'


def test_rule_pages_show_their_drawing_after_the_answer(guide: Built) -> None:
    for rule in RULES:
        html = (guide.out / "rules" / f"{rule}.html").read_text(encoding="utf-8")
        assert ('class="drawing' in html) == (rule in PANELS)
        if rule in PANELS:
            assert html.index("</p>", html.index("rule-body")) < html.index('class="drawing')
            assert html.index('class="drawing') < html.index("<h2")


def test_an_unknown_drawing_is_an_error(guide: Built) -> None:
    page = guide.site.pages[0]
    with pytest.raises(BuildError, match="unknown-drawing"):
        guide.site.editions["zh"].templates.env.from_string('{{ drawing("smell") }}').render(root=page.root)
