"""The site's public address, as it is given to the command."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from builder.errors import BuildError

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# A web address without name, query and fragment; of RFC 3986's path characters all but the apostrophe.
_BASE_URL = re.compile(
    rf"https?://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::\d{{1,5}})?"
    r"(?:/(?:[a-z0-9._~!$&()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.IGNORECASE | re.ASCII,
)


def check_base_url(text: str) -> str:
    """Return ``text`` with a final slash if it is the address of a folder on the web.

    Raises `BuildError` with code ``bad-base-url``.
    """
    try:
        good = _BASE_URL.fullmatch(text) is not None and urlsplit(text).port != 0
    except ValueError:  # a port too high, a wrong IPv6 address
        good = False
    if not good:
        shown = text if text.isprintable() else ascii(text)
        raise BuildError(
            "bad-base-url",
            f"«{shown}» is no address of a site; write one such as https://example.org/photo/",
        )
    return text.rstrip("/") + "/"
