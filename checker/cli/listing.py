"""``gradphoto standards``: list what photos can be judged by."""

import argparse
import json
from typing import TYPE_CHECKING

from .. import standards
from ..render import render_standards, standards_to_dicts
from . import call

if TYPE_CHECKING:
    from .call import Commands


def add_to(commands: "Commands") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("standards", help="list the standards", description="Lists all standards.")
    call.add_output(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    found = list(standards.load_all().values())
    if args.format == "json":
        print(json.dumps(standards_to_dicts(found, args.lang), ensure_ascii=True, indent=2))
    else:
        print(render_standards(found, args.lang))
    return call.EXIT_OK
