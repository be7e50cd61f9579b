"""``gradphoto check``: judge photos."""

import argparse
import os
from typing import TYPE_CHECKING

from ..batch.job import CheckJob
from ..batch.summary import Summary
from ..errors import BatchError
from ..render import render_reports
from ..report import Report, reports_to_json
from . import batch, call
from .files import check_file, expand

if TYPE_CHECKING:
    from .call import Commands

# From so many named files on, several processes are worth their start.
_MANY = 32


def add_to(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="check photos",
        description="Checks each photo, also those in folders. Exit code 0: all pass or only warn; 1: some "
        "photo fails or could not be judged; 2: some file is unreadable or the call is wrong; 130: stopped "
        "by Ctrl-C, after a report of what was finished.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a photo, or a folder of photos")
    call.add_standards(parser)
    call.add_output(parser, batch.FORMATS)
    batch.add_options(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    names = list(expand(args.files))
    few = len(names) < _MANY and not any(map(os.path.isdir, names))
    plain = args.format in {"text", "json"} and args.output is None
    if few and plain and args.jobs is None and args.scheduler is None:
        return _check_few(args, names)
    try:
        return _check_many(args, names)
    except BatchError as error:
        batch.complain(error)
        return call.EXIT_UNUSABLE


def _check_few(args: argparse.Namespace, names: list[str]) -> int:
    chosen = call.chosen_standards(args)
    reports: list[Report] = []
    for name in names:
        new = check_file(name, chosen, args.lang)
        if args.format == "text":
            print(render_reports(new))
        reports += new
    if args.format == "json":
        print(reports_to_json(reports), end="")
    return call.exit_code(reports)


def _check_many(args: argparse.Namespace, names: list[str]) -> int:
    chosen = call.chosen_standards(args)
    job = CheckJob(tuple(chosen), args.lang, thumbnails=args.format == "html")
    run = batch.Run(Summary(chosen, args.lang), set())
    without = [args.output] if args.output is not None else []
    with batch.report_writer(args, chosen, ()) as writer:
        for result in batch.results(job, names, args, run, without):
            writer.add(result, {})
        writer.finish(run.summary, ())
    if args.format in {"json", "csv"} or args.output is not None:
        batch.tell(run.summary.lines())
    if run.failure is not None:
        batch.complain(run.failure)
    return run.exit_code()
