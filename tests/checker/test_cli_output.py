"""The command line on consoles of every encoding, and on outputs that fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checker.command import ROOT, run
from tests.corpus import PHOTOS


@pytest.mark.parametrize("encoding", ["ascii", "cp936", "gbk", "cp437", "utf-8", "cp1252"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_consoles(folder: Path, encoding: str, lang: str) -> None:
    odd = "照片 ✗ 😀 é.jpg"
    (folder / odd).write_bytes(PHOTOS["two-pictures.jpg"]())
    done = run("check", odd, "good.jpg", "missing.jpg", "--lang", lang, encoding=encoding, cwd=folder)
    assert done.returncode == 2
    text = done.stdout.decode(encoding)
    assert "online-upload" in text
    if lang == "en":
        assert "This is no official review" in text
    elif encoding in {"cp936", "gbk", "utf-8"}:
        assert "以学校通知为准" in text
        assert "\\u" not in text.replace("\\u2717", "").replace("\\U0001f600", "")
    listing = run("standards", "--lang", lang, encoding=encoding)
    assert listing.returncode == 0
    json_done = run("check", odd, "--format", "json", "--lang", lang, encoding=encoding, cwd=folder)
    assert json.loads(json_done.stdout)[0]["file"] == odd
    assert run("check", "--help", encoding=encoding).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    names = [b"\xff\xfe.jpg", b"\x1b[31mred\x07.jpg", b"line\nbreak.jpg", "abc\u202egpj.exe.jpg".encode()]
    for name in names:
        (Path(os.fsencode(tmp_path).decode()) / os.fsdecode(name)).write_bytes(PHOTOS["baseline.jpg"]())
    done = run("check", *names, cwd=tmp_path)
    assert done.returncode == 0
    shown = done.stdout.decode("utf-8")
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert "\\udcff\\udcfe.jpg" in shown
    assert "\\x1b[31mred\\x07.jpg" in shown
    assert "line\\nbreak.jpg" in shown
    assert "abc\\u202egpj.exe.jpg" in shown
    done = run("check", *names, "--format", "json", cwd=tmp_path)
    assert [os.fsencode(report["file"]) for report in json.loads(done.stdout)] == names


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("args", ["check good.jpg", "check good.jpg --format json", "standards", "--version"])
def test_a_closed_output_is_named(folder: Path, args: str) -> None:
    command = f'"{sys.executable}" -m checker {args} >&-'
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    for closed, error in (("", b"gradphoto: error: [output] there is no standard output\n"), (" 2>&-", b"")):
        done = subprocess.run(
            ["sh", "-c", command + closed],
            stderr=subprocess.PIPE,
            env=env,
            cwd=folder,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (2, error)


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "checker", "check", *(["good.jpg"] * 200)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=folder
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 141, "not 0: the rest was not checked"
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_named(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "checker", "check", str(folder / "good.jpg")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    assert b"[output]" in done.stderr
    assert b"Traceback" not in done.stderr
