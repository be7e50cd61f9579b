"""The command ``build.py``: options, progress, and errors as sentences."""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from builder import output
from builder.errors import BuildError, BuildFailedError
from builder.past import Past
from builder.project import Project

_OK, _FAILED = 0, 1


def main(argv: Sequence[str], project: Project) -> int:
    """Run the command and return its exit code: 0, or 1 for a failed build (2 by argparse)."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.port is not None and not options.serve:
        parser.error("--port is the port of --serve; give both")
    if options.verify is not None and options.serve:
        parser.error("--verify serves nothing; leave --serve out")
    started = time.monotonic()
    try:
        base_url = _checked_base_url(options.base_url)
        past = None
        if options.verify is None:
            past = Past(project, output.check(options.out, project), {"base_url": base_url})
        if past is not None and not options.serve and (warnings := past.unchanged(_today())) is not None:
            for line in warnings:
                _say(f"warning: {line}")
            seconds = time.monotonic() - started
            _say(f"done: {project.show(options.out.resolve())} in {seconds:.1f} s, nothing changed")
            return _OK
    except (BuildError, BuildFailedError) as error:
        print(error, file=sys.stderr)
        return _FAILED
    try:
        return _build(options, project, base_url, past)
    except KeyboardInterrupt:
        return _FAILED


def _build(options: argparse.Namespace, project: Project, base_url: str | None, past: Past | None) -> int:
    # What a build needs takes longer to import than to find out that nothing is to be done.
    from builder import making, verify

    def build() -> None:
        if past is not None:
            making.build(project, options.out, base_url, past, _today(), _say)
            return
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder).resolve() / "site"
            making.build(project, out, base_url, Past(project, out, {}), _today(), _say)
            equal = verify.compare(out, options.verify, _say)
        _say(f"verified: {equal} files of {options.verify} are what this checkout builds")

    if options.serve:
        return _serve(options, project, base_url)
    if (error := _attempt(build)) is not None:
        print(error, file=sys.stderr)
        return _FAILED
    return _OK


def _serve(options: argparse.Namespace, project: Project, base_url: str | None) -> int:
    """Build, serve, and build again after each edit, until interrupted."""
    from builder import inputs, live, making, server

    def look(before: inputs.Files) -> inputs.Files:
        return inputs.take(project, options.out.resolve(), before, {}).files

    def build(quick: bool) -> str | None:
        past = Past(project, options.out, {"base_url": base_url})
        return _attempt(
            lambda: making.build(project, options.out, base_url, past, _today(), _quietly, quick=quick)
        )

    told = live.Live()
    try:
        # Before the long build, so that a port in use is told at once.
        with server.open_server(options.out, options.port, told) as running:
            past = Past(project, options.out, {"base_url": base_url})
            if past.unchanged(_today()) is None:
                error = _attempt(lambda: making.build(project, options.out, base_url, past, _today(), _say))
                if error is not None:
                    print(error, file=sys.stderr)
                    if not options.out.exists():
                        return _FAILED
                    told.failed(error)
            _say(f"serving {options.out} on http://{server.HOST}:{running.server_port}/ (end with Ctrl+C)")
            threading.Thread(target=running.serve_forever, daemon=True).start()
            again = [*sys.argv, *([] if options.port else ["--port", str(running.server_port)])]
            live.watch(project, past.inputs.files, look, build, told, _say, again)
    except BuildError as error:
        print(error, file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        pass
    return _OK


def _attempt(build: Callable[[], None]) -> str | None:
    """Build, and return what is wrong with the sources, or None."""
    from checker.errors import StandardError
    from wheels.errors import WheelsError

    try:
        build()
    except (BuildError, BuildFailedError, WheelsError) as error:
        return str(error)
    except StandardError as error:
        return f"bad-standard: {error}"
    return None


def _checked_base_url(text: str | None) -> str | None:
    if text is None:
        return None
    from builder.base_url import check_base_url

    return check_base_url(text)


def _today() -> date:
    return date.today()


def _say(line: str) -> None:
    print(line, flush=True)


def _quietly(line: str) -> None:
    """Leave out the steps of a build that is one of many."""


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"«{text}» is no port; choose a number from 1 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the guide and the checker page.")
    parser.add_argument(
        "--out", type=Path, default=Path("dist"), metavar="DIR", help="folder of the site (default: dist)"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="the site's public address; adds sitemap.xml, robots.txt and canonical links",
    )
    parser.add_argument(
        "--verify",
        metavar="URL|DIR",
        help="build nothing to keep; say whether that site is, byte by byte, what this checkout builds (give"
        " --base-url too if it was built with one)",
    )
    parser.add_argument("--serve", action="store_true", help="then serve the site on this machine")
    parser.add_argument(
        "--port", type=_port, metavar="N", help="port of --serve (default: the first free one from 8000 on)"
    )
    return parser
