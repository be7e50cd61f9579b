"""Render the checker page and the document of its sealed frame."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from builder.runtime import policy
from builder.runtime.payloads import Payload, wire_bytes
from checker import rules, standards
from checker.backgrounds import BACKGROUNDS
from checker.personal import KINDS
from checker.text import Lang

LANG: Lang = "zh"
BOOTSTRAP = "bootstrap.js"
FRAME_DOCUMENT = "frame.html"
WORKER = "worker.js"
# Modules of the frame, each after those that it imports: the bootstrap links them in this order.
FRAME_MODULES = (
    "text.js",
    "dom.js",
    "seal.js",
    "engine.js",
    "intake.js",
    "values.js",
    "findings.js",
    "report.js",
    "drawing.js",
    "seen.js",
    "points.js",
    "status.js",
    "link.js",
    "crop.js",
    "editor.js",
    "fixing.js",
    "page.js",
    "main.js",
)
OUTER_FILES = ("outer.js", "support.js", "payloads.js", "unpack.js", "seal.js", "text.js", "outer.css")


def source_folder(root: Path) -> Path:
    """Return the folder with the page's own scripts and styles."""
    return root / "site" / "static" / "check"


def frame_files(root: Path, env: jinja2.Environment, explanations: Mapping[str, str]) -> dict[str, bytes]:
    """Return what the frame is made of, by name: its document, modules, worker and style sheets."""
    source = source_folder(root)
    document = env.get_template("check-frame.html").render(
        bootstrap=bootstrap_of(root),
        schools=standards.schools(),
        standards=standards.load_all(),
        rule_titles=rules.titles(LANG),
        explanations={rule: _below_finding(html) for rule, html in explanations.items()},
        words={name: background.title for name, background in BACKGROUNDS.items()} | dict(KINDS),
        lang=LANG,
    )
    files = {FRAME_DOCUMENT: document.encode("utf-8")}
    files |= {name: (source / name).read_bytes() for name in (*FRAME_MODULES, WORKER, "frame.css")}
    files["style.css"] = (root / "site" / "static" / "style.css").read_bytes()
    return files


def write(
    folder: Path,
    *,
    root: Path,
    env: jinja2.Environment,
    payloads: Sequence[Payload],
    explanations: Mapping[str, str],
    context: Mapping[str, object],
) -> None:
    """Write ``index.html`` and the outer page's scripts into ``folder``.

    The scripts lie in a folder named after their content, so that a browser never mixes two releases.
    """
    source = source_folder(root)
    outer = {name: (source / name).read_bytes() for name in OUTER_FILES}
    digest = hashlib.sha256(b"".join(outer.values())).hexdigest()[:12]
    (folder / digest).mkdir(parents=True)
    for name, content in outer.items():
        (folder / digest / name).write_bytes(content)
    bootstrap = bootstrap_of(root)
    config = {
        "seal": policy.sealed_policy(bootstrap),
        "frame": FRAME_DOCUMENT,
        "modules": list(FRAME_MODULES),
        "payloads": [payload.entry() for payload in payloads],
    }
    titles = rules.titles(LANG)
    html = env.get_template("check.html").render(
        {
            **context,
            "root": "../",
            "assets": digest,
            "loading_policy": policy.loading_policy(bootstrap),
            "config": _json_for_script(config),
            "megabytes": _megabytes(wire_bytes(payloads, "base", "faces")),
            "megabytes_of_faces": _megabytes(wire_bytes(payloads, "faces")),
            "megabytes_of_closer": _megabytes(wire_bytes(payloads, "closer")),
            "explained": [(rule, title) for rule, title in titles.items() if rule in explanations],
        }
    )
    (folder / "index.html").write_text(html, encoding="utf-8", newline="\n")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def bootstrap_of(root: Path) -> str:
    """Return the frame's only inline script, which both policies allow by its hash."""
    text = (source_folder(root) / BOOTSTRAP).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").strip()


def _json_for_script(value: object) -> str:
    """Return JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _below_finding(html: str) -> str:
    """Return ``html`` with its headings moved below a finding's own, which is of the fourth level."""
    return re.sub(r"(</?h)([2-6])\b", lambda tag: f"{tag[1]}{min(int(tag[2]) + 3, 6)}", html)
