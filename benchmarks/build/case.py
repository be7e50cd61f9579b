"""One content prepared for every tool, and how long each of them builds it."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.build import content, serving, tools
from builder import hosting, kept
from builder.project import Project

ROOT = Path(__file__).parents[2]
PAGES = 1000
OURS = "gradphoto"
FLOOR = "floor"
# What must hold, as ratios to Hugo of the same run and, of one, in seconds.
BOUNDS = {
    ("guide", "full"): 1.5,
    (f"{PAGES} pages", "full"): 3.0,
    (f"{PAGES} pages", "one page edited"): 0.3,
}
MOST_SECONDS = 0.3  # with nothing changed


@contextmanager
def apart() -> Iterator[Path]:
    """Give a folder to build in; builds find nothing kept but wheels and the compressed runtime."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        (cache / "gradphoto").mkdir(parents=True)
        for name in ("wheels", "compressed"):
            (cache / "gradphoto" / name).symlink_to(kept.folder(name))
        os.environ["XDG_CACHE_HOME"] = str(cache)
        # Installed programs have their modules compiled; a checkout's are from its first run on.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(cache / "modules")
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


class Case:
    """One content, prepared for each tool, and its figures."""

    def __init__(self, title: str, folder: Path, pages: int, names: list[str]) -> None:
        self.title = title
        self.ours = folder / OURS
        self.tools = [tool for tool in tools.TOOLS if tool.name in names]
        self.folders = {tool.name: folder / tool.name for tool in self.tools}
        project = Project.at(ROOT)
        content.project_with(project, self.ours, pages)
        copied = Project(
            project.root,
            self.ours / "content",
            self.ours / "site" / "templates",
            self.ours / "site" / "static",
        )
        found = content.plain(copied)
        for tool in self.tools:
            content.write(found, self.folders[tool.name] / "content")
            tool.prepare(self.folders[tool.name])
        content.write(found, self.ours / "plain", heads=False)
        self.pages = len(found)

    def measure(self, runs: int) -> None:
        """Run everything ``runs`` times, taking turns, and print the figures."""
        print(f"\n{self.title}: {self.pages} pages in all")
        self._ours("pages")  # the bundle is there from now on, for this guide
        rows: dict[str, dict[str, Callable[[], tuple[float, float]]]] = {
            "full": {OURS: lambda: self._full_ours("pages"), FLOOR: lambda: self._ours("floor")}
            | {t.name: self._of(t) for t in self.tools},
            "full, with copies": {OURS: lambda: self._full_ours("all")}
            | {t.name: self._of(t, copies=True) for t in self.tools if t.name == "Hugo"},
            "nothing changed": {OURS: lambda: self._ours("all")},
            "one page edited": {OURS: self._edited_ours, **{t.name: self._edited(t) for t in self.tools}},
        }
        for row, of_tools in rows.items():
            seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in of_tools}
            if row == "nothing changed":
                self._ours("all")
            for _ in range(runs):
                for name, run in of_tools.items():
                    seconds[name].append(run())
            self._print(row, seconds)
        self._ours("pages")
        print(serving.line(serving.seconds(self.ours, runs)), flush=True)

    def full(self, runs: int) -> list[tuple[float, float]]:
        """Return the seconds of ``runs`` full builds on the clock, ours and Hugo's, which take turns."""
        self._ours("pages")
        [hugo] = [self._of(tool) for tool in self.tools if tool.name == "Hugo"]
        return [(self._full_ours("pages")[0], hugo()[0]) for _ in range(runs)]

    def _print(self, row: str, seconds: dict[str, list[tuple[float, float]]]) -> None:
        medians = {
            name: [statistics.median(kind) for kind in zip(*both, strict=True)]
            for name, both in seconds.items()
        }
        base = medians.get("Hugo")
        for name, both in seconds.items():
            values = [clock for clock, _ in both]
            median, cpu = medians[name]
            ratio = f"{median / base[0]:7.2f} × {cpu / base[1]:7.2f} ×" if base and name != "Hugo" else ""
            bound = BOUNDS.get((self.title, row)) if name == OURS else None
            told = ""
            if bound and base:
                told = f"asked: {bound} ×, {'holds' if median / base[0] <= bound else 'does not hold'}"
            if row == "nothing changed":
                told = f"asked: {MOST_SECONDS} s, {'holds' if median <= MOST_SECONDS else 'does not hold'}"
            spread = f"[{min(values):.2f}–{max(values):.2f}]"
            print(
                f"  {row:18} {name:16} {median:7.2f} s {spread:15} {cpu:6.2f} s {ratio:>19}  {told}".rstrip(),
                flush=True,
            )

    def _ours(self, what: str) -> tuple[float, float]:
        command = [sys.executable, "-m", "benchmarks.build.ours", str(self.ours), what]
        return _timed(lambda: subprocess.run(command, cwd=ROOT, check=True))

    def _full_ours(self, what: str) -> tuple[float, float]:
        shutil.rmtree(self.ours / "dist", ignore_errors=True)
        shutil.rmtree(kept.folder("builds"), ignore_errors=True)
        for path in kept.folder("compressed").glob(f"*-{hosting.RELEASE}.*"):
            path.unlink()
        return self._ours(what)

    def _edited_ours(self) -> tuple[float, float]:
        _edit(self.ours / "content")
        return self._ours("pages")

    def _of(self, tool: tools.Tool, *, copies: bool = False) -> Callable[[], tuple[float, float]]:
        folder = self.folders[tool.name]

        def run() -> tuple[float, float]:
            shutil.rmtree(folder / tool.out, ignore_errors=True)
            return _timed(build)

        def build() -> None:
            subprocess.run(tools.command_of(tool), cwd=folder, check=True, stdout=subprocess.DEVNULL)
            if copies:
                for path in kept.folder("compressed").glob(f"*-{hosting.RELEASE}.*"):
                    path.unlink()
                hosting.write(folder / tool.out, ROOT)

        return run

    def _edited(self, tool: tools.Tool) -> Callable[[], tuple[float, float]]:
        folder = self.folders[tool.name]
        command = tools.command_of(tool)

        def run() -> tuple[float, float]:
            _edit(folder / "content")
            return _timed(lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL))

        return run


def _edit(folder: Path) -> None:
    with (folder / "shoot.md").open("a", encoding="utf-8") as page:
        page.write(f"\n第 {time.monotonic_ns()} 次改。\n")


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds on the clock, and those of the processors, which count on a busy machine."""
    before, started = _processors(), time.perf_counter()
    run()
    return time.perf_counter() - started, _processors() - before


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
