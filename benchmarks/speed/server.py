"""A server on loopback that hands out a folder as fast, or as slowly, as a line would."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.server
import threading
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import deflate

from tests.browser.server import LoopbackServer

_CHUNK = 16_384  # bytes after which a slow line has its share of waiting
_TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}


@dataclass(frozen=True)
class Line:
    """A line: its name, bytes a second (None: as fast as it goes) and the delay of an answer in seconds."""

    name: str
    rate: float | None = None
    delay: float = 0.0


LOOPBACK = Line("loopback")
TEN_MEGABIT = Line("10-megabit", 10e6 / 8, 0.040)


class ShapedServer(LoopbackServer):
    """Serves ``folder`` over ``line``, whose rate all connections share; ``sent`` counts the bodies' bytes.

    ``compressed`` answers in gzip, level 9, as good hosts do for what gains by it. With ``kept`` browsers may
    keep all for ever; without, it has to ask whether a file is still the same.
    """

    def __init__(self, folder: Path, line: Line, *, compressed: bool = False, kept: bool = False) -> None:
        super().__init__(_Handler)
        self.folder, self.line, self.kept = folder.resolve(), line, kept
        self.sent = 0
        self.files = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        self.packed = {path: _packed(content) for path, content in self.files.items()} if compressed else {}
        self._free_at = 0.0
        self._lock = threading.Lock()

    @property
    def base(self) -> str:
        """The address of the folder."""
        return f"{self.origin}/"

    def wait_for_line(self, size: int) -> None:
        """Return when the line has carried ``size`` more bytes."""
        with self._lock:
            self.sent += size
            if self.line.rate is None:
                return
            self._free_at = max(self._free_at, time.monotonic()) + size / self.line.rate
            ready = self._free_at
        time.sleep(max(0.0, ready - time.monotonic()))


def _packed(content: bytes) -> bytes | None:
    """Return the content in gzip where that is smaller."""
    packed = bytes(deflate.gzip_compress(content, 9))
    assert gzip.decompress(packed) == content
    return packed if len(packed) < len(content) else None


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: ShapedServer

    def setup(self) -> None:
        super().setup()
        time.sleep(self.server.line.delay)  # what a connection takes to be made

    def do_GET(self) -> None:
        """Answer with a file, in gzip where that was asked of the server."""
        time.sleep(self.server.line.delay)
        file = self.server.folder / urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        content = self.server.files.get(file)
        if content is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        mark = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        same = self.headers.get("If-None-Match") == mark
        packed = self.server.packed.get(file)
        body = b"" if same else packed or content
        self.send_response(304 if same else 200)
        self.send_header("ETag", mark)
        self.send_header("Cache-Control", "public, max-age=31536000" if self.server.kept else "no-cache")
        if not same:
            self.send_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with contextlib.suppress(OSError):
            for start in range(0, len(body), _CHUNK):
                part = body[start : start + _CHUNK]
                self.server.wait_for_line(len(part))
                self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing."""
