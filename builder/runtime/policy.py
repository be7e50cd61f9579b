"""The two content security policies of the checker page.

Policies only add up, so the page starts with one that lets it fetch its own files and appends a second
one that lets nothing out before it takes a photo. The frame in which the photo is judged inherits both.
"""

from __future__ import annotations

import base64
import hashlib

# Firefox and WebKit treat the download of a blob from within a frame as a navigation of that frame.
# A document made from a blob inherits both policies and the sandbox, so it can reach no more than its maker.
DOWNLOADS = "frame-src blob:"


def script_source(script: str) -> str:
    """Return the source expression that allows exactly this inline script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def loading_policy(bootstrap: str) -> str:
    """Return the policy the page starts with: its own files, nothing else."""
    return _join(
        "default-src 'none'",
        f"script-src 'self' blob: 'wasm-unsafe-eval' {script_source(bootstrap)}",
        "worker-src blob:",
        "connect-src 'self'",
        "img-src 'self' blob:",
        DOWNLOADS,
        "style-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
    )


def sealed_policy(bootstrap: str) -> str:
    """Return the policy that is added before a photo is taken: no address can be reached."""
    return _join(
        "default-src 'none'",
        f"script-src blob: 'wasm-unsafe-eval' {script_source(bootstrap)}",
        "worker-src blob:",
        "img-src blob:",
        DOWNLOADS,
        "form-action 'none'",
        "base-uri 'none'",
    )


def _join(*directives: str) -> str:
    return "; ".join(directives)
