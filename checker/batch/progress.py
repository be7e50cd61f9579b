"""A progress bar on standard error, for people only: nothing is shown where it is no terminal."""

import sys
import time

from ..text import Lang

_EVERY_S = 0.2
_WIDTH = 30


class Progress:
    """A line that is drawn over itself."""

    def __init__(self, total: int, lang: Lang) -> None:
        self._total = total
        self._zh = lang == "zh"
        self._started = time.monotonic()
        self._drawn = 0.0
        self._shown = False

    def update(self, n: int) -> None:
        """Show that ``n`` photos are done; draws at most five times a second."""
        now = time.monotonic()
        if now - self._drawn < _EVERY_S:
            return
        self._drawn = now
        done = min(1.0, n / max(1, self._total))
        bar = ("#" * round(done * _WIDTH)).ljust(_WIDTH, ".")
        elapsed = now - self._started
        left = round(elapsed / n * (self._total - n)) if n else 0
        rest = f"还要约 {left} 秒" if self._zh else f"about {left} s left"
        sys.stderr.write(f"\r\x1b[K[{bar}] {n}/{self._total} {rest if n else ''}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
            self._drawn = 0.0
