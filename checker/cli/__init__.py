"""The command ``gradphoto``: each of its commands is a module of its own here."""

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from .. import __version__
from ..text import printable
from .parser import EXIT_UNUSABLE, Parser

# The module of each command, and what it does. Only the one that is called is imported: of the others, help
# needs no more than these words.
_COMMANDS = {
    "check": ("check", "check photos"),
    "fix": ("fix", "make a file that passes out of a photo"),
    "sheet": ("sheet", "put prints of a photo on a sheet of paper, with cutting marks"),
    "standards": ("listing", "list or show the standards"),
}
# As shells report a program ended by SIGINT or SIGPIPE: the files were not all checked.
EXIT_INTERRUPTED, EXIT_READER_LEFT = 130, 141


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
    parser = Parser(prog="gradphoto", description="Checks the photo of Chinese graduates against the rules.")
    parser.add_argument("--version", action="version", version=f"gradphoto {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    called = next((word for word in argv if not word.startswith("-")), None)
    for name, (module, in_short) in _COMMANDS.items():
        if name == called:
            import_module(f".{module}", __package__).add_to(commands, name, in_short)
        else:
            commands.add_parser(name, help=in_short)
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code
