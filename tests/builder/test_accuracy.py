"""The page about how often the checker is wrong says what the benchmark's file says."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.score import faults, outside
from builder.accuracy import RESULTS, WIDTH, AccuracyTags, plot
from builder.errors import BuildError
from builder.licences import LicenceFiles
from builder.project import Project
from builder.templates import Templates
from checker.rules import RULES
from tests.builder.rendered import Built

ROOT = Path(__file__).parents[2]
FOUND: dict[str, Any] = json.loads((ROOT / RESULTS).read_text(encoding="utf-8"))
PAGE = "accuracy.html"


def step(at: float | str, truth: str, **counts: int) -> dict[str, Any]:
    return {"step": at, "truth": truth, "pass": 0, "warn": 0, "fail": 0, "unknown": 0} | counts


def mutation(
    steps: list[dict[str, Any]], unchanged: float | None = 0, unit: str | None = "px"
) -> dict[str, Any]:
    title = {"zh": "虚焦", "en": "blur"}
    return {"mutation": "m", "title": title, "unit": unit, "unchanged": unchanged, "steps": steps}


BLUR = mutation(
    [
        step(0, "pass", **{"pass": 8}),
        step(0.5, "pass", **{"pass": 7}, warn=1),
        step(1, "band", **{"pass": 4}, warn=4),
        step(2, "warn-ok", warn=6, fail=2),
        step(3, "warn-ok", fail=8),
    ]
)


def test_every_number_of_the_table_is_the_files(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    for rule in FOUND["rules"]:
        row = re.search(rf'<tr><th scope="row"><a href="#accuracy-{rule["rule"]}">.*?</tr>', html)
        assert row is not None, rule["rule"]
        cells = [cell.replace(",", "") for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[0])]
        wanted = [rule[key] for key in ("good", "wrong_fails", "bad", "wrong_passes", "unknown_good")]
        assert cells == [str(number) for number in wanted]
        assert f'id="accuracy-{rule["rule"]}"' in html
    assert f"{FOUND['photos']:,} 张照片" in guide.text(PAGE)
    assert f"{FOUND['portraits']} 张真人照片" in guide.text(PAGE)


def test_rules_that_break_a_bound_are_named(guide: Built) -> None:
    assert FOUND["outside"] == outside(FOUND["rules"])
    text = guide.text(PAGE)
    for rule in FOUND["outside"]:
        assert RULES[rule].TITLE.zh in text.partition("没有做到的：")[2].partition("。")[0]
    assert ("每一条都在线以内" in text) is (not FOUND["outside"])


def test_every_drawing_has_its_words(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    named = re.findall(r'<svg viewBox="0 0 328 [\d.]+" role="img" aria-labelledby="([\w-]+)">', html)
    assert len(named) == len(set(named)) > 20
    captions = dict(re.findall(r'<figcaption id="([\w-]+)">(.*?)</figcaption>', html))
    assert set(named) <= set(captions)
    assert all("张" in words for words in captions.values())
    assert not re.search(r"<svg[^>]*style=|<rect[^>]*fill=", html), "colours come from the style sheet"


def test_pictures_are_listed_with_their_licence(guide: Built) -> None:
    text = guide.text(PAGE)
    for source in FOUND["sources"]:
        assert source["file"] in text
        assert source["licence"]["zh"] in text
    assert "只用来量，不展示" in text


def test_the_file_tells_of_the_rules_there_are() -> None:
    assert {rule["rule"] for rule in FOUND["rules"]} <= set(RULES)
    assert str(ROOT) not in json.dumps(FOUND)
    assert not FOUND["given"], "made without a folder that others do not have"
    assert isinstance(faults(FOUND), list)


def test_columns_are_built_up_from_the_counts() -> None:
    drawn = plot(BLUR, hard=False)
    assert drawn.title == "虚焦"
    assert [x for x, _ in drawn.ticks] == sorted(x for x, _ in drawn.ticks)
    assert [label for _, label in drawn.ticks] == ["0", "0.5", "1", "2", "3"]
    by_column: dict[float, float] = {}
    for bar in drawn.bars:
        by_column[bar.x] = by_column.get(bar.x, 0) + bar.height
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
    assert all(height == pytest.approx(96, abs=0.2) for height in by_column.values())
    assert len(by_column) == 5
    assert drawn.shapes.keys() == {"pass", "warn", "fail"}
    assert sum(path.count("z") for path in drawn.shapes.values()) == len(drawn.bars)
    assert [group.truth for group in drawn.groups] == ["pass", "band", "warn-ok"]
    assert drawn.lines == (
        "0 到 0.5 像素，应合格：16 张，合格 15、提醒 1",
        "1 像素，不计：8 张，合格 4、提醒 4",
        "2 到 3 像素，应指出：16 张，提醒 6、不合格 10",
    )


def test_the_unchanged_photo_stands_on_the_left() -> None:
    steps = [step(10, "warn-ok", fail=1), step(95, "pass", **{"pass": 2}, warn=1)]
    assert [label for _, label in plot(mutation(steps, 95, "quality"), hard=False).ticks] == ["95", "10"]


def test_many_steps_leave_labels_out() -> None:
    steps = [step(at, "pass", **{"pass": 1}, warn=1) for at in range(30)]
    ticks = plot(mutation(steps), hard=False).ticks
    assert 8 <= len(ticks) <= 14
    assert all(second - first >= 26 for (first, _), (second, _) in itertools.pairwise(ticks))


def test_names_give_a_line_for_each_truth() -> None:
    steps = [step("png", "fail", fail=3), step("jpg", "pass", **{"pass": 3}), step("mpo", "fail", warn=1)]
    drawn = plot(mutation(steps, None, None), hard=True)
    assert drawn.ticks == ()
    assert drawn.lines == ("应合格：3 张，全部合格", "应不合格：4 张，提醒 1、不合格 3")
    assert max(bar.x + bar.width for bar in drawn.bars) <= WIDTH


def test_where_all_is_well_words_will_do() -> None:
    drawn = plot(mutation([step("plain", "pass", **{"pass": 9})], None, None), hard=True)
    assert drawn.bars == ()
    assert drawn.lines == ("应合格：9 张，全部合格",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"),
        ("{", "cannot be read"),
        ('{"rules": [{"rule": "beauty"}]}', "no rule «beauty»"),
    ],
)
def test_broken_results_are_named(project: Project, tmp_path: Path, text: str | None, message: str) -> None:
    moved = dataclasses.replace(project, root=tmp_path)
    if text is not None:
        (tmp_path / RESULTS).parent.mkdir(parents=True)
        (tmp_path / RESULTS).write_text(text)
    tags = AccuracyTags(Templates(project, [], {}, LicenceFiles()).env, moved, "zh")
    with pytest.raises(BuildError, match=message) as caught:
        tags._rules()
    assert caught.value.code == "broken-results"
    assert caught.value.file == RESULTS.as_posix()
