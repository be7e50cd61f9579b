"""What the commands have in common: their parser, shared options and exit codes."""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from .. import standards
from ..errors import StandardError
from ..report import Report
from ..standards import Standard
from ..text import LANGUAGES
from ..vision.scene import Unseen
from .parser import EXIT_FAILED, EXIT_OK, EXIT_UNUSABLE

DEFAULT_STANDARD = "online-upload"
_NOT_LOOKED: Unseen = "not-looked"


def add_standards(parser: argparse.ArgumentParser) -> None:
    """Add the options ``--standard`` and ``--set``, which `chosen_standards` makes standards of."""
    parser.add_argument(
        "--standard",
        action="append",
        type=standard,
        metavar="ID",
        help="a standard of `gradphoto standards`, or a TOML file with one of your own; may be repeated; "
        f"{DEFAULT_STANDARD} without it",
    )
    parser.add_argument(
        "--set",
        action="append",
        dest="overrides",
        metavar="LIMIT",
        help="a limit in place of the standards' own: kb=20-60, px=480x640, dpi=300, bg=white, crown=8-17; "
        "may be repeated",
    )
    parser.set_defaults(refuse=parser.error)


def add_output(
    parser: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json"), *, inherit: bool = False
) -> None:
    """Add the options ``--format`` and ``--lang``; with ``inherit`` they do not undo the outer parser's."""
    default_format, default_lang = (argparse.SUPPRESS,) * 2 if inherit else ("text", "zh")
    parser.add_argument("--format", choices=formats, default=default_format, help="text without it")
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=default_lang, help="language of the sentences; zh without it"
    )


def add_faces(parser: argparse.ArgumentParser, *, closely: bool = False) -> None:
    """Add the option that leaves the face models out; ``args.unseen`` is what `engine.check` takes.

    With ``closely``, also the one that lets them look closely, as ``args.closely``.
    """
    group = parser.add_mutually_exclusive_group()
    if closely:
        group.add_argument(
            "--closely",
            action="store_true",
            help="look closely, which takes several times as long: at hair, ears, glasses, hats, ornaments",
        )
    group.add_argument(
        "--without-faces",
        dest="unseen",
        action="store_const",
        const=_NOT_LOOKED,
        help="do not look for faces, which is three times as fast; rules about the head then cannot judge",
    )


def chosen_standards(args: argparse.Namespace) -> list[Standard]:
    """Return the standards that were asked for, each once, with the limits that were asked for.

    Two files with the same id and a limit that makes no sense end the program as a wrong call.
    """
    refuse: Callable[[str], NoReturn] = args.refuse
    chosen: dict[str, Standard] = {}
    for found in args.standard or [standards.load(DEFAULT_STANDARD)]:
        if chosen.setdefault(found.id, found) != found:
            refuse(f"argument --standard: two files call themselves {found.id!r}; change one id")
    try:
        return standards.resolve(list(chosen.values()), standards.parse_overrides(args.overrides or []))
    except StandardError as error:
        refuse(f"argument --set: {error}")


def exit_code(reports: Sequence[Report]) -> int:
    """Return the exit code for ``reports``: the worst of theirs."""
    outcomes = {report.outcome for report in reports}
    if "unreadable" in outcomes:
        return EXIT_UNUSABLE
    return EXIT_FAILED if outcomes & {"fail", "unknown"} else EXIT_OK


def standard(value: str) -> Standard:
    """Return the standard of an id, or of a file whose name ends in ``.toml``."""
    try:
        return standards.load_file(value) if value.lower().endswith(".toml") else standards.load(value)
    except StandardError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
