"""Making new files of many photos: the job, and where the files go."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..errors import PhotoError, photo_error
from ..fix import Crop, Fixed, Wishes, fixing
from ..fix.extras import NO_WISHES
from ..fix.notes import unreadable as unreadable_note
from ..photo import Photo
from ..report import unreadable
from ..standards import Standard
from ..text import Lang, Text
from ..vision.look import look
from ..vision.runtime import Runtime
from ..vision.scene import Unseen
from .job import Drawings, Result, Task, done, drawn, thumbnail
from .renaming import needs_student, new_stem
from .roster import Student

NEW_FILE = Text("新文件", "new file")
"""The title of the column that says where a photo's new file is."""

WRITTEN = Text("写好新文件 {n} 个，没有写的 {rest} 个", "{n} new files were written, {rest} were not")


@dataclass(frozen=True, slots=True)
class FixJob:
    """Make a new file of each photo that satisfies ``standards``, cut as ``crop`` says, with ``wishes``.

    ``unseen`` is why the face models shall not look; None: they shall.
    """

    standards: Sequence[Standard]
    lang: Lang
    crop: Crop | None = None
    wishes: Wishes = NO_WISHES
    thumbnails: bool = False
    unseen: Unseen | None = None

    def run(self, task: Task) -> Result:
        """Return the new file and the reports on it, or on the photo if no file could be made."""
        return done(self, task, self.unseen)

    async def work(self, task: Task, data: bytes, runtime: Runtime | Unseen | None) -> Result:
        """Return the new file made of ``data``, and the reports."""
        fixed = await fixing(
            data, task.name, self.standards, self.crop, self.lang, wishes=self.wishes, runtime=runtime
        )
        small, drawings = await self._shown(fixed, runtime)
        reports = fixed.after or fixed.before
        return Result(task.index, task.name, task.path, reports, small, fixed, drawings)

    async def _shown(self, fixed: Fixed, runtime: Runtime | Unseen | None) -> tuple[bytes, Drawings]:
        """Return the new file's thumbnail and what can be drawn over it, where that is wanted."""
        if not self.thumbnails or fixed.data is None:
            return b"", ()
        photo = Photo.from_bytes(fixed.data)
        photo.decode()
        await look(photo, runtime)
        return thumbnail(photo), drawn(photo, fixed.after)

    def lost(self, task: Task, error: PhotoError) -> Result:
        """Return reports of outcome ``unreadable``, and no new file."""
        reports = tuple(unreadable(task.name, self.standards, error, self.lang))
        fixed = Fixed(task.name, None, None, None, None, reports, (), (unreadable_note(error),))
        return Result(task.index, task.name, task.path, reports, b"", fixed)


class Places:
    """Where new files go: into ``folder``, in the sub-folder the photo has in its own one of ``folders``.

    With a ``pattern`` they are called by it instead, all in one folder. No name is given twice.
    """

    def __init__(self, folder: str, folders: Sequence[str], pattern: str | None) -> None:
        self._folder = Path(folder)
        self._folders = [Path(name) for name in folders]
        self.pattern = pattern
        self._taken: set[str] = set()
        self._n = 0

    def place(self, result: Result, student: Student | None) -> Path:
        """Return where the new file of ``result`` goes.

        Raises `PhotoError` ``whose-photo`` when the name needs a student and none is known, and
        ``name-taken`` when another photo's file has the name.
        """
        assert result.fixed is not None
        if self.pattern is None:
            path = self._folder / self._deeper(result.name) / result.fixed.file_name
        elif student is None and needs_student(self.pattern):
            raise photo_error("whose-photo")
        else:
            self._n += 1
            stem = new_stem(self.pattern, result.name, student, self._n)
            path = self._folder / f"{stem}{PurePath(result.fixed.file_name).suffix}"
        key = os.fspath(path).casefold()  # names that some file systems take for the same
        if key in self._taken:
            raise photo_error("name-taken")
        self._taken.add(key)
        return path

    def _deeper(self, name: str) -> PurePath:
        parent = PurePath(name).parent
        for folder in self._folders:
            if parent.is_relative_to(folder):
                return parent.relative_to(folder)
        return PurePath()
