"""``gradphoto check``: judge photos."""

import argparse
import contextlib
import os
from typing import TYPE_CHECKING

from ..batch.job import CheckJob
from ..batch.summary import Summary
from ..errors import BatchError, PointsError
from ..render import render_reports
from ..report import Report, reports_to_json
from ..vision.scene import Handle, Point
from . import batch, call
from .class_list import ClassList
from .files import check_file, expand
from .limit import limited
from .parser import EXIT_UNUSABLE
from .points import add_points, chosen_points

if TYPE_CHECKING:
    from .parser import Commands

# From so many named files on, several processes are worth their start.
_MANY = 32


def add_to(commands: "Commands", name: str, in_short: str) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        name,
        help=in_short,
        description="Checks each photo, also those in folders. Exit code 0: all pass or only warn; 1: some "
        "photo fails or could not be judged; 2: some file is unreadable or the call is wrong; 130: stopped "
        "by Ctrl-C, after a report of what was finished.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a photo, or a folder of photos")
    call.add_standards(parser)
    call.add_faces(parser, closely=True)
    call.add_output(parser, batch.FORMATS)
    add_points(parser)
    batch.add_options(parser, "-o", "--output")
    batch.add_class_list(parser)
    parser.add_argument("--copy-to", metavar="FOLDER", help="where --rename copies the photos to")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    names = list(expand(args.files))
    few = len(names) < _MANY and not any(map(os.path.isdir, names))
    if (args.rename is None) != (args.copy_to is None):
        args.refuse("--rename PATTERN and --copy-to FOLDER belong together")
    options = (args.report, args.jobs, args.scheduler, args.roster, args.messages, args.rename)
    points = chosen_points(args)
    if points is not None and (len(names) != 1 or not few):
        args.refuse("argument --points: the points are of one photo, so name one file")
    if few and args.format in {"text", "json"} and all(option is None for option in options):
        return _check_few(args, names, points)
    if points is not None:
        args.refuse("argument --points: goes with text or JSON about one photo, and none of these options")
    try:
        return _check_many(args, names)
    except BatchError as error:
        batch.complain(error)
        return EXIT_UNUSABLE


def _check_few(args: argparse.Namespace, names: list[str], points: dict[Handle, Point] | None) -> int:
    chosen = call.chosen_standards(args)
    reports: list[Report] = []
    for name in names:
        try:
            with limited(name, args.time_limit, args.lang):
                new = check_file(name, chosen, args.lang, points, args.unseen, closely=args.closely)
        except PointsError as error:
            args.refuse(f"argument --points: {error.message(args.lang)}")
        if args.format == "text":
            print(render_reports(new))
        reports += new
    if args.format == "json":
        print(reports_to_json(reports), end="")
    return call.exit_code(reports)


def _check_many(args: argparse.Namespace, names: list[str]) -> int:
    chosen = call.chosen_standards(args)
    students = ClassList(args)
    if args.rename is not None:
        students.copy_to(args.rename, args.copy_to)
    job = CheckJob(
        tuple(chosen),
        args.lang,
        thumbnails=args.format == "html",
        unseen=args.unseen,
        closely=args.closely,
    )
    run = batch.Run(Summary(chosen, args.lang))
    # What this run writes is none of the photos it checks.
    without = [name for name in (args.report, args.messages, args.roster, args.copy_to) if name is not None]
    found = contextlib.closing(batch.results(job, names, args, run, without))
    with batch.report_writer(args, chosen, students.titles()) as writer:
        with found as results:  # ends the processes, too, when a report cannot be written
            for result in results:
                writer.add(result, students.add(result))
        notes = students.finish(run)
        writer.finish(run.summary, notes)
    if args.format in {"json", "csv"} or args.report is not None:
        batch.tell([*run.summary.lines(), *notes])
    if run.failure is not None:
        batch.complain(run.failure)
    return run.exit_code()
