"""Debian's Firefox ESR by WebDriver BiDi over a plain web socket."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import websocket

from tests.browser.drivers.base import Driver, DriverError, wait_for

EXECUTABLE = "/usr/bin/firefox-esr"
# Nothing that the browser fetches on its own may reach a network, or appear in the server's log.
PREFERENCES: dict[str, bool | int | str] = {
    "remote.prefs.recommended": True,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    "browser.download.alwaysOpenPanel": False,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
}
COMMAND_SECONDS = 150


class Firefox(Driver):
    """A headless Firefox."""

    name = "firefox"

    def __init__(
        self,
        downloads: Path | None = None,
        preferences: Mapping[str, bool | int | str] | None = None,
        executable: str = EXECUTABLE,
        profile: Path | None = None,
    ) -> None:
        self._profile = profile
        self._home = profile or Path(tempfile.mkdtemp(prefix="gradphoto-firefox-"))
        own = {"browser.download.dir": str(downloads or self._home)}
        preferences = {**PREFERENCES, **(preferences or {}), **own}
        (self._home / "user.js").write_text(
            "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items())
        )
        log = self._home / "log"
        with log.open("w") as out:
            self._process = subprocess.Popen(
                [
                    *(executable, "--headless", "--no-remote", "--profile", str(self._home)),
                    *("--remote-debugging-port", "0", "about:blank"),
                ],
                stdout=out,
                stderr=out,
                env={**os.environ, "HOME": str(self._home), "MOZ_HEADLESS": "1"},
            )
        listening = wait_for(
            "Firefox listens", lambda: re.search(r"BiDi listening on (ws://\S+)", log.read_text()), 60
        )
        self._socket = websocket.create_connection(
            f"{listening[1]}/session", suppress_origin=True, timeout=COMMAND_SECONDS
        )
        self._commands = 0
        self._capabilities = self._send("session.new", {"capabilities": {}})["capabilities"]
        self._tab = self._send("browsingContext.getTree", {})["contexts"][0]["context"]

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", {"context": self._tab, "url": url, "wait": "none"})

    def evaluate(self, script: str) -> Any:
        return self._evaluate(self._tab, script)

    def in_frame(self, script: str) -> Any:
        return self._evaluate(self._frame(), script)

    def choose(self, *paths: Path, into: str = "photo") -> None:
        frame = self._frame()
        found = self._send(
            "browsingContext.locateNodes",
            {"context": frame, "locator": {"type": "css", "value": f"#{into}"}},
        )
        element = {"sharedId": found["nodes"][0]["sharedId"]}
        self._send(
            "input.setFiles", {"context": frame, "element": element, "files": [str(path) for path in paths]}
        )

    def address(self) -> str:
        return str(self._send("browsingContext.getTree", {"root": self._tab})["contexts"][0]["url"])

    def tabs(self) -> list[str]:
        """Return the open tabs, the oldest first."""
        return [tab["context"] for tab in self._send("browsingContext.getTree", {})["contexts"]]

    def go_to_tab(self, tab: str) -> None:
        """Have all further calls be about ``tab``."""
        self._tab = tab

    def version(self) -> str:
        return f"Firefox {self._capabilities['browserVersion']}"

    def close(self) -> None:
        with contextlib.suppress(DriverError, OSError, websocket.WebSocketException):
            self._send("browser.close", {})
        self._socket.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._profile is None:
            shutil.rmtree(self._home, ignore_errors=True)

    def _frame(self) -> str:
        children = self._send("browsingContext.getTree", {"root": self._tab})["contexts"][0]["children"]
        if not children:
            raise DriverError("the page has no frame yet")
        return str(children[0]["context"])

    def _evaluate(self, context: str, script: str) -> Any:
        result = self._send(
            "script.evaluate",
            {
                "expression": f"(async () => JSON.stringify((await ({script})) ?? null))()",
                "target": {"context": context},
                "awaitPromise": True,
                "userActivation": True,
            },
        )
        if result["type"] == "exception":
            raise DriverError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._commands += 1
        self._socket.send(json.dumps({"id": self._commands, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != self._commands:
                continue
            if answer["type"] == "error":
                raise DriverError(f"{method}: {answer['error']}: {answer['message']}")
            return dict(answer["result"])
