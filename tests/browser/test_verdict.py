"""A photo goes in, the command line's report comes out, in all three engines."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers.base import wait_for
from tests.browser.sameness import NUMBER, difference
from tests.browser.variants import ROOT

pytestmark = pytest.mark.browser
visited = pytest.mark.visited

ALL_AT_ONCE = ["online-upload", "school-batch", "chsi-2017"]
TOO_LARGE = 200_000_000


def command_line(folder: Path, names: Sequence[str], standards: Sequence[str], lang: str = "zh") -> str:
    """Return what the command line prints for ``names``, called in ``folder``."""
    chosen = [option for standard in standards for option in ("--standard", standard)]
    done = subprocess.run(
        [sys.executable, "-m", "checker", "check", *names, *chosen, "--format", "json", "--lang", lang],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode in {0, 1, 2}, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole corpus, the files that are no photos included."""
    folder = tmp_path_factory.mktemp("photos")
    corpus.build(folder)
    return folder


@pytest.fixture(scope="session")
def expected(photos: Path) -> dict[str, list[dict[str, Any]]]:
    """The command line's reports by file name."""
    names = sorted(path.name for path in photos.iterdir())
    reports: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for report in json.loads(command_line(photos, names, ALL_AT_ONCE)):
        reports[report["file"]].append(report)
    return reports


@visited
def test_whole_corpus_equals_the_command_line(
    checker_page: CheckerPage, photos: Path, expected: dict[str, list[dict[str, Any]]]
) -> None:
    """One page life for all: whatever came before, the next photo is judged the same."""
    assert len([name for name in expected if name in corpus.PHOTOS]) >= 40
    checker_page.open_ready()
    checker_page.choose_school(ALL_AT_ONCE)
    checker_page.server.log.clear()
    different = {
        name: found
        for name, reports in expected.items()
        if (found := difference(checker_page.judge(photos / name), reports))
    }
    assert different == {}
    assert checker_page.server.log.requests == []


@visited
def test_saved_report_is_the_command_lines_to_the_byte(
    checker_page: CheckerPage, photos: Path, downloads: Path
) -> None:
    """But for the last digit of what is measured by landmarks, which `sameness` tells of."""
    checker_page.open_ready()
    for name in ("baseline.jpg", "8-bit.heic", "text.jpg"):
        checker_page.judge(photos / name)
        checker_page.driver.in_frame("void document.getElementById('save').click()")
        saved = wait_for("the report", lambda: whole_download(downloads), 20)
        ours, theirs = saved.read_bytes().decode(), command_line(photos, [name], ["online-upload"])
        assert NUMBER.sub("#", ours) == NUMBER.sub("#", theirs)
        assert difference(json.loads(ours), json.loads(theirs)) == []
        saved.unlink()


def whole_download(folder: Path) -> Path | None:
    """Return the finished download, whatever its name, but not the part that Firefox renames at the end."""
    for path in folder.iterdir():
        if path.suffix == ".part":
            continue
        with contextlib.suppress(ValueError):
            json.loads(path.read_bytes())
            return path
    return None


@visited
def test_findings_are_shown_worst_first_with_their_facts(chromium: CheckerPage, photos: Path) -> None:
    chromium.open_ready()
    reports = chromium.judge(photos / "size-144x192.jpg")
    shown = chromium.driver.in_frame(
        """[...document.querySelectorAll("#reports [data-rule]")].map((item) => ({
            rule: item.dataset.rule, outcome: item.dataset.outcome, text: item.textContent }))"""
    )
    everything = chromium.driver.in_frame("document.getElementById('reports').textContent")
    order = ["fail", "unknown", "warn", "pass", "manual"]
    places = [order.index(item["outcome"]) for item in shown]
    assert places == sorted(places)
    assert len(set(places)) >= 3
    findings = {finding["rule"]: finding for finding in reports[0]["findings"]}
    assert {item["rule"]: item["outcome"] for item in shown} == {
        rule: finding["outcome"] for rule, finding in findings.items()
    }
    texts = {item["rule"]: item["text"] for item in shown}
    assert "要求30 到 900 KB" in texts["file-size"]
    assert "要求宽 480 到 600 像素，高 640 到 768 像素" in texts["pixel-size"]
    for item in shown:
        finding = findings[item["rule"]]
        assert finding["message"] in item["text"]
        source = everything if item["outcome"] == "manual" else item["text"]  # there it is named once
        assert finding["source"]["authority"] in source
        assert str(finding["source"]["year"] or "年份不详") in source


