"""What passes as the address of a site."""

from __future__ import annotations

import pytest

from builder import base_url
from builder.errors import BuildError


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://example.org/",
        "https://",
        "https://example.org/?a=1",
        "https://example.org/#x",
        "https://a b/",
        "https://user@example.org/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://例子.org/",
        "",
        "https://example.org/`",
        "https://example.org/{x}",
        "https://example.org/a|b",
        "https://example.org/^",
        "https://example.org/%zz",
        "https://.",
        "https://example..org/",
        "https://-example.org/",
        "https://example.org:0/",
        "https://example.org/\r",
        "https://exa\rmple.org/",
    ],
)
def test_base_url_is_looked_at(url: str) -> None:
    with pytest.raises(BuildError, match="bad-base-url: "):
        base_url.check_base_url(url)


def test_a_base_url_is_shown_without_control_signs() -> None:
    with pytest.raises(BuildError) as caught:
        base_url.check_base_url("https://example.org/\rx")
    assert "\r" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/photo/",
        "http://127.0.0.1:8000/a/b",
        "HTTPS://[::1]/~x/%E7%85%A7",
    ],
)
def test_good_base_urls_end_with_a_slash(url: str) -> None:
    assert base_url.check_base_url(url) == url.rstrip("/") + "/"
