"""The figures themselves: bytes, visits, reports, and the command line."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from benchmarks import throughput
from benchmarks.build import case, tools
from benchmarks.speed import chosen, stock
from benchmarks.speed.figures import Row, plain, ratio
from benchmarks.speed.server import LOOPBACK, TEN_MEGABIT, ShapedServer
from benchmarks.speed.visits import GUIDE, PATH, SAVER, first, profile, ready_ms, second
from checker.vision.desktop import desktop

STOCK = "stock: Pyodide core, Pillow, import PIL"
BYTES_SAVER, BYTES_COMPLETE = 5.3e6, 9.3e6
FIRST_VISIT, SECOND_VISIT = 0.75, 0.25
REPORT, HEIC_MS, LONGEST_MS = 4.0, 3000.0, 100.0
# Which of the photos of a page, counted from 0, are its second and its warm ones: by these the engine has
# compiled what it runs to its quickest.
SECOND, WARM = 1, range(4, 9)
LEAST_PHOTOS, HELP_MS = 20.0, 150.0
BUILD = case.BOUNDS["guide", "full"]


@dataclass(frozen=True)
class Setting:
    """What is measured: the built ``site``, a ``folder`` to work in, the project, how many samples."""

    playwright: Playwright
    site: Path
    folder: Path
    root: Path
    samples: int


def wire_bytes(setting: Setting) -> Iterator[Row]:
    """Bytes of all that is sent before a photo is taken, page and scripts included, by a plain server."""
    for name, path, limit in (
        ("bytes-saver", SAVER, BYTES_SAVER),
        ("bytes-complete", PATH, BYTES_COMPLETE),
    ):
        with ShapedServer(setting.site, LOOPBACK) as server:
            first(setting.playwright, server, path)
            yield plain(name, "bytes", limit, [server.sent])


def visits(setting: Setting) -> Iterator[Row]:
    """First and second visits beside the stock page's, one pair after the other."""
    page = stock.write(setting.folder / "stock", setting.root)
    playwright = setting.playwright
    for line in (LOOPBACK, TEN_MEGABIT):
        with (
            ShapedServer(setting.site, line) as ours,
            ShapedServer(page, line, compressed=True, kept=True) as other,
        ):
            firsts, seconds = [], []
            for _ in range(setting.samples):
                firsts.append((first(playwright, ours, SAVER), first(playwright, other, "")))
                seconds.append((second(playwright, ours, SAVER, GUIDE), second(playwright, other, "")))
        yield ratio("first-visit", FIRST_VISIT, firsts, f"{STOCK}, gzip", line.name)
        yield ratio("second-visit", SECOND_VISIT, seconds, f"{STOCK}, from the HTTP cache", line.name)
    stock.remove(page)


def reports(setting: Setting) -> Iterator[Row]:
    """Complete reports: a small JPEG, second and warm, beside the native checker; a HEIC; the longest task.

    The first photo is chosen at once, sooner than a person would, so that the page has rehearsed nothing.
    """
    small, large = chosen.photos(setting.folder)
    seconds: list[tuple[float, float]] = []
    warm: list[tuple[float, float]] = []
    heics, longest = [], []
    with ShapedServer(setting.site, LOOPBACK) as server:
        for _ in range(setting.samples):
            with profile(setting.playwright, setting.folder / f"profile-{len(warm)}") as page:
                ready_ms(page, server.base + PATH)
                times = [
                    (chosen.judged_ms(page, small), chosen.native_ms(small)) for _ in range(max(WARM) + 1)
                ]
                seconds.append(times[SECOND])
                ours, natives = zip(*(times[at] for at in WARM), strict=True)
                warm.append((statistics.median(ours), statistics.median(natives)))
                chosen.judged_ms(page, large)
                heics.append(chosen.judged_ms(page, large))
                longest.append(chosen.longest_task_ms(page))
    yield ratio("report", REPORT, warm, "the same checker, native", "")
    yield ratio("report-second", None, seconds, "the same checker, native", "")
    yield plain("heic", "ms", HEIC_MS, heics)
    yield plain("longest-task", "ms", LONGEST_MS, longest)


def command(setting: Setting) -> Iterator[Row]:
    """The command line: complete reports a second of processor time, and the time to its help."""
    photos = [throughput.make(throughput.SMALL, number, noise=3) for number in range(40)]
    standards = throughput.covering()
    rates = []
    for _ in range(setting.samples):
        rates.append(throughput.measure("480x640 JPEG, complete", photos, standards, desktop()))
    yield plain("photos", "per-second", LEAST_PHOTOS, rates)
    helps = [_help_ms(setting) for _ in range(setting.samples)]
    yield plain("help", "ms", HELP_MS, helps)


def building(setting: Setting) -> Iterator[Row]:
    """A full build of the guide beside Hugo's of the same pages; Hugo is installed where it is not."""
    if tools.hugo() is None:
        tools.install_hugo()
    with case.apart() as folder:
        seconds = case.Case("guide", folder / "guide", 0, ["Hugo"]).full(setting.samples)
    pairs = [(1000 * ours, 1000 * hugo) for ours, hugo in seconds]
    yield ratio("build", BUILD, pairs, "Hugo, the same pages", "")


def _help_ms(setting: Setting) -> float:
    """Return the processor time that the command's help takes, in ms; other programs do not count in it."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "checker", "--help"],
        cwd=setting.root,
        env={**os.environ, "COLUMNS": "80"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent * 1000