@visited
def test_what_several_standards_share_is_shown_once(chromium: CheckerPage, photos: Path) -> None:
    """Passed items are folded into one line; what fails is named beside the verdict of its standard."""
    chromium.open_ready()
    chromium.choose_school(ALL_AT_ONCE)
    reports = chromium.judge(photos / "size-144x192.jpg")
    shown = chromium.driver.in_frame(
        """[...document.querySelectorAll("#reports [data-rule]")].map((item) => ({
            code: item.dataset.code, text: item.textContent, outcome: item.dataset.outcome,
            visible: item.checkVisibility() }))"""
    )
    findings = [finding for report in reports for finding in report["findings"]]
    everywhere = [
        finding
        for finding in reports[0]["findings"]
        if all(any(is_alike(finding, one) for one in report["findings"]) for report in reports)
    ]
    assert len(everywhere) >= 3
    for finding in everywhere:
        alike = [one for one in shown if one["code"] == finding["code"] and finding["message"] in one["text"]]
        assert len(alike) == 1
    assert {one["code"] for one in shown} == {finding["code"] for finding in findings}
    assert {one["outcome"] for one in shown if not one["visible"]} == {"pass"}
    assert not [one for one in shown if one["outcome"] == "pass" and one["visible"]]
    lines = chromium.driver.in_frame(
        "[...document.querySelectorAll('#verdicts li')].map((one) => one.innerText)"
    )
    assert len(lines) == len(reports)
    for line, report in zip(lines, reports, strict=True):
        assert ("像素尺寸" in line) == (report["outcome"] == "fail")


def is_alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[key] == other[key] for key in ("code", "message", "source"))


@visited
def test_heic_has_a_picture(checker_page: CheckerPage, photos: Path) -> None:
    """Few engines show HEIC, so Python makes the small picture."""
    checker_page.open_ready()
    checker_page.judge(photos / "rotated.heic")
    size = """(() => {
        const picture = document.querySelector("#picture img");
        return picture && [picture.naturalWidth, picture.naturalHeight];
    })()"""
    width, height = wait_for("the picture", lambda: checker_page.driver.in_frame(size), 30)
    assert 300 < height <= 640
    assert width * 4 == height * 3


@visited
def test_file_of_200_megabytes_is_refused_by_its_size(checker_page: CheckerPage, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(TOO_LARGE)
    checker_page.open_ready()
    assert checker_page.judge_text(large) == command_line(tmp_path, ["large.jpg"], ["online-upload"])
    good = tmp_path / "good.jpg"
    good.write_bytes(corpus.PHOTOS["baseline.jpg"]())
    assert checker_page.judge(good)[0]["outcome"] != "unreadable"


@visited
def test_another_school_judges_the_same_photo_again(chromium: CheckerPage, photos: Path) -> None:
    chromium.open_ready()
    assert [report["standard"] for report in chromium.judge(photos / "baseline.jpg")] == ["online-upload"]
    chromium.forget()
    chromium.choose_school(["ouchn"])
    chromium.outcome()
    shown = "[...document.querySelectorAll('[data-standard].report')].map((one) => one.dataset.standard)"
    assert chromium.driver.in_frame(shown) == ["ouchn"]


def test_it_works_with_the_server_gone(checker_page: CheckerPage, photos: Path) -> None:
    """Offline after loading, also when the worker has to be started anew."""
    checker_page.open_ready()
    checker_page.server.shutdown()
    checker_page.server.socket.close()
    checker_page.forget()
    checker_page.driver.choose(photos / "12-megapixels.heic")
    checker_page.driver.in_frame("void document.getElementById('cancel').click()")
    assert checker_page.trouble() == "check-cancelled"
    assert checker_page.judge(photos / "baseline.jpg")[0]["outcome"] == "pass"
