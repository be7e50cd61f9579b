"""Whether a site, in a folder or on the web, is what this checkout builds: every file, byte by byte."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from builder.errors import BuildError
from builder.output import MARKER

_SECONDS = 60
_MOST = 64 * 2**20  # bytes of a file that are looked at; the largest of a site has a fraction
_ON_THE_WEB = ("http://", "https://")
# Made for hosts, which read them and need not hand them out.
_FOR_HOSTS = frozenset({MARKER, "_headers"})


def compare(built: Path, other: str, say: Callable[[str], None]) -> int:
    """Compare the site ``built`` with ``other``, a folder or an address; return how many files are equal.

    ``say`` gets a line for each that is not. A site on the web cannot be asked for files that no build makes;
    a folder can. Raises `BuildError`: ``not-the-same`` where something differs, ``verify-nothing`` where
    nothing is there, ``verify-unreachable``.
    """
    names = [path.relative_to(built).as_posix() for path in sorted(built.rglob("*")) if path.is_file()]
    web = other.startswith(_ON_THE_WEB)
    if web:
        names = [name for name in names if name not in _FOR_HOSTS and not _is_copy(built, name)]
    elif not Path(other).is_dir():
        raise BuildError("verify-nothing", "there is no such folder; give a built site or its address", other)
    different = 0
    for name in names:
        content = _fetched(other, name) if web else _read(Path(other) / name)
        if content is None or _digest(content) != _digest((built / name).read_bytes()):
            different += 1
            say(f"{'missing' if content is None else 'different'}: {name}")
    if not web:
        for name in _strangers(Path(other), set(names)):
            different += 1
            say(f"not ours: {name}")
    if different:
        raise BuildError("not-the-same", f"{different} files are not what this checkout builds", other)
    return len(names)


def _is_copy(built: Path, name: str) -> bool:
    """Whether a file is the compressed copy of another, which a host may hand out in its place."""
    return name.endswith((".gz", ".br")) and (built / name[:-3]).is_file()


def _strangers(folder: Path, known: set[str]) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known:
            yield name


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fetched(base: str, name: str) -> bytes | None:
    """Return what the site hands out under ``name``, or None where it has no such file."""
    address = f"{base.rstrip('/')}/{urllib.parse.quote(name)}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310 - web only
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - web only
            return bytes(answer.read(_MOST))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {403, 404, 410}:
            return None
        raise BuildError("verify-unreachable", f"the site answers {error.code}", address) from None
    except (OSError, http.client.HTTPException) as error:
        raise BuildError("verify-unreachable", f"the site does not answer: {error}", address) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
