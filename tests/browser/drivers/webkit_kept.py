"""WebKitGTK as a person starts it, by the protocol of its inspector.

What is started by WebDriver keeps nothing on the disk, so it cannot be asked what stays there.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import websocket

from tests.browser.drivers.base import Driver, DriverError, wait_for
from tests.browser.drivers.webkit import BROWSER, COMMAND_SECONDS, free_port, start_display, surroundings

# Without all of them the browser does not tell in which contexts scripts run.
DOMAINS = ("Inspector", "Page", "Runtime")
OUTDATED = "Missing injected script"
# A file as the input has it once it was picked: the inspector has no command for that.
PICK = """(() => {
    const given = new DataTransfer();
    for (const [name, content] of FILES) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        given.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    const input = document.getElementById(INTO);
    input.files = given.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
})()"""


class WebKitKept(Driver):
    """A MiniBrowser that keeps what it would keep on a person's device, below ``profile``."""

    name = "webkit"

    def __init__(self, downloads: Path | None = None, profile: Path | None = None) -> None:
        home = profile or downloads
        if home is None:
            raise DriverError("a folder is needed for what is kept")
        port = free_port()
        self._display = start_display()
        environment = surroundings(home, self._display[1])
        environment["WEBKIT_INSPECTOR_HTTP_SERVER"] = f"127.0.0.1:{port}"
        with (home / "log").open("w") as out:
            self._process = subprocess.Popen(
                [BROWSER, "about:blank"], env=environment, stdout=out, stderr=out
            )
        path = wait_for("the inspector listens", lambda: _page(port), 60)
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", suppress_origin=True, timeout=COMMAND_SECONDS
        )
        self._commands = 0
        self._target = ""
        # The newest context of scripts in each frame.
        self._contexts: dict[str, int] = {}
        while not self._target:
            self._hear(json.loads(self._socket.recv()))
        for domain in DOMAINS:
            self._send(f"{domain}.enable")
        self._send("Inspector.initialized")

    def open(self, url: str) -> None:
        self._send("Runtime.evaluate", expression=f"void (location.href = {json.dumps(url)})")
        wait_for("the page", lambda: self.address() == url and self.evaluate("document.URL") == url, 60)

    def evaluate(self, script: str) -> Any:
        return self._evaluate(self._frames()["frame"]["id"], script)

    def in_frame(self, script: str) -> Any:
        children = self._frames().get("childFrames")
        if not children:
            raise DriverError("the page has no frame yet")
        return self._evaluate(children[0]["frame"]["id"], script)

    def choose(self, *paths: Path, into: str = "photo") -> None:
        files = [(path.name, base64.b64encode(path.read_bytes()).decode()) for path in paths]
        self.in_frame(PICK.replace("FILES", json.dumps(files)).replace("INTO", json.dumps(into)))

    def address(self) -> str:
        return str(self._frames()["frame"]["url"])

    def version(self) -> str:
        return str(self.evaluate("navigator.userAgent"))

    def close(self) -> None:
        self._socket.close()
        for process in (self._process, self._display[0]):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _frames(self) -> Any:
        return self._send("Page.getResourceTree")["frameTree"]

    def _evaluate(self, frame: str, script: str) -> Any:
        try:
            promise = self._start(frame, script)
        except DriverError as error:
            if OUTDATED not in str(error):
                raise
            # Of a page that is shown again as it was left, the contexts are told only who asks anew.
            self._contexts.clear()
            self._send("Runtime.disable")
            self._send("Runtime.enable")
            promise = self._start(frame, script)
        done = self._send(
            "Runtime.awaitPromise", promiseObjectId=promise["result"].get("objectId", ""), returnByValue=True
        )
        if done.get("wasThrown"):
            raise DriverError(str(done["result"].get("description")))
        return json.loads(done["result"]["value"])

    def _start(self, frame: str, script: str) -> dict[str, Any]:
        """Begin to run a script in the newest context of a frame, and return its promise."""
        if frame not in self._contexts:
            raise DriverError("no script can run in the frame yet")
        return self._send(
            "Runtime.evaluate",
            expression=f"(async () => JSON.stringify((await ({script})) ?? null))()",
            contextId=self._contexts[frame],
        )

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        self._commands += 1
        asked = self._commands
        message = json.dumps({"id": asked, "method": method, "params": params})
        outer = {"targetId": self._target, "message": message}
        self._socket.send(json.dumps({"id": -asked, "method": "Target.sendMessageToTarget", "params": outer}))
        while True:
            try:
                answer = self._hear(json.loads(self._socket.recv()))
            except websocket.WebSocketException as error:
                raise DriverError(f"{method}: {error}") from error
            if answer.get("id") == asked or (answer.get("id") == -asked and "error" in answer):
                if "error" in answer:
                    raise DriverError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])

    def _hear(self, message: dict[str, Any]) -> dict[str, Any]:
        """Take in what the browser tells of itself, and return what came from the page."""
        params = message.get("params", {})
        match message.get("method"):
            case "Target.targetCreated" if not self._target:
                self._target = params["targetInfo"]["targetId"]
            case "Target.dispatchMessageFromTarget":
                return self._hear(json.loads(params["message"]))
            case "Runtime.executionContextCreated" if params["context"].get("type", "normal") == "normal":
                self._contexts[params["context"]["frameId"]] = params["context"]["id"]
        return message


def _page(port: int) -> str:
    """Return the path at which the inspector speaks of the browser's page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            found = re.search(r"/socket/\d+/\d+/\w+", answer.read().decode("utf-8", "replace"))
    except OSError:
        return ""
    return found[0] if found else ""
