"""The command ``build.py``: options, progress, and errors as sentences."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from builder import checked, hosting, licences, links, output, runtime, server, site, verify
from builder.errors import BuildError, BuildFailedError
from builder.project import Project
from checker.errors import StandardError
from checker.standards import load_all
from wheels.errors import WheelsError

_OK, _FAILED = 0, 1


def main(argv: Sequence[str], project: Project) -> int:
    """Run the command and return its exit code: 0, or 1 for a failed build (2 by argparse)."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.port is not None and not options.serve:
        parser.error("--port is the port of --serve; give both")
    if options.verify is not None and options.serve:
        parser.error("--verify serves nothing; leave --serve out")
    try:
        base_url = site.check_base_url(options.base_url) if options.base_url is not None else None
        if options.verify is not None:
            with tempfile.TemporaryDirectory() as folder:
                build(project, Path(folder) / "site", base_url, say=_say)
                equal = verify.compare(Path(folder) / "site", options.verify, _say)
            _say(f"verified: {equal} files of {options.verify} are what this checkout builds")
            return _OK
        # Before the long build, so that a port in use is told at once.
        with server.open_server(options.out, options.port) if options.serve else nullcontext() as running:
            build(project, options.out, base_url, say=_say)
            if running is not None:
                _say(
                    f"serving {options.out} on http://{server.HOST}:{running.server_port}/ (end with Ctrl+C)"
                )
                running.serve_forever()
    except (BuildError, BuildFailedError) as error:
        print(error, file=sys.stderr)
        return _FAILED
    except WheelsError as error:
        print(error, file=sys.stderr)
        return _FAILED
    except StandardError as error:
        print(f"bad-standard: {error}", file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        return _OK if options.serve else _FAILED
    return _OK


def build(project: Project, out: Path, base_url: str | None, say: Callable[[str], None]) -> None:
    """Build the whole site into ``out``; ``say`` gets a line for each step.

    Standards whose source was last looked at more than a year ago are only told of. Raises `BuildError`,
    `BuildFailedError`, `StandardError` or `wheels.errors.WheelsError`; then ``out`` is as it was.
    """
    started = time.monotonic()
    for line in checked.warnings(load_all().values(), project, _today()):
        say(f"warning: {line}")
    with output.staged(out, project) as stage:
        say("guide: rendering the pages")
        made = site.render(project, stage, base_url, licences.of_wheels(project.root))
        say(f"guide: {len(made.pages)} pages")
        say("checker: bundling what the page runs (some seconds)")
        info = runtime.bundle(
            stage,
            root=project.root,
            env=made.templates.env,
            explanations=made.explanations,
            context=made.context,
        )
        fetched = info.wire_bytes("base", "faces") / 1e6
        saving = info.wire_bytes("base") / 1e6
        say(f"checker: {fetched:.1f} MB to fetch, {saving:.1f} MB with the data saver")
        count = links.check(stage, project, made.pages)
        links.unused_templates(project, made.templates.used)
        say(f"links: {count} checked")
        hosting.write(stage, project.root)
    say(f"done: {project.show(out.resolve())} in {time.monotonic() - started:.1f} s")


def _today() -> date:
    return date.today()


def _say(line: str) -> None:
    print(line, flush=True)


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
