"""A link to the page chooses requirements and changes single limits, and the page says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checker
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.sameness import difference
from tests.browser.test_access import violations
from tests.corpus import PHOTOS

pytestmark = [pytest.mark.browser, pytest.mark.visited]

ASKED = "standard=chsi-2017,ouchn&kb=20-60&bg=white"
NOTICE = "document.querySelector('#link:not([hidden])')?.innerText ?? ''"
SCHOOLS_SHOWN = "document.getElementById('schools').checkVisibility()"
UNDO = "void document.getElementById('link-undo').click()"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    return path


def test_link_is_followed_and_can_be_left(checker_page: CheckerPage, photo: Path) -> None:
    checker_page.open_ready(ASKED)
    notice = checker_page.driver.in_frame(NOTICE)
    assert "这个链接改了要求" in notice
    assert "国家开放大学" in notice
    assert "60" in notice
    assert not checker_page.driver.in_frame(SCHOOLS_SHOWN)
    overrides = {"kb": "20-60", "bg": "white"}
    expected = checker.check(photo.read_bytes(), photo.name, ["chsi-2017", "ouchn"], "zh", overrides)
    assert difference(checker_page.judge(photo), json.loads(checker.reports_to_json(expected))) == []
    checker_page.forget()
    checker_page.driver.in_frame(UNDO)
    checker_page.outcome()
    assert checker_page.driver.in_frame(NOTICE) == ""
    assert checker_page.driver.in_frame(SCHOOLS_SHOWN)
    usual = json.loads(checker_page.driver.in_frame("document.getElementById('report-text').value"))
    assert [(report["standard"], report["overrides"]) for report in usual] == [("online-upload", {})]


def test_link_that_changes_a_limit_leaves_the_first_question(chromium: CheckerPage, photo: Path) -> None:
    chromium.open_ready("kb=1-2&from=singlemessage")
    assert "这个链接改了要求" in chromium.driver.in_frame(NOTICE)
    assert chromium.driver.in_frame(SCHOOLS_SHOWN)
    chromium.choose_school(["ouchn"])
    [report] = chromium.judge(photo)
    assert report["standard"] == "ouchn"
    assert report["overrides"] == {"kb": "1-2"}
    assert "file-size" in [one["rule"] for one in report["findings"] if one["outcome"] == "fail"]


def test_nonsense_is_told_and_the_usual_requirements_stay(chromium: CheckerPage, photo: Path) -> None:
    chromium.open_ready("standard=ouchn&bg=%3Cimg%20src%3Dx%3E")
    assert "用不了" in chromium.driver.in_frame(NOTICE)
    assert chromium.driver.in_frame(SCHOOLS_SHOWN)
    [report] = chromium.judge(photo)
    assert (report["standard"], report["overrides"]) == ("online-upload", {})
    assert chromium.driver.in_frame("document.querySelectorAll('#link img').length") == 0


def test_ordinary_address_says_nothing_of_links(chromium: CheckerPage) -> None:
    chromium.open_ready("from=timeline&isappinstalled=0")
    assert chromium.driver.in_frame(NOTICE) == ""
    assert chromium.driver.in_frame(SCHOOLS_SHOWN)


def test_notice_is_accessible(chromium: CheckerPage) -> None:
    assert isinstance(chromium.driver, Chromium)
    chromium.open_ready(ASKED)
    assert violations(chromium) == []
    chromium.driver.in_frame("void document.getElementById('link-undo').focus()")
    chromium.driver.page.keyboard.press("Enter")
    wait_for("the question", lambda: chromium.driver.in_frame(SCHOOLS_SHOWN), 5)
    active = "document.activeElement?.getAttribute('name')"
    wait_for("the focus", lambda: chromium.driver.in_frame(active) == "school", 5)
