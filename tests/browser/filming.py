"""The checker page in a browser that has a camera: what this shows is made of a real portrait."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium, Driver
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.portrait import BLUE, portrait

SIZE = (960, 720)
ALLOWED = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SECONDS = 30
# The outer page's own function, so that it can be seen what it asks for and whether the camera is off.
WATCHED = """void (() => {
    globalThis.tracks = []; globalThis.asked = [];
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        globalThis.asked.push(wanted);
        const stream = await real(wanted);
        globalThis.tracks.push(...stream.getTracks());
        return stream;
    };
})()"""
STATES = "globalThis.tracks.map((track) => track.readyState)"


def frame(zoom: float = 1.0) -> Image.Image:
    """What the camera sees: a portrait ``zoom`` times as large as it should be, and a red corner."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, BLUE)
    size = round(height * 3 / 4 * zoom), round(height * zoom)
    picture.paste(portrait(size, BLUE), ((width - size[0]) // 2, height - size[1]))
    picture.paste("red", (0, 0, 60, 60))
    return picture


def video(path: Path, picture: Image.Image) -> Path:
    """Write a video of one picture, as Motion JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    path.write_bytes(out.getvalue() * 4)
    return path


@contextmanager
def opened(site: Path, driver: Driver, query: str = "") -> Iterator[CheckerPage]:
    with Server(site) as server, driver:
        page = CheckerPage(driver, server)
        page.open_ready(query)
        driver.evaluate(WATCHED)
        server.log.clear()
        yield page


def filmed(path: Path, *arguments: str, **options: Any) -> Chromium:
    return Chromium(arguments=[*ALLOWED, f"--use-file-for-fake-video-capture={path}", *arguments], **options)


def click(page: CheckerPage, name: str) -> None:
    page.driver.in_frame(f"void document.getElementById('{name}').click()")


def text(page: CheckerPage, name: str) -> str:
    return str(page.driver.in_frame(f"document.getElementById('{name}').textContent"))


def hint(page: CheckerPage) -> str:
    """Wait for the first hint and return its code."""
    script = "document.getElementById('camera').dataset.hint"
    return wait_for(
        "a hint", lambda: {"none": ""}.get(found := str(page.driver.in_frame(script)), found), SECONDS
    )


def watches(page: CheckerPage) -> bool:
    """Return whether the camera's picture is shown."""
    return bool(page.driver.in_frame("document.getElementById('camera-picture').width > 0"))


def is_off(page: CheckerPage) -> bool:
    states = page.driver.evaluate(STATES)
    return bool(states) and set(states) == {"ended"}


def trouble(page: CheckerPage) -> str:
    script = "document.getElementById('camera-status').dataset.code"
    return wait_for("a trouble", lambda: str(page.driver.in_frame(script) or ""), SECONDS)


def shown(page: CheckerPage) -> Image.Image:
    """Return the photo as the page shows it beside the verdict."""
    ready = "document.querySelector('#picture img')?.naturalWidth > 0"
    wait_for("the photo", lambda: page.driver.in_frame(ready), SECONDS)
    data = page.driver.in_frame(
        "(() => { const image = document.querySelector('#picture img');"
        " const canvas = document.createElement('canvas');"
        " canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;"
        " canvas.getContext('2d').drawImage(image, 0, 0);"
        " return canvas.toDataURL('image/png'); })()"
    )
    return Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))).convert("RGB")
