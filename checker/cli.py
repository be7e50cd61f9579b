"""The command ``gradphoto``: ``check`` photos, list ``standards``."""

import argparse
import errno
import glob
import json
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from . import __version__, engine, standards
from .errors import PhotoError, StandardError, photo_error
from .photo import MAX_BYTES, check_size
from .render import render_reports, render_standards, standards_to_dicts
from .report import Report, reports_to_json, unreadable
from .text import LANGUAGES, Lang, printable

DEFAULT_STANDARD = "online-upload"
EXIT_OK, EXIT_FAILED, EXIT_UNUSABLE = 0, 1, 2
# As shells report a program ended by SIGINT or SIGPIPE: the files were not all checked.
EXIT_INTERRUPTED, EXIT_READER_LEFT = 130, 141
# Elsewhere the shell has expanded wildcards, and what is left of them is part of a name.
_EXPANDS_WILDCARDS = os.name == "nt"


def entry() -> NoReturn:
    """Run the command with the process's arguments and exit with its code."""
    if sys.stdout is None:  # closed (>&-), or pythonw: what was found could not be told
        print("gradphoto: error: [output] there is no standard output", file=sys.stderr)
        sys.exit(EXIT_UNUSABLE)
    for stream in (sys.stdout, sys.stderr):
        # A console's encoding (cp936, ascii, ...) may lack a character; show an escape instead of dying.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        # Files of the user raise nothing here, so the output is at fault: its reader (head, more) has left,
        # which Windows calls an invalid argument, or the disk is full. Keep Python from flushing once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_READER_LEFT
        if error.errno not in {errno.EPIPE, errno.EINVAL}:
            print(f"gradphoto: error: [output] {printable(str(error))}", file=sys.stderr)
            code = EXIT_UNUSABLE
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    sys.exit(code)


def main(argv: Sequence[str]) -> int:
    """Run the command with ``argv`` (without the program's name) and return its exit code.

    0: every photo passes or only warns; 1: some photo fails or a rule could not judge; 2: some file is
    unreadable or the call is wrong.
    """
    args = _parser().parse_args(argv)
    lang: Lang = args.lang
    if args.command == "standards":
        found = list(standards.load_all().values())
        if args.format == "json":
            print(json.dumps(standards_to_dicts(found, lang), ensure_ascii=True, indent=2))
        else:
            print(render_standards(found, lang))
        return EXIT_OK
    chosen = list(dict.fromkeys(args.standard or [DEFAULT_STANDARD]))
    reports: list[Report] = []
    for name in _expand(args.files):
        new = check_file(name, chosen, lang)
        if args.format == "text":
            print(render_reports(new))
        reports += new
    if args.format == "json":
        print(reports_to_json(reports), end="")
    return exit_code(reports)


def exit_code(reports: Sequence[Report]) -> int:
    """Return the exit code for ``reports``: the worst of theirs."""
    outcomes = {report.outcome for report in reports}
    if "unreadable" in outcomes:
        return EXIT_UNUSABLE
    return EXIT_FAILED if outcomes & {"fail", "unknown"} else EXIT_OK


def check_file(name: str, standard_ids: Sequence[str], lang: Lang = "zh") -> list[Report]:
    """Return one report for each standard on the file called ``name``; a bad file gives ``unreadable``."""
    try:
        data = read_photo(Path(name))
    except PhotoError as error:
        return unreadable(name, standard_ids, error, lang)
    return engine.check(data, name, standard_ids, lang)


def read_photo(path: Path) -> bytes:
    """Return the bytes of a file, once its kind and size are known to be fit.

    Raises `PhotoError` with ``no-such-file``, ``is-a-folder``, ``not-a-file``, ``not-readable`` or
    ``too-many-bytes``; the size is asked before anything is read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise photo_error("is-a-folder")
        if not stat.S_ISREG(status.st_mode):
            raise photo_error("not-a-file")
        check_size(status.st_size)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # it may have grown since; `Photo` refuses it then
    except (FileNotFoundError, NotADirectoryError):
        raise photo_error("no-such-file") from None
    except OSError as error:
        missing = error.errno in {errno.ENAMETOOLONG, errno.EINVAL}  # EINVAL: a name Windows cannot have
        raise photo_error("no-such-file" if missing else "not-readable") from None
    except ValueError:  # a name with a null character
        raise photo_error("no-such-file") from None


def _expand(names: Sequence[str]) -> Iterator[str]:
    """Yield ``names``, on Windows with ``*`` and ``?`` expanded, which no shell does there.

    Neither can be part of a file's name on Windows; ``[`` can, so it stands for itself.
    """
    for name in names:
        if _EXPANDS_WILDCARDS and ("*" in name or "?" in name):
            pattern = name.replace("[", "[[]")
            yield from sorted(glob.glob(pattern)) or [name]  # noqa: PTH207  the name may be absolute
        else:
            yield name


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints show no raw control character."""

    def error(self, message: str) -> NoReturn:
        """Print usage and ``message``, with the code ``usage``, to stderr and exit with code 2."""
        super().error(f"[usage] {printable(message)}")


def _standard_id(value: str) -> str:
    try:
        return standards.load(value).id
    except StandardError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="gradphoto", description="Checks the photo of Chinese graduates against the rules.")
    parser.add_argument("--version", action="version", version=f"gradphoto {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    check = commands.add_parser(
        "check",
        help="check photos",
        description="Checks each photo. Exit code 0: all pass or only warn; 1: some photo fails or could not "
        "be judged; 2: some file is unreadable or the call is wrong.",
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="a photo")
    check.add_argument(
        "--standard",
        action="append",
        type=_standard_id,
        metavar="ID",
        help=f"a standard of `gradphoto standards`; may be repeated; {DEFAULT_STANDARD} without it",
    )
    listing = commands.add_parser("standards", help="list the standards", description="Lists all standards.")
    for command in (check, listing):
        command.add_argument("--format", choices=("text", "json"), default="text", help="text without it")
        command.add_argument(
            "--lang", choices=LANGUAGES, default="zh", help="language of the sentences; zh without it"
        )
    return parser
