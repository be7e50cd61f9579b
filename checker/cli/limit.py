"""The end of a command that works on a photo in its own process, when that takes too long."""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

from ..errors import photo_error
from ..text import Lang, printable
from .parser import EXIT_UNUSABLE


@contextlib.contextmanager
def limited(name: str, seconds: float, lang: Lang) -> Iterator[None]:
    """End the program with the error ``too-slow`` when what is done inside takes longer than ``seconds``.

    Photos in folders have processes of their own, which are ended alone. To start one for a single photo
    would take longer than to judge it.
    """
    timer = threading.Timer(seconds, _end, (name, seconds, lang))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(name: str, seconds: float, lang: Lang) -> None:
    error = photo_error("too-slow", limit=f"{seconds:g}")
    sys.stdout.flush()
    print(f"gradphoto: error: [{error.code}] {printable(name)}: {error.message(lang)}", file=sys.stderr)
    sys.stderr.flush()
    os._exit(EXIT_UNUSABLE)  # a decoder in another thread cannot be stopped in any other way
