"""Pages that break the promise: each must be found out, by itself, and by the attack."""

from __future__ import annotations

import base64
import io
import time
import urllib.parse
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.checkerpage import PATH, CheckerPage
from tests.browser.drivers.base import wait_for
from tests.browser.leak.traces import packed, traces
from tests.browser.server import Server
from tests.browser.swapped import change_policy, rewrite, spell_out
from tests.browser.test_seal import SETTLE_SECONDS, leaks_of_page
from tests.corpus import encode
from tests.portrait import portrait

pytestmark = pytest.mark.browser

# The proofs, taken out of what is handed out under each name.
PROOFS = {
    "outer.js": ("throw new Error(directive)", "return"),
    "seal.js": ("throw new Error(directive)", "return"),
    "worker.js": ("  await mustBeRefused(probe);\n", ""),
}
UPLOAD = (
    "const bytes=await readFile(file,engine.most);",
    "const bytes=await readFile(file,engine.most);"
    'void fetch(engine.probe, { method: "POST", mode: "no-cors", body: bytes.slice(0) });',
)
SEAL = "appendPolicy(config.seal);"
QUERY = "faces=off"
"""What looks at faces makes the page slow to open, and no mistake more."""


def without_proofs(server: Server) -> None:
    """Have the page take its seal for granted."""
    for name, (old, new) in PROOFS.items():
        rewrite(server, name, old, new)


def uploads(server: Server) -> None:
    """Neither page nor frame has the second policy, and a module sends the photo."""
    spell_out(server)
    change_policy(server, "")
    rewrite(server, "outer.js", SEAL, "")
    rewrite(server, "main.js", *UPLOAD)


def seals_late(server: Server) -> None:
    """The frame has the first policy only: the page around it seals itself when it is there already."""
    spell_out(server)
    change_policy(server, "")


def widens(server: Server) -> None:
    """Page and frame may ask their own server."""
    spell_out(server)
    html = server.overrides[PATH].decode()
    seal = """"seal":"default-src 'none';"""
    wider = f"connect-src 'self' {server.origin}"
    assert html.count(seal) == 1
    server.overrides[PATH] = html.replace(seal, f"{seal} {wider};").encode()
    change_policy(server, wider)


MUTANTS = {"uploads": uploads, "seals late": seals_late, "widens": widens}


UPLOAD_SECONDS = 30.0
"""How long what the page sends may be under way on a busy machine."""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encode(portrait()))
    return path


def seen(page: CheckerPage, photo: Path) -> set[str]:
    """Return in which ways the server got something of the photo."""
    return traces(photo.read_bytes(), bytes(page.server.log.received))


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutant_refuses_by_itself(checker_page: CheckerPage, mutant: str) -> None:
    MUTANTS[mutant](checker_page.server)
    checker_page.open(QUERY)
    assert checker_page.outer_trouble() == "seal-not-proved"


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutant_that_proves_nothing_is_caught(checker_page: CheckerPage, mutant: str, photo: Path) -> None:
    server = checker_page.server
    MUTANTS[mutant](server)
    without_proofs(server)
    checker_page.open_ready(QUERY)
    server.log.clear()
    checker_page.judge(photo)
    if mutant == "uploads":
        wait_for("the photo", lambda: {"bytes", "picture"} <= seen(checker_page, photo), UPLOAD_SECONDS)
    else:
        time.sleep(SETTLE_SECONDS)
        assert not seen(checker_page, photo)
    assert leaks_of_page(checker_page, [server])


def test_built_page_passes_the_same(checker_page: CheckerPage, photo: Path) -> None:
    server = checker_page.server
    checker_page.open_ready(QUERY)
    server.log.clear()
    checker_page.judge(photo)
    time.sleep(SETTLE_SECONDS)
    assert not seen(checker_page, photo)
    assert not leaks_of_page(checker_page, [server])


def test_traces_of_a_photo_are_found_however_they_are_written(photo: Path) -> None:
    data = photo.read_bytes()
    with Image.open(photo) as opened:
        picture = opened.convert("RGB")
    made = io.BytesIO()
    picture.resize((120, 160)).save(made, "JPEG", quality=40)
    pixels = picture.tobytes()
    part = data[3000:3400]
    written = {
        "bytes": b"x" + data[2000:6000],
        "bytes in hex": part.hex().encode() + data[3400:5000].hex().encode(),
        "bytes in base64": b"POST /?q=" + base64.urlsafe_b64encode(data[3001:6000]),
        "bytes in percent": urllib.parse.quote_from_bytes(data[2000:6000]).encode(),
        "bytes in gzip": b"xx" + packed(data),
        "pixels": pixels,
        "pixels in base64": base64.b64encode(pixels),
        "picture": b"--boundary\r\n\r\n" + made.getvalue(),
        "picture in base64": base64.b64encode(made.getvalue()),
    }
    for name, content in written.items():
        assert name in traces(data, content), name
    other = encode(Image.effect_noise((480, 640), 60).convert("RGB"))
    assert not traces(data, other + b"GET / HTTP/1.1\r\n" * 99 + base64.b64encode(other))
