"""A server for looking at the built site on this machine only."""

from __future__ import annotations

import errno
import http.server
import io
from functools import partial
from pathlib import Path
from typing import BinaryIO

from builder.errors import BuildError

HOST = "127.0.0.1"
FIRST_PORT = 8000
_PORTS_TRIED = 100


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

    def end_headers(self) -> None:
        # The next build must be seen at the next reload.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
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


def open_server(folder: Path, port: int | None) -> http.server.ThreadingHTTPServer:
    """Return a server of ``folder`` on ``port``, or for ``None`` on the first free port from 8000 on.

    It listens already: who asks now is answered once it serves; ``folder`` need not be there yet. Raises
    `BuildError` with code ``port-taken``, ``port-not-allowed`` or ``port-not-open``.
    """
    handler = partial(_Handler, directory=str(folder.absolute()))
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
