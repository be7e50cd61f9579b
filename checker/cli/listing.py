"""``gradphoto standards``: what photos can be judged by, and what a file with such a thing looks like."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from .. import standards
from ..render_standards import render_list, render_standard, standard_to_dict
from ..standards.schema import schema
from . import call
from .parser import EXIT_OK, Parser

if TYPE_CHECKING:
    from .parser import Commands


def add_to(commands: "Commands", name: str, in_short: str) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(name, help=in_short, description="Lists all standards.")
    call.add_output(parser)
    parser.set_defaults(run=_list)
    parts = parser.add_subparsers(metavar="PART", parser_class=Parser)
    show = parts.add_parser(
        "show",
        help="show all of a standard",
        description="Shows every limit of a standard, who says so, and when that was last looked at. "
        "A TOML file of your own is read as `--standard` reads it: what is wrong with it is named.",
    )
    show.add_argument("standard", type=call.standard, metavar="ID", help="a standard's id, or a TOML file")
    call.add_output(show, inherit=True)
    show.set_defaults(run=_show)
    of_files = parts.add_parser(
        "schema",
        help="print the JSON schema of a standard's file",
        description="Prints the JSON schema of a standard's TOML file, for editors that complete and check.",
    )
    of_files.set_defaults(run=_schema)


def _list(args: argparse.Namespace) -> int:
    found = list(standards.load_all().values())
    if args.format == "json":
        _print([standard_to_dict(standard, args.lang) for standard in found])
    else:
        print(render_list(found, args.lang))
    return EXIT_OK


def _show(args: argparse.Namespace) -> int:
    if args.format == "json":
        _print(standard_to_dict(args.standard, args.lang))
    else:
        print(render_standard(args.standard, args.lang))
    return EXIT_OK


def _schema(args: argparse.Namespace) -> int:  # noqa: ARG001
    _print(schema())
    return EXIT_OK


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=True, indent=2))
