"""The command line on names and files of every kind."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checker.cli import files, main
from checker.photo import MAX_BYTES
from tests.checker.command import ROOT, error_code
from tests.corpus import PHOTOS, UNREADABLE


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, make = UNREADABLE[name]
    (tmp_path / name).write_bytes(make())
    assert main(["check", str(tmp_path / name), "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)[0]["error"]["code"] == code


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process")
@pytest.mark.timeout(30)
def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.write(PHOTOS["baseline.jpg"]())
        file.truncate(200 * 1024 * 1024)
    # VmHWM and not ru_maxrss, which a child takes over from whoever started it.
    script = (
        "import sys; from checker.cli import main; code = main(sys.argv[1:]);"
        "[peak] = [line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')];"
        "print(peak, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, "check", str(large), "--format", "json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    error = json.loads(done.stdout)[0]["error"]
    assert error["code"] == "too-many-bytes"
    assert "200 MB" in error["message"]
    assert int(done.stderr) < 150 * 1024, "KiB at the peak: the file's 200 MB were not read"


def test_size_limit_is_the_package_s(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at_limit = tmp_path / "limit.jpg"
    at_limit.write_bytes(PHOTOS["baseline.jpg"]() + bytes(MAX_BYTES - len(PHOTOS["baseline.jpg"]())))
    assert main(["check", str(at_limit), "--format", "json"]) == 1
    assert "error" not in json.loads(capsys.readouterr().out)[0]


def test_no_photo_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert error_code(capsys, str(tmp_path)) == "no-photos"
    assert error_code(capsys, str(tmp_path / "missing.jpg")) == "no-such-file"
    assert error_code(capsys, str(tmp_path / "missing" / "a.jpg")) == "no-such-file"
    assert error_code(capsys, str(tmp_path / ("a" * 5000))) == "no-such-file"
    assert error_code(capsys, "with\0null.jpg") == "no-such-file"
    (tmp_path / "file.jpg").write_bytes(b"x")
    assert error_code(capsys, str(tmp_path / "file.jpg" / "inside.jpg")) == "no-such-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX special files")
@pytest.mark.timeout(10)
def test_special_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert error_code(capsys, str(tmp_path / "pipe.jpg")) == "not-a-file"
    assert error_code(capsys, os.devnull) == "not-a-file"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_a_file_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert stat.S_ISREG(os.stat("/proc/self/mem").st_mode)  # noqa: PTH116
    assert error_code(capsys, "/proc/self/mem") == "not-readable"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_without_permission(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as name, _without_privileges(Path(name)):
        photo = Path(name) / "photo.jpg"
        photo.write_bytes(PHOTOS["baseline.jpg"]())
        assert main(["check", str(photo)]) == 0
        capsys.readouterr()
        photo.chmod(0)
        assert error_code(capsys, str(photo)) == "not-readable"


@contextmanager
def _without_privileges(folder: Path) -> Iterator[None]:
    """Act as a user who may not read everything, to whom ``folder`` belongs."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.chown(folder, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


def _checked(capsys: pytest.CaptureFixture[str], name: Path) -> list[str]:
    main(["check", str(name), "--format", "json"])
    return [Path(report["file"]).name for report in json.loads(capsys.readouterr().out)]


def test_wildcards_where_no_shell_expands_them(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_EXPANDS_WILDCARDS", True)
    assert _checked(capsys, folder / "*.jpg") == ["good.jpg", "half.jpg", "text.jpg", "warn.jpg", "white.jpg"]
    assert _checked(capsys, folder / "w?rn.jpg") == ["warn.jpg"]
    assert error_code(capsys, str(folder / "*.tiff")) == "no-such-file"
    (folder / "a[1].jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert _checked(capsys, folder / "a[1].*") == ["a[1].jpg"]


@pytest.mark.parametrize("expands", [False, True])
def test_brackets_are_part_of_a_name(
    expands: bool, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_EXPANDS_WILDCARDS", expands)
    (folder / "IMG1.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert error_code(capsys, str(folder / "IMG[1].jpg")) == "no-such-file"
    (folder / "IMG[1].jpg").write_bytes(PHOTOS["baseline.jpg"]())
    assert _checked(capsys, folder / "IMG[1].jpg") == ["IMG[1].jpg"]


@pytest.mark.skipif(os.name == "nt", reason="wildcards are expanded there")
def test_wildcards_are_left_to_the_shell(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert error_code(capsys, str(folder / "good*.jpg")) == "no-such-file"
