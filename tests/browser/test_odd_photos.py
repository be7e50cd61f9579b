"""Whatever is chosen and however it is called: a sentence, the focus at it, nothing wider than a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests import corpus
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.test_access import ACTIVE, NARROWEST, overflow
from tests.browser.test_many import SAVE, SECONDS
from tests.corpus import PHOTOS
from tests.portrait import portrait

pytestmark = [pytest.mark.browser, pytest.mark.visited]

GOOD = PHOTOS["baseline.jpg"]
TOO_LARGE = 50_000_000


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    return saved(portrait(), kind, save_all=True, append_images=[portrait().rotate(5)])


# By what they are called; the names of those that follow are longer than a file of this system can be called.
CONTENTS: dict[str, Callable[[], bytes]] = {
    "empty.jpg": lambda: b"",
    "text.jpg": corpus.UNREADABLE["text.jpg"][1],
    "truncated.jpg": corpus.UNREADABLE["truncated.jpg"][1],
    "heic.jpg": PHOTOS["8-bit.heic"],
    "cmyk.jpg": lambda: saved(portrait().convert("CMYK"), "JPEG"),
    "alpha.png": lambda: saved(portrait().convert("RGBA"), "PNG"),
    "one.png": lambda: saved(Image.new("RGB", (1, 1)), "PNG"),
    "strip.png": lambda: saved(Image.new("RGB", (20_000, 1)), "PNG"),
    "moving.gif": lambda: moving("GIF"),
    "moving.webp": lambda: moving("WEBP"),
}
NAMES = {
    "chinese": "照" * 296 + ".jpg",
    "one word": "a" * 296 + ".jpg",
    "arabic": "صورة شخصية للتخرج.jpg",
    "turned round": "exe\u202egpj.jpg",
    "emoji": "😀🎓👩\u200d🎓.jpg",
    "without an ending": "x",
    "with an ending alone": ".jpg",
    "with blanks": "a  b\t\n.jpg",
}
UNREADABLE = {"empty.jpg", "text.jpg", "truncated.jpg"}
SAID = """[...document.querySelectorAll("#headline, #reports .message, #next-steps li")]
    .filter((one) => one.checkVisibility()).map((one) => one.textContent)"""
ROWS = """[...document.querySelectorAll("#many-rows tr")].map((row) =>
    [row.dataset.outcome, row.querySelector(".mend").textContent])"""
# A name shows no character that turns round what follows.
SHOWN = "document.getElementById('file-name').textContent"


@pytest.fixture
def page(chromium: CheckerPage) -> Iterator[CheckerPage]:
    """The page on a phone, ready."""
    assert isinstance(chromium.driver, Chromium)
    with chromium.driver.showing("light", **NARROWEST):
        chromium.open_ready("standard=online-upload&faces=off")
        yield chromium


def choose(page: CheckerPage, files: dict[str, bytes]) -> None:
    """Set the input to ``files``, by names that no file of this system needs to have."""
    assert isinstance(page.driver, Chromium)
    frame = page.driver.page.main_frame.child_frames[0]
    kind = "image/jpeg"
    payloads = [{"name": name, "mimeType": kind, "buffer": data} for name, data in files.items()]
    frame.set_input_files("#photo", payloads)  # type: ignore[arg-type]


def judged(page: CheckerPage, name: str, chosen: bytes | Path) -> str:
    """Have one file judged; return the outcome when the focus is there and nothing is too wide."""
    page.forget()
    page.driver.in_frame("void document.activeElement.blur()")
    if isinstance(chosen, Path):
        page.driver.choose(chosen)
    else:
        choose(page, {name: chosen})
    outcome = page.outcome()
    wait_for("the focus", lambda: page.driver.in_frame(ACTIVE) == "headline", 20)
    page.driver.in_frame("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert overflow(page) == [0, 0], name
    said = page.driver.in_frame(SAID)
    assert len(said) >= 2, name
    assert all(said), name
    return outcome


def test_each_alone(page: CheckerPage, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(GOOD().ljust(TOO_LARGE, b"\0"))
    assert judged(page, large.name, large) == "fail"
    for name, content in CONTENTS.items():
        outcome = judged(page, name, content())
        assert (outcome == "unreadable") == (name in UNREADABLE), name


@pytest.mark.parametrize("kind", NAMES)
def test_each_name(page: CheckerPage, kind: str) -> None:
    assert judged(page, NAMES[kind], GOOD()) in {"unknown", "warn"}
    shown = page.driver.in_frame(SHOWN)
    assert shown
    assert "\u202e" not in shown
    assert "\n" not in shown


def test_all_together(page: CheckerPage) -> None:
    """Each its row; checked and made anew, and the focus is never on nothing."""
    files = {name: content() for name, content in CONTENTS.items()}
    files |= dict.fromkeys(NAMES.values(), GOOD())
    driver = page.driver
    assert isinstance(driver, Chromium)
    choose(page, files)
    for _ in range(2):
        wait_for("the reports", lambda: driver.in_frame(SAVE), SECONDS)
        wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "many-title", 20)
        assert overflow(page) == [0, 0]
        rows = driver.in_frame(ROWS)
        assert len(rows) == len(files)
        assert [outcome for outcome, _ in rows].count("unreadable") == len(UNREADABLE)
        assert all(text for outcome, text in rows if outcome not in {"pass", "unknown"})
        if driver.in_frame("document.getElementById('many-fix').checkVisibility()"):
            driver.in_frame("void document.getElementById('many-fix').focus()")
            driver.page.keyboard.press("Enter")
            wait_for("the focus", lambda: driver.in_frame(ACTIVE) == "many-pause", 20)
