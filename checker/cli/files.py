"""Reading photos that are named on the command line."""

import glob
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .. import engine
from ..errors import PhotoError
from ..reading import read_photo
from ..report import Report, unreadable
from ..standards import Standard
from ..text import Lang
from ..vision.scene import Handle, Point, Unseen

# Elsewhere the shell has expanded wildcards, and what is left of them is part of a name.
_EXPANDS_WILDCARDS = os.name == "nt"


def check_file(
    name: str,
    chosen: Sequence[str | Standard],
    lang: Lang = "zh",
    points: Mapping[Handle, Point] | None = None,
    unseen: Unseen | None = None,
    *,
    closely: bool = False,
) -> list[Report]:
    """Return one report for each standard on the file called ``name``; a bad file gives ``unreadable``.

    ``points`` are those placed by hand; raises `PointsError` where they make no face. ``unseen``: why
    the models shall not look, if they shall not; ``closely``: they look closely, see `engine.check`.
    """
    try:
        data = read_photo(Path(name))
    except PhotoError as error:
        return unreadable(name, chosen, error, lang)
    return engine.check(data, name, chosen, lang, points=points, runtime=unseen, closely=closely)


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
