"""The licences' texts and the sources that the checker page is shipped with, for the guide's page on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from builder.licence_texts import SBOM, licence_texts
from builder.project import CHECKER_FOLDER
from wheels import locate
from wheels.errors import WheelsError


@dataclass(frozen=True)
class LicenceFiles:
    """Paths from the site's root: the licences' texts, and the sources of what must be open to change."""

    texts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def of_wheels(root: Path) -> LicenceFiles:
    """Return what `builder.runtime.bundle` will copy: the texts of the wheels' folder and all others.

    Nothing where the wheels cannot be had: the bundle then stops the build and says why.
    """
    try:
        files = of_folder(locate())
    except WheelsError:
        return LicenceFiles()
    own = (f"{CHECKER_FOLDER}/licenses/{name}" for name in [*licence_texts(root), SBOM])
    return replace(files, texts=tuple(sorted([*files.texts, *own])))


def of_folder(folder: Path) -> LicenceFiles:
    """Return what lies in ``licenses/`` and ``sources/`` of ``folder``; nothing where they are missing."""
    return LicenceFiles(_below(folder, "licenses"), _below(folder, "sources"))


def _below(folder: Path, name: str) -> tuple[str, ...]:
    files = sorted(path for path in (folder / name).rglob("*") if path.is_file())
    return tuple(f"{CHECKER_FOLDER}/{path.relative_to(folder).as_posix()}" for path in files)
