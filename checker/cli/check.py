"""``gradphoto check``: judge photos."""

import argparse
from typing import TYPE_CHECKING

from ..render import render_reports
from ..report import Report, reports_to_json
from . import call
from .files import check_file, expand

if TYPE_CHECKING:
    from .call import Commands


def add_to(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="check photos",
        description="Checks each photo. Exit code 0: all pass or only warn; 1: some photo fails or could not "
        "be judged; 2: some file is unreadable or the call is wrong.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a photo")
    call.add_standards(parser)
    call.add_output(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    chosen = call.chosen_standards(args)
    reports: list[Report] = []
    for name in expand(args.files):
        new = check_file(name, chosen, args.lang)
        if args.format == "text":
            print(render_reports(new))
        reports += new
    if args.format == "json":
        print(reports_to_json(reports), end="")
    return call.exit_code(reports)
