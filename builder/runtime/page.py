"""Render the checker page and the document of its sealed frame."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from builder.languages import FOLDERS, TAGS
from builder.project import CHECKER_FOLDER
from builder.runtime import policy
from builder.runtime.linked import linked
from builder.runtime.payloads import Payload, wire_bytes
from checker import rules, standards
from checker.backgrounds import BACKGROUNDS
from checker.fix import FIXABLE
from checker.fix.place import FRAMED
from checker.personal import KINDS
from checker.sheet import PAPERS, PRINTS
from checker.text import LANGUAGES

if TYPE_CHECKING:  # it imports this package
    from builder.site import Edition

FOLDER = CHECKER_FOLDER
BOOTSTRAP = "bootstrap.js"
FRAME_DOCUMENT = "frame.html"
WORKER = "worker.js"
PYTHON = "python.js"  # the module that the worker imports
# Proves the policy, in the outer page and in the frame before its modules come.
PROVER = "seal.js"
# The frame's modules and the outer page's: each is one script, with all that it imports linked into it.
MAIN, OUTER = "main.js", "outer.js"
# Lines of a comment alone; one beside code stays.
_COMMENTS = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
# The frame's style sheets, one file as well: below the site's own, in this order.
FRAME_STYLE = "frame.css"
_FRAME_STYLES = (FRAME_STYLE, "sheet.css", "camera.css")
_SITE_STYLE = "style.css"
_OUTER_STYLE = "outer.css"


def source_folder(root: Path) -> Path:
    """Return the folder with the page's own scripts and styles."""
    return root / "site" / "static" / "check"


def frame_document(root: Path, edition: Edition) -> bytes:
    """Return the frame's document in the edition's language."""
    bootstrap = bootstrap_of(root)
    document = edition.templates.env.get_template("check-frame.html").render(
        html_lang=TAGS[edition.lang],
        bootstrap=bootstrap,
        seal=policy.sealed_policy(bootstrap),
        schools=standards.schools(),
        standards=standards.load_all(),
        rule_titles=rules.titles(edition.lang),
        explanations={rule: _below_finding(html) for rule, html in edition.explanations.items()},
        mended=dict.fromkeys(FRAMED, "framing") | dict.fromkeys(FIXABLE, "file"),
        papers=PAPERS.values(),
        prints=PRINTS.values(),
        words={name: background.title for name, background in BACKGROUNDS.items()} | dict(KINDS),
    )
    return document.encode("utf-8")


def frame_files(root: Path) -> dict[str, bytes]:
    """Return what the frame is made of in any language, by name: its script, worker and style sheet."""
    source = source_folder(root)
    files = {name: (source / name).read_bytes() for name in (PROVER, WORKER, PYTHON)}
    files[MAIN] = linked(root, source / MAIN)
    styles = [root / "site" / "static" / _SITE_STYLE, *(source / name for name in _FRAME_STYLES)]
    files[FRAME_STYLE] = b"\n".join(without_comments(path.read_bytes()) for path in styles)
    return files


def write(out: Path, *, root: Path, editions: Iterable[Edition], payloads: Sequence[Payload]) -> None:
    """Write a page in each language into ``out``, and what all of them need into its folder ``check``.

    Script and style sheet lie in a folder named after their content, so that a browser never mixes releases.
    """
    folder = out / FOLDER
    source = source_folder(root)
    outer = {
        OUTER: linked(root, source / OUTER),
        _OUTER_STYLE: without_comments((source / _OUTER_STYLE).read_bytes()),
    }
    digest = hashlib.sha256(b"".join(outer.values())).hexdigest()[:12]
    (folder / digest).mkdir(parents=True)
    for name, content in outer.items():
        (folder / digest / name).write_bytes(content)
    for edition in editions:
        html = _page(root, edition, payloads, digest)
        path = out / FOLDERS[edition.lang] / FOLDER / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", newline="\n")


def without_comments(style: bytes) -> bytes:
    """Return a style sheet without the lines that are comments only."""
    text = style.decode("utf-8").replace("\r\n", "\n")
    return _COMMENTS.sub("", text).encode("utf-8")


def _page(root: Path, edition: Edition, payloads: Sequence[Payload], digest: str) -> str:
    lang = edition.lang
    # From the page to the checker's folder, in which the page in Chinese lies itself.
    way = f"{edition.context['site_root']}{FOLDER}/" if FOLDERS[lang] else ""
    needed = [payload for payload in payloads if payload.part == lang or payload.part not in LANGUAGES]
    bootstrap = bootstrap_of(root)
    config = {
        "seal": policy.sealed_policy(bootstrap),
        "frame": FRAME_DOCUMENT,
        "prover": PROVER,
        "main": MAIN,
        "own": [WORKER, FRAME_STYLE],
        "payloads": [payload.entry(way) for payload in needed],
        "build": _digest_of(payload.sha256 for payload in needed if payload.part == "base"),
    }
    titles = rules.titles(lang)
    html = edition.templates.env.get_template("check.html").render(
        {
            **edition.context,
            "assets": way + digest,
            "loading_policy": policy.loading_policy(bootstrap),
            "config": _json_for_script(config),
            "megabytes": _megabytes(wire_bytes(payloads, "unpacker", "base", "faces")),
            "megabytes_of_faces": _megabytes(wire_bytes(payloads, "faces")),
            "megabytes_of_closer": _megabytes(wire_bytes(payloads, "closer")),
            "explained": [(rule, title) for rule, title in titles.items() if rule in edition.explanations],
        }
    )
    return edition.templates.finished(html)


def _digest_of(digests: Iterable[str]) -> str:
    return hashlib.sha256("".join(digests).encode("ascii")).hexdigest()[:16]


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
    """Return ``html`` with its headings moved below a finding's own, which is of the fifth level."""
    return re.sub(r"(</?h)[2-6]\b", r"\g<1>6", html)
