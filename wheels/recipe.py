"""Recipes: one folder a library, with a ``recipe.toml``, patches and an overlay.

A recipe says where a source comes from, its sha256, what it needs and how it is built.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from wheels.errors import WheelsError

RECIPES = Path(__file__).parent / "recipes"

Registry = Literal["debian", "pypi"]


@dataclass(frozen=True)
class Source:
    """Where an archive is found. ``file`` is a path in Debian's archive or ``name==version`` of an sdist."""

    registry: Registry
    file: str
    sha256: str
    folder: str

    @property
    def archive_name(self) -> str:
        """The file name under which the archive is kept."""
        if self.registry == "debian":
            return self.file.rsplit("/", 1)[1]
        return self.file.replace("==", "-") + ".tar.gz"


@dataclass(frozen=True)
class CMakeBuild:
    """A static C library: ``-D`` options and additional compiler flags."""

    options: tuple[str, ...] = ()
    cflags: tuple[str, ...] = ()


@dataclass(frozen=True)
class WheelBuild:
    """A wheel: settings of its back end, environment (``{prefix}``: where the libraries are), link flags."""

    settings: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    ldflags: tuple[str, ...] = ()


@dataclass(frozen=True)
class UpstreamTests:
    """The part of a project's own tests that runs inside Pyodide.

    ``files`` are paths in ``folder``; ``without`` maps a test that is left out to the reason.
    """

    folder: str
    files: tuple[str, ...]
    without: Mapping[str, str]
    at_least: int


@dataclass(frozen=True)
class Recipe:
    """One library or wheel. ``folder`` is where its recipe lies."""

    name: str
    version: str
    licence: str
    homepage: str
    licence_files: tuple[str, ...]
    requires: tuple[str, ...]
    source: Source
    build: CMakeBuild | WheelBuild
    tests: UpstreamTests | None
    folder: Path

    @property
    def patches(self) -> list[Path]:
        """The patches in the order in which they are applied."""
        return sorted(self.folder.glob("*.patch"))

    @property
    def overlay(self) -> Path | None:
        """A folder whose files are laid over the source, if there is one."""
        overlay = self.folder / "overlay"
        return overlay if overlay.is_dir() else None


def load(folder: Path) -> Recipe:
    """Read one recipe.

    Raises:
        WheelsError: ``recipe.toml`` is missing, is not TOML, or has a key too many or too few.
    """
    path = folder / "recipe.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        builds = [kind for kind in ("cmake", "wheel") if kind in table]
        if len(builds) != 1:
            raise ValueError("exactly one of [cmake] and [wheel] is needed")
        cmake, wheel, tests = table.pop("cmake", None), table.pop("wheel", None), table.pop("tests", None)
        return Recipe(
            source=Source(**table.pop("source")),
            build=CMakeBuild(**_tuples(cmake)) if wheel is None else WheelBuild(**_tuples(wheel)),
            tests=UpstreamTests(**_tuples({"without": {}, **tests})) if tests else None,
            folder=folder,
            **{"requires": (), **_tuples(table)},
        )
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError, KeyError) as error:
        raise WheelsError("bad-recipe", f"{path} cannot be used: {error}.") from error


def load_all() -> dict[str, Recipe]:
    """Return every recipe by name, each after the ones that it requires.

    Raises:
        WheelsError: a recipe is unusable, requires an unknown one, or two require each other.
    """
    found = {recipe.name: recipe for recipe in map(load, sorted(RECIPES.iterdir()))}
    ordered: dict[str, Recipe] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path or name not in found:
            raise WheelsError("bad-recipe", f"«{' → '.join((*path, name))}» cannot be resolved.")
        if name not in ordered:
            for required in found[name].requires:
                visit(required, (*path, name))
            ordered[name] = found[name]

    for name in found:
        visit(name, ())
    return ordered


def linked_into(wheel: Recipe, recipes: Mapping[str, Recipe]) -> list[Recipe]:
    """Return the libraries that end up inside ``wheel``, directly or through another, in building order."""

    def needed(names: Iterable[str]) -> set[str]:
        return {name for first in names for name in {first, *needed(recipes[first].requires)}}

    wanted = needed(wheel.requires)
    return [recipe for name, recipe in recipes.items() if name in wanted]


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    """Turn TOML's lists into tuples and its dashes into underscores."""
    return {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }
