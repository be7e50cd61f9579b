"""Sites built from changed sources, to show what the tests would say if the page were not as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from wheels import locate

ROOT = Path(__file__).resolve().parents[2]
LEAK = Path(__file__).with_name("leak")
FOLDERS = ("benchmarks", "builder", "checker", "content", "models", "requirements", "site", "wheels")
FILES = ("build.py", "package.json", "package-lock.json", "pyproject.toml", "README*", "LICENSE*", "NOTICE")

WHOLE = ""
"""Stands for a whole file in `Changes`."""
# (what stands in the source, what the changed source has instead), by file
Changes = Mapping[str, Sequence[tuple[str, str]]]

TAMPERED: Changes = {
    "checker/__init__.py": [
        (
            "from .engine import check, checking, judge\n",
            "import sys\nfrom .engine import check, checking, judge\n"
            "if sys.platform == 'emscripten':\n    from .hostile import checking\n",
        )
    ],
}
"""A checker that tries to send the photo away."""

UNSEALED: Changes = {
    "builder/runtime/policy.py": [
        ('return "; ".join(directives)', "return \"default-src * blob: 'unsafe-inline' 'unsafe-eval'\"")
    ],
    "site/static/check/tool.js": [('  frame.sandbox.add("allow-scripts", "allow-downloads");\n', "")],
    "site/static/check/seal.js": [
        ("  for (const [directive, attempt]", "  if (address) return;\n  for (const [directive, attempt]")
    ],
    "site/static/check/bootstrap.js": [(WHOLE, (LEAK / "open_bootstrap.js").read_text(encoding="utf-8"))],
    "site/static/check/worker.js": [
        ("  await mustBeRefused(probe);\n", "  const real = fetch;\n  Reflect.set(self, 'real', real);\n"),
        (
            'throw new TypeError("this page is sealed: nothing can be fetched");',
            "return Reflect.get(self, 'real')(request);",
        ),
    ],
}
"""A page without any part of its seal, and without the proofs that would notice."""


def build_variant(folder: Path, *changes: Changes) -> Path:
    """Build the site from a changed copy of the sources in ``folder`` and return where it lies.

    Each text that a change replaces must be there exactly once, so that no change gets lost.
    """
    root = folder / "root"
    for name in FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (path for pattern in FILES for path in ROOT.glob(pattern)):
        shutil.copyfile(path, root / path.name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copyfile(LEAK / "hostile.py", root / "checker" / "hostile.py")
    for change in changes:
        for name, replacements in change.items():
            text = (root / name).read_text(encoding="utf-8")
            for old, new in replacements:
                assert old == WHOLE or text.count(old) == 1, f"{name} has not exactly one {old!r}"
                text = new if old == WHOLE else text.replace(old, new)
            (root / name).write_text(text, encoding="utf-8")
    out = folder / "dist"
    wheels = {"GRADPHOTO_WHEELS": str(locate())}
    command = [sys.executable, str(root / "build.py"), "--out", str(out)]
    subprocess.run(command, cwd=root, check=True, env=os.environ | wheels)
    return out
