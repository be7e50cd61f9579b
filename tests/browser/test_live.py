"""Writing with ``build.py --serve``: the browser shows an edit, or what is wrong over the last good page."""

from __future__ import annotations

import contextlib
import functools
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from builder.live import Live
from builder.server import HOST, open_server
from tests.browser.drivers.base import wait_for
from tests.browser.drivers.chromium import Chromium
from tests.browser.variants import ROOT
from tests.builder.breaking import append

pytestmark = [pytest.mark.browser, pytest.mark.wheels]

COMMAND = """
import dataclasses, sys
from pathlib import Path
from builder.cli import main
from builder.project import Project
project, copy = Project.at(Path(sys.argv[1])), Path(sys.argv[2])
project = dataclasses.replace(
    project, content=copy / "content", templates=copy / "site" / "templates", static=copy / "site" / "static"
)
sys.exit(main(["--out", str(copy / "dist"), "--serve"], project))
"""


@dataclass
class Writing:
    """A copy of the guide's sources, a server that watches them, and a browser."""

    folder: Path
    address: str
    driver: Chromium

    def sees(self, text: str) -> bool:
        return bool(
            wait_for(text, lambda: text in str(self.driver.evaluate("document.body.textContent")), 60)
        )

    def overlay(self) -> str | None:
        found = self.driver.evaluate("document.getElementById('build-error')?.textContent ?? null")
        return None if found is None else str(found)


@contextlib.contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[int]:
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    folder = tmp_path_factory.mktemp("writing")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "site", folder / "site")
    # A shell starts what runs in the background with SIGINT ignored, and its children inherit that.
    listening = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(ROOT), str(folder)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, preexec_fn=listening,
    ) as running:  # fmt: skip
        try:
            assert running.stdout is not None
            printed = next(line for line in running.stdout if line.startswith("serving "))
            found = re.search(r"http://[0-9.:]+/", printed)
            assert found is not None
            with Chromium() as driver:
                yield Writing(folder, found[0], driver)
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 0


def test_an_edit_is_shown_and_a_fault_until_it_is_mended(writing: Writing) -> None:
    troubles: list[str] = []
    writing.driver.page.on("console", lambda message: troubles.append(message.text))
    writing.driver.open(writing.address + "shoot.html")
    page = writing.folder / "content" / "shoot.md"
    append(page, "\n这一句是刚写的。")
    assert writing.sees("这一句是刚写的。")
    good = page.read_text(encoding="utf-8")
    line = append(page, "\n[去哪](nowhere.html)") + 1
    wait_for("the overlay", writing.overlay, 60)
    assert str(writing.overlay()).startswith(f"content/shoot.md:{line}: dead-link: ")
    assert writing.sees("这一句是刚写的。"), "the last good page is below"
    writing.driver.page.reload()
    wait_for("the overlay after a reload", writing.overlay, 60)
    page.write_text(good.replace("刚写的", "又改的"), encoding="utf-8")
    assert writing.sees("这一句是又改的。")
    assert writing.overlay() is None
    assert troubles == []


def test_templates_and_styles_are_shown_and_search_works(writing: Writing) -> None:
    writing.driver.open(writing.address + "search.html?q=HEIC")
    wait_for("results", lambda: writing.driver.evaluate("document.querySelectorAll('#results a').length"), 20)
    template = writing.folder / "site" / "templates" / "base.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("{% endif", "{% endfor", 1), encoding="utf-8")
    wait_for("the overlay", writing.overlay, 60)
    assert re.match(r"site/templates/base\.html:\d+: template-error: ", str(writing.overlay()))
    template.write_text(text, encoding="utf-8")
    wait_for("the page again", lambda: writing.overlay() is None, 60)
    append(writing.folder / "site" / "static" / "style.css", "h1 { letter-spacing: 7px; }")
    spacing = "getComputedStyle(document.querySelector('h1')).letterSpacing"
    wait_for("the style", lambda: writing.driver.evaluate(spacing) == "7px", 60)


def test_a_style_of_the_same_second_is_shown(writing: Writing) -> None:
    address = writing.address + "static/style.css"
    with urllib.request.urlopen(address) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        known = answer.headers["Last-Modified"]
    asked = urllib.request.Request(address, headers={"If-Modified-Since": known})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
        assert answer.read() == (writing.folder / "dist" / "static" / "style.css").read_bytes()


def test_a_service_worker_of_a_former_look_goes_away(writing: Writing, tmp_path: Path) -> None:
    """Its build would be shown for ever, whatever is built since."""
    folder = tmp_path / "dist"
    # A quick build after an edit has no worker; the rest is built once nobody writes.
    wait_for("a whole build", (writing.folder / "dist" / "sw.js").exists, 240)
    shutil.copytree(writing.folder / "dist", folder)
    with Chromium() as driver:
        with served(open_server(folder, None)) as port:
            address = f"http://{HOST}:{port}/shoot.html"
            driver.open(address)
            wait_for("its worker", lambda: driver.evaluate("navigator.serviceWorker.controller !== null"), 60)
        page = folder / "shoot.html"
        page.write_text(page.read_text(encoding="utf-8").replace("</h1>", " edited</h1>"), encoding="utf-8")
        with served(open_server(folder, port, Live())):
            driver.open(address)
            edited = "document.querySelector('h1').textContent.endsWith(' edited')"
            wait_for("the edited page", lambda: driver.evaluate(edited), 60)
            left = (
                "navigator.serviceWorker.getRegistrations()"
                ".then(async (found) => found.length + (await caches.keys()).length)"
            )
            wait_for("nothing kept", lambda: driver.evaluate(left) == 0, 60)


@pytest.mark.parametrize("name", ["check/index.html", "en/check/index.html"])
def test_the_checker_page_is_served_as_it_is(writing: Writing, name: str) -> None:
    with urllib.request.urlopen(writing.address + name) as answer:
        assert answer.read() == (writing.folder / "dist" / name).read_bytes()
