"""One photo: seen at once, told in groups, mended with a look at before and after, and nothing is lost.

What engines differ in is tried in all three: showing the photo and copying. The rest is our own script.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests import corpus
from tests.browser.checkerpage import CheckerPage
from tests.browser.conftest import Engines
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.test_access import tab_to, violations
from tests.browser.test_fix import EDITOR, RESULT, SECONDS, click, make, open_editor, said
from tests.portrait import portrait

pytestmark = [pytest.mark.browser, pytest.mark.visited]

WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.50"
THUMBNAIL = "document.querySelector('#given-picture img')?.naturalWidth ?? 0"
SCHOOLS = ["online-upload", "school-batch", "chsi-2017"]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for name in (
        "12-megapixels.heic",
        "5-megabytes.jpg",
        "baseline.jpg",
        "lossless.webp",
        "size-1200x1600.jpg",
        "size-144x192.jpg",
    ):
        (folder / name).write_bytes(corpus.PHOTOS[name]())
    exif = Image.Exif()
    exif[0x010F] = "Apple"
    turned = corpus.encode(portrait(), exif=exif.tobytes())
    for name in ("IMG_0412.jpeg", "IMG_0412.JPG"):
        (folder / name).write_bytes(turned)
    return folder


@pytest.fixture(scope="module")
def failed(site: Path, engines: Engines, photos: Path) -> Iterator[CheckerPage]:
    """The page with a photo that fails; tests leave it as they found it."""
    with Server(site) as server:
        page = CheckerPage(engines["chromium"], server)
        page.open_ready()
        page.choose_school(SCHOOLS)
        page.judge(photos / "size-1200x1600.jpg")
        yield page


def text(page: CheckerPage, name: str) -> str:
    return str(page.driver.in_frame(f"document.getElementById('{name}').textContent"))


def test_photo_is_seen_before_python_answers(checker_page: CheckerPage, photos: Path) -> None:
    """Of a photo that Python needs long for, the browser's own picture is there before the verdict."""
    driver = checker_page.driver
    checker_page.open_ready()
    driver.choose(photos / "5-megabytes.jpg")
    states: list[list[bool]] = []
    seen = f"[document.getElementById('result').checkVisibility(), ({THUMBNAIL}) > 300]"

    def look() -> bool:
        states.append(driver.in_frame(seen))
        return any(states[-1])

    wait_for("a picture or a verdict", look, 30)
    assert states[-1] == [False, True]
    checker_page.outcome()


def test_heic_gets_its_thumbnail_in_every_engine(checker_page: CheckerPage, photos: Path) -> None:
    """None of the three shows HEIC, so this one is Python's."""
    checker_page.open_ready()
    checker_page.judge(photos / "12-megapixels.heic")
    wait_for("the thumbnail", lambda: checker_page.driver.in_frame(THUMBNAIL) > 300, 30)


def test_counts_lead_to_their_groups(failed: CheckerPage) -> None:
    driver = failed.driver
    counts = driver.in_frame(
        "[...document.querySelectorAll('#counts button')].map((one) => one.textContent.trim())"
    )
    groups = ["会被退回", "有风险", "没问题", "请自己看"]
    assert [one.split()[0] for one in counts] == groups
    for at, group in enumerate(("fail", "warn", "pass", "manual")):
        driver.in_frame(f"void document.querySelectorAll('#counts button')[{at}].click()")
        assert driver.in_frame("document.activeElement.dataset.group") == group
        assert driver.in_frame("document.activeElement.checkVisibility()")
    driver.in_frame("void document.querySelectorAll('.folded').forEach((one) => { one.open = false; })")


def test_next_steps_tell_what_a_new_file_mends(failed: CheckerPage) -> None:
    steps = failed.driver.in_frame(
        "[...document.querySelectorAll('#next-steps li')].map((one) => one.textContent)"
    )
    by_person, by_file = steps[:2]
    assert "重拍" in by_person
    assert "嘴" in by_person
    assert "按要求改一张" in by_file
    assert "像素尺寸" in by_file
    assert "像素尺寸" not in by_person
    assert "请自己看" in steps[-1]


