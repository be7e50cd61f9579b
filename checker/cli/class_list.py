"""What the options for a class list ask for."""

import argparse
from collections.abc import Sequence

from ..batch.attendance import Attendance
from ..batch.job import Result
from ..batch.output import written
from ..batch.renaming import Copies, needs_student
from ..batch.roster import Student, read_roster
from ..batch.writers import Extra
from .batch import Run


class ClassList:
    """The class list of one call, or none: then it knows nobody and has nothing to say.

    Raises `BatchError` ``roster`` for a list that cannot be read; a wrong call ends the program.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        if args.messages is not None and args.roster is None:
            args.refuse("argument --messages: needs the class list, --roster FILE")
        if args.rename is not None and args.roster is None and needs_student(args.rename):
            args.refuse("argument --rename: {id} and {name} need the class list, --roster FILE")
        self._lang = args.lang
        self._messages: str | None = args.messages
        self._attendance = (
            Attendance(read_roster(args.roster), args.lang) if args.roster is not None else None
        )
        self._copies: Copies | None = None

    def copy_to(self, pattern: str, folder: str) -> None:
        """Also copy the photos into ``folder`` under new names."""
        self._copies = Copies(pattern, folder)

    def titles(self) -> Sequence[str]:
        """Return the titles of the columns that `add` fills."""
        return self._attendance.titles() if self._attendance is not None else ()

    def add(self, result: Result) -> Extra:
        """Take one photo; return what the list says of it."""
        extra = self._attendance.add(result) if self._attendance is not None else {}
        if self._copies is not None and result.error is None:
            self._copies.add(result.name, result.path, self.student(result.name))
        return extra

    def student(self, name: str) -> Student | None:
        """Return whose photo the file called ``name`` is, or None if that cannot be told."""
        return self._attendance.student(name) if self._attendance is not None else None

    def finish(self, run: Run) -> list[str]:
        """Write the messages, make the copies, and return the lines that the report ends with.

        Raises `BatchError` ``output`` for what cannot be written.
        """
        interrupted = run.summary.interrupted
        notes: list[str] = []
        if self._attendance is not None:
            notes += self._attendance.notes(interrupted=interrupted)
            run.class_complete = self._attendance.complete
            if self._messages is not None:
                with written(self._messages, raw=True) as write:
                    self._attendance.write_messages(write, interrupted=interrupted)
        if self._copies is not None:
            notes += self._copies.make(self._lang)
        return notes
