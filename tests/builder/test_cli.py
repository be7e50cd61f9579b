"""The command build.py: what it prints, its exit codes, and whole builds with the checker's runtime."""

from __future__ import annotations

import dataclasses
import functools
import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from builder import cli, output, server
from builder.errors import BuildError
from builder.project import Project
from builder.runtime import npm_files


def run(*arguments: str, project: Project) -> int:
    return cli.main(arguments, project)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_bad_base_url_stops_before_anything_is_written(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--out", str(tmp_path / "dist"), "--base-url", "example.org/x?y", project=project) == 1
    assert capsys.readouterr().err.startswith("bad-base-url: «example.org/x?y»")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_names_file_and_line_and_leaves_the_last_build(
    copy: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "dist"
    with output.staged(out, copy) as stage:
        (stage / "index.html").write_text("the last build", encoding="utf-8")
    page = copy.content / "upload.md"
    page.write_text(page.read_text(encoding="utf-8").replace("order: 5", "ordre: 5"), encoding="utf-8")
    before = contents(out)
    assert run("--out", str(out), project=copy) == 1
    printed = capsys.readouterr().err
    assert re.match(r"content/upload\.md:\d+: unknown-key: «ordre» .*\n\Z", printed)
    assert contents(out) == before


def test_missing_wheels_are_named(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADPHOTO_WHEELS", str(tmp_path))
    assert run("--out", str(tmp_path / "dist"), project=project) == 1
    assert capsys.readouterr().err.startswith("no-wheels: ")
    assert not (tmp_path / "dist").exists()


def test_a_missing_part_of_pyodide_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"runtime-incomplete: .*pyodide lacks .*npm ci"):
        npm_files.core(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [["--port", "0"], ["--port", "x"], ["--port", "70000"], ["--port", "8000"], ["--nothing"], ["dist"]],
)
def test_a_wrong_call_is_told(
    arguments: list[str], project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments, project=project)
    assert caught.value.code == 2
    assert "usage: build.py" in capsys.readouterr().err


def test_a_port_in_use_is_told_before_the_build(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind((server.HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run("--out", str(tmp_path / "dist"), "--serve", "--port", port, project=project) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"port-taken: port {port} is in use")
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.wheels
def test_whole_builds_are_identical_and_complete(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "dist", tmp_path / "other" / "site"
    for out in (first, second):
        assert run("--out", str(out), "--base-url", "https://example.org/photo", project=project) == 0
    assert contents(first) == contents(second)
    assert (first / "check" / "index.html").is_file()
    page = (first / "licences.html").read_text(encoding="utf-8")
    shipped = [p for name in ("licenses", "sources") for p in (first / "check" / name).rglob("*")]
    assert any(p.name == "libheif-COPYING" for p in shipped)
    assert any(p.name.startswith("libde265") and p.suffix == ".gz" for p in shipped)
    for path in shipped:
        assert f'href="{path.relative_to(first).as_posix()}"' in page
    # The page that ships these parts leads to their licences.
    assert "../licences.html" in (first / "check" / "index.html").read_text(encoding="utf-8")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "guide",
        "guide",
        "checker",
        "checker",
        "links",
        "done",
    ] * 2


@pytest.mark.wheels
def test_an_unused_template_stops_the_build(
    copy: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy.templates / "_old.html").write_text("x", encoding="utf-8")
    assert run("--out", str(tmp_path / "dist"), project=dataclasses.replace(copy)) == 1
    assert capsys.readouterr().err.startswith("site/templates/_old.html: unused-file: ")
    assert not (tmp_path / "dist").exists()


@pytest.mark.wheels
def test_serve_builds_prints_the_address_and_answers(project: Project, tmp_path: Path) -> None:
    command = [sys.executable, str(project.root / "build.py"), "--out", str(tmp_path / "dist"), "--serve"]
    # A shell starts what runs in the background with SIGINT ignored, and its children inherit that.
    listening = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, preexec_fn=listening
    ) as running:
        try:
            assert running.stdout is not None
            lines = []
            for line in running.stdout:
                lines.append(line)
                if line.startswith("serving "):
                    break
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", lines[-1])
            assert address is not None
            connection = http.client.HTTPConnection("127.0.0.1", int(address[1]), timeout=10)
            connection.request("GET", "/check/index.html")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 0
