"""The HTML report draws what the rules measured over its thumbnails, from data alone."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from xml.etree import ElementTree

from checker.batch.fixing import FixJob
from checker.batch.html import HtmlWriter
from checker.batch.job import CheckJob, Task
from checker.batch.overlay import overlay, style
from checker.batch.summary import Summary
from checker.drawing import Shape
from checker.drawing.draw import DRAWN
from checker.drawing.shape import Drawn
from checker.report import Outcome
from checker.standards import load
from tests.corpus import PHOTOS

LINE = ((0.0, 1 / 3), (1.0, 1 / 3))
AREA = ((0.0, 0.1), (1.0, 0.1), (1.0, 0.2), (0.0, 0.2))


def shape(rule: str, outcome: Outcome = "pass", words: str = "words", drawn: Drawn | None = None) -> Shape:
    return Shape(rule, outcome, "title", words, "name", "1", drawn or Drawn(lines=(LINE,), bands=(AREA,)))


def parsed(*drawings: list[Shape]) -> tuple[ElementTree.Element, ElementTree.Element]:
    """Return the picture's lines and their switches, which must be well-formed."""
    svg, switches = overlay(drawings, ["one", "two"][: len(drawings)], "zh")
    switches = re.sub(r" checked>", ' checked="">', switches)
    return ElementTree.fromstring(svg), ElementTree.fromstring(re.sub(r"(<input[^>]*)>", r"\1/>", switches))


def switched_on(switches: ElementTree.Element) -> dict[str, bool]:
    return {str(box.get("data-rule")): box.get("checked") is not None for box in switches.iter("input")}


def test_lines_and_areas_lie_where_the_shape_says() -> None:
    svg, _ = parsed([shape("crown-position", "fail")])
    [group] = svg.findall("g")
    assert (group.get("data-rule"), group.get("class")) == ("crown-position", "on-fail")
    assert [line.get("points") for line in group.iter("polyline")] == ["0,0.333 1,0.333"] * 2
    assert [area.get("points") for area in group.iter("polygon")] == ["0,0.1 1,0.1 1,0.2 0,0.2"]
    assert svg.get("viewBox") == "0 0 1 1"


def test_problems_are_switched_on_and_said_in_words() -> None:
    shapes = [shape("crown-position", "fail", "one"), shape("roll", "pass", "two"), shape("yaw", "warn")]
    svg, switches = parsed(shapes)
    assert switched_on(switches) == {"crown-position": True, "roll": False, "yaw": True}
    assert ["".join(label.itertext()).strip() for label in switches.iter("label")] == ["one", "two", "words"]
    assert [title.text for title in svg.iter("title")] == ["one", "two", "words"]
    _, calm = parsed([shape("crown-position"), shape("yaw")])
    assert switched_on(calm) == {"crown-position": True, "yaw": False}


def test_what_two_standards_say_alike_is_drawn_once() -> None:
    low = shape("crown-position", "warn", "lower")
    svg, switches = parsed([shape("roll"), shape("crown-position")], [shape("roll"), low])
    assert [group.get("data-rule") for group in svg.iter("g")] == ["roll", "crown-position", "crown-position"]
    assert [label.text or "".join(label.itertext()) for label in switches.iter("label")][1].strip() == (
        "one：words；two：lower"
    )


def test_nothing_to_see_is_nothing_at_all() -> None:
    assert overlay([], [], "zh") == overlay([[shape("roll", drawn=Drawn())]], ["one"], "en") == ("", "")


def test_words_cannot_become_markup() -> None:
    svg, switches = overlay([[shape('x"><script>', "fail", "<img src=x>\u202e")]], ["one"], "en")
    for text in (svg, switches):
        assert "<script" not in text
        assert "<img" not in text
        assert "\u202e" not in text


def test_each_switch_has_its_style_rule() -> None:
    text = style()
    for rule in DRAWN:
        assert f'input[data-rule="{rule}"]:not(:checked)) g[data-rule="{rule}"]' in text


def test_seen_photos_are_drawn_in_the_report(tmp_path: Path) -> None:
    """What is drawn comes back from another process, for photos and for the new files made of them."""
    (tmp_path / "photo.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    task = Task(0, "photo.jpg", str(tmp_path / "photo.jpg"))
    standards = (load("chsi-2017"), load("school-batch"))
    written: list[str] = []
    with HtmlWriter(written.append, "zh") as writer:
        for job in (CheckJob(standards, "zh", thumbnails=True), FixJob(standards, "zh", thumbnails=True)):
            result = pickle.loads(pickle.dumps(job.run(task)))
            assert len(result.drawings) == 2
            writer.add(result, {})
        writer.finish(Summary(standards, "zh"), [])
    text = "".join(written)
    assert text.count("<svg ") == 2
    assert text.count('<g data-rule="crown-position"') == 4  # two standards with two bands
    assert "学历注册图像规范（2017）：头顶线在高度的" in text
    plain = CheckJob(standards, "zh").run(task)
    assert plain.drawings == ()
