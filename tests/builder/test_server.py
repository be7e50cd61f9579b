"""The server for looking at the site: this machine only, right types, no listings."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import server
from builder.errors import BuildError


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "index.html").write_text("<p>home", encoding="utf-8")
    (tmp_path / "check").mkdir()
    for name in ("a.mjs", "a.js", "a.wasm", "a.css", "a.svg", "a.json", "a.bin", "a.gz"):
        (tmp_path / "check" / name).write_bytes(b"x")
    with server.open_server(tmp_path, None) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running.server_port
        running.shutdown()
        thread.join()


def get(port: int, path: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(server.HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()
    finally:
        connection.close()


def test_home(port: int) -> None:
    assert get(port, "/") == (200, "text/html; charset=utf-8", b"<p>home")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.json", "application/json"),
        ("a.bin", "application/octet-stream"),
        ("a.gz", "application/octet-stream"),
    ],
)
def test_types(port: int, name: str, kind: str) -> None:
    assert get(port, f"/check/{name}") == (200, kind, b"x")


def test_no_listing_and_nothing_above(port: int) -> None:
    assert get(port, "/check/")[0] == 404
    assert get(port, "/%2e%2e/%2e%2e/etc/passwd")[0] == 404
    assert get(port, "/none.html")[0] == 404


@pytest.mark.parametrize("path", ["/%00", "/check/%00.html", "/" + "x" * 5000])
def test_impossible_paths_are_not_found(port: int, path: str) -> None:
    assert get(port, path)[0] == 404


def test_the_next_free_port_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind((server.HOST, 0))
        taken.listen()
        first = taken.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", first)
        with server.open_server(tmp_path, None) as running:
            assert running.server_port > first
        with pytest.raises(BuildError, match="port-taken: "):
            server.open_server(tmp_path, first)
