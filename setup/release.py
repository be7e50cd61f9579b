"""``python -m setup.release dist|check``: build sdist and wheel; say whether a version may be released.

What a release is and how its number is chosen stands in RELEASING.md.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "build" / "release"
SUMS = "SHA256SUMS"
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
# Three numbers, and for what is tried out before a release: 1.2.0rc1.
_GOOD_VERSION = re.compile(r"\d+\.\d+\.\d+(rc\d+)?")


def version() -> str:
    """Return the version in ``checker/__init__.py``, the only place where it is written."""
    found = _VERSION.search((ROOT / "checker" / "__init__.py").read_text(encoding="utf-8"))
    return found[1] if found else ""


def dist(folder: Path = DIST) -> list[Path]:
    """Build the sdist, and the wheel out of that sdist, into ``folder``; return them and their sums' file.

    The same checkout gives the same bytes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    hatchling = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run([*hatchling, "--target", "sdist"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    [sdist] = folder.glob("*.tar.gz")
    # A wheel made of the sdist proves that nothing is missing in it.
    shutil.unpack_archive(sdist, folder / "unpacked", filter="data")
    [unpacked] = (folder / "unpacked").iterdir()
    subprocess.run([*hatchling, "--target", "wheel"], cwd=unpacked, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder / "unpacked")
    made = sorted(folder.iterdir())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return [*made, folder / SUMS]


def hindrances(number: str, changelog: str, tags: set[str], changed: list[str]) -> list[str]:
    """Return what keeps version ``number`` from being released, as sentences with what to do.

    ``changelog`` is its file's text, ``tags`` are those of the repository, ``changed`` the files that differ
    from the last commit.
    """
    found = []
    if not _GOOD_VERSION.fullmatch(number):
        found.append(f"«{number}» is no version; write three numbers into checker/__init__.py, as 1.2.0")
    heading = re.search(rf"^## {re.escape(number)} \((.+)\)$", changelog, re.MULTILINE)
    if heading is None:
        found.append(f"CHANGELOG.md has no heading «## {number} (DAY)»; write what changed below one")
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", heading[1]):
        found.append(
            f"CHANGELOG.md calls {number} «{heading[1]}»; write the day of the release, as 2026-12-01"
        )
    if f"v{number}" in tags:
        found.append(f"the tag v{number} is there already; raise the version in checker/__init__.py")
    if changed:
        found.append(f"«{changed[0]}» is not committed; commit or undo it")
    return found


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def main(argv: list[str]) -> int:
    """Build, or check and build; return 0, 1 (must not be released yet) or 2 (wrong call)."""
    if argv not in (["dist"], ["check"]):
        print("usage: python -m setup.release dist|check", file=sys.stderr)
        return 2
    for path in dist():
        print(f"[release] {path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    if argv == ["dist"]:
        return 0
    number = version()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    changed = [line[3:] for line in _git("status", "--porcelain")]
    found = hindrances(number, changelog, set(_git("tag")), changed)
    for sentence in found:
        print(f"[release] not yet: {sentence}.", file=sys.stderr)
    if not found:
        print(f"[release] {number} may be released. RELEASING.md says how; the last step is:")
        print(f"  git tag -a v{number} -m 'gradphoto {number}' && git push origin v{number}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
