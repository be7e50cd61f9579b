"""The licences of all that is linked into the wheels, the LGPL libraries' sources, and how to relink them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from wheels.downloads import Downloads
from wheels.recipe import Recipe, WheelBuild, linked_into

RELINK = Path(__file__).with_name("RELINK.md")
# Both wheels' build back ends ship every file beside setup.py that is called so.
PREFIX = "LICENSE-"


def lay_beside(source: Path, libraries: Iterable[Recipe], sources: Path) -> None:
    """Copy the licences of ``libraries`` into a wheel's source, under names that its back end ships."""
    for library in libraries:
        for name in library.licence_files:
            shutil.copy(sources / library.name / name, source / f"{PREFIX}{library.name}-{Path(name).name}")
        if is_lgpl(library):
            shutil.copy(RELINK, source / f"{PREFIX}{RELINK.name}")


def is_lgpl(recipe: Recipe) -> bool:
    """Whether the library asks for its source and a way to relink it."""
    return recipe.licence.startswith("LGPL")


def collect(recipes: Mapping[str, Recipe], sources: Path, downloads: Downloads, result: Path) -> None:
    """Write ``licenses/`` (all texts, RELINK.md) and ``sources/`` (the LGPL libraries, as fetched)."""
    (result / "licenses").mkdir()
    (result / "sources").mkdir()
    shutil.copy(RELINK, result / "licenses")
    for recipe in recipes.values():
        for name in recipe.licence_files:
            shutil.copy(
                sources / recipe.name / name, result / "licenses" / f"{recipe.name}-{Path(name).name}"
            )
        if is_lgpl(recipe):
            shutil.copy(downloads.source(recipe.source), result / "sources")
            for patch in recipe.patches:
                shutil.copy(patch, result / "sources" / f"{recipe.name}-{patch.name}")


def notice(recipes: Mapping[str, Recipe]) -> str:
    """Return NOTICE's section on the wheels, in Markdown: for each what it is, its licence and its source."""
    lines = [
        "## WebAssembly wheels",
        "",
        "The checker page runs Pillow and pillow-heif, which `wheels/` compiles to WebAssembly from these",
        "sources. Their licence texts are in the wheels and in `licenses/` beside them; the sources of the",
        "LGPL libraries are in `sources/`, and `licenses/RELINK.md` tells how to put a changed library in.",
        "",
        "| Part | Version | Licence (SPDX) | In | Home | Source, sha256 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    wheels = [recipe for recipe in recipes.values() if isinstance(recipe.build, WheelBuild)]
    for recipe in recipes.values():
        inside = [wheel.name for wheel in wheels if recipe == wheel or recipe in linked_into(wheel, recipes)]
        registry = {"debian": "Debian", "pypi": "Python index"}[recipe.source.registry]
        lines.append(
            f"| {recipe.name} | {recipe.version} | {recipe.licence} | {', '.join(inside)} | "
            f"<{recipe.homepage}> | {registry}: `{recipe.source.file}`, `{recipe.source.sha256}` |"
        )
    lines += [
        "",
        "Inline functions and templates of the headers of CPython (PSF-2.0), musl (MIT) and libc++",
        "(Apache-2.0 WITH LLVM-exception) are compiled in too; the rest of them is in Pyodide (MPL-2.0).",
    ]
    return "\n".join(lines) + "\n"
