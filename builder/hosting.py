"""What hosts can do beyond handing out files: headers for those that read `_headers`, compressed copies.

``python -m builder.hosting FOLDER`` writes the headers as files that an nginx configuration includes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import brotli
import deflate

from builder import kept
from builder.languages import FOLDERS
from builder.past import Past
from builder.runtime.page import bootstrap_of
from builder.runtime.policy import loading_policy

HEADERS = "_headers"
# What gains by compression; the payloads of the checker are compressed already.
_TEXT = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})
# Licences and sources are shipped as they came, and hardly ever fetched.
_AS_THEY_CAME = ("check/licenses/", "check/sources/")
_LEAST = 400  # bytes; below, a header and a look at one more file cost more than is saved. Ours.

# For every address. Policies add up, so this one holds what all pages keep to; the rest stands in each page.
_EVERYWHERE = {
    "Content-Security-Policy": "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), display-capture=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The names of these files are made of their content.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def headers(root: Path) -> dict[str, dict[str, str]]:
    """Return the headers by the pattern of the paths that get them; a later pattern's come in addition.

    ``root`` is the project's folder. `Connection-Allowlist` is what Chromium knows against the two ways out
    that no content security policy covers: WebRTC and connections made in advance.
    """
    check = {
        "Content-Security-Policy": loading_policy(bootstrap_of(root)),
        "Connection-Allowlist": "(response-origin)",
    }
    pages = {f"/{folder}check/*": check for folder in FOLDERS.values()}
    return {"/*": _EVERYWHERE, **pages, "/check/runtime/*": _FOREVER}


def write(out: Path, root: Path, past: Past | None = None) -> None:
    """Write ``_headers``, and beside each text file that gains by it its copies in gzip and Brotli.

    The copies of files that are ``past``'s are taken over; others are kept by their content for later builds.
    """
    (out / HEADERS).write_text(_headers_file(headers(root)), encoding="utf-8", newline="\n")
    names = [
        path.relative_to(out).as_posix()
        for path in sorted(out.rglob("*"))
        if path.suffix in _TEXT and path.is_file() and path.stat().st_size >= _LEAST
    ]
    todo = [
        name
        for name in names
        if not name.startswith(_AS_THEY_CAME)
        and not (
            past is not None
            and past.is_reused(name)
            and all(past.reuse(f"{name}{ending}") for ending in _PACKERS)
        )
    ]
    # The libraries let go of the interpreter's lock while they compress.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(lambda name: _compress(out / name), todo))


def _compress(path: Path) -> None:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    for ending, (pack, unpack) in _PACKERS.items():
        packed = kept.get(
            f"{digest}-{RELEASE}{ending}",
            lambda pack=pack: pack(content),  # type: ignore[misc]
            lambda packed, unpack=unpack: unpack(packed) == content,  # type: ignore[misc]
        )
        copy = path.with_name(path.name + ending)
        copy.unlink(missing_ok=True)  # it may be a link to the last build's
        copy.write_bytes(packed)


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=11))


def _unbrotli(packed: bytes) -> bytes | None:
    try:
        return bytes(brotli.decompress(packed))
    except brotli.error:
        return None


def _gzip(content: bytes) -> bytes:
    return bytes(deflate.gzip_compress(content, 12))


def _gunzip(packed: bytes) -> bytes | None:
    try:
        return gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        return None


# Ending of the copy → what makes it, and what undoes it (None for what is damaged).
_PACKERS: Mapping[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes | None]]] = {
    ".gz": (_gzip, _gunzip),
    ".br": (_brotli, _unbrotli),
}
RELEASE = f"{version('brotli')}-{version('deflate')}"


def _headers_file(rules: Mapping[str, Mapping[str, str]]) -> str:
    lines = ["# For hosts that read this file, such as Netlify and Cloudflare Pages."]
    for pattern, values in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join([*lines, ""])


def main(folder: Path, root: Path) -> None:
    """Write files of ``add_header`` lines: everywhere.conf, check.conf (in any language), runtime.conf."""
    folder.mkdir(parents=True, exist_ok=True)
    known = headers(root)
    for name, pattern in (("everywhere", "/*"), ("check", "/check/*"), ("runtime", "/check/runtime/*")):
        values = known[pattern]
        lines = [f'add_header {header} "{value}" always;' for header, value in values.items()]
        (folder / f"{name}.conf").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1])
