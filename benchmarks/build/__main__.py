"""``python -m benchmarks.build [--runs N] [--tools NAME …]``: seconds of each build, and the ratio to Hugo's.

All tools get the same pages: the real guide in both languages, and the guide with 1,000 pages of Chinese
text among it. Their runs alternate. Kept from build to build, as for those who write, are our runtime
bundle, the icons, the compiled form of the templates and of the tags in pages, and that of Python's modules,
as the other tools come compiled too. In a full build every page is read, filled in, turned into HTML, framed,
written and checked anew: none of that is kept. «Full» is what every tool makes (see
`benchmarks.build.ours`). «With copies» adds the gzip and Brotli copies for hosts, which our build makes of
each file, and which Hugo's output is given here by the same step.

«Floor» is what Python's interpreter, jinja2 and markdown, which the project is bound to, take to be imported
and to turn the Markdown of the same pages into HTML on one processor, and nothing else: a full build cannot
take less work.
"""

from __future__ import annotations

import argparse
import os
import sys

from benchmarks.build import tools
from benchmarks.build.case import PAGES, Case, apart


def main(argv: list[str]) -> int:
    """Measure, print, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, metavar="N")
    parser.add_argument("--tools", nargs="+", default=[tool.name for tool in tools.TOOLS], metavar="NAME")
    parser.add_argument("--install", action="store_true", help="install the tools first")
    options = parser.parse_args(argv)
    if options.install:
        tools.install()
    if missing := tools.ready():
        print(f"not installed: {', '.join(missing)}; run «make benchmark-build»", file=sys.stderr)
        return 1
    print(
        f"{os.cpu_count()} processors; medians of {options.runs} [lowest–highest]: on the clock,"
        " of the processors, and both as ratios to Hugo"
    )
    with apart() as folder:
        for title, pages in (("guide", 0), (f"{PAGES} pages", PAGES)):
            Case(title, folder / title, pages, options.tools).measure(options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
