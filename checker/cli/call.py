"""What the commands have in common: their parser, shared options and exit codes."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from .. import standards
from ..errors import StandardError
from ..report import Report
from ..text import LANGUAGES, printable

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]

DEFAULT_STANDARD = "online-upload"
EXIT_OK, EXIT_FAILED, EXIT_UNUSABLE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints show no raw control character."""

    def error(self, message: str) -> NoReturn:
        """Print usage and ``message``, with the code ``usage``, to stderr and exit with code 2."""
        super().error(f"[usage] {printable(message)}")


def add_standards(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--standard``, whose values `chosen_standards` returns."""
    parser.add_argument(
        "--standard",
        action="append",
        type=_standard_id,
        metavar="ID",
        help=f"a standard of `gradphoto standards`; may be repeated; {DEFAULT_STANDARD} without it",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the options ``--format`` and ``--lang``."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text without it")
    parser.add_argument(
        "--lang", choices=LANGUAGES, default="zh", help="language of the sentences; zh without it"
    )


def chosen_standards(args: argparse.Namespace) -> list[str]:
    """Return the ids of the standards that were asked for, each once."""
    return list(dict.fromkeys(args.standard or [DEFAULT_STANDARD]))


def exit_code(reports: Sequence[Report]) -> int:
    """Return the exit code for ``reports``: the worst of theirs."""
    outcomes = {report.outcome for report in reports}
    if "unreadable" in outcomes:
        return EXIT_UNUSABLE
    return EXIT_FAILED if outcomes & {"fail", "unknown"} else EXIT_OK


def _standard_id(value: str) -> str:
    try:
        return standards.load(value).id
    except StandardError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
