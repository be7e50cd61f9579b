"""The lock files: complete, with sums, without addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from wheels import archive, pins
from wheels.errors import WheelsError

TOOLCHAIN = tomllib.loads((pins.TOOLCHAIN / "toolchain.toml").read_text(encoding="utf-8"))
LOCKED = pins.load().packages


def test_every_package_of_the_toolchain_is_locked_in_its_suite() -> None:
    wanted = {(name, suite) for suite, names in TOOLCHAIN["debian"].items() for name in names}
    assert {(package.name, package.suite) for package in LOCKED} == wanted


def test_the_compiler_comes_from_the_stable_suite() -> None:
    suites = {package.name: package.suite for package in LOCKED}
    assert {suites[name] for name in ("emscripten", "clang-19", "lld-19", "llvm-19", "binaryen")} == {
        "trixie"
    }


@pytest.mark.parametrize("package", LOCKED, ids=lambda package: package.name)
def test_packages_have_a_path_a_size_and_a_sum(package: archive.Package) -> None:
    assert package.file.startswith("pool/main/")
    assert package.size > 0
    assert re.fullmatch(r"[0-9a-f]{64}", package.sha256)


@pytest.mark.parametrize(
    "file", [pins.BUILD_REQUIREMENTS, pins.PROOF_REQUIREMENTS], ids=lambda file: file.parent.name
)
def test_every_python_package_has_a_sum(file: Path) -> None:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines
    assert all(re.fullmatch(r"[\w.\-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


@pytest.mark.parametrize("kind", ["python", "proofs"])
def test_every_named_python_package_is_locked(kind: str) -> None:
    file = {"python": pins.BUILD_REQUIREMENTS, "proofs": pins.PROOF_REQUIREMENTS}[kind]
    locked = file.read_text(encoding="utf-8")
    for requirement in TOOLCHAIN[kind]["packages"]:
        name, _, version = requirement.partition("==")
        assert re.search(rf"^{name.partition('[')[0]}=={version}", locked, re.MULTILINE), requirement


def test_no_address_is_in_any_lock() -> None:
    for file in (pins.DEBIAN_LOCK, pins.BUILD_REQUIREMENTS, pins.PROOF_REQUIREMENTS):
        assert "://" not in file.read_text(encoding="utf-8")


def test_without_debian_s_tools_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WheelsError, match="GRADPHOTO_WHEELS") as caught:
        archive.require_debian()
    assert caught.value.code == "not-debian"
