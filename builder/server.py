"""A server for looking at the built site on this machine only."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import http.server
import io
import json
import re
from functools import partial
from pathlib import Path
from typing import BinaryIO

from builder.errors import BuildError
from builder.live import Live, State

HOST = "127.0.0.1"
FIRST_PORT = 8000
_PORTS_TRIED = 100
_EVENTS, _SCRIPT = "/_live/events", "/_live/reload.js"
_WORKER = "/sw.js"
_SCRIPT_FILE = Path(__file__).with_name("reload.js")
_RETIRED_FILE = Path(__file__).with_name("retired.js")
_WAIT = 20  # seconds after which a waiting page is told that the server still is there
_OFFLINE = re.compile(r"<script src=\"[./]*static/offline\.js\" defer></script>\n?")
_POLICY = re.compile(r"(<meta http-equiv=\"Content-Security-Policy\" content=\")([^\"]*)")


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - as the library declares it
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".xml": "application/xml",
    }

    def __init__(self, *args: object, live: Live | None = None, **kwargs: object) -> None:
        self._live = live
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request; the addresses below /_live/ are of pages that are loaded again after a build."""
        name = self.path.partition("?")[0]
        # Taken before the page is read, so that a build in between makes the browser load again.
        state = self._live.state if self._live is not None else None
        if self._live is not None and name == _EVENTS:
            with contextlib.suppress(OSError):  # the page was left
                self._tell(self._live)
        elif self._live is not None and name == _WORKER:
            self._send(_RETIRED_FILE.read_bytes(), "text/javascript; charset=utf-8")
        elif self._live is not None and name == _SCRIPT:
            self._send(_SCRIPT_FILE.read_bytes(), "text/javascript; charset=utf-8")
        elif state is not None and (page := self._page(name)) is not None:
            self._send(_with_script(page, state).encode(), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _page(self, name: str) -> str | None:
        """Return the page of the guide that is asked for, or None for anything else.

        The checker page seals itself, and runs no script that is not its own.
        """
        if "/check/" in name or not name.endswith((".html", "/")):
            return None
        with contextlib.suppress(OSError, ValueError):
            path = Path(self.translate_path(name))
            return (path / "index.html" if name.endswith("/") else path).read_text(encoding="utf-8")
        return None

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, live: Live) -> None:
        """Send the state as an event each time it changes, and now and then a sign of life."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 200\n\n")
        known: State | None = None
        while True:
            state = live.wait(known, _WAIT)
            if state == known:
                self.wfile.write(b":\n\n")
            else:
                self.wfile.write(f"data: {json.dumps(dataclasses.asdict(state))}\n\n".encode())
            known = state

    def end_headers(self) -> None:
        # The next build must be seen at the next reload.
        self.send_header("Cache-Control", "no-cache" if self._live is None else "no-store")
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if self._live is not None:
            # By whole seconds, a file that was built twice in one of them would count as unchanged.
            del self.headers["If-Modified-Since"]
        try:
            return super().send_head()
        except ValueError:  # a path that no file can have, such as one with a null
            self.send_error(404)
            return None

    def list_directory(self, path: object) -> io.BytesIO | None:  # noqa: ARG002
        # A static host shows no listing either.
        self.send_error(404)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002
        return


def _with_script(page: str, state: State) -> str:
    """Return the page with our script, which its policy is made to allow, and without a service worker's."""
    page = _OFFLINE.sub("", page, count=1)
    page = _POLICY.sub(lambda found: found[1] + _opened(found[2]), page, count=1)
    script = f'<script src="{_SCRIPT}?v={state.version}"></script>'
    return page.replace("</body>", f"{script}</body>", 1)


def _opened(policy: str) -> str:
    directives = {
        name: values for name, _, values in (one.strip().partition(" ") for one in policy.split(";"))
    }
    for name in ("script-src", "connect-src"):
        directives[name] = f"{directives.get(name, '')} 'self'".strip()
    return "; ".join(f"{name} {values}" for name, values in directives.items() if name)


def open_server(folder: Path, port: int | None, live: Live | None = None) -> http.server.ThreadingHTTPServer:
    """Return a server of ``folder`` on ``port``, or for ``None`` on the first free port from 8000 on.

    With ``live`` the guide's pages are loaded again after each build.

    It listens already: who asks now is answered once it serves; ``folder`` need not be there yet. Raises
    `BuildError` with code ``port-taken``, ``port-not-allowed`` or ``port-not-open``.
    """
    handler = partial(_Handler, directory=str(folder.absolute()), live=live)
    ports = range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED) if port is None else [port]
    for number in ports:
        try:
            return http.server.ThreadingHTTPServer((HOST, number), handler)
        except PermissionError as error:
            raise BuildError(
                "port-not-allowed", f"port {number} may not be used here; choose one above 1023"
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise BuildError(
                    "port-not-open", f"port {number} cannot be opened: {error.strerror}"
                ) from error
    which = f"port {port} is" if port is not None else f"ports {ports[0]} to {ports[-1]} are"
    raise BuildError("port-taken", f"{which} in use; choose another with --port")
