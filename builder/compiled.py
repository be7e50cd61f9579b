"""Compiled templates, kept from build to build as Python keeps its modules: by all that they are made of."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from builder import kept
from checker.text import Lang

_MOST = 2000
"""Files that are kept; each edition of a checkout has some 150. Ours."""
# They decide on what a template is compiled to.
_OURS = ("compiled.py", "languages.py", "templates.py", "translating.py")


class Compiled(jinja2.BytecodeCache):
    """The compiled templates of one edition in the user's cache. One that was damaged counts as none.

    Jinja looks them up by name and file, and takes one only if it was made of the same source.
    """

    def __init__(self, lang: Lang) -> None:
        here = Path(__file__).parent
        made_of = b"".join((here / name).read_bytes() for name in _OURS) + jinja2.__version__.encode()
        self._prefix = f"{lang}-{hashlib.sha256(made_of).hexdigest()[:16]}"
        self._folder = kept.folder("templates")
        self._pruned = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put what is kept into ``bucket`` (called by Jinja)."""
        if (found := kept.read_sealed(self._path(bucket))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled (called by Jinja)."""
        kept.write_sealed(self._path(bucket), bucket.bytecode_to_string())
        if not self._pruned:
            self._pruned = True
            with contextlib.suppress(OSError):  # another build may be doing the same
                _prune(self._folder)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{self._prefix}-{bucket.key}"


def compiled(
    env: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None
) -> jinja2.Template:
    """Return the template ``source``, which is no file of the loader's, compiled now or earlier."""
    cache = env.bytecode_cache
    assert cache is not None
    bucket = cache.get_bucket(env, name or source, filename, source)
    if bucket.code is None:
        bucket.code = env.compile(source, name, filename)
        cache.set_bucket(bucket)
    return jinja2.Template.from_code(env, bucket.code, env.make_globals(None))


def _prune(folder: Path) -> None:
    """Remove the older half where there are too many."""
    files = list(folder.iterdir())
    if len(files) > _MOST:
        files.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in files[: len(files) - _MOST // 2]:
            path.unlink(missing_ok=True)
