"""A batch for a page that holds the files itself and hands them over one by one, each to some process.

`Desk.call` carries out one call: the name, what is asked as plain data, and bytes. Any desk can work on
photos; one of them gathers the results, in the order of the files, into the reports and the ZIP.
"""

import base64
import contextlib
import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from .. import standards
from ..errors import BatchError, PhotoError, photo_error
from ..photo import check_size
from ..text import Lang
from ..vision.runtime import Runtime
from ..vision.scene import Unseen
from .archive import Archive
from .fixing import FixJob, Places
from .gathering import Gathering
from .job import CheckJob, Result, Task, blamed
from .renaming import check_pattern
from .roster import Roster, read_roster
from .walk import Found, Skipped, walk
from .writers import each_to_mend

Answer = tuple[dict[str, Any], bytes | None]
FOLDER = "photos"
"""Where the new files lie in the ZIP."""

_SEVERITY = ("unreadable", "fail", "unknown", "warn", "pass")


class Desk:
    """One process's part. ``runtime`` runs the face models or says why none look."""

    def __init__(self, lang: Lang, runtime: Runtime | Unseen | None, *, closely: bool = False) -> None:
        self._lang = lang
        self._runtime = runtime
        self._closely = closely
        self._gathering: Gathering | None = None
        self._archive: Archive | None = None

    async def call(self, name: str, data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Carry out ``sort``, ``work``, ``lost``, ``open``, ``add`` or ``close``; see their functions."""
        if name == "work":
            return await self._work(data, asked)
        calls = {
            "sort": self._sort,
            "lost": self._lost,
            "open": self._open,
            "add": self._add,
            "close": self._close,
        }
        return calls[name](data, asked)

    def _sort(self, _data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Return which of ``files`` are photos, as the command line finds them.

        Each is a list: its path, and the beginning of its content in base 64. A path without a slash is a
        file that was named by itself, one with slashes lies in a folder that was. ``rows`` has a list for
        each: the file's place, -1 for a folder itself; name; code of a problem or an empty text. ``skipped``
        has names and reasons.
        """
        loose = [at for at, (path, _) in enumerate(asked["files"]) if "/" not in path]
        rows: list[tuple[int, str, str]] = [(at, asked["files"][at][0], "") for at in loose]
        skipped: list[tuple[str, str]] = []
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            places: dict[str, int] = {}
            for at, (path, head) in enumerate(asked["files"]):
                if "/" in path and (copy := _copied(path, base64.b64decode(head))) not in places:
                    places[copy] = at
            tops = dict.fromkeys(path.split("/", 1)[0] for path in places)
            for item in walk(list(tops)):
                if isinstance(item, Found):
                    rows.append((places.get(item.name, -1), item.name, item.problem))
                else:
                    skipped.append((item.name, item.reason))
        return {"rows": rows, "skipped": skipped}, None

    async def _work(self, data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Check or fix one photo: ``index``, ``name``, ``size`` of its file in bytes, ``problem``, and a job.

        A job is ``standards`` and ``overrides``, as in a wish, and whether to ``fix``.
        """
        job, task = self._job(asked), _task(asked)
        try:
            with blamed(task):
                check_size(asked["size"])
                result = await job.work(task, data, self._runtime)
        except PhotoError as error:
            result = job.lost(task, error)
        return _answer(result)

    def _lost(self, _data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Return what is said of a photo whose process was lost, by the ``code`` of an error."""
        values = {"limit": asked["limit"]} if asked["code"] == "too-slow" else {}
        return _answer(self._job(asked).lost(_task(asked), photo_error(asked["code"], **values)))

    def _job(self, asked: Mapping[str, Any]) -> CheckJob | FixJob:
        chosen = tuple(standards.resolve(asked["standards"], asked["overrides"]))
        if asked["fix"]:
            return FixJob(chosen, self._lang, thumbnails=True)
        return CheckJob(chosen, self._lang, thumbnails=True, closely=self._closely)

    def _open(self, data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Begin to gather, for a job; ``data`` is the class list called ``roster``, where it has a name.

        ``folders`` are those that were named, ``pattern`` is one for new names or empty.
        ``problem`` says what is wrong with the list, in English as on the command line.
        """
        try:
            roster = _roster(data, asked["roster"]) if asked["roster"] else None
        except BatchError as error:
            return {"problem": str(error)}, None
        places = None
        if asked["fix"]:
            pattern = check_pattern(asked["pattern"]) if asked["pattern"] and roster else None
            places = Places(FOLDER, asked["folders"], pattern)
        chosen = standards.resolve(asked["standards"], asked["overrides"])
        self._gathering = Gathering(chosen, self._lang, roster, places)
        self._archive = Archive(datetime.now().astimezone())
        return {"problem": ""}, b""

    def _add(self, data: bytes, asked: Mapping[str, Any]) -> Answer:
        """Take the next result, ``data`` up to ``split``, and its new file; return a piece of the ZIP."""
        assert self._gathering is not None
        assert self._archive is not None
        result: Result = pickle.loads(data[: asked["split"]])  # noqa: S301  a desk like this one wrote it
        place = self._gathering.add(result)
        file = data[asked["split"] :]
        return {"place": place}, self._archive.add(place, file) if place and file else b""

    def _close(self, _data: bytes, asked: Mapping[str, Any]) -> Answer:
        """End the ZIP with the reports; return its last piece, and what there is to say as ``lines``."""
        assert self._gathering is not None
        assert self._archive is not None
        skipped = [Skipped(name, reason) for name, reason in asked["skipped"]]
        files, lines = self._gathering.finish(skipped, interrupted=asked["interrupted"])
        pieces = [self._archive.add(name, text.encode(), compress=True) for name, text in files.items()]
        pieces.append(self._archive.close())
        self._gathering = self._archive = None
        return {"lines": lines}, b"".join(pieces)


def _answer(result: Result) -> Answer:
    """Return a row for the page; the bytes are thumbnail, new file and result, one behind the other."""
    fixed = result.fixed
    file = (fixed.data or b"") if fixed is not None else b""
    worst = min((report.outcome for report in result.reports), key=_SEVERITY.index)
    kept = pickle.dumps(_without_file(result), pickle.HIGHEST_PROTOCOL)
    row = {
        "outcome": worst,
        "standards": [(report.standard, report.outcome) for report in result.reports],
        "mend": list(dict.fromkeys(chain.from_iterable(map(each_to_mend, result.reports)))),
        "code": "" if result.error is None else result.error.code,
        "made": bool(file),
        "split": (len(result.thumbnail), len(file)),
    }
    return row, result.thumbnail + file + kept


def _without_file(result: Result) -> Result:
    """Return the result with an empty new file, which is kept elsewhere."""
    if result.fixed is None or result.fixed.data is None:
        return result
    return replace(result, fixed=replace(result.fixed, data=b"", before=()))


def _task(asked: Mapping[str, Any]) -> Task:
    return Task(asked["index"], asked["name"], asked["name"], asked["problem"])


def _copied(path: str, head: bytes) -> str:
    """Write the beginning of a file below the current folder, where ``path`` says; return its path there."""
    parts = [_part(part) for part in path.split("/")]
    copy = Path(*parts)
    copy.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(
        OSError
    ):  # a folder of the same name; the file is then left out, as in no folder
        copy.write_bytes(head)
    return "/".join(parts)


def _part(part: str) -> str:
    """Return one part of a path as a name that leads nowhere else and that every file system takes."""
    name = part.replace("\0", "_")
    while len(name.encode("utf-8", "replace")) > 250:
        name = name[:-1]
    return name if name not in {"", ".", ".."} else "_"


def _roster(data: bytes, name: str) -> Roster:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shown = Path(_part(name.replace("/", "_")))
        shown.write_bytes(data)
        return read_roster(str(shown))
