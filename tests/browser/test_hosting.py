"""The site on a real host, set up as HOSTING.md says: its headers come, and the checker works under them."""

from __future__ import annotations

import html
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import hosting
from tests.browser.checkerpage import CheckerPage
from tests.browser.drivers import Chromium
from tests.browser.drivers.base import wait_for
from tests.browser.server import Server
from tests.browser.variants import ROOT
from tests.corpus import PHOTOS

pytestmark = pytest.mark.browser

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
FRAME = """
user root;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""


class Host(Server):
    """Not our server: the address of nginx, in the form that `CheckerPage` asks."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/photo/"


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    assert NGINX is not None, "nginx is missing: python3 -m setup tests"
    folder = tmp_path_factory.mktemp("nginx")
    hosting.main(folder / "headers", ROOT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    text = (ROOT / "HOSTING.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", text, re.DOTALL)
    assert found is not None
    server = found[1].replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = server.replace("/srv/gradphoto-headers", str(folder / "headers")).replace(
        "/srv/gradphoto", str(site)
    )
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, server=server), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with (folder / "output").open("w") as output, subprocess.Popen(command, stderr=output) as running:
        try:
            wait_for("nginx", lambda: running.poll() is not None or answers(port), 20)
            assert running.poll() is None, (folder / "output").read_text()
            yield Host(port)
        finally:
            running.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def headers_of(address: str, encoding: str = "") -> dict[str, list[str]]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as response:
        return {name: response.headers.get_all(name) for name in response.headers}


def expected(path: str) -> dict[str, list[str]]:
    """Return what `_headers` promises for a path of the site."""
    found: dict[str, list[str]] = {}
    for pattern, values in hosting.headers(ROOT).items():
        if f"/{path}".startswith(pattern.removesuffix("*")):
            for name, value in values.items():
                found.setdefault(name, []).append(value)
    return found


def test_headers_are_those_of_the_file(host: Host, site: Path) -> None:
    [payload] = (site / "check" / "runtime").glob("pyodide.mjs.*")
    paths = ["index.html", "rules/file-size.html", "check/index.html", payload.relative_to(site).as_posix()]
    paths.append("en/check/index.html")
    for path in paths:
        came = headers_of(host.base + path)
        wanted = expected(path)
        assert {name: came.get(name) for name in wanted} == wanted, path
    assert expected(paths[4]) == expected(paths[2])
    assert len(expected(paths[0])) < len(expected(paths[2])) < len(expected(paths[3]))


@pytest.mark.parametrize("path", ["check/index.html", "en/check/index.html"])
def test_headers_close_what_a_page_cannot(host: Host, site: Path, path: str) -> None:
    """Whatever `hosting.headers` says: these are what a page's own policy leaves open."""
    came = headers_of(host.base + path)
    own = re.search(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">',
        (site / path).read_text(encoding="utf-8"),
    )
    assert own is not None
    policies = came["Content-Security-Policy"]
    assert html.unescape(own[1]) in policies
    assert any("frame-ancestors 'none'" in policy for policy in policies)
    assert came["Cross-Origin-Opener-Policy"] == ["same-origin"]
    assert came["Connection-Allowlist"] == ["(response-origin)"]
    assert came["Referrer-Policy"] == ["no-referrer"]
    [permissions] = came["Permissions-Policy"]
    assert {"camera=(self)", "microphone=()", "geolocation=()", "display-capture=()"} <= set(
        permissions.split(", ")
    )


def test_the_headers_file_says_the_same(site: Path) -> None:
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    for pattern, values in hosting.headers(ROOT).items():
        at = lines.index(pattern)
        assert lines[at + 1 : at + 1 + len(values)] == [
            f"  {name}: {value}" for name, value in values.items()
        ]


def test_text_comes_compressed(host: Host, site: Path) -> None:
    came = headers_of(host.base + "faq.html", "gzip")
    assert came["Content-Encoding"] == ["gzip"]
    assert int(came["Content-Length"][0]) == (site / "faq.html.gz").stat().st_size
    assert "Content-Encoding" not in headers_of(host.base + "faq.html")


def test_what_is_not_there_gets_the_page_for_it(host: Host) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(host.base + "rules/nothing.html")
    assert caught.value.code == 404
    assert "没有这一页" in caught.value.read().decode("utf-8")
    caught.value.close()


def test_the_checker_works_under_the_headers(host: Host, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOS["size-144x192.jpg"]())
    with Chromium() as driver:
        page = CheckerPage(driver, host)
        page.open_ready()
        page.judge(photo)
        assert page.outcome() == "fail"


def test_the_checker_works_on_a_server_that_sends_nothing_special(site: Path, tmp_path: Path) -> None:
    """Python's own server, as HOSTING.md names it: no header of ours, nothing compressed."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "photo").symlink_to(site)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "-d",
        str(tmp_path / "web"),
    ]
    with (
        (tmp_path / "output").open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as running,
    ):
        try:
            wait_for("Python's server", lambda: answers(port), 20)
            assert "Content-Security-Policy" not in headers_of(
                f"http://127.0.0.1:{port}/photo/check/index.html"
            )
            photo = tmp_path / "photo.jpg"
            photo.write_bytes(PHOTOS["size-144x192.jpg"]())
            with Chromium() as driver:
                page = CheckerPage(driver, Host(port))
                page.open_ready()
                page.judge(photo)
                assert page.outcome() == "fail"
        finally:
            running.terminate()
