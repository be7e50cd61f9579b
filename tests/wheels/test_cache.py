"""Finding the wheels: by key, by GRADPHOTO_WHEELS, and what is said when they are not right."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wheels import cache
from wheels.errors import WheelsError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the wheels, named by GRADPHOTO_WHEELS."""
    folder = tmp_path / "wheels"
    shutil.copytree(built, folder)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    return folder


@pytest.mark.wheels
def test_a_named_folder_is_taken(copy: Path) -> None:
    assert cache.locate() == copy


@pytest.mark.wheels
def test_a_changed_file_is_noticed(copy: Path) -> None:
    wheel = next(copy.glob("pillow-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    with pytest.raises(WheelsError, match=wheel.name) as caught:
        cache.locate()
    assert caught.value.code == "damaged"


@pytest.mark.wheels
def test_a_missing_wheel_is_noticed(copy: Path) -> None:
    sums = copy / cache.SUMS
    lines = [line for line in sums.read_text().splitlines() if "pillow_heif-" not in line]
    sums.write_text("\n".join(lines) + "\n")
    with pytest.raises(WheelsError, match="both wheels") as caught:
        cache.locate()
    assert caught.value.code == "damaged"


def test_a_folder_without_sums_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    with pytest.raises(WheelsError, match="SHA256SUMS") as caught:
        cache.locate()
    assert caught.value.code == "no-wheels"


def test_what_is_not_built_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(WheelsError, match="python -m wheels build") as caught:
        cache.locate()
    assert caught.value.code == "not-built"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("recipes/zlib/recipe.toml", True),
        ("toolchain/debian.toml", True),
        ("compile.py", True),
        ("README.md", False),
        ("__pycache__/compile.cpython-311.pyc", False),
    ],
)
def test_the_key_follows_what_the_result_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, changes: bool
) -> None:
    folder = tmp_path / "wheels"
    shutil.copytree(cache.FOLDER, folder)
    monkeypatch.setattr(cache, "FOLDER", folder)
    before = cache.key()
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("ab") as file:
        file.write(b"\n# changed\n")
    assert (cache.key() != before) == changes


def test_the_command_fails_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "wheels", "locate"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("[wheels] not-built: ")
    assert "Traceback" not in done.stderr


def test_a_wrong_call_ends_with_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wheels", "bake"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
