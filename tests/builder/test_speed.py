"""The page about speed says what the benchmark's file says."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jinja2
import pytest

from builder.project import Project
from builder.speed import RESULTS, SpeedTags
from tests.builder.rendered import Built

ROOT = Path(__file__).parents[2]
FOUND: dict[str, Any] = json.loads((ROOT / RESULTS).read_text(encoding="utf-8"))
PAGE = "speed.html"


def test_every_figure_has_its_row(guide: Built) -> None:
    html = (guide.out / PAGE).read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', html, re.DOTALL)
    assert len(rows) == len(FOUND["rows"]) > 5
    bound = [row for row in FOUND["rows"] if row["limit"] is not None]
    assert sum("没有定" in row for row in rows) == len(rows) - len(bound)
    met = [
        row["median"] >= row["limit"] if row["kind"] == "per-second" else row["median"] <= row["limit"]
        for row in bound
    ]
    assert sum("还没做到" in row for row in rows) == met.count(False)


def test_it_says_when_samples_are_few(guide: Built) -> None:
    least = min(row["count"] for row in FOUND["rows"] if row["kind"] != "bytes")
    wanted = f"只量了 {least} 次，还要重量" if least < 7 else f"每一项至少量了 {least} 次"
    assert wanted in guide.text(PAGE)


@pytest.mark.parametrize(("counts", "least"), [((7, 3, 9), 3), ((7, 8), 7)])
def test_the_fewest_samples_count_but_not_those_of_bytes(
    tmp_path: Path, counts: tuple[int, ...], least: int
) -> None:
    rows = [{"kind": "ms", "count": count} for count in counts] + [{"kind": "bytes", "count": 1}]
    file = tmp_path / RESULTS
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"rows": rows}), encoding="utf-8")
    project = dataclasses.replace(Project.at(ROOT), root=tmp_path)
    assert SpeedTags(jinja2.Environment(autoescape=True), project, "zh").samples() == least
