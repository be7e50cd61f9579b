"""``python -m wheels build|check|reproduce|locate|lock|notice``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this very line is for older interpreters
    sys.exit("[wheels] old-python: Python 3.11 or newer is needed.")

from wheels import builder, cache, licences, pins, proofs, recipe
from wheels.downloads import Downloads, processors
from wheels.errors import WheelsError
from wheels.progress import heartbeat, say


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, 1 (it failed, with a sentence) or 2 (wrong call)."""
    parser = argparse.ArgumentParser(prog="python -m wheels", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build and prove the wheels, unless that is done")
    build.add_argument("--out", type=Path, metavar="DIR", help="copy the result there")
    build.add_argument("--jobs", type=int, metavar="N", help="processes; default: one a processor")
    build.add_argument("--force", action="store_true", help="build anew what is cached")
    commands.add_parser("check", help="run the proofs on the wheels that are there")
    commands.add_parser("reproduce", help="build everything twice and compare")
    commands.add_parser("locate", help="print the folder of the wheels")
    commands.add_parser("lock", help="pin the toolchain's packages anew")
    commands.add_parser("notice", help="print the text for NOTICE")
    arguments = parser.parse_args(argv)
    try:
        match arguments.command:
            case "build":
                print(builder.build(arguments.out, arguments.jobs, force=arguments.force))
            case "check":
                check()
            case "reproduce":
                reproduce()
            case "locate":
                print(cache.locate())
            case "lock":
                pins.write()
            case "notice":
                print(licences.notice(recipe.load_all()), end="")
    except WheelsError as error:
        print(f"[wheels] {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("[wheels] stopped", file=sys.stderr)
        return 130
    return 0


def check() -> None:
    """Run every proof on the wheels that ``locate`` finds.

    Raises:
        WheelsError: there are none, or a proof fails.
    """
    wheels = cache.locate()
    with tempfile.TemporaryDirectory() as folder, heartbeat():
        work = Path(folder)
        downloads = Downloads(cache.home() / "downloads", work / "logs")
        proofs.run_all(wheels, work / "proofs", downloads, processors())


def reproduce() -> None:
    """Build twice in different folders and compare the sums of all files.

    Raises:
        WheelsError: a build fails, or the two differ.
    """
    sums = []
    for name in ("reproduce-first", "reproduce-the-second-time"):
        work = cache.home() / builder.WORK / name
        shutil.rmtree(work, ignore_errors=True)
        with heartbeat():
            sums.append((builder.assemble(work, processors()) / cache.SUMS).read_text(encoding="utf-8"))
        shutil.rmtree(work)
    first, second = (set(text.splitlines()) for text in sums)
    if first != second:
        differing = sorted({line.split("  ")[1] for line in first ^ second})
        raise WheelsError("not-reproducible", f"Two builds differ in: {', '.join(differing)}.")
    say(f"two builds, byte-identical: {len(first)} files")


if __name__ == "__main__":
    sys.exit(main())
