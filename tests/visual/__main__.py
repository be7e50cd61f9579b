"""Renew the kept pictures: look at each before you commit it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from builder.project import Project
from tests.visual.shots import EXPECTED, HERE, build, shots


def main() -> None:
    """Write all pictures anew, and remove those that are no longer made."""
    EXPECTED.mkdir(exist_ok=True)
    for path in EXPECTED.glob("*.png"):
        path.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in shots(build(Project.at(HERE.parents[1]), Path(folder))):
            picture.save(EXPECTED / f"{name}.png", optimize=True)
            print(EXPECTED / f"{name}.png")


if __name__ == "__main__":
    main()
