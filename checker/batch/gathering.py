"""The reports on a batch whose results come in one by one, all of them at once, and what belongs to them."""

import dataclasses
import os
from collections.abc import Iterator, Sequence

from ..errors import PhotoError
from ..standards import Standard
from ..text import Lang
from .attendance import Attendance
from .fixing import NEW_FILE, WRITTEN, Places
from .html import HtmlWriter
from .job import Result
from .renaming import needs_student
from .roster import Roster
from .summary import Summary
from .walk import Skipped
from .writers import CsvWriter, Writer


class Gathering:
    """What ``check`` or ``fix`` of the command line write about the same files, for whoever calls neither.

    ``places`` says where new files go, None for a batch without them. `add` takes the results in the order of
    their files, `finish` ends it. Raises ValueError for names that need a class list which is not there.
    """

    def __init__(
        self, standards: Sequence[Standard], lang: Lang, roster: Roster | None, places: Places | None
    ) -> None:
        if places is not None and roster is None and needs_student(places.pattern or ""):
            raise ValueError("{id} and {name} need the class list")
        self.summary = Summary(standards, lang)
        self._lang = lang
        self._attendance = Attendance(roster, lang) if roster is not None else None
        self._places = places
        self._written = 0
        self._csv: list[str] = []
        self._html: list[str] = []
        titles = self._attendance.titles() if self._attendance is not None else []
        extra = [*titles, NEW_FILE.to(lang)] if places is not None else titles
        self._html_writer = HtmlWriter(self._html.append, lang)
        self._writers: tuple[Writer, ...] = (
            CsvWriter(self._csv.append, standards, lang, extra),
            self._html_writer,
        )

    def add(self, result: Result) -> str:
        """Take one result; return where its new file goes, or an empty text where there is none."""
        self.summary.add(result)
        extra = dict(self._attendance.add(result)) if self._attendance is not None else {}
        place = ""
        if self._places is not None:
            place = extra[NEW_FILE.to(self._lang)] = self._place(self._places, result)
            # The reports are on the new file; a reader looks for the photo.
            reports = tuple(dataclasses.replace(report, file=result.name) for report in result.reports)
            result = dataclasses.replace(result, reports=reports)
        for writer in self._writers:
            writer.add(result, extra)
        return place

    def finish(self, skipped: Sequence[Skipped], *, interrupted: bool) -> tuple[dict[str, str], list[str]]:
        """Return the texts of the files by their names, and the lines that say what came of it all."""
        self.summary.interrupted = interrupted
        for item in skipped:
            self.summary.skip(item)
        notes = list(self._notes(interrupted=interrupted))
        with self._html_writer:
            for writer in self._writers:
                writer.finish(self.summary, notes)
        files = {"report.csv": "".join(self._csv), "report.html": "".join(self._html)}
        if self._attendance is not None:
            messages: list[str] = []
            self._attendance.write_messages(messages.append, interrupted=interrupted)
            files["messages.csv"] = "".join(messages)
        return files, [*self.summary.lines(), *notes]

    def _notes(self, *, interrupted: bool) -> Iterator[str]:
        if self._places is not None:
            rest = self.summary.n_photos - self._written
            yield WRITTEN.format(n=self._written, rest=rest).to(self._lang)
        if self._attendance is not None:
            yield from self._attendance.notes(interrupted=interrupted)

    def _place(self, places: Places, result: Result) -> str:
        if result.fixed is None or result.fixed.data is None:
            return ""
        student = self._attendance.student(result.name) if self._attendance is not None else None
        try:
            place = os.fspath(places.place(result, student))
        except PhotoError:
            return ""
        self._written += 1
        return place
