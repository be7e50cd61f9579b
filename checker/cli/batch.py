"""The part that commands over many files share: options, engine, report, progress."""

import argparse
import contextlib
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..batch.html import HtmlWriter
from ..batch.job import TIME_LIMIT_S, Job, Result, Task
from ..batch.output import written
from ..batch.pool import Pool, cores
from ..batch.progress import Progress
from ..batch.renaming import check_pattern
from ..batch.run import WINDOW, Engine, in_order, interruptible
from ..batch.summary import Summary
from ..batch.walk import Found, walk
from ..batch.writers import CsvWriter, JsonWriter, TextWriter, Write, Writer
from ..errors import BatchError
from ..standards import Standard
from ..text import printable
from .parser import EXIT_FAILED, EXIT_OK, EXIT_UNUSABLE

EXIT_INTERRUPTED = 130
FORMATS = ("text", "json", "csv", "html")
_MAX_JOBS = 512
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".gif", ".bmp", ".webp", ".tif", ".tiff"})


def add_options(parser: argparse.ArgumentParser, *report: str) -> None:
    """Add the options for work on many files; ``report`` are the names of the one for the report's file."""
    parser.set_defaults(refuse=parser.error)
    group = parser.add_argument_group("many photos")
    group.add_argument(
        *report, dest="report", metavar="FILE", type=_report_file, help="write the report to a file"
    )
    where = group.add_mutually_exclusive_group()
    where.add_argument("--jobs", metavar="N", type=_jobs, help="processes; as many as cores without it")
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="let a Dask cluster do the work (extra `cluster`)"
    )
    group.add_argument(
        "--time-limit",
        metavar="S",
        type=_seconds,
        default=float(TIME_LIMIT_S),
        help=f"seconds a photo may take; {TIME_LIMIT_S} without it",
    )


def add_class_list(parser: argparse.ArgumentParser) -> None:
    """Add the options for a class list; `ClassList` is what they ask for."""
    group = parser.add_argument_group("a class's photos")
    group.add_argument(
        "--roster",
        metavar="FILE",
        help="a class list (CSV with 学号 or 采集码, and 姓名): tells missing, double and unknown photos",
    )
    group.add_argument(
        "--messages", metavar="FILE", type=_report_file, help="write a sentence to send to each student (CSV)"
    )
    group.add_argument(
        "--rename",
        metavar="PATTERN",
        type=_pattern,
        help="new names: {id}, {name}, {stem}, {n}; the ending stays",
    )


@dataclass
class Run:
    """One run over many files: what came of it."""

    summary: Summary
    outcomes: set[str] = field(default_factory=set)
    failure: BatchError | None = None
    class_complete: bool = True

    def exit_code(self) -> int:
        """Return the exit code; the worst that happened decides."""
        if self.failure is not None:
            return EXIT_UNUSABLE
        if self.summary.interrupted:
            return EXIT_INTERRUPTED
        if "unreadable" in self.outcomes:
            return EXIT_UNUSABLE
        good = self.class_complete and not self.outcomes & {"fail", "unknown"}
        return EXIT_OK if good else EXIT_FAILED


def tasks(names: Sequence[str], summary: Summary, without: Sequence[str]) -> Iterator[Task]:
    """Yield a task for each photo among ``names``; what is no photo is told to the summary."""
    index = 0
    for item in walk(names, without):
        if isinstance(item, Found):
            yield Task(index, item.name, os.path.abspath(item.name), item.problem)  # noqa: PTH100
            index += 1
        else:
            summary.skip(item)


def results(
    job: Job,
    names: Sequence[str],
    args: argparse.Namespace,
    run: Run,
    without: Sequence[str] = (),
    window: int = WINDOW,
) -> Generator[Result]:
    """Yield the results on all photos among ``names`` in their order, with a progress bar.

    When the user stops it or the engine fails, what was finished has been yielded and ``run`` says so.
    """
    total = sum(isinstance(item, Found) for item in walk(names, without)) if sys.stderr.isatty() else 0
    progress = Progress(total, args.lang)
    with interruptible() as stop, engine(job, names, args) as started:
        try:
            todo = tasks(names, run.summary, without)
            for n, result in enumerate(in_order(todo, started, stop, window), 1):
                run.summary.add(result)
                run.outcomes |= {report.outcome for report in result.reports}
                if sys.stdout.isatty() and args.report is None:
                    progress.clear()
                yield result
                if total:
                    progress.update(n)
        except BatchError as error:
            run.failure = error
        finally:
            progress.clear()
        run.summary.interrupted = stop.asked or run.failure is not None


@contextlib.contextmanager
def engine(job: Job, names: Sequence[str], args: argparse.Namespace) -> Iterator[Engine]:
    """Start what the options ask for to work on the photos."""
    if args.scheduler is not None:
        from ..batch.cluster import Cluster

        paths = [os.path.abspath(name) for name in names if os.path.exists(name)]  # noqa: PTH100, PTH110
        with Cluster(job, args.scheduler, paths, args.time_limit) as cluster:
            yield cluster
        return
    with Pool(job, args.jobs or cores(), args.time_limit) as pool:
        yield pool


@contextlib.contextmanager
def report_writer(
    args: argparse.Namespace, chosen: Sequence[Standard], extra: Sequence[str]
) -> Iterator[Writer]:
    """Open the report in the format asked for."""
    with written(args.report, raw=args.format in {"csv", "html"}) as write, contextlib.ExitStack() as closing:
        yield _writer(write, args, chosen, extra, closing)


def _writer(
    write: Write,
    args: argparse.Namespace,
    chosen: Sequence[Standard],
    extra: Sequence[str],
    closing: contextlib.ExitStack,
) -> Writer:
    if args.format == "json":
        return JsonWriter(write)
    if args.format == "csv":
        return CsvWriter(write, chosen, args.lang, extra)
    if args.format == "html":
        return closing.enter_context(HtmlWriter(write, args.lang))
    return TextWriter(write)


def tell(lines: Sequence[str]) -> None:
    """Print lines for people to standard error."""
    for line in lines:
        print(printable(line), file=sys.stderr)


def complain(error: BatchError) -> None:
    """Print an error as all commands do."""
    print(f"gradphoto: error: {printable(str(error))}", file=sys.stderr)


def _jobs(value: str) -> int:
    with contextlib.suppress(ValueError):
        if 1 <= int(value) <= _MAX_JOBS:
            return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is no number of processes between 1 and {_MAX_JOBS}")


def _seconds(value: str) -> float:
    with contextlib.suppress(ValueError):
        if 0.1 <= float(value) <= 86_400:
            return float(value)
    raise argparse.ArgumentTypeError(f"{value!r} is no number of seconds between 0.1 and 86400")


def _pattern(value: str) -> str:
    try:
        return check_pattern(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _report_file(value: str) -> str:
    if Path(value).suffix.lower() in _PICTURES:
        raise argparse.ArgumentTypeError(f"{value!r} is called like a photo; a report is no photo")
    return value
