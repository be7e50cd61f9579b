"""Whatever goes wrong becomes a sentence, and the page stays usable."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import brotli
import pytest

from tests.browser.checkerpage import PATH, CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.swapped import rewrite
from tests.browser.test_many import outcomes
from tests.corpus import PHOTOS, encode
from tests.portrait import portrait

pytestmark = pytest.mark.browser

RETRY = "void document.getElementById('loading-retry').click()"


def payload_path(server: Server, name: str) -> str:
    """Return the path of a payload below the site's root."""
    [path] = server.folder.glob(f"check/runtime/{name}.*.bin")
    return path.relative_to(server.folder).as_posix()


def flipped(content: bytes) -> bytes:
    """Return ``content`` with one bit of its middle turned, compressed again so that only its hash tells."""
    raw = bytearray(brotli.decompress(content))
    raw[len(raw) // 2] ^= 1
    return bytes(brotli.compress(bytes(raw), quality=0))


def test_damaged_payload_is_not_used_and_can_be_fetched_again(chromium: CheckerPage) -> None:
    server = chromium.server
    path = payload_path(server, "pyodide.asm.wasm")
    server.overrides[path] = flipped((server.folder / path).read_bytes())
    chromium.open()
    assert chromium.outer_trouble() == "payload-damaged"
    assert "pyodide.asm.wasm" in chromium.driver.evaluate("document.getElementById('trouble').textContent")
    assert chromium.driver.evaluate("document.querySelector('iframe') === null")
    del server.overrides[path]
    server.log.clear()
    chromium.driver.evaluate(RETRY)
    chromium.wait_ready()
    fetched = [line for line in server.log.requests if ".bin" in line]
    again = [line for line in fetched if "/ort" not in line and ".onnx." not in line]  # those come last
    assert again == [f"GET /some/sub/{path}"]


def test_damaged_decoder_is_not_used_and_can_be_fetched_again(chromium: CheckerPage) -> None:
    server = chromium.server
    path = payload_path(server, "brotli_dec_wasm_bg.wasm")
    raw = bytearray(gzip.decompress((server.folder / path).read_bytes()))
    raw[len(raw) // 2] ^= 1
    server.overrides[path] = gzip.compress(bytes(raw))
    chromium.open()
    assert chromium.outer_trouble() == "payload-damaged"
    assert "brotli_dec_wasm" in chromium.driver.evaluate("document.getElementById('trouble').textContent")
    del server.overrides[path]
    chromium.driver.evaluate(RETRY)
    chromium.wait_ready()


def test_truncated_payload_is_damaged(chromium: CheckerPage) -> None:
    server = chromium.server
    path = payload_path(server, "python_stdlib.zip")
    server.overrides[path] = (server.folder / path).read_bytes()[:100_000]
    chromium.open()
    assert chromium.outer_trouble() == "payload-damaged"


def test_missing_payload_says_which(chromium: CheckerPage) -> None:
    server = chromium.server
    path = payload_path(server, "worker.js")
    server.unreachable.add(path)
    chromium.open()
    assert chromium.outer_trouble() == "fetch-failed"
    assert "worker.js" in chromium.driver.evaluate("document.getElementById('trouble').textContent")
    server.unreachable.clear()
    chromium.driver.evaluate(RETRY)
    chromium.wait_ready()


def test_host_that_inflates_on_the_way(chromium: CheckerPage) -> None:
    """Some hosts declare a content encoding for what looks compressed: then the bytes come inflated."""
    server = chromium.server
    for file in server.folder.glob("check/runtime/*.bin"):
        path = file.relative_to(server.folder).as_posix()
        unpack = gzip.decompress if file.name.startswith("brotli") else brotli.decompress
        server.overrides[path] = bytes(unpack(file.read_bytes()))
    chromium.open_ready()


def test_insecure_address_is_told_plainly(server: Server) -> None:
    """On plain http in a network browsers give no hashing, so nothing could be checked."""
    with Chromium(arguments=["--host-resolver-rules=MAP photo.test 127.0.0.1"]) as driver:
        driver.open(f"http://photo.test:{server.server_address[1]}/some/sub/{PATH}")
        page = CheckerPage(driver, server)
        assert page.outer_trouble() == "insecure-context"
        assert "https" in driver.evaluate("document.getElementById('trouble-text').textContent")


@pytest.mark.parametrize(
    ("taken", "code"),
    [
        ("WebAssembly", "no-webassembly"),
        ("DecompressionStream", "no-decompression"),
        ("Worker", "no-worker"),
    ],
)
def test_browser_without_what_it_takes(server: Server, taken: str, code: str) -> None:
    """An old browser, made by taking one thing from a new one before the page's scripts run."""
    with Chromium() as driver:
        driver.page.add_init_script(f"delete globalThis.{taken}")
        page = CheckerPage(driver, server)
        page.open()
        assert page.outer_trouble() == code
    assert not [line for line in server.log.requests if ".bin" in line]


def test_without_javascript_there_is_a_way_on(server: Server) -> None:
    with Chromium(java_script_enabled=False) as driver:
        driver.open(server.base + PATH)
        driver.page.wait_for_load_state()
        notice = driver.page.locator("noscript")
        assert "requirements.html" in notice.inner_html()
        assert "gradphoto check" in notice.inner_html()
        assert notice.is_visible()


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A photo that the changed checker is never done with."""
    path = tmp_path / "endless.jpg"
    path.write_bytes(encode(portrait()) + b'ORDER{"attempt": "forever", "addresses": ["x"]}')
    return path


def test_cancel_ends_the_check_and_the_next_photo_works(
    checker_page: CheckerPage, tampered_site: Path, endless: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.jpg"
    good.write_bytes(PHOTOS["baseline.jpg"]())
    # A browser of its own: what WebKitGTK ended goes on counting, until its process ends.
    with Server(tampered_site) as server, type(checker_page.driver)() as driver:
        page = CheckerPage(driver, server)
        page.open_ready()
        page.driver.choose(endless)
        cancel = "document.querySelector('#cancel:not([hidden])')"
        wait_for("the button", lambda: page.driver.in_frame(f"Boolean({cancel})"), 10)
        page.driver.in_frame(f"void {cancel}.click()")
        assert page.trouble() == "check-cancelled"
        assert page.judge(good)[0]["outcome"] == "pass"


def test_another_photo_takes_the_place_of_one_under_way(
    chromium: CheckerPage, tampered_site: Path, endless: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.jpg"
    good.write_bytes(PHOTOS["baseline.jpg"]())
    with Server(tampered_site) as server:
        page = CheckerPage(chromium.driver, server)
        page.open_ready()
        page.driver.choose(endless)
        assert page.judge(good)[0]["outcome"] == "pass"


def test_check_that_takes_too_long_is_ended(tampered_site: Path, endless: Path, tmp_path: Path) -> None:
    """The browser's clock is put forward; the check itself is really endless."""
    good = tmp_path / "good.jpg"
    good.write_bytes(PHOTOS["baseline.jpg"]())
    with Server(tampered_site) as server, Chromium() as driver:
        driver.page.clock.install()
        page = CheckerPage(driver, server)
        page.open_ready()
        driver.choose(endless)
        wait_for("the check", lambda: "正在检查" in page.status(), 10)
        # Only what is put forward counts from here on. In steps: a frame that leaves four questions of the
        # outer page without an answer counts as lost.
        driver.page.clock.pause_at(driver.evaluate("Date.now()") / 1000 + 0.5)
        for step in [3_000] * 19:
            driver.page.clock.run_for(step)
            assert "正在检查" in page.status()
            time.sleep(0.1)
        driver.page.clock.run_for(3_000)
        assert page.trouble() == "check-timeout"
        assert page.judge(good)[0]["outcome"] == "pass"


def test_what_waits_for_a_worker_that_ends_is_done_by_the_next(chromium: CheckerPage, tmp_path: Path) -> None:
    """A person mends a photo at once, while its picture is still being made, which ends in a crash."""
    preview = "return withFile(bridge.preview(bytes, order.name)).data;"
    crash = "return new Promise((_, fail) => setTimeout(() => fail(Error('gone')), 3000));"
    rewrite(chromium.server, "worker.js", preview, crash)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOS["baseline.jpg"]())
    chromium.open_ready()
    chromium.judge(photo)
    driver = chromium.driver
    driver.in_frame("void document.getElementById('mend').click()")
    wait_for("the editor", lambda: driver.in_frame("document.getElementById('stage').checkVisibility()"), 60)
    assert driver.in_frame("document.getElementById('fix-status').dataset.code ?? ''") == ""


def test_files_and_folders_dropped(chromium: CheckerPage, tmp_path: Path) -> None:
    """Real drops by the browser's own protocol: a folder, two photos, one.

    Chromium gives a frame of no origin nothing that is in a dropped folder: the button for folders is named.
    """
    photos = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for path in photos:
        path.write_bytes(PHOTOS["baseline.jpg"]())
    folder = tmp_path / "folder"
    folder.mkdir()
    chromium.open_ready()
    drop(chromium, [folder])
    assert chromium.trouble() == "folder-unread"
    assert "选一个文件夹" in chromium.status()
    drop(chromium, photos)
    assert outcomes(chromium) == {"one.jpg": "pass", "two.jpg": "pass"}
    drop(chromium, photos[:1])
    assert chromium.outcome() == "pass"
    assert chromium.driver.in_frame("document.getElementById('file-name').textContent") == "one.jpg"
    assert not chromium.driver.in_frame("document.getElementById('many').checkVisibility()")


def drop(page: CheckerPage, paths: list[Path]) -> None:
    """Drag ``paths`` from outside onto the frame's drop zone."""
    assert isinstance(page.driver, Chromium)
    frame = page.driver.page.main_frame.child_frames[0]
    x, y = page.driver.in_frame(
        """(() => {
            const box = document.getElementById("drop").getBoundingClientRect();
            return [box.x + box.width / 2, box.y + 10];
        })()"""
    )
    protocol = page.driver.page.context.new_cdp_session(frame)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        protocol.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    protocol.detach()


def test_pasted_photo_is_judged(chromium: CheckerPage) -> None:
    chromium.open_ready()
    photo = json.dumps(list(encode(portrait())))
    chromium.driver.in_frame(
        f"""void (() => {{
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from({photo})], "pasted.jpg", {{ type: "image/jpeg" }}));
            const pasted = new ClipboardEvent("paste", {{ clipboardData: data, bubbles: true }});
            document.body.dispatchEvent(pasted);
        }})()"""
    )
    assert chromium.outcome() == "pass"


def test_file_that_went_away_is_told(chromium: CheckerPage, tmp_path: Path) -> None:
    path = tmp_path / "gone.jpg"
    path.write_bytes(PHOTOS["baseline.jpg"]())
    chromium.open_ready()
    chromium.judge(path)
    path.unlink()
    chromium.forget()
    chromium.choose_school(["ouchn"])
    assert chromium.trouble() == "file-unreadable"
