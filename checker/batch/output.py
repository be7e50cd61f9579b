"""Where a report goes: standard output, or a file that is there whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BatchError
from .writers import Write


@contextmanager
def written(path: str | None, *, raw: bool) -> Iterator[Write]:
    """Give a function that takes the report's text.

    With a ``path``, it is written as UTF-8 beside its place and put there at the end, so that an older report
    stays until then. Without, it goes to standard output: in the console's encoding, or with ``raw`` as UTF-8
    with line ends as they are (CSV, HTML). Raises `BatchError` ``output`` when a file cannot be written.
    """
    if path is None:
        if raw:
            yield lambda text: sys.stdout.buffer.write(text.encode("utf-8"))
        else:
            yield sys.stdout.write
        return
    target = Path(path)
    # Its name is hidden, so that it is no part of the folder it may stand in.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise BatchError("output", f"{path}: is a folder; name a file")
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file.write
        part.replace(target)
    except OSError as error:
        raise BatchError("output", f"{path}: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
