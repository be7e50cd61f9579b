"""A ZIP that is made piece by piece, so that it never lies in memory as a whole."""

import zipfile
from datetime import datetime

from .renaming import safe_name

_EARLIEST = 1980  # the first year that a ZIP can write


class Archive:
    """A ZIP for whoever puts its pieces one behind the other; all times in it are ``when``."""

    def __init__(self, when: datetime) -> None:
        self._pieces = _Pieces()
        self._zip = zipfile.ZipFile(self._pieces, "w")
        self._taken: set[str] = set()
        self._when = (max(when.year, _EARLIEST), when.month, when.day, when.hour, when.minute, when.second)

    def add(self, path: str, data: bytes, *, compress: bool = False) -> bytes:
        """Add a file and return the next piece.

        The parts of its ``path`` are made fit for every file system; where that gives a name that is taken, a
        number is put before it.
        """
        *folders, last = map(safe_name, path.split("/"))
        name, n = "/".join([*folders, last]), 1
        while name.casefold() in self._taken:
            n += 1
            name = "/".join([*folders, f"{n}-{last}"])
        self._taken.add(name.casefold())
        entry = zipfile.ZipInfo(name, self._when)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        self._zip.writestr(entry, data)
        return self._pieces.take()

    def close(self) -> bytes:
        """Return the last piece."""
        self._zip.close()
        return self._pieces.take()


class _Pieces:
    """What `zipfile` writes to: a stream in which nobody can go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
