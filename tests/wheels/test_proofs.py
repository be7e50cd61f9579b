"""The proofs themselves: they pass on the wheels, and each fails on what it is there to notice."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from setup import steps
from wheels import cache, proofs, recipe
from wheels.downloads import Downloads, sha256_of
from wheels.errors import WheelsError

pytestmark = [pytest.mark.wheels, pytest.mark.timeout(300)]

# A WebAssembly module that imports the function env.symbol_that_nobody_has and nothing else.
NAME = b"symbol_that_nobody_has"
IMPORT = b"\x01\x03env" + bytes([len(NAME)]) + NAME + b"\x00\x00"
ORPHAN = b"\0asm\x01\0\0\0" + b"\x01\x04\x01\x60\0\0" + b"\x02" + bytes([len(IMPORT)]) + IMPORT


def test_without_node_the_build_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WheelsError, match=r"Node\.js") as caught:
        proofs.require_tools()
    assert caught.value.code == "no-node"


def test_every_import_resolves(built: Path, tmp_path: Path) -> None:
    proofs.prove_imports(built, tmp_path / "imports")


def test_an_import_that_pyodide_lacks_is_named(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "wheels"
    shutil.copytree(built, folder)
    lock = json.loads((folder / cache.LOCK).read_text())
    entry = lock["packages"]["pillow"]
    with zipfile.ZipFile(folder / entry["file_name"], "a") as wheel:
        wheel.writestr("PIL/_orphan.cpython-314-wasm32-emscripten.so", ORPHAN)
    entry["sha256"] = sha256_of(folder / entry["file_name"])
    (folder / cache.LOCK).write_text(json.dumps(lock))
    with pytest.raises(WheelsError, match=r"_orphan.*env.symbol_that_nobody_has") as caught:
        proofs.prove_imports(folder, tmp_path / "imports")
    assert caught.value.code == "proof-failed"


@pytest.fixture
def unproved(built: Path) -> Path:
    """The wheels, unless the same proof was part of building them here, with this Node.js and this Pillow."""
    if steps.proved(built):
        pytest.skip("set-up has run this proof on these wheels")
    return built


def test_pictures_decode_to_this_machine_s_bytes(unproved: Path, tmp_path: Path) -> None:
    proofs.prove_decoding(unproved, tmp_path / "decoding")


@pytest.mark.parametrize("name", ["pillow", "pillow-heif"])
def test_the_projects_own_tests_pass_inside_pyodide(unproved: Path, tmp_path: Path, name: str) -> None:
    item = recipe.load_all()[name]
    proofs.prove_upstream(unproved, tmp_path / name, item, packages(tmp_path), kept(tmp_path))


def test_a_failing_test_of_a_project_fails_the_proof(built: Path, tmp_path: Path) -> None:
    item = recipe.load_all()["pillow-heif"]
    assert item.tests is not None
    tests = recipe.UpstreamTests(item.tests.folder, ("basic_test.py",), without={}, at_least=1)
    changed = recipe.Recipe(**{**item.__dict__, "tests": tests})
    with pytest.raises(WheelsError, match="test_public_names_in_all") as caught:
        proofs.prove_upstream(built, tmp_path / "own", changed, packages(tmp_path), kept(tmp_path))
    assert caught.value.code == "proof-failed"


def packages(folder: Path) -> Path:
    return proofs.install_packages(folder / "packages")


def kept(folder: Path) -> Downloads:
    return Downloads(cache.home() / "downloads", folder / "logs")
