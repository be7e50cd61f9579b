"""``python -m benchmarks.lighthouse [--runs N] [PAGE …]``: a table of Lighthouse's scores, medians of looks.

Builds the site, serves it as a plain host does, and looks at every page (or those named, as
``rules/roll.html``). Exit code 1 if a median is below 100. The checker page cannot have all: it
tries in vain to reach the network, which the console tells, and its policy keeps Lighthouse from reading
robots.txt through it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from builder import server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LEAST = 100
NAMES = ("performance", "accessibility", "best practices", "SEO")


def main(argv: list[str]) -> int:
    """Look, print the table, and say whether every median is what must hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="looks at each page (default: 3)")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="pages to look at (default: all)")
    options = parser.parse_args(argv)
    if not (HERE / "node_modules").is_dir():
        print("not set up: run «npm ci» in benchmarks/lighthouse, or «make lighthouse»", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        with server.open_server(out, None) as running:
            base = f"http://{server.HOST}:{running.server_port}/"
            build = [sys.executable, str(ROOT / "build.py"), "--out", str(out), "--base-url", base]
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
            threading.Thread(target=running.serve_forever, daemon=True).start()
            pages = options.pages or sorted(
                path.relative_to(out).as_posix() for path in out.rglob("*.html") if path.name != "404.html"
            )
            good = look([base + page.removesuffix("index.html") for page in pages], options.runs, base)
            running.shutdown()
    return 0 if good else 1


def look(addresses: list[str], runs: int, base: str) -> bool:
    """Print a line for each page as soon as it was looked at ``runs`` times; return whether all are good."""
    asked = {"addresses": addresses, "runs": runs, "chromium": shutil.which("chromium")}
    print(f"{'page':44}{''.join(f'{name:>16}' for name in NAMES)}   what cost points in a look")
    good = True
    looks: list[dict[str, Any]] = []
    with subprocess.Popen(
        ["node", str(HERE / "audit.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
        for line in process.stdout:
            looks.append(json.loads(line))
            if len(looks) == runs:
                good = _print(looks, base) and good
                looks = []
    return good and process.returncode == 0


def _print(looks: list[dict[str, Any]], base: str) -> bool:
    scores = [one["scores"] for one in looks]
    medians = [statistics.median(values) for values in zip(*scores, strict=True)]
    faults = sorted({fault for one in looks for fault in one["faults"]})
    errors = sorted({str(one["error"]) for one in looks if one["error"]})
    page = str(looks[0]["address"]).removeprefix(base) or "."
    good = min(medians) >= LEAST and not errors
    told = " ".join([*faults, *errors]) if not good else ""
    print(f"{page:44}{''.join(f'{median:16g}' for median in medians)}   {told}".rstrip(), flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
