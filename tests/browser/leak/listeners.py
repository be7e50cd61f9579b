"""Sockets that hear whatever a browser sends to any loopback address: one address for each way out."""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import threading
from typing import Self

IP_PKTINFO = 8
"""Linux's, which Python 3.11 has no name for: tells which address a packet came to."""
FIRST = "127.1.0.0"
"""Addresses above it are given out one by one; Linux takes all of 127.0.0.0/8 for its own."""


class Listeners:
    """A TCP and a UDP socket on the same port of every loopback address.

    A bare connection counts: it may have been made in advance, and its address alone could tell something.
    """

    def __init__(self) -> None:
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        self._udp.bind(("", 0))
        self.port = int(self._udp.getsockname()[1])
        self._tcp = socket.create_server(("", self.port), backlog=512)
        self._names: dict[str, str] = {}
        self._heard: set[str] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._tcp, selectors.EVENT_READ, self._connected)
        self._selector.register(self._udp, selectors.EVENT_READ, self._told)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def address(self, name: str) -> str:
        """Return an address, with the port, at which only the way out called ``name`` is tried."""
        host = socket.inet_ntoa(
            struct.pack("!I", struct.unpack("!I", socket.inet_aton(FIRST))[0] + len(self._names) + 1)
        )
        self._names[host] = name
        return f"{host}:{self.port}"

    @property
    def heard(self) -> set[str]:
        """The names of the ways by which something came; of what came to another address, that address."""
        return set(self._heard)

    def forget(self) -> None:
        """Forget what was heard, and what was given out."""
        self._heard.clear()

    def _listen(self) -> None:
        while not self._ended.is_set():
            for key, _ in self._selector.select(0.1):
                key.data()

    def _connected(self) -> None:
        connection, _ = self._tcp.accept()
        with contextlib.closing(connection):
            self._hear(connection.getsockname()[0])

    def _told(self) -> None:
        _, extras, *_ = self._udp.recvmsg(4096, socket.CMSG_SPACE(12))
        for *_, data in extras:
            self._hear(socket.inet_ntoa(data[8:12]))

    def _hear(self, host: str) -> None:
        self._heard.add(self._names.get(host, host))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for one in (self._tcp, self._udp):
            one.close()
