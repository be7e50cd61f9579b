"""What hosts can do beyond handing out files: headers for those that read `_headers`, compressed copies.

``python -m builder.hosting FOLDER`` writes the headers as files that an nginx configuration includes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import brotli
import deflate

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
    return {"/*": _EVERYWHERE, "/check/*": check, "/check/runtime/*": _FOREVER}


def write(out: Path, root: Path) -> None:
    """Write ``_headers``, and beside each text file that gains by it its copies in gzip and Brotli."""
    (out / HEADERS).write_text(_headers_file(headers(root)), encoding="utf-8", newline="\n")
    for path in sorted(out.rglob("*")):
        if path.relative_to(out).as_posix().startswith(_AS_THEY_CAME):
            continue
        if path.is_file() and path.suffix in _TEXT and path.stat().st_size >= _LEAST:
            content = path.read_bytes()
            path.with_name(f"{path.name}.gz").write_bytes(bytes(deflate.gzip_compress(content, 12)))
            path.with_name(f"{path.name}.br").write_bytes(bytes(brotli.compress(content, quality=11)))


def _headers_file(rules: Mapping[str, Mapping[str, str]]) -> str:
    lines = ["# For hosts that read this file, such as Netlify and Cloudflare Pages."]
    for pattern, values in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join([*lines, ""])


def main(folder: Path, root: Path) -> None:
    """Write a file of ``add_header`` lines for each pattern: everywhere.conf, check.conf, runtime.conf."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in zip(("everywhere", "check", "runtime"), headers(root).values(), strict=True):
        lines = [f'add_header {header} "{value}" always;' for header, value in values.items()]
        (folder / f"{name}.conf").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1])
