"""``python3 -m setup site|tests|python|lint``: make this working copy ready for building or testing."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very line is for older interpreters
    sys.exit("[setup] old-python: Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")

from setup import steps
from setup.progress import SetupError

TARGETS = {
    "python": [steps.python],
    "lint": [steps.python, steps.node],
    "site": [steps.python, steps.node, steps.wheels],
    "tests": [steps.python, steps.node, steps.debian_and_wheels],
}


def main(argv: list[str]) -> int:
    """Run the steps of one target; return 0, 1 (a step failed, with a sentence) or 2 (wrong call)."""
    if len(argv) != 1 or argv[0] not in TARGETS:
        print(f"usage: python3 -m setup {{{'|'.join(TARGETS)}}}", file=sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a console may lack «…»
    try:
        for step in TARGETS[argv[0]]:
            step()
    except SetupError as error:
        print(f"[setup] {error.code}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"[setup] not-writable: {error}. Mend this, then try again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("[setup] stopped", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
