"""Ctrl-C, dying and dawdling processes, and the progress bar, on the command as a user runs it."""

import functools
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, cast

import pytest

from checker.cli import main
from tests.checker.command import ROOT
from tests.corpus import PHOTOS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX signals and terminals")
ENV = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
# A shell starts what runs in the background with SIGINT ignored, and its children inherit that.
LISTENING = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
N_PHOTOS = 60


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    (folder / "000.jpg").write_bytes(PHOTOS["baseline.jpg"]())
    for at in range(1, N_PHOTOS):
        shutil.copy(folder / "000.jpg", folder / f"{at:03}.jpg")
    return folder


def start(*args: str, stderr: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "checker", "check", *args]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env=ENV, preexec_fn=LISTENING)


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False)
    return [int(child) for child in listed.stdout.split() if int(child) != pid]


def gone(pids: list[int]) -> bool:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("kind", ["json", "html"])
def test_ctrl_c_leaves_a_report_of_what_was_finished(many: Path, tmp_path: Path, kind: str) -> None:
    report = tmp_path / f"report.{kind}"
    with start(str(many), "--format", kind, "--jobs", "2", "-o", str(report)) as running:
        part = tmp_path / f".{report.name}.{running.pid}.part"
        while running.poll() is None and len(children_of(running.pid)) < 2:
            time.sleep(0.05)
        time.sleep(0.5)
        assert part.exists()
        workers = children_of(running.pid)
        running.send_signal(signal.SIGINT)
        errors = cast(IO[bytes], running.stderr).read().decode()
        assert running.wait(timeout=60) == 130
    assert "Traceback" not in errors
    assert "中途停止" in errors
    [n] = map(int, re.findall(r"共检查 (\d+) 张照片", errors))
    assert n < N_PHOTOS
    text = report.read_text(encoding="utf-8")
    assert n == (len(json.loads(text)) if kind == "json" else text.count("<article"))
    assert not part.exists()
    assert gone(workers)


def test_a_worker_killed_half_way_costs_one_photo(many: Path) -> None:
    with start(str(many), "--format", "json", "--jobs", "2") as running:
        out = cast(IO[bytes], running.stdout)
        got = out.read(30_000)
        os.kill(children_of(running.pid)[0], signal.SIGKILL)
        got += out.read()
        cast(IO[bytes], running.stderr).read()
        code = running.wait(timeout=60)
    reports = json.loads(got)
    assert [Path(report["file"]).name for report in reports] == [f"{at:03}.jpg" for at in range(N_PHOTOS)]
    died = [report["error"]["code"] for report in reports if report["outcome"] == "unreadable"]
    # Between two photos the process is at none, so there may be nothing to lose.
    assert died in (["worker-died"], [])
    assert code == (2 if died else 0)


def test_workers_end_when_the_command_is_killed(many: Path) -> None:
    with start(str(many), "--jobs", "2") as running:
        cast(IO[bytes], running.stdout).read(100)
        workers = children_of(running.pid)
        assert workers
        running.kill()
        running.wait()
        assert gone(workers)


def test_a_photo_that_takes_too_long_is_given_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "slow.heic").write_bytes(PHOTOS["12-megapixels.heic"]())
    assert main(["check", str(tmp_path), "--format", "json", "--time-limit", "0.1"]) == 2
    [report] = json.loads(capsys.readouterr().out)
    assert report["error"]["code"] == "too-slow"
    assert "0.1 秒" in report["error"]["message"]


def test_the_progress_bar_is_for_terminals(many: Path) -> None:
    leader, follower = pty.openpty()
    with start(str(many), "--format", "json", "--jobs", "2", stderr=follower) as running:
        os.close(follower)
        shown = b""
        out = cast(IO[bytes], running.stdout)
        while len(out.read(1 << 16)) == 1 << 16:
            pass
        while select.select([leader], [], [], 0.5)[0]:
            try:
                shown += os.read(leader, 1 << 16)
            except OSError:
                break
        assert running.wait(timeout=60) == 0
    os.close(leader)
    assert re.search(rb"\r\x1b\[K\[#*\.*\] \d+/60 ", shown)
    assert b"\r\x1b[K\xe5\x85\xb1" in shown, "the line is taken away before the summary"
