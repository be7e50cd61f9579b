"""A plain static server on loopback that logs every connection and request and sends no special header."""

from __future__ import annotations

import http.server
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

SUB_PATH = "/some/sub/"
CUT_SECONDS = 1
CHUNK = 4096  # bytes that are sent at a time over a slow line
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


@dataclass
class Log:
    """What reached the server, in order."""

    requests: list[str] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    """Bytes of all answers' bodies."""
    received: bytearray = field(default_factory=bytearray)
    """All that came: each request's line, headers and body."""

    def clear(self) -> None:
        """Forget what came so far."""
        self.requests.clear()
        self.connections = 0
        self.sent = 0
        self.received.clear()


class LoopbackServer(http.server.ThreadingHTTPServer):
    """A server on a loopback port that runs in a thread of its own as long as its context does."""

    daemon_threads = True

    def __init__(self, handler: type[http.server.BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def origin(self) -> str:
        """The server's origin; a loopback address counts as a secure context."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that a browser broke off."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class Server(LoopbackServer):
    """Serves ``folder`` below `SUB_PATH`; anything else answers 404, and is logged all the same.

    ``overrides`` maps a path below `SUB_PATH` to bytes that are served instead of the file. While
    ``unreachable`` holds a path, its connection is dropped; while ``held`` does, its answer waits. What
    ``cut`` gives for a path is after how many bytes of its body the connection is dropped, once. All bodies
    together get no more than ``pace`` bytes a second. With ``ranges`` the rest of a file can be asked for.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(_Handler)
        self.folder = folder
        self.log = Log()
        self.overrides: dict[str, bytes] = {}
        self.unreachable: set[str] = set()
        self.held: set[str] = set()
        self.cut: dict[str, int] = {}
        self.pace: float | None = None
        self.ranges = False
        self._line = threading.Lock()

    @property
    def base(self) -> str:
        """The address of the site's root."""
        return self.origin + SUB_PATH

    def send(self, out: Any, content: bytes) -> None:
        """Write ``content`` to ``out``, no faster than the line is."""
        if self.pace is None:
            out.write(content)
            return
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK]
            with self._line:
                time.sleep(len(part) / self.pace)
            out.write(part)

    def get_request(self) -> Any:
        """Accept a connection and count it."""
        accepted = super().get_request()
        self.log.connections += 1
        return accepted


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def _answer(self) -> None:
        self.server.log.requests.append(f"{self.command} {self.path}")
        length = int(self.headers.get("Content-Length") or 0)
        self.server.log.received += f"{self.requestline}\r\n{self.headers}".encode() + self.rfile.read(length)
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).removeprefix(SUB_PATH)
        if path in self.server.unreachable:
            self.close_connection = True
            return
        while path in self.server.held:
            time.sleep(0.02)
        content = self._content(path)
        status = 404 if content is None else 200
        content = content or b""
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        begin = int(wanted[1]) if wanted and self.server.ranges and status == 200 else None
        self.send_response(status if begin is None else 206)
        if begin is not None:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
            content = content[begin:]
        self.send_header("Content-Type", TYPES.get(Path(path).suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self.command != "HEAD":
            cut = self.server.cut.pop(path, None)
            content = content[:cut]
            self.close_connection |= cut is not None
            self.server.log.sent += len(content)
            self.server.send(self.wfile, content)
            if cut is not None:  # a line does not break in the moment in which something comes
                self.wfile.flush()
                time.sleep(CUT_SECONDS)

    def _content(self, path: str) -> bytes | None:
        if path in self.server.overrides:
            return self.server.overrides[path]
        folder = self.server.folder.resolve()
        file = (folder / path).resolve()
        return file.read_bytes() if file.is_relative_to(folder) and file.is_file() else None

    do_GET = do_HEAD = do_POST = do_PUT = do_OPTIONS = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing."""
