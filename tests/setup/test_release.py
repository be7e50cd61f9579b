"""The built package works alone, and what keeps a version from being released is said."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from setup import release

PHOTO = release.ROOT / "tests" / "photos" / "astronaut.png"
# What the wheel asks for, and what that brings along; «vision» is the extra.
REQUIRED = ("PIL", "pillow.libs", "pillow_heif", "pillow_heif.libs", "_pillow_heif")
VISION = ("onnxruntime", "numpy", "numpy.libs", "flatbuffers", "google", "packaging", "sympy", "mpmath")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return release.dist(tmp_path_factory.mktemp("release") / "dist")


@pytest.fixture(scope="module")
def alone(built: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and its requirements in it, and nothing else; its folder."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    [wheel] = (path for path in built if path.suffix == ".whl")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--disable-pip-version-check", str(wheel)], check=True)
    bring(folder, "required", REQUIRED)
    return folder


def bring(folder: Path, name: str, packages: tuple[str, ...]) -> None:
    """Put packages of this environment into the other, as if they were installed there."""
    origin = Path(importlib.util.find_spec("PIL").submodule_search_locations[0]).parent  # type: ignore[union-attr,index]
    (folder / name).mkdir()
    for package in packages:
        for path in origin.glob(f"{package}*" if package.startswith("_") else package):
            (folder / name / path.name).symlink_to(path)
    [site] = (folder / "env" / "lib").glob("python3*/site-packages")
    (site / f"{name}.pth").write_text(str(folder / name), encoding="utf-8")


def judged(command: Path) -> dict[str, str]:
    """What the command says of the photo: outcome by rule."""
    done = subprocess.run(
        [str(command), "check", str(PHOTO), "--standard", "chsi-2017", "--format", "json"],
        capture_output=True, text=True, cwd=command.parent, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    [report] = json.loads(done.stdout)
    return {found["rule"]: found["outcome"] for found in report["findings"]}


def test_it_works_alone_and_says_what_is_missing(alone: Path) -> None:
    command = alone / "env" / "bin" / "gradphoto"
    without = judged(command)
    assert without["pixel-size"] == "fail"
    assert without["eyes-open"] == "unknown"
    said = subprocess.run(
        [str(command), "check", str(PHOTO), "--standard", "chsi-2017", "--lang", "en"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "gradphoto[vision]" in said.stdout + said.stderr
    bring(alone, "vision", VISION)
    here = judged(Path(sys.executable).with_name("gradphoto"))
    assert judged(command) == here
    assert here["eyes-open"] != "unknown"


def test_nothing_of_the_checkout_is_asked_for(alone: Path) -> None:
    python = alone / "env" / "bin" / "python"
    asked = [str(python), "-c", "import checker; print(checker.__file__, checker.__version__)"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=alone)
    file, number = done.stdout.split()
    assert Path(file).is_relative_to(alone)
    assert number == release.version()


def test_the_wheel_is_whole_and_the_same_each_time(built: list[Path], tmp_path: Path) -> None:
    [wheel] = (path for path in built if path.suffix == ".whl")
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
    for path in (release.ROOT / "checker").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(release.ROOT).as_posix() in names
    again = release.dist(tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
    sums = (tmp_path / "again" / release.SUMS).read_text(encoding="utf-8").splitlines()
    assert [line.split("  ") for line in sums] == [
        [hashlib.sha256(path.read_bytes()).hexdigest(), path.name] for path in again[:-1]
    ]


@pytest.mark.parametrize(
    ("number", "changelog", "tags", "changed", "said"),
    [
        ("1.2", "## 1.2 (2026-12-01)\n", set(), [], "is no version"),
        ("1.2.0", "## 1.1.0 (2026-11-01)\n", set(), [], "has no heading"),
        ("1.2.0", "## 1.2.0 (unreleased)\n", set(), [], "write the day of the release"),
        ("1.2.0", "## 1.2.0 (2026-12-01)\n", {"v1.2.0"}, [], "is there already"),
        ("1.2.0", "## 1.2.0 (2026-12-01)\n", {"v1.1.0"}, ["content/faq.md"], "is not committed"),
    ],
)
def test_what_hinders_a_release_is_said(
    number: str, changelog: str, tags: set[str], changed: list[str], said: str
) -> None:
    [sentence] = release.hindrances(number, changelog, tags, changed)
    assert said in sentence


def test_what_may_be_released() -> None:
    assert release.hindrances("1.2.0rc1", "## 1.2.0rc1 (2026-12-01)\n", {"v1.1.0"}, []) == []


def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["publish"]) == 2
    assert "usage: " in capsys.readouterr().err
