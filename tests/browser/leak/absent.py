"""What an engine does not do even where nothing forbids it, and why."""

from __future__ import annotations

_NO_RTC = "built without WebRTC"
_RTC = ("turn", "rtc", "rtc-of-frame", "rtc-of-frame-in-markup", "rtc-of-opened", "rtc-in-srcdoc")
_NO_CUSTOM = "knows no customized built-in elements"
_NO_TYPE = "shows no document of a blob without a type"
_SHOWN = "looks up no name of a link that is only shown"
_COMMAND = "inserts no such element by a command"
# Engine -> «kind: way» -> why.
ABSENT: dict[str, dict[str, str]] = {
    "chromium": {
        "page: speculation-rules": "asks for https",
        "module: command+preconnect": _COMMAND,
        "module: go ": _NO_TYPE,
        "name: anchor": _SHOWN,
    },
    "firefox": {
        "page: speculation-rules": "not implemented",
        "page: ping": "off, unless the person turns it on",
        "module: rtc-webkit": "no such name",
    },
    "webkit": {
        "page: speculation-rules": "not implemented",
        "page: prefetch": "off, unless the person turns it on",
        "go: link-blank": "opens no second window under WebDriver",
        "go: open-blank": "opens no second window under WebDriver",
        "module: command+preconnect": _COMMAND,
        "module: web-transport": "not implemented",
        "module: rtc-webkit": _NO_RTC,
        "module: go ": _NO_TYPE,
        "name: anchor": _SHOWN,  # `enable-dns-prefetching` does nothing any more
        "state: private-files": "keeps none under WebDriver",
        **{f"module: {way}": _NO_RTC for way in _RTC},
        **{f"module: custom+{bait}": _NO_CUSTOM for bait in ("preconnect", "frame", "embedded")},
    },
}


def lacking(engine: str, kind: str) -> set[str]:
    """Return the names of the ways of this kind that the engine does not have."""
    return {name.removeprefix(f"{kind}: ") for name in ABSENT[engine] if name.startswith(f"{kind}: ")}
