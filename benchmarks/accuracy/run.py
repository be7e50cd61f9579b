"""Making and judging every photo, on several processes."""

from __future__ import annotations

import functools
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import checker
from benchmarks.accuracy.files import make
from benchmarks.accuracy.plan import HARD
from benchmarks.accuracy.score import Judged
from benchmarks.accuracy.shots import Shot
from benchmarks.accuracy.sources import Source
from checker import standards
from checker.standards import Standard
from checker.vision.scene import Unseen

# Rules that judge the file alone, so that nobody need look at the photo: that takes longer than all of them.
_FILE_ONLY = frozenset(HARD) | {
    "file-name", "jpeg-quality", "print-resolution", "single-image", "colour-profile", "embedded-location",
}  # fmt: skip
_CHUNK = 24  # photos that a process takes at a time; neighbours share a source, which it keeps
_sources: dict[str, Source] = {}


def judge(shots: Sequence[Shot], sources: Sequence[Source], jobs: int) -> Iterator[Judged]:
    """Yield what the checker says, in the order of ``shots``; each photo is made, judged and forgotten."""
    by_id = {source.id: source for source in sources}
    if jobs == 1:
        _start(by_id)
        found = map(_one, shots)
        yield from _told(found, len(shots))
        return
    with multiprocessing.get_context("spawn").Pool(jobs, _start, (by_id,)) as pool:
        yield from _told(pool.imap(_one, shots, _CHUNK), len(shots))


def _told(found: Iterator[list[Judged]], total: int) -> Iterator[Judged]:
    """Pass on what was found and say on a terminal how far it is."""
    for at, judged in enumerate(found, 1):
        if sys.stderr.isatty() and (at % 50 == 0 or at == total):
            print(f"\r{at}/{total}", end="" if at < total else "\n", file=sys.stderr, flush=True)
        yield from judged


def _start(sources: Mapping[str, Source]) -> None:
    _sources.update(sources)


def _one(shot: Shot) -> list[Judged]:
    data, name = make(_sources[shot.source], shot)
    return outcomes(shot, data, name)


@functools.lru_cache
def _only(standard_id: str, rules: tuple[str, ...]) -> Standard:
    """Return a standard with these of its rules: judging by the others would only take time."""
    standard = standards.load(standard_id)
    return replace(standard, rules={rule: standard.rules[rule] for rule in rules})


def outcomes(shot: Shot, data: bytes, name: str) -> list[Judged]:
    """Return what the checker says of a file under each rule that ``shot`` is about.

    A file that cannot be read at all counts as failed: the report says so, and no rule lets it pass.
    """
    runtime: Unseen | None = "left-out" if _FILE_ONLY.issuperset(shot.rules) else None
    (report,) = checker.check(data, name, [_only(shot.standard, shot.rules)], runtime=runtime)
    if report.error is not None:
        return [Judged(shot, rule, "fail") for rule in shot.rules]
    found = {finding.rule: finding.outcome for finding in report.findings}
    return [Judged(shot, rule, found[rule]) for rule in shot.rules]
