"""Prints, for each engine, what became of every way out: blocked, open, or not in this engine.

``make attack``, or ``python -m tests.browser.leak ENGINE …`` for some. Every way is shown to reach a server
from a page without the seal before the built page is attacked. Exits with 1 where a way is open that `KNOWN`
does not say, or where a way that the engine should have reached nothing from the unsealed page either.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.browser.leak.absent import ABSENT
from tests.browser.leak.attacks import SITES, Attack, Found, by_name, start
from tests.browser.leak.names import possible
from tests.browser.variants import ROOT, TAMPERED, UNSEALED, build_variant

ENGINES = ("chromium", "firefox", "webkit")
# What is open, and why that is borne.
KNOWN: dict[tuple[str, str], str] = {
    ("chromium", "name: location"): "looks up the name before it refuses to go there",
    **{
        (
            "chromium",
            f"go: {way}: a connection",
        ): "connects before it refuses to go there; no request is made and no byte sent"
        for way in ("location", "location-replace")
    },
    **{
        (
            engine,
            "state: message-to-parent",
        ): "the outer page is sealed too, and acts on four plain words only"
        for engine in ENGINES
    },
}
BLOCKED, ABSENT_HERE, OPEN, LEAK, NOT_SHOWN = "blocked", "not in this engine", "open", "LEAK", "NOT SHOWN"
BAD = (LEAK, NOT_SHOWN)
# Way -> engine -> what became of it.
Table = dict[str, dict[str, str]]


def main(engines: Sequence[str]) -> int:
    """Attack, print the tables, and return how the process ends."""
    engines = engines or ENGINES
    if not set(engines) <= set(ENGINES):
        print(f"engines: {', '.join(ENGINES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gradphoto-attack-") as name:
        folder = Path(name)
        built = folder / "dist"
        subprocess.run(
            [sys.executable, str(ROOT / "build.py"), "--out", str(built)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        variants = (
            built,
            build_variant(folder / "tampered", TAMPERED),
            build_variant(folder / "unsealed", TAMPERED, UNSEALED),
        )
        sites = dict(zip(SITES, variants, strict=True))
        table: Table = {}
        versions = []
        for engine in engines:
            versions.append(_attack(table, engine, sites, folder))
    show(table, engines, versions)
    return int(any(cell.startswith(BAD) for row in table.values() for cell in row.values()))


def _attack(table: Table, engine: str, sites: dict[str, Path], folder: Path) -> str:
    with start(engine, folder) as driver:
        version = driver.version()
        print(f"\n{version}", flush=True)
        attack = Attack(driver, sites, folder)
        kinds: dict[str, Callable[[], Found]] = {
            "photo": attack.by_photo,
            "page": attack.by_page,
            "python": attack.by_python,
            "go": attack.by_going,
            "module": attack.by_module,
            "state": attack.by_state,
        }
        for kind, attempt in kinds.items():
            _note(table, engine, kind, attempt)
    if possible():
        _note(table, engine, "name", lambda: by_name(engine, sites["built"], folder))
    else:
        print("  names of hosts: not tried, it takes root and unshare", flush=True)
    return version


def _note(table: Table, engine: str, kind: str, attempt: Callable[[], Found]) -> None:
    """Attack, put what became of each way into the table, and print it."""
    begun = time.monotonic()
    found = attempt()
    for way in sorted(found.ways | found.sealed):
        name = f"{kind}: {way}"
        cell = _cell(engine, name, way, found)
        table.setdefault(name, {})[engine] = cell
        print(f"  {name:32} {cell}", flush=True)
    counts = [sum(way in one for way in found.ways) for one in (found.control, found.sealed)]
    print(
        f"{engine}, {kind}: {len(found.ways)} ways, {counts[0]} reach from the control page, {counts[1]} here"
        f" ({time.monotonic() - begun:.0f} s)",
        flush=True,
    )


def _cell(engine: str, name: str, way: str, found: Found) -> str:
    if way in found.sealed:
        reason = KNOWN.get((engine, name))
        return f"{OPEN}: {reason}" if reason else LEAK
    if way in found.control:
        return BLOCKED
    reason = ABSENT[engine].get(name)
    return f"{ABSENT_HERE}: {reason}" if reason else f"{NOT_SHOWN}: reached nothing without the seal either"


def show(table: Table, engines: Sequence[str], versions: Sequence[str]) -> None:
    """Print the table: the reasons stand above, beside each engine's rows."""
    print("\n" + ", ".join(versions))
    width = max(map(len, table))
    print(f"{'':{width}}  " + "  ".join(f"{engine:18}" for engine in engines))
    for way, row in table.items():
        cells = [row.get(engine, "not tried").partition(":")[0] for engine in engines]
        print(f"{way:{width}}  " + "  ".join(f"{cell:18}" for cell in cells))
    for engine in engines:
        cells = [row[engine] for row in table.values() if engine in row]
        counts = {kind: sum(cell.startswith(kind) for cell in cells) for kind in (BLOCKED, ABSENT_HERE, OPEN)}
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        bad = [name for name, row in table.items() if row.get(engine, "").startswith(BAD)]
        print(f"{engine}: {told}, {len(bad)} wrong{': ' if bad else ''}{', '.join(bad)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
