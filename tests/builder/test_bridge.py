"""What the checker page asks of Python, here without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

import checker
from builder.runtime import bridge
from checker import standards
from tests.corpus import PHOTOS


class Bytes(bytes):
    """Bytes as JavaScript hands them in."""

    def to_bytes(self) -> bytes:
        return bytes(self)


def read(query: str) -> dict[str, Any]:
    return dict(json.loads(bridge.read(query)))


def wish(*ids: str, **overrides: str) -> str:
    return json.dumps({"standards": ids, "overrides": overrides})


def test_link_chooses_standards_and_changes_limits() -> None:
    reading = read("standard=chsi-2017&bg=white&kb=20-60")
    assert reading["standards"] == ["chsi-2017"]
    assert reading["overrides"] == {"bg": "white", "kb": "20-60"}
    assert reading["names"] == [standards.load("chsi-2017").name.zh]
    assert reading["error"] == ""
    [size, background] = reading["changes"]
    assert "20" in size
    assert "60" in size
    assert "原来是" in size
    assert "白" in background


@pytest.mark.parametrize(
    "query", ["standard=online-upload,school-batch", "standard=online-upload&standard=school-batch&standard="]
)
def test_link_may_name_several_standards(query: str) -> None:
    reading = read(query)
    assert reading["standards"] == ["online-upload", "school-batch"]
    assert reading["changes"] == []
    assert reading["error"] == ""


def test_link_may_change_a_limit_of_whatever_is_chosen() -> None:
    reading = read("kb=20-60")
    assert reading["standards"] == reading["names"] == []
    assert reading["overrides"] == {"kb": "20-60"}
    assert len(reading["changes"]) == 1


@pytest.mark.parametrize("query", ["", "from=singlemessage&isappinstalled=0", "utm_source=x&x", "%ff=%00"])
def test_link_that_asks_for_nothing_changes_nothing(query: str) -> None:
    assert read(query) == {"standards": [], "overrides": {}, "names": [], "changes": [], "error": ""}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("standard=nonsense", "nonsense"),
        ("standard=chsi-2017&kb=viel", "kb"),
        ("kb=60-20", "kb"),
        ("bg=green", "bg"),
        ("kb=20-60&kb=30-40", "kb"),
        ("standard=<img src=x>", "<img"),
        ("&".join(["kb=20-60"] * 51), "50"),
    ],
)
def test_nonsense_gives_a_sentence_and_nothing_else(query: str, word: str) -> None:
    reading = read(query)
    assert word in reading.pop("error")
    assert not any(reading.values())


def test_part_that_is_not_understood_is_named() -> None:
    assert "backgroud" in read("standard=ouchn&backgroud=white")["changes"][0]
    assert read("standard=ouchn&from=timeline")["changes"] == []


def test_judge_gives_the_command_lines_report() -> None:
    data = PHOTOS["baseline.jpg"]()
    expected = checker.check(data, "photo.jpg", ["chsi-2017"], "zh", {"kb": "20-60"})
    made = bridge.judge(Bytes(data), "photo.jpg", len(data), wish("chsi-2017", kb="20-60"))
    assert made == checker.reports_to_json(expected)
    assert json.loads(made)[0]["overrides"] == {"kb": "20-60"}


def test_judge_refuses_by_size_alone() -> None:
    [report] = json.loads(bridge.judge(Bytes(), "large.jpg", 1 << 30, wish("ouchn", kb="20-60")))
    assert report["error"]["code"] == "too-many-bytes"
    assert report["overrides"] == {"kb": "20-60"}
