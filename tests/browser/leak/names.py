"""A name server that answers nothing and remembers what it was asked; and browsers that ask it.

The names that a browser asks for could carry a photo in pieces. To hear them, the browser gets a mount
namespace in which ``resolv.conf`` names this server; that takes root and Linux.
"""

from __future__ import annotations

import os
import shlex
import socket
import struct
import threading
from pathlib import Path
from typing import Self

HOST = "127.0.0.77"
TOP = "leak.test"
"""Everything asked below it is remembered."""


def possible() -> bool:
    """Whether a browser can be given a name server of its own here."""
    return os.geteuid() == 0 and os.system("unshare -m true 2>/dev/null") == 0


class Names:
    """The server, on port 53 of a loopback address of its own."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 53))
        self._socket.settimeout(0.1)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def wrapper(self, folder: Path, browser: str) -> str:
        """Return a command in ``folder`` that starts ``browser`` so that it asks this server."""
        resolv = folder / "resolv.conf"
        resolv.write_text(f"nameserver {HOST}\noptions attempts:1 timeout:1\n")
        inner = (
            f'mount --bind {shlex.quote(str(resolv))} /etc/resolv.conf && exec {shlex.quote(browser)} "$@"'
        )
        path = folder / Path(browser).name
        path.write_text(f'#!/bin/sh\nexec unshare -m sh -c {shlex.quote(inner)} browser "$@"\n')
        path.chmod(0o755)
        return str(path)

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                query, sender = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace"))
                at += query[at] + 1
            if ".".join(labels).endswith(TOP):
                self.asked.add(labels[0])
            # «No such name», so that nobody waits.
            self._socket.sendto(
                query[:2] + struct.pack("!5H", 0x8183, 1, 0, 0, 0) + query[12 : at + 5], sender
            )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._socket.close()
