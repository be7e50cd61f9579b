"""The built site with other content in a payload: what somebody who wrote that part could do."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import brotli

from tests.browser.checkerpage import PATH
from tests.browser.server import Server

FRAME, OUTER = "frame.html", "outer.js"
SELF = "&#39;self&#39;"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n')
CONFIG = re.compile(r'(<script type="application/json" id="check-config">)(.*?)(</script>)', re.DOTALL)


def swap(server: Server, name: str, content: bytes) -> None:
    """Have ``server`` hand out ``content`` as the payload ``name``, and the page take it for genuine."""
    html = (server.overrides.get(PATH) or (server.folder / PATH).read_bytes()).decode("utf-8")
    found = CONFIG.search(html)
    assert found is not None
    config = json.loads(found[2])
    [entry] = [payload for payload in config["payloads"] if payload["name"] == name]
    entry["size"] = entry["stored"] = len(content)
    entry["sha256"] = hashlib.sha256(content).hexdigest()
    server.overrides[f"check/{entry['path']}"] = content
    text = json.dumps(config).replace("<", "\\u003c")
    server.overrides[PATH] = CONFIG.sub(lambda part: part[1] + text + part[3], html).encode()


def rewrite(server: Server, name: str, old: str, new: str) -> None:
    """Change a text, which must be there once, in the outer page's script or in a part of the frame."""
    if name == OUTER:
        [path] = server.folder.glob(f"check/*/{OUTER}")
        place = path.relative_to(server.folder).as_posix()
        text = (server.overrides.get(place) or path.read_bytes()).decode("utf-8")
    else:
        [path] = server.folder.glob(f"check/runtime/{name}.*.bin")
        text = brotli.decompress(path.read_bytes()).decode("utf-8")
    assert text.count(old) == 1, old
    content = text.replace(old, new).encode("utf-8")
    if name == OUTER:
        server.overrides[place] = content
    else:
        swap(server, name, content)


def change_policy(server: Server, added: str) -> None:
    """Have the frame's document come without its own policy, or with ``added`` to what that allows."""
    [path] = [path for path in server.folder.glob(f"check/runtime/{FRAME}.*.bin") if is_chinese(path)]
    document = brotli.decompress(path.read_bytes()).decode("utf-8")
    found = POLICY.search(document)
    assert found is not None
    policy = found[0].replace(found[1], f"{found[1]}; {added}") if added else ""
    swap(server, FRAME, document.replace(found[0], policy).encode())


def is_chinese(path: Path) -> bool:
    """Whether this is the document of the page that `swap` changes."""
    return b'<html lang="zh' in brotli.decompress(path.read_bytes())


def spell_out(server: Server) -> None:
    """Have the first policy name the server itself beside ``'self'``.

    To WebKit ``'self'`` is nothing in a frame of an opaque origin, so that there a page with such a mistake
    still keeps the photo; as the policy of a host might be written, it would not.
    """
    html = (server.overrides.get(PATH) or (server.folder / PATH).read_bytes()).decode()
    start = html.index('content="default-src')
    end = html.index('">', start)
    assert SELF in html[start:end]
    spelled = html[start:end].replace(SELF, f"{SELF} {server.origin}")
    server.overrides[PATH] = (html[:start] + spelled + html[end:]).encode()
