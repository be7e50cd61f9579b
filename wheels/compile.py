"""Build the recipes with the toolchain: libraries with cmake and emcc, wheels with pyodide-build."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from wheels import licences, target
from wheels.downloads import Downloads
from wheels.errors import WheelsError
from wheels.pins import Toolchain
from wheels.progress import step
from wheels.recipe import CMakeBuild, Recipe, WheelBuild, linked_into
from wheels.root import Root

PREFIX = "/build/prefix"
DIST = "/build/dist"
TOOLCHAIN_FILE = "/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake"


@dataclass(frozen=True)
class Compiler:
    """Builds recipes in ``root`` with ``jobs`` processes each."""

    root: Root
    toolchain: Toolchain
    downloads: Downloads
    recipes: Mapping[str, Recipe]
    jobs: int

    def build_all(self) -> None:
        """Build every recipe as soon as what it requires is built, two at a time.

        Raises:
            WheelsError: a recipe fails.
        """
        waiting = dict(self.recipes)
        built: set[str] = set()
        running: dict[Future[None], str] = {}
        with ThreadPoolExecutor(2) as pool:
            while waiting or running:
                ready = [name for name, recipe in waiting.items() if built.issuperset(recipe.requires)]
                for name in sorted(ready, key=self._weight, reverse=True)[: 2 - len(running)]:
                    running[pool.submit(self._build, waiting.pop(name))] = name
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    built.add(running.pop(future))
                    future.result()

    def _weight(self, name: str) -> int:
        """Return how many recipes need this one, at any distance; those with the most go first."""
        return sum(
            recipe in linked_into(other, self.recipes)
            for other in self.recipes.values()
            for recipe in [self.recipes[name]]
        )

    def _build(self, recipe: Recipe) -> None:
        with step(f"{recipe.name} {recipe.version}"):
            self.unpack(recipe)
            if isinstance(recipe.build, CMakeBuild):
                self._build_library(recipe, recipe.build)
            else:
                self._build_wheel(recipe, recipe.build)

    def unpack(self, recipe: Recipe) -> None:
        """Lay the recipe's source in ``/build/src/<name>``, patched and overlaid.

        Raises:
            WheelsError: the archive lacks the recipe's folder, or a patch does not apply.
        """
        folder = self.root.path / "build" / "src" / recipe.name
        extract(self.downloads.source(recipe.source), recipe.source.folder, folder)
        for patch in recipe.patches:
            shutil.copy(patch, folder)
            command = ["patch", "-p1", "--no-backup-if-mismatch", "-i", patch.name]
            self.root.run(command, recipe.name, cwd=f"/build/src/{recipe.name}", failure="patch-failed")
            (folder / patch.name).unlink()
        if recipe.overlay:
            shutil.copytree(recipe.overlay, folder, dirs_exist_ok=True)

    def _build_library(self, recipe: Recipe, build: CMakeBuild) -> None:
        flags = " ".join((*self.toolchain.compile_flags, *build.cflags))
        options = {
            "CMAKE_TOOLCHAIN_FILE": TOOLCHAIN_FILE,
            "CMAKE_BUILD_TYPE": "Release",
            "CMAKE_C_FLAGS": flags,
            "CMAKE_CXX_FLAGS": flags,
            "CMAKE_C_FLAGS_RELEASE": "-DNDEBUG",
            "CMAKE_CXX_FLAGS_RELEASE": "-DNDEBUG",
            "CMAKE_INSTALL_PREFIX": PREFIX,
            "CMAKE_PREFIX_PATH": PREFIX,
            "CMAKE_FIND_ROOT_PATH": PREFIX,
            "BUILD_SHARED_LIBS": "OFF",
            "CMAKE_POSITION_INDEPENDENT_CODE": "ON",
            # The checks of the configuration may not link programs: no library of Emscripten is unpacked.
            "CMAKE_TRY_COMPILE_TARGET_TYPE": "STATIC_LIBRARY",
        }
        source, objects = f"/build/src/{recipe.name}", f"/build/obj/{recipe.name}"
        defines = [f"-D{key}={value}" for key, value in options.items()]
        defines += [f"-D{option}" for option in build.options]
        self.root.run(["cmake", "-G", "Ninja", "-S", source, "-B", objects, *defines], recipe.name)
        self.root.run(["ninja", "-C", objects, f"-j{self.jobs}", "install"], recipe.name)

    def _build_wheel(self, recipe: Recipe, build: WheelBuild) -> None:
        source = self.root.path / "build" / "src" / recipe.name
        licences.lay_beside(source, linked_into(recipe, self.recipes), self.root.path / "build" / "src")
        environment = {key: value.format(prefix=PREFIX) for key, value in build.environment.items()}
        environment |= target.settings(self.toolchain)
        environment |= {"LDFLAGS": " ".join(build.ldflags), "MAX_CONCURRENCY": str(self.jobs)}
        command = ["pyodide", "build", ".", "--outdir", DIST, "--exports", "pyinit"]
        # Its dependencies are pinned in toolchain/requirements.txt; an isolated build would fetch others.
        command += ["--no-isolation", "--skip-dependency-check", "-v"]
        command += [part for setting in build.settings for part in ("-C", setting)]
        self.root.run(command, recipe.name, cwd=f"/build/src/{recipe.name}", env=environment)


def extract(archive: Path, inside: str, folder: Path, only: Iterable[str] = ()) -> None:
    """Unpack what lies under ``inside`` in a tar archive to the new folder ``folder``.

    ``only`` restricts it to paths below ``inside``.

    Raises:
        WheelsError: the archive is damaged or has no such folder.
    """
    folder.mkdir(parents=True)
    members = [f"{inside}/{path}" for path in only] or [inside]
    depth = len(Path(inside).parts)
    command = [
        "tar",
        "-xf",
        str(archive),
        "-C",
        str(folder),
        "--no-same-owner",
        f"--strip-components={depth}",
    ]
    if subprocess.run([*command, *members], check=False).returncode:
        raise WheelsError(
            "unpack-failed", f"«{archive.name}» has no folder «{inside}», or cannot be unpacked."
        )
