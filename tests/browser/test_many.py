"""Many photos: each a row, whatever is in it; and what comes out is what the command line writes.

What engines differ in is tried in all three: taking many files, several workers, a ZIP to be saved. Choosing
a folder is tried in Chromium alone: neither WebDriver BiDi in Firefox nor WebKitGTK's driver can set an input
that takes folders. Dropping one needs Chromium's own protocol, see test_trouble.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from checker.batch.desk import FOLDER
from tests import corpus
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import DriverError, wait_for
from tests.browser.drivers.chromium import Scheme
from tests.browser.server import Server
from tests.browser.test_access import NARROWEST, overflow, violations
from tests.checker.command import run

pytestmark = [pytest.mark.browser, pytest.mark.visited]

SECONDS = 180
STATUS = "document.getElementById('many-status').textContent"
SAVE = "document.getElementById('many-save').checkVisibility()"
HEAR = """void (globalThis.heard = [], ["input", "change", "cancel"].forEach((kind) =>
    document.getElementById("folder").addEventListener(kind, () => heard.push(kind))))"""
ROWS = """Object.fromEntries([...document.querySelectorAll("#many-rows tr")].map((row) =>
    [row.querySelector(".name").textContent, row.dataset.outcome]))"""


def poisoned_by_size() -> bytes:
    """A small file that claims 900 megapixels."""
    return corpus.declare_jpeg_size(corpus.PHOTOS["baseline.jpg"](), 30000, 30000)


# Every name stands in one line.
WHOLE_NAMES = """[...document.querySelectorAll("#many-rows .name")].every((name) =>
    name.getBoundingClientRect().height < 1.5 * parseFloat(getComputedStyle(name).lineHeight))"""


POISONED: dict[str, Callable[[], bytes]] = {
    "poisoned-1.jpg": corpus.UNREADABLE["truncated.jpg"][1],
    "poisoned-2.jpg": corpus.UNREADABLE["text.jpg"][1],
    "poisoned-3.jpg": poisoned_by_size,
}


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of thirty photos, three of them poisoned, with a class list beside it."""
    folder = tmp_path_factory.mktemp("class") / "class"
    folder.mkdir()
    kinds = [corpus.PHOTOS[name]() for name in ("baseline.jpg", "size-144x192.jpg", "8-bit.heic")]
    for at in range(27):
        (folder / f"{2021001 + at}{('.jpg', '.jpg', '.heic')[at % 3]}").write_bytes(kinds[at % 3])
    for name, make in POISONED.items():
        (folder / name).write_bytes(make())
    students = "".join(f"{2021001 + at},\n" for at in range(28))
    (folder.parent / "list.csv").write_text(f"学号,姓名\n{students}", encoding="utf-8")
    return folder


def outcomes(page: CheckerPage) -> dict[str, str]:
    """Wait until all is done and return the outcome of each row by its name."""
    wait_for("the reports", lambda: page.driver.in_frame(SAVE), SECONDS)
    return dict(page.driver.in_frame(ROWS))


def click(page: CheckerPage, name: str) -> None:
    page.driver.in_frame(f"void document.getElementById('{name}').click()")


