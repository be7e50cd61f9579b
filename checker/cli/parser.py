"""The command line's parser and exit codes, which all commands have in common."""

import argparse
from typing import TYPE_CHECKING, NoReturn

from ..text import printable

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]

EXIT_OK, EXIT_FAILED, EXIT_UNUSABLE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints show no raw control character."""

    def error(self, message: str) -> NoReturn:
        """Print usage and ``message``, with the code ``usage``, to stderr and exit with code 2."""
        super().error(f"[usage] {printable(message)}")
