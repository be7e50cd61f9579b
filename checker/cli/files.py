"""Reading photos that are named on the command line."""

import errno
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import engine
from ..errors import PhotoError, photo_error
from ..photo import MAX_BYTES, check_size
from ..report import Report, unreadable
from ..standards import Standard
from ..text import Lang

# Elsewhere the shell has expanded wildcards, and what is left of them is part of a name.
_EXPANDS_WILDCARDS = os.name == "nt"


def check_file(name: str, chosen: Sequence[str | Standard], lang: Lang = "zh") -> list[Report]:
    """Return one report for each standard on the file called ``name``; a bad file gives ``unreadable``."""
    try:
        data = read_photo(Path(name))
    except PhotoError as error:
        return unreadable(name, chosen, error, lang)
    return engine.check(data, name, chosen, lang)


def read_photo(path: Path) -> bytes:
    """Return the bytes of a file, once its kind and size are known to be fit.

    Raises `PhotoError` with ``no-such-file``, ``is-a-folder``, ``not-a-file``, ``not-readable`` or
    ``too-many-bytes``; the size is asked before anything is read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise photo_error("is-a-folder")
        if not stat.S_ISREG(status.st_mode):
            raise photo_error("not-a-file")
        check_size(status.st_size)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # it may have grown since; `Photo` refuses it then
    except (FileNotFoundError, NotADirectoryError):
        raise photo_error("no-such-file") from None
    except OSError as error:
        missing = error.errno in {errno.ENAMETOOLONG, errno.EINVAL}  # EINVAL: a name Windows cannot have
        raise photo_error("no-such-file" if missing else "not-readable") from None
    except ValueError:  # a name with a null character
        raise photo_error("no-such-file") from None


def expand(names: Sequence[str]) -> Iterator[str]:
    """Yield ``names``, on Windows with ``*`` and ``?`` expanded, which no shell does there.

    Neither can be part of a file's name on Windows; ``[`` can, so it stands for itself.
    """
    for name in names:
        if _EXPANDS_WILDCARDS and ("*" in name or "?" in name):
            pattern = name.replace("[", "[[]")
            yield from sorted(glob.glob(pattern)) or [name]  # noqa: PTH207  the name may be absolute
        else:
            yield name