def saved(page: CheckerPage, folder: Path) -> dict[str, bytes]:
    """Save the ZIP and return what is in it."""
    click(page, "many-save")
    with zipfile.ZipFile(wait_for("the ZIP", lambda: whole_zip(folder), 30)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def whole_zip(folder: Path) -> io.BytesIO | None:
    for path in folder.iterdir():
        with contextlib.suppress(zipfile.BadZipFile, FileNotFoundError):
            content = io.BytesIO(path.read_bytes())
            if path.suffix != ".part":
                zipfile.ZipFile(content).close()
                return content
    return None


def test_thirty_with_three_poisoned(checker_page: CheckerPage, thirty: Path, downloads: Path) -> None:
    """Checked and made anew by every engine; without faces, for each of its own workers needs them all."""
    driver = checker_page.driver
    photos = sorted(thirty.iterdir())
    checker_page.open_ready("standard=online-upload&faces=off")
    checker_page.server.log.clear()
    driver.choose(*photos)
    found = outcomes(checker_page)
    assert list(found) == [path.name for path in photos]
    assert {name for name, outcome in found.items() if outcome == "unreadable"} == set(POISONED)
    assert set(saved(checker_page, downloads)) == {"report.csv", "report.html"}
    click(checker_page, "many-fix")
    wait_for("the start", lambda: not driver.in_frame(SAVE), 30)
    outcomes(checker_page)
    for path in downloads.iterdir():
        path.unlink()
    inside = saved(checker_page, downloads)
    made = [name for name in inside if name.startswith(FOLDER)]
    assert len(made) == 18, inside["report.csv"].decode()  # those of 144 px are too small
    for name in made:
        with Image.open(io.BytesIO(inside[name])) as picture:
            assert (picture.format, picture.size) == ("JPEG", (480, 640))
    assert checker_page.server.log.requests == []


@contextlib.contextmanager
def folder_chosen(server: Server, folder: Path, downloads: Path) -> Iterator[CheckerPage]:
    """Give a page, in a browser of its own, in which a folder was chosen.

    Twice Chromium, after hundreds of other pages, never came back from listing the folder, however often the
    same page asked. That is the browser's own work, before the page hears of anything; so another browser is
    asked then, and what the input of the first one heard is told.
    """
    for attempt in (1, 2, 3):
        with Chromium(downloads) as driver:
            page = CheckerPage(driver, server)
            page.open_ready("standard=online-upload&faces=off")
            driver.in_frame(HEAR)
            try:
                driver.choose(folder, into="folder")
            except DriverError as error:
                heard = driver.in_frame("globalThis.heard")
                print(f"attempt {attempt}: {error}; the input heard {heard}, the page says {page.status()}")
                if attempt == 3 or heard:
                    raise
            else:
                yield page
                return


def test_folder_gives_what_the_command_line_writes(server: Server, thirty: Path, downloads: Path) -> None:
    """To the byte, with a class list; without faces, which differ in a last digit."""
    asked = ("--standard", "online-upload", "--lang", "zh", "--without-faces", "--roster", "list.csv")
    (thirty / "notes.txt").write_text("not a photo")
    (thirty / ".hidden.jpg").write_bytes(b"")
    with folder_chosen(server, thirty, downloads) as page:
        assert len(outcomes(page)) == 30
        page.driver.choose(thirty.parent / "list.csv", into="roster")
        lines = "document.getElementById('many-lines').innerText"
        wait_for("the list", lambda: "2021028" in page.driver.in_frame(lines), SECONDS)
        inside = saved(page, downloads)
    for kind in ("csv", "html"):
        made = f"out.{kind}"
        done = run(
            "check", "class", *asked, "--format", kind, "-o", made, "--messages", "m.csv", cwd=thirty.parent
        )
        assert done.returncode == 2
        ours, theirs = inside[f"report.{kind}"].decode(), (thirty.parent / made).read_bytes().decode()
        assert as_if_not_looked(ours) == theirs
    assert set(inside) == {"report.csv", "report.html", "messages.csv"}


def as_if_not_looked(report: str) -> str:
    """Return a report with the command line's reason why no face was looked at: the page has another."""
    why = r"省流量模式没有下载人脸模型，(无法判断[^。]*。)请关掉省流量再检查，或自己对照要求看一遍。"
    return re.sub(why, r"没有运行人脸识别，\1", report).replace("left-out", "not-looked")


def test_cancelled_in_the_middle_keeps_what_is_done(
    checker_page: CheckerPage, thirty: Path, downloads: Path
) -> None:
    """Pause first, so that it is known how many are done; afterwards one photo is checked as ever."""
    driver = checker_page.driver
    photos = [
        path for path in sorted(thirty.iterdir()) if path.suffix in {".jpg", ".heic"} and path.name[0] != "."
    ]
    done = "[...document.querySelectorAll('#many-rows tr')].filter((row) => row.dataset.outcome).length"
    checker_page.open_ready("standard=online-upload&faces=off")
    driver.choose(*photos)
    wait_for("some", lambda: driver.in_frame(done) >= 2, SECONDS)
    click(checker_page, "many-pause")
    wait_for("the pause", lambda: "已暂停" in driver.in_frame(STATUS), 10)
    assert driver.in_frame("document.getElementById('many-pause').textContent") == "继续"
    click(checker_page, "many-cancel")
    wait_for("the reports", lambda: driver.in_frame(SAVE), SECONDS)
    kept = int(driver.in_frame(done))
    assert 2 <= kept < 30
    table = saved(checker_page, downloads)["report.csv"].decode("utf-8-sig")
    assert len(table.splitlines()) == kept + 1
    assert f"完成了 {kept} 张" in driver.in_frame(STATUS)
    assert checker_page.judge(photos[0])[0]["outcome"] in {"pass", "unknown"}


def test_worker_that_dies_costs_its_photo_only(chromium: CheckerPage, thirty: Path) -> None:
    """Killed from outside in the middle of a photo, as a browser does that runs out of memory."""
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    photos = sorted(thirty.glob("20210[01]*.heic"))[:6]
    chromium.open_ready("standard=online-upload&faces=off")
    driver.choose(*photos)
    wait_for("the start", lambda: "正在检查" in driver.in_frame(STATUS), 30)
    driver.page.workers[0].evaluate("void setTimeout(() => { throw new Error('killed'); })")
    found = outcomes(chromium)
    assert len(found) == 6
    assert list(found.values()).count("unreadable") <= 1
    assert "完了" in driver.in_frame(STATUS)


def test_one_of_many_is_seen_and_left_again(chromium: CheckerPage, thirty: Path) -> None:
    driver = chromium.driver
    photos = sorted(thirty.glob("202100*.jpg"))[:3]
    chromium.open_ready()
    driver.choose(*photos)
    found = outcomes(chromium)
    chromium.forget()
    driver.in_frame("void document.querySelectorAll('[data-see]')[1].click()")
    assert chromium.outcome() == found[photos[1].name]
    assert not driver.in_frame("document.getElementById('many').checkVisibility()")
    click(chromium, "to-many")
    wait_for("the focus", lambda: driver.in_frame("document.activeElement.dataset.see") == "1", 5)
    assert driver.in_frame(ROWS) == found
    assert not driver.in_frame("document.getElementById('result').checkVisibility()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_table_filters_sorts_and_is_accessible(chromium: CheckerPage, thirty: Path, scheme: Scheme) -> None:
    names = ["2021001.jpg", "2021002.jpg", "2021003.heic", *POISONED]
    visible = """[...document.querySelectorAll("#many-rows tr")].filter((row) => row.checkVisibility())
        .map((row) => row.dataset.outcome)"""
    page = chromium
    assert isinstance(page.driver, Chromium)
    with page.driver.showing(scheme, **NARROWEST) as driver:
        page.open_ready("standard=online-upload&faces=off")
        driver.choose(*(thirty / name for name in names))
        outcomes(page)
        wait_for("the focus", lambda: driver.in_frame("document.activeElement.id") == "many-title", 5)
        driver.in_frame("document.querySelectorAll('#many details').forEach((one) => { one.open = true; })")
        assert violations(page) == []
        for width in (360, 768, 1280):
            driver.page.set_viewport_size({"width": width, "height": 900})
            assert overflow(page) == [0, 0]
            assert driver.in_frame(WHOLE_NAMES)
        driver.in_frame("void document.querySelector('[data-filter=unreadable]').click()")
        assert driver.in_frame(visible) == ["unreadable"] * 3
        driver.in_frame("void document.querySelector('[data-filter=\"\"]').click()")
        driver.in_frame(
            """void (() => {
                const sort = document.getElementById("many-sort");
                sort.value = "worst";
                sort.dispatchEvent(new Event("change"));
            })()"""
        )
        found: list[Any] = driver.in_frame(visible)
        assert len(found) == 6
        assert found[:4] == ["unreadable"] * 3 + ["fail"]
        assert json.dumps(found).count("null") == 0
