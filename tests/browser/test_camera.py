"""A photo is taken with the camera: framed, told how to stand, counted down, and judged as a chosen file is.

What is not tested here, and why:

- A real camera, its light, and its front and rear side: this machine has none. Chromium plays a file, made of
  a real portrait; Firefox and WebKitGTK have pictures of their own, without a person, so that of the hints
  only «no face» is seen there.
- Refusing: Chromium is told to refuse every prompt. Firefox and WebKitGTK ask in a window that a driver
  cannot reach; there the browser's error is what the page is given.
- A camera that another program holds, or that is pulled out: the browser's own error and event are given to
  the page in their place.
- `ImageCapture.takePhoto` on a phone: only Chromium has it, and takes the file's picture with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver, Firefox, WebKit
from tests.browser.drivers.base import wait_for
from tests.browser.filming import (
    ALLOWED,
    SECONDS,
    SIZE,
    STATES,
    click,
    filmed,
    frame,
    hint,
    is_off,
    opened,
    shown,
    text,
    trouble,
    video,
    watches,
)
from tests.browser.test_access import NARROWEST, overflow, tab_to, violations

pytestmark = pytest.mark.browser

WAYS_OUT = (
    "fetch(to, { method: 'POST', body: 'x', mode: 'no-cors' })",
    "navigator.sendBeacon(to, 'x')",
    "Object.assign(new Image(), { src: to }).decode()",
    "Object.assign(document.createElement('video'), { src: to }).play()",
    "new Promise((resolve) => { new WebSocket(to.replace('http', 'ws')).onerror = resolve; })",
    "import(to)",
)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("videos")
    return {
        "ready": video(folder / "ready.mjpeg", frame()),
        "too-far": video(folder / "far.mjpeg", frame(0.6)),
    }


@pytest.fixture(scope="module")
def far(site: Path, videos: dict[str, Path]) -> Iterator[CheckerPage]:
    """The page on a narrow screen, and somebody who stands too far away; each test closes the camera."""
    with opened(site, filmed(videos["too-far"], viewport=NARROWEST)) as page:
        yield page


def test_a_photo_by_keyboard_alone(site: Path, videos: dict[str, Path]) -> None:
    """The hint says ready, the countdown is said, the photo is not mirrored, the camera off, nothing sent."""
    with opened(site, filmed(videos["ready"])) as page:
        driver = page.driver
        assert isinstance(driver, Chromium)
        keyboard = driver.page.keyboard
        tab_to(page, "camera-open")
        keyboard.press("Enter")
        assert hint(page) == "ready"
        assert "可以拍了" in text(page, "camera-hint")
        asked = driver.evaluate("globalThis.asked[0]")
        assert asked["video"]["facingMode"] == {"ideal": "environment"}
        assert asked["audio"] is False
        assert driver.in_frame("document.getElementById('camera-stage').classList.contains('mirrored')")
        bands = "[...document.querySelectorAll('#camera-window .band span')].map((one) => one.textContent)"
        assert driver.in_frame(bands) == ["头顶", "眼睛", "下巴"]
        assert driver.in_frame("document.activeElement.id") == "camera-shoot"
        keyboard.press("Enter")
        wait_for("counting", lambda: "3 秒后拍" in text(page, "camera-hint"), 5)
        assert driver.in_frame("document.activeElement.id") == "camera-stop"
        keyboard.press("Escape")
        assert "没有拍" in text(page, "camera-hint")
        assert watches(page), "Escape ends the countdown, not the camera"
        assert driver.in_frame("document.activeElement.id") == "camera-shoot"
        page.forget()
        keyboard.press("Space")
        wait_for("counting", lambda: "1 秒后拍" in text(page, "camera-hint"), 5)
        page.outcome()
        assert is_off(page)
        assert driver.in_frame("document.getElementById('camera').hidden")
        assert text(page, "file-name").startswith("camera-2")
        [report] = json.loads(str(driver.in_frame("document.getElementById('report-text').value")))
        [size] = [found for found in report["findings"] if found["rule"] == "pixel-size"]
        assert "960" in size["message"]
        photo = shown(page)
        assert photo.size == SIZE
        left, right = (photo.getpixel((x, 30)) for x in (30, SIZE[0] - 30))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > 150 > 100 > left[2], "the red corner is where it was"
        assert right[2] > 150 > right[0]
        click(page, "camera-open")
        hint(page)
        keyboard.press("Escape")
        wait_for("off", lambda: is_off(page), 5)
        wait_for("focus", lambda: driver.in_frame("document.activeElement.id") == "camera-open", 5)
        assert page.server.log.requests == []
        assert page.server.log.connections == 0


def test_hint_says_come_closer_and_the_camera_goes_off_with_the_page(far: CheckerPage) -> None:
    click(far, "camera-open")
    assert hint(far) == "too-far"
    assert violations(far) == []
    assert overflow(far) == [0, 0]
    driver = far.driver
    driver.evaluate(
        "void (Object.defineProperty(document, 'hidden', { value: true, configurable: true }),"
        " document.dispatchEvent(new Event('visibilitychange')))"
    )
    assert trouble(far) == "camera-closed"
    assert is_off(far)
    driver.evaluate("delete document.hidden")
    click(far, "camera-retry")
    hint(far)
    driver.evaluate("void globalThis.tracks.at(-1).dispatchEvent(new Event('ended'))")
    assert trouble(far) == "camera-ended"
    assert is_off(far)
    assert isinstance(driver, Chromium)
    click(far, "camera-retry")
    hint(far)
    for width, height in ((740, 360), (360, 740), (1280, 800)):
        driver.page.set_viewport_size({"width": width, "height": height})
        wait_for("the stage fits", partial(fits, far, height), 5)
        assert overflow(far) == [0, 0]
    driver.page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    click(far, "camera-close")
    wait_for("off", lambda: is_off(far), 5)


def fits(page: CheckerPage, height: int) -> bool:
    """Return whether the picture has its shape, and room on a screen of so many px."""
    box = "document.getElementById('camera-stage').getBoundingClientRect()"
    wide, high = page.driver.in_frame(f"(({{ width, height }}) => [width, height])({box})")
    return bool(0.25 * height < high <= 0.73 * height and abs(wide / high - SIZE[0] / SIZE[1]) < 0.02)


def test_another_camera(site: Path, videos: dict[str, Path]) -> None:
    """Where cameras do not say to which side they look, the next is taken, after the last the first."""
    with opened(site, Chromium(arguments=[f"{ALLOWED[0]}=device-count=2", *ALLOWED[1:]])) as page:
        click(page, "camera-open")
        hint(page)
        devices = "globalThis.tracks.map((track) => track.getSettings().deviceId)"
        for count in (2, 3):
            click(page, "camera-switch")
            wait_for("another", partial(has, page, devices, count), SECONDS)
            hint(page)
        first, second, third = page.driver.evaluate(devices)
        assert first != second
        assert first == third
        assert page.driver.evaluate(STATES)[:2] == ["ended", "ended"]
        page.driver.in_frame("void [1, 2].map(() => document.getElementById('camera-switch').click())")
        hint(page)
        assert page.driver.evaluate(STATES).count("live") == 1, "impatience leaves no camera on"
        # A photo that is chosen meanwhile closes the camera.
        page.driver.choose(_photo(videos))
        page.outcome()
        assert is_off(page)


def has(page: CheckerPage, things: str, count: int) -> bool:
    return len(page.driver.evaluate(things)) == count


def _photo(videos: dict[str, Path]) -> Path:
    path = videos["ready"].with_name("chosen.jpg")
    frame().save(path, quality=90)
    return path


def test_refused_and_none_there(site: Path) -> None:
    for arguments, code, word in (
        (["--deny-permission-prompts", ALLOWED[0]], "camera-refused", "允许"),
        ([f"{ALLOWED[0]}=device-count=0", *ALLOWED[1:]], "camera-missing", "没有找到摄像头"),
    ):
        with opened(site, Chromium(arguments=arguments)) as page:
            click(page, "camera-open")
            assert trouble(page) == code
            assert word in text(page, "camera-status")
            assert page.driver.in_frame("document.activeElement.id") == "camera-retry"
            assert not watches(page)
            click(page, "camera-retry")
            wait_for("tried again", partial(has, page, "globalThis.asked", 2), 5)
            assert trouble(page) == code


def test_the_stream_has_no_way_out(far: CheckerPage) -> None:
    """While the camera is on: no WebRTC on either page, and what the outer page tries is refused."""
    driver = far.driver
    click(far, "camera-open")
    hint(far)
    for name in ("RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"):
        for run in (driver.evaluate, driver.in_frame):
            run(f"(() => {{ try {{ window.{name} = 1; }} catch {{}} delete window.{name}; }})()")
            assert run(f"typeof window.{name}") == "undefined"
    for way in WAYS_OUT:
        to = json.dumps(f"{far.server.base}leak")
        driver.evaluate(f"(async (to) => {{ try {{ await {way}; }} catch {{}} }})({to})")
    assert far.server.log.requests == []
    assert far.server.log.connections == 0
    assert watches(far)
    assert not is_off(far)
    click(far, "camera-close")
    wait_for("off", lambda: is_off(far), 5)


def failing(name: str) -> str:
    return (
        "void (navigator.mediaDevices.getUserMedia ="
        f" async () => {{ throw new DOMException('no', '{name}'); }})"
    )


def test_what_the_browser_says_of_other_troubles(far: CheckerPage) -> None:
    driver = far.driver
    driver.evaluate(failing("AbortError"))
    click(far, "camera-open")
    trouble(far)
    for script, code in (
        (failing("NotReadableError"), "camera-busy"),
        (failing("AbortError"), "camera-busy"),
        (failing("OverconstrainedError"), "camera-missing"),
        (failing("TypeError"), "camera-failed"),
        ("void Object.defineProperty(navigator, 'mediaDevices', { value: undefined })", "camera-unsupported"),
    ):
        driver.evaluate(script)
        driver.in_frame("void delete document.getElementById('camera-status').dataset.code")
        click(far, "camera-retry")
        assert trouble(far) == code
        assert driver.in_frame("!document.getElementById('camera-retry').hidden")


def test_without_the_face_models_the_outline_has_to_do(site: Path, videos: dict[str, Path]) -> None:
    with opened(site, filmed(videos["ready"]), "faces=off") as page:
        click(page, "camera-open")
        wait_for("told", lambda: "自己对准轮廓" in text(page, "camera-hint"), SECONDS)
        assert page.driver.in_frame("document.querySelectorAll('#camera-window .figure path').length") == 2


ENGINES: dict[str, Callable[[], Driver]] = {
    "firefox": lambda: Firefox(
        preferences={"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True}
    ),
    "webkit": lambda: WebKit(arguments=["--enable-media-stream=true", "--enable-mock-capture-devices=true"]),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_photo_in_the_other_engines(site: Path, engine: str) -> None:
    with opened(site, ENGINES[engine]()) as page:
        click(page, "camera-open")
        assert hint(page) == "no-face"
        assert watches(page)
        facing = page.driver.evaluate("globalThis.tracks[0].getSettings().facingMode")
        mirrored = "document.getElementById('camera-stage').classList.contains('mirrored')"
        assert page.driver.in_frame(mirrored) is (facing != "environment")
        click(page, "camera-shoot")
        page.outcome()
        assert is_off(page)
        assert page.server.log.requests == []
        assert page.server.log.connections == 0
        page.driver.evaluate(failing("NotAllowedError"))
        click(page, "camera-open")
        assert trouble(page) == "camera-refused"
