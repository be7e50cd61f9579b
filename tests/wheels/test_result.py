"""What the built wheels contain."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from wheels import cache, licences, recipe, target
from wheels.downloads import sha256_of
from wheels.recipe import WheelBuild

pytestmark = pytest.mark.wheels

RECIPES = recipe.load_all()
WHEELS = [item for item in RECIPES.values() if isinstance(item.build, WheelBuild)]


def lock(built: Path) -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = json.loads((built / cache.LOCK).read_text())
    return loaded


def wheel_of(built: Path, name: str) -> Path:
    return built / str(lock(built)["packages"][name]["file_name"])


def test_the_lock_lists_our_wheels_alone_with_their_sums(built: Path) -> None:
    packages = lock(built)["packages"]
    assert sorted(packages) == ["pillow", "pillow-heif"]
    for name, entry in packages.items():
        assert entry["version"] == RECIPES[name].version
        assert entry["sha256"] == sha256_of(built / str(entry["file_name"]))
    assert packages["pillow-heif"]["depends"] == ["pillow"]


def test_the_lock_keeps_pyodide_s_header(built: Path) -> None:
    header = json.loads((target.PYODIDE / cache.LOCK).read_text())["info"]
    assert lock(built)["info"] == header


@pytest.mark.parametrize("item", WHEELS, ids=lambda item: item.name)
def test_each_wheel_carries_the_licences_of_what_is_linked_in(built: Path, item: recipe.Recipe) -> None:
    linked = recipe.linked_into(item, RECIPES)
    with zipfile.ZipFile(wheel_of(built, item.name)) as wheel:
        names = {Path(name).name for name in wheel.namelist() if ".dist-info/licenses/" in name}
    for library in linked:
        assert {f"LICENSE-{library.name}-{Path(name).name}" for name in library.licence_files} <= names
    assert ("LICENSE-RELINK.md" in names) == any(map(licences.is_lgpl, linked))


@pytest.mark.parametrize("item", WHEELS, ids=lambda item: item.name)
def test_the_wheels_are_compiled_to_bytecode(built: Path, item: recipe.Recipe) -> None:
    with zipfile.ZipFile(wheel_of(built, item.name)) as wheel:
        names = wheel.namelist()
    assert not [name for name in names if name.endswith(".py")]
    assert [name for name in names if name.endswith(".pyc")]


@pytest.mark.parametrize("item", WHEELS, ids=lambda item: item.name)
def test_nothing_of_this_machine_is_in_the_wheels(built: Path, item: recipe.Recipe) -> None:
    with zipfile.ZipFile(wheel_of(built, item.name)) as wheel:
        for member in wheel.infolist():
            assert member.date_time == (2026, 1, 1, 0, 0, 0)
            content = wheel.read(member)
            for folder in (cache.home(), cache.FOLDER.parent):
                assert str(folder).encode() not in content


def test_the_lgpl_sources_lie_beside_the_wheels(built: Path) -> None:
    lgpl = [item for item in RECIPES.values() if licences.is_lgpl(item)]
    assert {item.name for item in lgpl} == {"libheif", "libde265"}
    for item in lgpl:
        assert sha256_of(built / "sources" / item.source.archive_name) == item.source.sha256
        for patch in item.patches:
            assert (built / "sources" / f"{item.name}-{patch.name}").read_bytes() == patch.read_bytes()
    assert (built / "licenses" / "RELINK.md").read_bytes() == licences.RELINK.read_bytes()


def test_notice_says_what_is_linked_in() -> None:
    notice = (target.PYODIDE.parents[1] / "NOTICE").read_text(encoding="utf-8")
    assert licences.notice(RECIPES) in notice, "put the output of «python -m wheels notice» into NOTICE"