@pytest.mark.parametrize("name", ["size-144x192.jpg", "lossless.webp"])
def test_no_new_file_is_promised_of_a_photo_that_gives_none(
    checker_page: CheckerPage, photos: Path, name: str
) -> None:
    """The fixer enlarges nothing and reads no WebP: another photo is asked for, and no button leads there."""
    checker_page.open_ready()
    checker_page.judge(photos / name)
    steps = text(checker_page, "next-steps")
    assert "按要求改一张" not in steps
    assert {"size-144x192.jpg": "请换没有裁小", "lossless.webp": "另存为 JPG"}[name] in steps
    assert not checker_page.driver.in_frame("document.getElementById('mend').checkVisibility()")
    checker_page.judge(photos / "5-megabytes.jpg")
    assert "按要求改一张" in text(checker_page, "next-steps")
    assert checker_page.driver.in_frame("document.getElementById('mend').checkVisibility()")


def test_name_that_turns_its_line_round_is_shown_as_it_is(chromium: CheckerPage, photos: Path) -> None:
    name = "a\u202egpj.exe.jpg"
    (photos / name).write_bytes((photos / "baseline.jpg").read_bytes())
    chromium.open_ready()
    chromium.judge(photos / name)
    assert text(chromium, "file-name") == r"a\u202egpj.exe.jpg"
    assert text(chromium, "report-words").startswith(r"a\u202egpj.exe.jpg · ")


def test_same_explanation_may_be_open_twice(failed: CheckerPage) -> None:
    """Explanations open in place, below the findings of each standard, and take nothing away."""
    driver = failed.driver
    before = driver.in_frame("document.querySelectorAll('#reports .finding').length")
    driver.in_frame(
        "void document.querySelectorAll('#reports details').forEach((one) => { one.open = true; })"
    )
    regions = "document.querySelectorAll('#reports .explanation [aria-label]').length"
    assert driver.in_frame(regions) >= 4
    assert violations(failed) == []
    assert driver.in_frame("document.querySelectorAll('#reports .finding').length") == before
    driver.in_frame(
        "void document.querySelectorAll('#reports details').forEach((one) => { one.open = false; })"
    )


def test_report_is_copied_or_left_selected(checker_page: CheckerPage, photos: Path) -> None:
    """Without a click of a person an engine may refuse to copy; then the text is there, selected."""
    driver = checker_page.driver
    checker_page.open_ready()
    checker_page.judge(photos / "size-144x192.jpg")
    click(checker_page, "copy")
    done = wait_for("the word", lambda: text(checker_page, "report-done"), 10)
    words = str(driver.in_frame("document.getElementById('report-words').value"))
    assert "[不合格] 像素尺寸" in words
    if "已复制" not in done:
        selected = driver.in_frame(
            "(({ selectionStart, selectionEnd }) => selectionEnd - selectionStart)"
            "(document.getElementById('report-words'))"
        )
        assert selected == len(words)


def test_what_an_iphone_has_turned_is_said(chromium: CheckerPage, photos: Path) -> None:
    shown = "document.getElementById('received').checkVisibility()"
    chromium.open_ready()
    chromium.judge(photos / "IMG_0412.jpeg")
    assert chromium.driver.in_frame(shown)
    assert "收到的是 JPG" in text(chromium, "received")
    chromium.judge(photos / "IMG_0412.JPG")
    assert not chromium.driver.in_frame(shown)


def test_before_and_after_have_a_divider(chromium: CheckerPage, photos: Path) -> None:
    """By keyboard and by mouse."""
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    at = "document.querySelector('.compare-stage').style.getPropertyValue('--at')"
    chromium.open_ready()
    open_editor(chromium, photos / "baseline.jpg")
    make(chromium)
    wait_for(
        "both pictures", lambda: driver.in_frame("document.querySelectorAll('.compare img').length === 2"), 20
    )
    assert driver.in_frame(
        "[...document.querySelectorAll('.compare img')].every((one) => one.naturalWidth > 0)"
    )
    driver.in_frame("void document.querySelector('.compare input').focus()")
    for _ in range(10):
        driver.page.keyboard.press("ArrowRight")
    assert driver.in_frame(at) == "60%"
    driver.in_frame(
        """void (() => {
            const stage = document.querySelector(".compare-stage");
            const box = stage.getBoundingClientRect();
            const at = { clientX: box.left + box.width / 4, clientY: box.top + 9, bubbles: true };
            stage.dispatchEvent(new PointerEvent("pointerdown", at));
        })()"""
    )
    assert driver.in_frame(at) == "25%"


