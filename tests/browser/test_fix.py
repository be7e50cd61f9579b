"""A photo is cropped, made to the requirements and saved, all inside the seal."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

import checker
from checker.fix import FIXABLE, Crop, fix
from checker.standards import Standard
from checker.vision.look import look
from checker.vision.runtime import finish
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.drivers.chromium import Scheme
from tests.browser.server import Server
from tests.browser.test_access import NARROWEST, overflow, tab_to, violations
from tests.corpus import PHOTOS

pytestmark = [pytest.mark.browser, pytest.mark.visited]

THREE = ["online-upload", "school-batch", "chsi-2017"]
EDITOR = "document.getElementById('fix-edit').checkVisibility() && !document.getElementById('fix-edit').inert"
RESULT = "document.querySelector('#fix-result:not([hidden])')?.dataset.outcome ?? ''"
PROBLEM = "document.querySelector('.notes-problem li').dataset.code"
SECONDS = 90
TALL = {"width": 500, "height": 2500}


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for name in ("12-megapixels.heic", "baseline.jpg", "lossless.webp", "size-144x192.jpg"):
        (folder / name).write_bytes(PHOTOS[name]())
    return folder


@pytest.fixture(scope="module")
def expected(photos: Path) -> bytes:
    """What the fixer makes of the HEIC outside a browser."""
    photo = photos / "12-megapixels.heic"
    data = fix(photo.read_bytes(), photo.name, THREE).data
    assert data is not None
    return data


def click(page: CheckerPage, name: str) -> None:
    page.driver.in_frame(f"void document.getElementById('{name}').click()")


def open_editor(page: CheckerPage, photo: Path) -> None:
    page.judge(photo)
    click(page, "mend")
    wait_for("the editor", lambda: page.driver.in_frame(EDITOR), SECONDS)


def make(page: CheckerPage) -> str:
    """Make the file and return the outcome that the page shows for it."""
    click(page, "fix-make")
    return str(wait_for("the result", lambda: page.driver.in_frame(RESULT), SECONDS))


def save(page: CheckerPage, folder: Path) -> bytes:
    """Save the file and return its bytes."""
    click(page, "fix-save")
    path = wait_for("the file", lambda: whole_photo(folder), 20)
    content = path.read_bytes()
    path.unlink()
    return content


def whole_photo(folder: Path) -> Path | None:
    """Return the finished download, whatever its name: a JPEG with its end, not a part to be renamed."""
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.suffix not in {".part", ".crdownload"} and path.read_bytes().endswith(b"\xff\xd9"):
                return path
    return None


def failing(data: bytes, standards: list[str]) -> list[Any]:
    """Return the fixable rules that fail, or could not judge, on ``data``."""
    reports = checker.check(data, "made.jpg", standards)
    return [
        f.code for r in reports for f in r.findings if f.rule in FIXABLE and f.outcome in {"fail", "unknown"}
    ]


def difference(one: bytes, other: bytes) -> float:
    """Return the greatest mean difference of a channel of two pictures of one size, in levels."""
    pictures = [Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*pictures)).mean)


def test_heic_becomes_the_file_that_the_command_line_makes(
    checker_page: CheckerPage, photos: Path, expected: bytes, downloads: Path
) -> None:
    """12 megapixels to 480 x 640 px and 30-40 KB for three standards at once, without one request."""
    checker_page.open_ready()
    checker_page.choose_school(THREE)
    checker_page.server.log.clear()
    photo = photos / "12-megapixels.heic"
    open_editor(checker_page, photo)
    make(checker_page)
    saved = save(checker_page, downloads)
    with Image.open(io.BytesIO(saved)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (480, 640))
    assert 30 * 1024 <= len(saved) <= 40 * 1000
    assert failing(saved, THREE) == []
    assert saved == expected
    assert checker_page.server.log.requests == []
    assert checker_page.server.log.connections == 0


def test_crop_by_keyboard_changes_the_file(chromium: CheckerPage, photos: Path, downloads: Path) -> None:
    """From choosing to saving without a mouse; what is saved is what the keys say."""
    driver = chromium.driver
    assert isinstance(driver, Chromium)
    keyboard = driver.page.keyboard
    photo = photos / "baseline.jpg"
    chromium.open_ready("standard=online-upload&px=240x320")
    chromium.judge(photo)
    tab_to(chromium, "mend")
    keyboard.press("Enter")
    wait_for("the focus", lambda: driver.in_frame("document.activeElement?.id") == "stage", SECONDS)
    before = said(chromium)
    for key in ("+", "+", "+", "+", "+", "Shift+ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp"):
        keyboard.press(key)
    wait_for("the words", lambda: said(chromium) != before, 5)
    tab_to(chromium, "fix-make")
    keyboard.press("Enter")
    wait_for("the result", lambda: driver.in_frame(RESULT), SECONDS)
    wait_for("the focus", lambda: driver.in_frame("document.activeElement?.id") == "fix-headline", 5)
    tab_to(chromium, "fix-save")
    keyboard.press("Enter")
    saved = wait_for("the file", lambda: whole_photo(downloads), 20).read_bytes()
    chosen = checker.standards.resolve(["online-upload"], {"px": "240x320"})
    crop = keyed(first_crop(photo, chosen), 1.05**-5, 0.12, 0.01)
    as_keyed = fix(photo.read_bytes(), photo.name, chosen, crop).data
    untouched = fix(photo.read_bytes(), photo.name, chosen).data
    assert as_keyed is not None
    assert untouched is not None
    assert difference(saved, as_keyed) < 0.1
    assert difference(saved, untouched) > 5


def first_crop(photo: Path, chosen: Sequence[Standard]) -> Crop:
    """Return the crop that the editor shows at first: with the head in its place."""
    seen = checker.Photo.from_bytes(photo.read_bytes())
    seen.decode()
    finish(look(seen))
    return checker.crop_frame(seen.size, chosen, scene=seen.scene).default


def keyed(first: Crop, side: float, right: float, down: float) -> Crop:
    """Return a crop scaled about its middle, then moved by shares of its own size."""
    width, height = side * first.width, side * first.height
    left = first.left + (first.width - width) / 2 + right * width
    return Crop(left, first.top + (first.height - height) / 2 + down * height, width, height)


def said(page: CheckerPage) -> str:
    return str(page.driver.in_frame("document.getElementById('crop-text').textContent"))


def test_another_background_for_those_who_ask(chromium: CheckerPage, photos: Path, downloads: Path) -> None:
    chromium.open_ready("standard=online-upload")
    open_editor(chromium, photos / "baseline.jpg")
    chosen = "const one = document.getElementById('fix-background'); one.value = 'light-grey';"
    chromium.driver.in_frame(f"(() => {{ {chosen} one.dispatchEvent(new Event('change')); }})()")
    make(chromium)
    codes = "[...document.querySelectorAll('.notes-advice li')].map((item) => item.dataset.code).join()"
    assert "background-replaced" in str(chromium.driver.in_frame(codes))
    with Image.open(io.BytesIO(save(chromium, downloads))) as picture:
        corner = picture.convert("RGB").crop((0, 0, 40, 40))
    assert ImageStat.Stat(corner).mean == pytest.approx([240, 240, 240], abs=2)


def test_crop_by_mouse_and_touch(server: Server, photos: Path) -> None:
    with Chromium(has_touch=True, viewport=TALL) as driver:
        page = CheckerPage(driver, server)
        page.open_ready()
        open_editor(page, photos / "baseline.jpg")
        wait_for("the words", lambda: "480×640" in said(page), 5)
        box = driver.page.frame_locator("iframe").locator("#stage").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        protocol = driver.page.context.new_cdp_session(driver.page)
        for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", 0)):
            points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
            protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if apart else []})
        wait_for("half the size", lambda: "240×320" in said(page), 5)
        driver.page.mouse.move(x, y)
        driver.page.mouse.down()
        driver.page.mouse.move(x + 180, y + 210, steps=4)
        driver.page.mouse.up()
        wait_for("the corner", lambda: "左边裁掉 0%，右边 50%，上边 0%，下边 50%" in said(page), 5)
        assert driver.in_frame("document.getElementById('crop-small').checkVisibility()")


def test_cancelled_work_leaves_the_page_usable(chromium: CheckerPage, photos: Path, downloads: Path) -> None:
    """Ending the worker is tried in every engine elsewhere; here it must leave the editor as it was."""
    code = "document.getElementById('fix-status').dataset.code ?? ''"
    chromium.open_ready()
    open_editor(chromium, photos / "12-megapixels.heic")
    click(chromium, "fix-make")
    click(chromium, "fix-cancel")
    wait_for("the word", lambda: chromium.driver.in_frame(code) == "fix-cancelled", 10)
    assert chromium.driver.in_frame(EDITOR)
    make(chromium)
    assert failing(save(chromium, downloads), ["online-upload"]) == []
    assert chromium.judge(photos / "size-144x192.jpg")[0]["outcome"] == "fail"
    assert not chromium.driver.in_frame("document.getElementById('fix').checkVisibility()")


def test_what_cannot_be_made_is_explained(chromium: CheckerPage, photos: Path) -> None:
    """Too few px: the editor warns, the fixer refuses. Where px cannot be read, there is no editor."""
    chromium.open_ready()
    open_editor(chromium, photos / "size-144x192.jpg")
    warning = "document.getElementById('crop-small').checkVisibility()"
    wait_for("the warning", lambda: chromium.driver.in_frame(warning), 5)
    assert make(chromium) == "fail"
    assert chromium.driver.in_frame(PROBLEM) == "too-few-pixels"
    assert not chromium.driver.in_frame("document.getElementById('fix-save').checkVisibility()")
    chromium.judge(photos / "lossless.webp")
    click(chromium, "mend")
    assert wait_for("the result", lambda: chromium.driver.in_frame(RESULT), SECONDS) == "fail"
    assert chromium.driver.in_frame(PROBLEM) == "not-decoded"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editor_and_result_are_accessible(chromium: CheckerPage, photos: Path, scheme: Scheme) -> None:
    page = chromium
    assert isinstance(page.driver, Chromium)
    with page.driver.showing(scheme, **NARROWEST) as driver:
        page.open_ready()
        open_editor(page, photos / "baseline.jpg")
        assert violations(page) == []
        assert overflow(page) == [0, 0]
        make(page)
        driver.in_frame("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == []
        assert overflow(page) == [0, 0]
