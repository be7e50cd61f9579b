"""What is done with one file, in whichever process: the job, its tasks and its results."""

import copyreg
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from PIL import Image

from .. import engine
from ..drawing import Shape, drawing
from ..errors import PhotoError, photo_error
from ..photo import Photo
from ..reading import read_photo
from ..report import Report, unreadable
from ..standards import Standard
from ..text import Lang
from ..vision.runtime import Runtime, finish
from ..vision.scene import Unseen

if TYPE_CHECKING:
    from ..fix import Fixed

# A photo takes far below a second; the slowest file this tool accepts, a progressive JPEG of its full size,
# some seconds on an old computer.
TIME_LIMIT_S = 60
Drawings = tuple[tuple[Shape, ...], ...]
_THUMBNAIL_PX = (180, 240)


@dataclass(frozen=True, slots=True)
class Task:
    """One file: ``name`` as reports call it, ``path`` where it is read, ``problem`` as in `walk.Found`."""

    index: int
    name: str
    path: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about a task's file.

    ``thumbnail`` is a small JPEG, or empty; ``fixed`` is what a `fixing.FixJob` made, whose new file, if any,
    is what ``reports`` are about. ``drawings`` has what can be drawn over the thumbnail, for each report.
    """

    index: int
    name: str
    path: str
    reports: tuple[Report, ...]
    thumbnail: bytes = b""
    fixed: "Fixed | None" = None
    drawings: Drawings = ()

    @property
    def error(self) -> PhotoError | None:
        """The error that made the file unreadable, or None."""
        return self.reports[0].error


class Job(Protocol):
    """Something done with every file. It travels to other processes, so it is made of plain data."""

    def run(self, task: Task) -> Result:
        """Return the result for one file; whatever the file holds, this does not raise."""
        ...

    def lost(self, task: Task, error: PhotoError) -> Result:
        """Return the result for a file whose process was lost."""
        ...


class Work(Protocol):
    """A job that can also be given a file's bytes, and waits for whatever runs the face models."""

    async def work(self, task: Task, data: bytes, runtime: Runtime | Unseen | None) -> Result:
        """Return the result for one file with the bytes ``data``; raises what goes wrong with it.

        ``runtime`` runs the face models, as for `engine.checking`.
        """
        ...

    def lost(self, task: Task, error: PhotoError) -> Result:
        """Return the result for a file that could not be worked on."""
        ...


@dataclass(frozen=True, slots=True)
class CheckJob:
    """Judge each photo by ``standards``; with ``thumbnails``, also make a small picture of it.

    ``unseen`` is why the face models shall not look; None: they shall. ``closely``: they look closely, see
    `engine.check`.
    """

    standards: Sequence[Standard]
    lang: Lang
    thumbnails: bool = False
    unseen: Unseen | None = None
    closely: bool = False

    def run(self, task: Task) -> Result:
        """Return the reports on the task's file."""
        return done(self, task, self.unseen)

    async def work(self, task: Task, data: bytes, runtime: Runtime | Unseen | None) -> Result:
        """Return the reports on ``data``."""
        seen: list[Photo] = []
        reports = await engine.checking(
            data,
            task.name,
            self.standards,
            self.lang,
            runtime=runtime,
            closely=self.closely,
            show=seen.append if self.thumbnails else None,
        )
        small, drawings = (thumbnail(seen[0]), drawn(seen[0], reports)) if seen else (b"", ())
        return Result(task.index, task.name, task.path, tuple(reports), small, drawings=drawings)

    def lost(self, task: Task, error: PhotoError) -> Result:
        """Return reports of outcome ``unreadable``."""
        reports = unreadable(task.name, self.standards, error, self.lang)
        return Result(task.index, task.name, task.path, tuple(reports))


def done(job: Work, task: Task, runtime: Unseen | None) -> Result:
    """Return the job's result for the file at the task's path, looked at by the desktop's runtime."""
    try:
        with blamed(task):
            return finish(job.work(task, read_photo(Path(task.path)), runtime))
    except PhotoError as error:
        return job.lost(task, error)


@contextmanager
def blamed(task: Task) -> Iterator[None]:
    """Raise whatever goes wrong inside, and the task's own problem before it, as a `PhotoError`."""
    try:
        if task.problem:
            raise photo_error(task.problem)
        yield
    except PhotoError:
        raise
    except MemoryError:
        raise photo_error("out-of-memory") from None
    except Exception as error:
        # A fault of this tool must not cost the other thousand photos, nor pass for a verdict.
        raise photo_error("internal-error", what=type(error).__name__) from error


def drawn(photo: Photo, reports: Sequence[Report]) -> Drawings:
    """Return what can be drawn over ``photo``, for each of the reports on it."""
    return tuple(tuple(drawing(photo.scene, report)) for report in reports)


def thumbnail(photo: Photo) -> bytes:
    """Return a JPEG of at most 180x240 px of a decoded photo; empty where no pixels are known (WebP)."""
    if photo.working is None:
        return b""
    image = photo.working.copy()
    image.thumbnail(_THUMBNAIL_PX, Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=70)
    return stream.getvalue()


def _proxy(content: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(content)


def _reduce_proxy(
    proxy: "MappingProxyType[Any, Any]",
) -> "tuple[Callable[..., MappingProxyType[Any, Any]], tuple[Any, ...]]":
    return _proxy, (dict(proxy),)


copyreg.pickle(MappingProxyType, _reduce_proxy)  # standards hold such mappings
