"""``python -m fuzz.guided [--runs N]``: let coverage lead atheris through our own parsers, natively.

The first byte of an input chooses what parses the rest: a photo's header, an EXIF block alone, a standard in
TOML, or a class list. atheris is installed into build/ at the first call. Exit code 1, and the input in the
folder of findings, when a parser raises what it should not, or takes longer than 5 s.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "build" / "fuzz-packages"
FINDINGS = ROOT / "build" / "fuzz-findings"
_REQUIREMENTS = ROOT / "requirements" / "fuzz.txt"
_LIST = "学号,姓名\n20260001,张三\n20260002,李四\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Install atheris, write what it begins with, and run it in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.guided", description=__doc__)
    parser.add_argument("--runs", type=int, default=200_000, metavar="N")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run a finding once more")
    options = parser.parse_args(argv)
    if not (PACKAGES / "atheris").is_dir():
        install = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--target",
            str(PACKAGES),
        ]
        if subprocess.run([*install, "-r", str(_REQUIREMENTS)], check=False).returncode:
            print("no-atheris: atheris could not be installed; see the lines above.", file=sys.stderr)
            return 2
    FINDINGS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        inputs = [str(options.again)] if options.again else [str(_beginnings(Path(name)))]
        limits = [f"-runs={options.runs}", "-timeout=5", "-rss_limit_mb=1024", "-max_len=32768", "-seed=1"]
        command = [sys.executable, "-m", "fuzz.guided_target", *inputs, *limits, "-print_final_stats=1"]
        environment = os.environ | {"PYTHONPATH": f"{PACKAGES}:{ROOT}"}
        kept = [f"-artifact_prefix={FINDINGS}/"]
        return (
            1 if subprocess.run([*command, *kept], cwd=ROOT, env=environment, check=False).returncode else 0
        )


def _beginnings(folder: Path) -> Path:
    """Write what atheris starts from, each with the byte that chooses its parser."""
    from fuzz import seeds
    from fuzz.guided_target import EXIF, HEADER, LIST, STANDARD
    from tests.corpus import exif_bytes

    corpus = folder / "corpus"
    corpus.mkdir()
    (folder / "seeds").mkdir()
    files = [(HEADER, path.read_bytes()) for path in seeds.write(folder / "seeds")]
    files += [
        (STANDARD, path.read_bytes()) for path in sorted((ROOT / "checker" / "standards").glob("*.toml"))
    ]
    files += [
        (EXIF, exif_bytes(orientation=6, dpi=350)),
        (LIST, _LIST.encode()),
        (LIST, _LIST.encode("gb18030")),
    ]
    for at, (which, data) in enumerate(files):
        (corpus / str(at)).write_bytes(bytes([which]) + data)
    return corpus


if __name__ == "__main__":
    sys.exit(main())
