"""The page about heads says of heads and faces what the geometry benchmark's file says."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.geometry.run import KINDS
from benchmarks.accuracy.geometry.score import MOST_ERROR, outside
from builder.accuracy import WIDTH
from builder.errors import BuildError
from builder.heads import MARKS, RESULTS, HeadTags, drawing
from builder.licences import LicenceFiles
from builder.project import Project
from builder.templates import Templates
from checker.rules import RULES
from tests.builder.rendered import Built

ROOT = Path(__file__).parents[2]
FOUND: dict[str, Any] = json.loads((ROOT / RESULTS).read_text(encoding="utf-8"))
PAGE = "accuracy-heads.html"


def portrait(at: int, error: float | None, kind: str = "portrait") -> dict[str, Any]:
    errors = {mark: {"p95": error, "missed": 0} for mark in KINDS}
    return {"id": f"p{at}", "kind": kind, "turned": "no", "covered": [], "errors": errors}


def test_the_bounds_are_the_benchmarks() -> None:
    assert {mark: most for mark, (_, most) in MARKS.items()} == dict(MOST_ERROR)


def test_every_portraits_errors_are_the_files(guide: Built) -> None:
    text = guide.text(PAGE)
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row">((?:真人|合成) \d+[^<]*)</th>(.*?)</tr>', html)
    assert len(rows) == len(FOUND["portraits"]) > 20
    for (name, cells), one in zip(rows, FOUND["portraits"], strict=True):
        assert name.startswith("合成" if one["kind"] == "synthetic" else "真人")
        assert ("侧着脸" in name) is (one["turned"] == "yes")
        error = one["errors"]["eyes"]["p95"]
        assert f"{error * 100:.1f}%" in cells
    assert f"{FOUND['photos']:,} 张照片" in text
    assert f"{FOUND['real']} 张真人照片" in text


def test_nobody_is_shown_or_named(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    heads = html[html.index('id="errors"') : html.index('id="sources"')]
    assert "<img" not in heads
    for one in FOUND["portraits"]:
        assert one["file"] not in heads


def test_every_rule_is_in_the_table_and_drawn(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    for rule in FOUND["rules"]:
        row = re.search(rf'<tr><th scope="row"><a href="#heads-{rule["rule"]}">.*?</tr>', html)
        assert row is not None, rule["rule"]
        cells = [cell.replace(",", "") for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[0])]
        keys = ("good", "wrong_fails", "unknown_good", "bad", "wrong_passes", "unknown_bad")
        assert cells[:-1] == [str(rule[key]) for key in keys]
        assert f'id="heads-{rule["rule"]}"' in html
        assert RULES[rule["rule"]].TITLE.zh in row[0]


def test_what_breaks_a_bound_is_said(guide: Built) -> None:
    assert FOUND["outside"] == outside(FOUND)
    text = guide.text(PAGE)
    for rule in FOUND["outside"]["rules"]:
        assert RULES[rule].TITLE.zh in text
    clean = not any(FOUND["outside"].values())
    assert ("这一次都做到了" in text) is clean


def test_every_table_of_faces_is_there(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    for label in ("旁边还有一张脸", "合影", "没有人的图片", "人旁边有动物或画", "脸被东西挡住"):
        assert f'aria-label="{label}"' in html


def test_every_package_is_named_with_its_licence(guide: Built) -> None:
    text = guide.text(PAGE)
    for one in [*FOUND["portraits"], *FOUND["pictures"]]:
        assert one["package"] in text
        assert one["licence"]["zh"] in text


def test_a_column_is_as_high_as_its_error() -> None:
    drawn = drawing("eyes", [portrait(1, 0.005), portrait(2, 0.01), portrait(3, 0.5), portrait(4, None)])
    assert [column.over for column in drawn.columns] == [False, False, True]
    low, line, cut = (column.height for column in drawn.columns)
    assert line == pytest.approx(2 * low)
    assert cut == pytest.approx(2 * line)
    assert all(column.y + column.height == pytest.approx(78, abs=0.2) for column in drawn.columns)
    assert drawn.line == pytest.approx(78 - line)
    assert max(column.x + column.width for column in drawn.columns) <= WIDTH
    assert drawn.shapes.keys() == {"pass", "warn"}
    assert drawn.shapes["pass"].count("z") == 2
    first = drawn.columns[0]
    square = f"h{first.width:g}v{first.height:g}h-{first.width:g}z"
    assert drawn.shapes["pass"].startswith(f"M{first.x:g} {first.y:g}{square}M")
    assert drawn.words == "横线是 1.0%；3 张里 2 张在线内，最准的差 0.5%，最不准的差 50.0%（真人 3）"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"), ("{", "cannot be read"),
        ('{"portraits": [], "rules": [{"rule": "beauty"}]}', "no rule «beauty»"),
    ],
)  # fmt: skip
def test_broken_results_are_named(project: Project, tmp_path: Path, text: str | None, message: str) -> None:
    moved = dataclasses.replace(project, root=tmp_path)
    if text is not None:
        (tmp_path / RESULTS).parent.mkdir(parents=True)
        (tmp_path / RESULTS).write_text(text)
    tags = HeadTags(Templates(project, [], {}, LicenceFiles()).env, moved, "zh")
    with pytest.raises(BuildError, match=message) as caught:
        tags._rules()
    assert caught.value.code == "broken-results"
    assert caught.value.file == RESULTS.as_posix()
