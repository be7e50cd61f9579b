"""Debian's WebKitGTK (not Safari, but the same engine) by plain WebDriver calls, on a virtual display."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.browser.drivers.base import Driver, DriverError, wait_for

BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element reference in the W3C protocol
COMMAND_SECONDS = 150


class WebKit(Driver):
    """A MiniBrowser of WebKitGTK."""

    name = "webkit"

    def __init__(
        self,
        downloads: Path | None = None,
        arguments: Sequence[str] = (),
        executable: str = BROWSER,
        profile: Path | None = None,
    ) -> None:
        self._profile = profile
        self._home = profile or Path(tempfile.mkdtemp(prefix="gradphoto-webkit-"))
        (self._home / ".config").mkdir(exist_ok=True)
        (self._home / ".config" / "user-dirs.dirs").write_text(
            f'XDG_DOWNLOAD_DIR="{downloads or self._home}"\n'
        )
        self._display = start_display()
        environment = surroundings(self._home, self._display[1])
        port = free_port()
        with (self._home / "log").open("w") as out:
            self._process = subprocess.Popen(
                ["WebKitWebDriver", f"--port={port}"], env=environment, stdout=out, stderr=out
            )
        self._base = f"http://127.0.0.1:{port}"
        wait_for("WebKitWebDriver listens", lambda: listens(port), 30)
        options = {"binary": executable, "args": ["--automation", *arguments]}
        session = self._send(
            "POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        )
        self._capabilities = session["capabilities"]
        self._base += f"/session/{session['sessionId']}"
        self._send("POST", "/timeouts", {"script": COMMAND_SECONDS * 1000, "pageLoad": 60000})

    def open(self, url: str) -> None:
        self._send("POST", "/frame", {"id": None})
        self._send("POST", "/url", {"url": url})

    def evaluate(self, script: str) -> Any:
        self._send("POST", "/frame", {"id": None})
        return self._execute(script)

    def in_frame(self, script: str) -> Any:
        self._enter_frame()
        return self._execute(script)

    def choose(self, *paths: Path, into: str = "photo") -> None:
        self._enter_frame()
        found = self._send("POST", "/element", {"using": "css selector", "value": f"#{into}"})
        self._send("POST", f"/element/{found[ELEMENT]}/value", {"text": "\n".join(map(str, paths))})

    def address(self) -> str:
        self._send("POST", "/frame", {"id": None})
        return str(self._send("GET", "/url"))

    def version(self) -> str:
        return f"{self._capabilities['browserName']} {self._capabilities['browserVersion']} (WebKitGTK)"

    def close(self) -> None:
        with contextlib.suppress(DriverError, OSError):
            self._send("DELETE", "")
        for process in (self._process, self._display[0]):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._profile is None:
            shutil.rmtree(self._home, ignore_errors=True)

    def _enter_frame(self) -> None:
        self._send("POST", "/frame", {"id": None})
        found = self._send("POST", "/element", {"using": "css selector", "value": "iframe"})
        self._send("POST", "/frame", {"id": found})

    def _execute(self, script: str) -> Any:
        body = (
            "const done = arguments[arguments.length - 1];"
            f"(async () => JSON.stringify((await ({script})) ?? null))()"
            ".then((value) => done({ value }), (error) => done({ error: String(error) }));"
        )
        result = self._send("POST", "/execute/async", {"script": body, "args": []})
        if "error" in result:
            raise DriverError(result["error"])
        return json.loads(result["value"])

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            self._base + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=COMMAND_SECONDS + 10) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise DriverError(error.read().decode()[:800]) from None


def surroundings(home: Path, display: str) -> dict[str, str]:
    """Return the environment of a browser that has ``home`` for its own."""
    return {
        **os.environ,
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "GDK_BACKEND": "x11",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    }


def start_display() -> tuple[subprocess.Popen[bytes], str]:
    """Start a virtual display on a free number and return its process and name."""
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise DriverError("Xvfb did not start")
    return process, f":{number}"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
