"""Who saves data does without the face step; who does not gets everything before the page is sealed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checker
from checker.rules import titles
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

SAVING = "document.querySelector('#saving:not([hidden])')"
LABELS = "labels.onnx"  # for a close look alone
BUTTON = "document.querySelector('#save-data:not([hidden])')"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A good photo."""
    path = tmp_path / "good.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    return path


def faces_fetched(server: Server) -> list[str]:
    """Return the requests for what only the face step needs."""
    return [line for line in server.log.requests if "/ort" in line or ".onnx." in line]


def megabytes(server: Server) -> str:
    """Return how large that is, as the page says it."""
    models = [file for file in server.folder.glob("check/runtime/*.onnx.*.bin") if LABELS not in file.name]
    files = [*server.folder.glob("check/runtime/ort*.bin"), *models]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def assert_saved(page: CheckerPage) -> None:
    """The page says what it left out, and the report that it could not judge it."""
    assert megabytes(page.server) in page.driver.evaluate(f"{SAVING}.textContent")
    address = page.driver.evaluate(f"{SAVING}.querySelector('a').href")
    assert address == f"{page.server.base}check/index.html?standard=ouchn&faces=on"


def test_link_that_saves_data(checker_page: CheckerPage, photo: Path) -> None:
    checker_page.open_ready("standard=ouchn&faces=off")
    assert faces_fetched(checker_page.server) == []
    assert_saved(checker_page)
    [report] = checker_page.judge(photo)
    assert report["standard"] == "ouchn"
    unseen = checker.check(photo.read_bytes(), photo.name, ["ouchn"], runtime="left-out")
    assert [report] == json.loads(checker.reports_to_json(unseen))
    left_out = [finding for finding in report["findings"] if finding["code"].endswith("/left-out")]
    assert left_out
    assert {finding["outcome"] for finding in left_out} == {"unknown"}
    assert all("省流量" in finding["message"] for finding in left_out)
    assert_said_once(checker_page, [finding["rule"] for finding in left_out])


def assert_said_once(page: CheckerPage, rules: list[str]) -> None:
    """The first of ``rules`` says why; the others, which would repeat it, are named and folded."""
    frame = page.driver.in_frame
    shown = """[...document.querySelectorAll("#reports .finding.outcome-unknown")]
        .filter((one) => one.checkVisibility()).map((one) => one.dataset.rule)"""
    assert len(rules) > 2
    assert frame(shown) == rules[:1]
    names = "、".join(titles("zh")[rule] for rule in rules[1:])
    assert frame("document.querySelector('.alike summary').textContent").endswith(names)
    frame("void document.querySelector('.alike summary').click()")
    assert frame(shown) == rules


def test_browser_that_saves_data(server: Server) -> None:
    with Chromium() as driver:
        driver.page.add_init_script(
            "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
        )
        page = CheckerPage(driver, server)
        page.open_ready("standard=ouchn")
        assert faces_fetched(server) == []
        assert_saved(page)
        page.open_ready("standard=ouchn&faces=on")
        assert len(faces_fetched(server)) >= 4
        assert not driver.evaluate(f"Boolean({SAVING})")


def test_choice_while_it_loads(checker_page: CheckerPage) -> None:
    server = checker_page.server
    [model] = server.folder.glob("check/runtime/face-mesh.onnx.*.bin")
    server.held.add(model.relative_to(server.folder).as_posix())
    checker_page.open("standard=ouchn")
    wait_for("the request", lambda: any(model.name in line for line in server.log.requests), 60)
    assert megabytes(server) in checker_page.driver.evaluate(f"{BUTTON}.textContent")
    checker_page.driver.evaluate(f"void {BUTTON}.click()")
    checker_page.wait_ready()
    assert_saved(checker_page)
    assert not checker_page.driver.evaluate(f"Boolean({BUTTON})")
    server.held.clear()


def test_close_look_on_request(checker_page: CheckerPage, photo: Path) -> None:
    """The page offers it; asked for, its model comes too, and hair over the ears is seen."""
    server = checker_page.server
    checker_page.open_ready("standard=chsi-2017")
    assert not any(LABELS in line for line in server.log.requests)
    address = checker_page.driver.evaluate("document.querySelector('#closer:not([hidden]) a').href")
    assert address == f"{server.base}check/index.html?standard=chsi-2017&faces=closely"
    checker_page.open_ready("standard=chsi-2017&faces=closely")
    assert any(LABELS in line for line in server.log.requests)
    assert checker_page.driver.evaluate("Boolean(document.querySelector('#closely:not([hidden])'))")
    [report] = checker_page.judge(photo)
    codes = {finding["code"] for finding in report["findings"]}
    assert {"ears-visible/covered", "glasses/none", "hair-over-eyes/ok"} <= codes
