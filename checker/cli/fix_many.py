"""``gradphoto fix`` over folders."""

import argparse
import contextlib
import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

from ..batch.fixing import NEW_FILE, WRITTEN, FixJob, Places
from ..batch.job import Result
from ..batch.summary import Summary
from ..batch.writers import Extra, JsonWriter, TextWriter, Writer
from ..errors import BatchError, PhotoError
from ..fix import Wishes
from ..fix.render import fixed_to_dict, render_fixed_briefly
from ..standards import Standard
from . import batch
from .class_list import ClassList
from .parser import EXIT_UNUSABLE
from .write import write_new

# New files wait in memory until it is their turn to be written: fewer than reports may.
_WINDOW = 64


def fix_many(args: argparse.Namespace, names: list[str], chosen: Sequence[Standard]) -> int:
    """Make new files of all photos among ``names`` and return the exit code."""
    folders = [name for name in names if os.path.isdir(name)]  # noqa: PTH112  a name may hold what no path can
    _refuse_folder_of_originals(args, folders)
    try:
        return _run(args, names, folders, chosen)
    except BatchError as error:
        batch.complain(error)
        return EXIT_UNUSABLE


def _run(
    args: argparse.Namespace, names: list[str], folders: Sequence[str], chosen: Sequence[Standard]
) -> int:
    students = ClassList(args)
    places = Places(args.output, folders, args.rename)
    job = FixJob(
        tuple(chosen),
        args.lang,
        args.crop,
        Wishes(args.level, args.background),
        thumbnails=args.format == "html",
        unseen=args.unseen,
    )
    run = batch.Run(Summary(chosen, args.lang))
    without = [name for name in (args.report, args.messages, args.roster, args.output) if name is not None]
    new_file = NEW_FILE.to(args.lang)
    n_written = 0
    found = contextlib.closing(batch.results(job, names, args, run, without, _WINDOW))
    with batch.report_writer(args, chosen, [*students.titles(), new_file]) as writer:
        with found as results:  # ends the processes, too, when a report cannot be written
            for result in results:
                extra = students.add(result)
                written, refused = _write(result, args, names, places, students)
                n_written += written is not None
                _note_outcome(run, result, written)
                _report(writer, args, result, {**extra, new_file: written or ""}, written, refused)
        notes = students.finish(run)
        rest = run.summary.n_photos - n_written
        notes.insert(0, WRITTEN.format(n=n_written, rest=rest).to(args.lang))
        writer.finish(run.summary, notes)
    if args.format in {"json", "csv"} or args.report is not None:
        batch.tell([*run.summary.lines(), *notes])
    if run.failure is not None:
        batch.complain(run.failure)
    return run.exit_code()


def _refuse_folder_of_originals(args: argparse.Namespace, folders: Sequence[str]) -> None:
    """End the program if new files would stand among the photos they are made of."""
    out = os.path.realpath(args.output)
    for folder in map(os.path.realpath, folders):
        if out == folder or folder.startswith(os.path.join(out, "")):  # noqa: PTH118
            args.refuse(f"argument -o: {args.output!r} holds the photos themselves; name another folder")


def _write(
    result: Result, args: argparse.Namespace, names: Sequence[str], places: Places, students: ClassList
) -> tuple[str | None, PhotoError | None]:
    """Write the new file of one photo; return its path, or why there is none."""
    fixed = result.fixed
    if fixed is None or fixed.data is None:
        return None, None
    try:
        path = places.place(result, students.student(result.name))
        keep = [Path(result.path), *map(Path, names)]
        write_new(path, fixed.data, keep=keep, force=args.force, folder=True)
    except PhotoError as error:
        return None, error
    return os.fspath(path), None


def _note_outcome(run: batch.Run, result: Result, written: str | None) -> None:
    """Let the exit code tell what a single file's would."""
    if written is None:
        run.outcomes.add("unreadable")
    elif result.fixed is None or not result.fixed.complete:
        run.outcomes.add("fail")


def _report(
    writer: Writer,
    args: argparse.Namespace,
    result: Result,
    extra: Extra,
    written: str | None,
    refused: PhotoError | None,
) -> None:
    assert result.fixed is not None
    told = (result.fixed, result.name, written, refused, args.lang)
    if isinstance(writer, TextWriter):
        writer.add_text(render_fixed_briefly(*told))
    elif isinstance(writer, JsonWriter):
        writer.add_object(fixed_to_dict(*told))
    else:
        # The reports are on the new file; a reader looks for the photo.
        reports = tuple(dataclasses.replace(report, file=result.name) for report in result.reports)
        writer.add(dataclasses.replace(result, reports=reports), extra)
