"""Where the parts of the project lie, and how their files are named in messages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build with nothing to do is over before the checker would be imported
    from checker.text import Lang

# What version control ignores besides the folders of tools.
_SCRATCH = ("dist", "build")


CHECKER_FOLDER = "check"
"""Where the checker page and all that it fetches lie in the site, and its scripts in ``site/static``."""


@dataclass(frozen=True)
class Project:
    """The folders a build reads.

    ``root`` holds ``content/`` (the guide), ``site/templates/`` and ``site/static/`` (its look), and
    ``checker/``. ``Project.at(root)`` is the usual way to make one; tests point ``content`` elsewhere.
    ``languages`` are those of the editions, that of the originals first.
    """

    root: Path
    content: Path
    templates: Path
    static: Path
    languages: tuple[Lang, ...] = ("zh", "en")

    @classmethod
    def at(cls, root: Path) -> Project:
        """The project whose checkout is ``root``."""
        root = root.resolve()
        site = root / "site"
        return cls(root=root, content=root / "content", templates=site / "templates", static=site / "static")

    def is_source(self, folder: Path) -> bool:
        """Whether a build must not write to ``folder`` (absolute): it is, holds or lies in our own parts.

        In the checkout only a folder directly in it, such as ``dist``, and what lies in ``dist`` or ``build``
        are free.
        """
        parts = (self.content, self.templates.parent, self.root / "checker", self.root / "builder")
        if any(folder.is_relative_to(part) or part.is_relative_to(folder) for part in parts):
            return True
        if not folder.is_relative_to(self.root):
            return False
        top, *below = folder.relative_to(self.root).parts
        return top.startswith(".") or (bool(below) and top not in _SCRATCH)

    def show(self, path: Path) -> str:
        """``path`` as a message names it: relative to the root (or to the content's parent), with ``/``."""
        for base in (self.root, self.content.parent):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.as_posix()
