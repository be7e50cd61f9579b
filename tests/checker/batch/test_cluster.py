"""The same work on a real Dask cluster on this computer, one of whose workers is killed half-way."""

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pytest

from tests.checker.command import ROOT, run
from tests.corpus import PHOTOS, UNREADABLE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes as POSIX does")
ENV = os.environ | {"PYTHONPATH": str(ROOT)}
N_COPIES = 16


def _start(*command: str, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", *command], stdout=out, stderr=subprocess.STDOUT, env=ENV, process_group=0
        )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text()):
            return found[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("scheduler") / "log"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    process = _start("distributed.cli.dask_scheduler", *options, log=log)
    try:
        yield _address(log, process)
    finally:
        _kill(process)


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two workers, each with a nanny: a process group to be killed as one, as when a computer is lost."""
    folders = [tmp_path / name for name in ("first", "second")]
    found = []
    try:
        for folder in folders:
            folder.mkdir()
            options = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
            found.append(_start("distributed.cli.dask_worker", scheduler, *options, log=folder / "log"))
        for folder in folders:
            for _ in range(600):
                if "Registered to" in (folder / "log").read_text():
                    break
                time.sleep(0.1)
        yield found
    finally:
        for process in found:
            _kill(process)


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    makers = {name: PHOTOS[name] for name in ("baseline.jpg", "white.jpg", "exif-6.jpg", "rgb.png")}
    makers["truncated.jpg"] = UNREADABLE["truncated.jpg"][1]
    for name, make in makers.items():
        (folder / name).write_bytes(make())
        for at in range(N_COPIES):
            (folder / f"{at:03}").mkdir(exist_ok=True)
            shutil.copy(folder / name, folder / f"{at:03}" / name)
    return folder


def test_a_lost_worker_loses_nothing(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], photos: Path
) -> None:
    args = ["check", str(photos), "--format", "json"]
    expected = run(*args)
    command = [sys.executable, "-m", "checker", *args, "--scheduler", scheduler]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV) as running:
        out = cast(IO[bytes], running.stdout)
        got = out.read(len(expected.stdout) // 4)
        assert running.poll() is None
        _kill(workers[0])
        got += out.read()
        errors = cast(IO[bytes], running.stderr).read()
        assert running.wait(timeout=60) == expected.returncode == 2
    assert got == expected.stdout
    assert len(json.loads(got)) == 5 * (N_COPIES + 1)
    assert errors == expected.stderr


_POISONED = """
import sys
from checker import standards
from checker.batch.cluster import Cluster
from checker.batch.job import CheckJob, Task
from checker.batch.run import Stop, in_order
from checker.errors import BatchError
from tests.checker.batch.jobs import PoisonedJob
names = ["a.jpg", "killed.jpg", "segfault.jpg", "endless.jpg", "b.jpg"]
todo = [Task(at, name, sys.argv[2]) for at, name in enumerate(names)]
job = PoisonedJob(CheckJob((standards.load("online-upload"),), "zh"))
with Cluster(job, sys.argv[1], time_limit=8) as cluster:
    for result in in_order(todo, cluster, Stop()):
        print(result.name, result.error.code if result.error else result.reports[0].outcome)
try:
    Cluster(job, sys.argv[1], [sys.argv[2], "/nowhere/photos"])
except BatchError as error:
    print(error)
"""


def test_a_poisoned_file_kills_no_worker(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], photos: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", _POISONED, scheduler, str(photos / "baseline.jpg")]
    done = subprocess.run(command, capture_output=True, env=ENV, cwd=ROOT, timeout=120, check=False)
    lines = done.stdout.decode().splitlines()
    assert lines[-1].startswith("[cluster-folder] tcp://")
    assert "/nowhere/photos" in lines[-1]
    assert lines == [
        "a.jpg pass",
        "killed.jpg worker-died",
        "segfault.jpg worker-died",
        "endless.jpg too-slow",
        "b.jpg pass",
        lines[-1],
    ], done.stderr.decode()
    assert all(process.poll() is None for process in workers)
    logs = [(tmp_path / name / "log").read_text() for name in ("first", "second")]
    assert not any("Restarting worker" in log for log in logs)


def test_ctrl_c_reports_what_was_finished(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], photos: Path
) -> None:
    listening = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    command = [sys.executable, "-m", "checker", "check", str(photos), "--format", "json"]
    with subprocess.Popen(
        [*command, "--scheduler", scheduler],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENV,
        preexec_fn=listening,
    ) as running:
        out = cast(IO[bytes], running.stdout)
        got = out.read(60_000)  # three reports, or more
        running.send_signal(signal.SIGINT)
        got += out.read()
        errors = cast(IO[bytes], running.stderr).read()
        assert running.wait(timeout=60) == 130
    assert 3 <= len(json.loads(got)) < 5 * (N_COPIES + 1)
    assert "中途停止" in errors.decode()


def test_trouble_with_the_cluster_is_named(scheduler: str, photos: Path) -> None:
    for address in ("tcp://127.0.0.1:1", "nonsense://x", "", "127.0.0.1"):
        nobody = run("check", str(photos), "--scheduler", address)
        assert nobody.returncode == 2
        assert b"[no-scheduler]" in nobody.stderr
    assert b"[no-workers]" in run("check", str(photos), "--scheduler", scheduler).stderr
    without = "import sys; sys.modules['distributed'] = None; from checker.cli import entry; entry()"
    command = [sys.executable, "-c", without, "check", str(photos), "--scheduler", scheduler]
    done = subprocess.run(command, capture_output=True, env=ENV, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 2
    assert b"[no-cluster-support]" in done.stderr
    both = run("check", str(photos), "--scheduler", scheduler, "--jobs", "2")
    assert b"[usage]" in both.stderr