def test_crop_and_file_can_be_undone(chromium: CheckerPage, photos: Path) -> None:
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    keyboard = driver.page.keyboard
    chromium.open_ready("standard=online-upload&px=240x320")
    open_editor(chromium, photos / "baseline.jpg")
    whole = wait_for("the words", lambda: said(chromium), 5)
    driver.in_frame("void document.getElementById('stage').focus()")
    said_before = [whole]
    for key in ("+", "Shift+ArrowLeft"):
        keyboard.press(key)
        wait_for("the words", lambda: said(chromium) not in said_before, 5)
        said_before.append(said(chromium))
    keyboard.press("Control+z")
    wait_for("the first move", lambda: said(chromium) == said_before[1], 5)
    tab_to(chromium, "crop-undo")
    keyboard.press("Enter")
    wait_for("the whole", lambda: said(chromium) == whole, 5)
    assert driver.in_frame("document.activeElement.id") == "stage"
    make(chromium)
    first = text(chromium, "fix-facts")
    click(chromium, "fix-recrop")
    driver.in_frame("void document.getElementById('stage').focus()")
    keyboard.press("+")
    wait_for("another crop", lambda: said(chromium) != whole, 5)
    make(chromium)
    second = wait_for(
        "another file", lambda: text(chromium, "fix-facts") != first and text(chromium, "fix-facts"), SECONDS
    )
    click(chromium, "fix-undo")
    assert text(chromium, "fix-facts") == first
    click(chromium, "fix-undo")
    assert text(chromium, "fix-facts") == second
    saved: list[str] = []
    driver.page.on("download", lambda download: saved.append(download.suggested_filename))
    for _ in range(2):  # pressed twice at once
        click(chromium, "fix-save")
    click(chromium, "fix-undo")
    click(chromium, "fix-save")  # another file
    wait_for("two files", lambda: driver.in_frame("true") and len(saved) >= 2, 10)
    assert len(saved) == 2


def test_turning_the_phone_loses_nothing(server: Server, photos: Path) -> None:
    with Chromium(viewport={"width": 390, "height": 844}, has_touch=True) as driver:
        page = CheckerPage(driver, server)
        page.open_ready("standard=online-upload&px=240x320")
        open_editor(page, photos / "baseline.jpg")
        verdict = text(page, "headline")
        driver.in_frame("void document.querySelector('#crop-buttons [data-key=\"+\"]').click()")
        before = wait_for("the words", lambda: said(page), 5)
        driver.page.set_viewport_size({"width": 844, "height": 390})
        assert driver.in_frame(EDITOR)
        assert said(page) == before
        make(page)
        driver.page.set_viewport_size({"width": 390, "height": 844})
        assert driver.in_frame(RESULT)
        click(page, "fix-back")
        assert text(page, "headline") == verdict
        assert driver.in_frame("document.getElementById('report-text').value.length") > 1000


def test_in_wechat_the_picture_is_pressed_instead_of_saved(server: Server, photos: Path) -> None:
    """Known by its user agent alone: the real one runs on no machine of ours."""
    with Chromium(user_agent=WECHAT) as driver:
        page = CheckerPage(driver, server)
        page.open()
        inside = "document.getElementById('inside-app')"
        wait_for("the notice", lambda: driver.evaluate(f"{inside}.checkVisibility()"), 30)
        assert "在浏览器打开" in driver.evaluate(f"{inside}.textContent")
        page.wait_ready()
        open_editor(page, photos / "baseline.jpg")
        make(page)
        wide = "document.querySelector('#fix-picture img')?.naturalWidth"
        wait_for("the picture", lambda: (driver.in_frame(wide) or 0) > 0, 20)
        assert not driver.in_frame("document.getElementById('fix-save').checkVisibility()")
        assert "长按" in text(page, "fix-saved")
        assert "在浏览器打开" in text(page, "fix-saved")
        click(page, "fix-back")
        click(page, "save")
        assert "在浏览器打开" in text(page, "report-done")
