"""Processes that are killed, crash or hang cost their own file only."""

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import standards
from checker.batch import child
from checker.batch.job import CheckJob, Result, Task
from checker.batch.pool import Pool
from checker.batch.run import WINDOW, Stop, in_order
from checker.errors import BatchError
from tests.checker.batch.jobs import PoisonedJob
from tests.corpus import PHOTOS

JOB = CheckJob((standards.load("online-upload"),), "zh")
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


def tasks(folder: Path, *names: str) -> list[Task]:
    for name in names:
        (folder / name).write_bytes(PHOTOS["baseline.jpg"]())
    return [Task(at, name, str(folder / name)) for at, name in enumerate(names)]


def codes(results: list[Result]) -> list[str]:
    return [result.error.code if result.error else result.reports[0].outcome for result in results]


@POSIX
@pytest.mark.parametrize("n", [1, 2])
def test_a_poisoned_file_costs_itself_only(tmp_path: Path, n: int) -> None:
    names = ["a.jpg", "killed.jpg", "b.jpg", "segfault.jpg", "exit.jpg", "chatty.jpg", "endless.jpg", "c.jpg"]
    todo = tasks(tmp_path, *names)
    with Pool(PoisonedJob(JOB), n, time_limit=8) as pool:
        done = list(in_order(todo, pool, Stop()))
    assert [result.name for result in done] == names
    died = "worker-died"
    assert codes(done) == ["pass", died, "pass", died, died, "pass", "too-slow", "pass"]
    assert "8 秒" in done[6].reports[0].to_dict()["error"]["message"]


@POSIX
def test_a_process_killed_from_outside_costs_its_file(tmp_path: Path) -> None:
    todo = tasks(tmp_path, "a.jpg", "endless.jpg", "b.jpg")
    with Pool(PoisonedJob(JOB), 1) as pool:
        results = in_order(todo, pool, Stop())
        assert codes([next(results)]) == ["pass"]
        [pid] = pool.pids()
        time.sleep(0.3)  # it sleeps over the second file by now, or will when it is killed
        os.kill(pid, signal.SIGKILL)
        assert codes(list(results)) == ["worker-died", "pass"]
        assert pool.pids() != [pid]


def test_processes_end_with_the_pool(tmp_path: Path) -> None:
    todo = tasks(tmp_path, "a.jpg", "endless.jpg", "b.jpg")
    started = time.monotonic()
    with Pool(PoisonedJob(JOB), 2) as pool:
        assert next(in_order(todo, pool, Stop())).name == "a.jpg"
        children = [inside._process for inside in pool._children]
    assert time.monotonic() - started < 30
    assert all(process is None or process.poll() is not None for process in children)
    assert pool.pids() == []


def test_what_was_finished_is_told_after_a_stop(tmp_path: Path) -> None:
    stop = Stop()
    todo = tasks(tmp_path, "a.jpg", "b.jpg", "endless.jpg", "c.jpg")
    with Pool(PoisonedJob(JOB), 2) as pool:
        results = in_order(todo, pool, stop)
        names = [next(results).name, next(results).name]
        time.sleep(0.5)
        stop.asked = True
        names += [result.name for result in results]
    assert names[:2] == ["a.jpg", "b.jpg"]
    assert "endless.jpg" not in names


def test_processes_that_do_not_start_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with Pool(JOB, 1) as pool, pytest.raises(BatchError, match=r"\[workers\] no process can be started"):
        list(in_order(tasks(tmp_path, "a.jpg"), pool, Stop()))
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "checker.py").write_text("raise ImportError")
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(broken))
    with Pool(JOB, 1) as pool, pytest.raises(BatchError, match=r"\[workers\] .*cannot be started"):
        list(in_order(tasks(tmp_path, "a.jpg"), pool, Stop()))


def test_a_fault_of_our_own_is_named(tmp_path: Path) -> None:
    [task] = tasks(tmp_path, "a.jpg")
    online = standards.load("online-upload")
    entry = dataclasses.replace(online.rules["file-size"], rule_id="no-such-rule")
    broken = CheckJob((dataclasses.replace(online, rules={"x": entry}),), "zh")
    error = broken.run(task).error
    assert error is not None
    assert error.code == "internal-error"


def test_no_module_of_the_photos_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checker.py").write_text("open('ran', 'w')")
    (tmp_path / "json.py").write_text("open('ran', 'w')")
    todo = tasks(tmp_path, "a.jpg")
    monkeypatch.chdir(tmp_path)
    with Pool(JOB, 1) as pool:
        assert codes(list(in_order(todo, pool, Stop()))) == ["pass"]
    assert not (tmp_path / "ran").exists()


def test_work_does_not_run_far_ahead() -> None:
    class Idle:
        n = 0

        def submit(self, task: Task) -> None:
            self.n += 1

        def wait(self, seconds: float) -> Result | None:
            stop.asked = True
            return None

    def endless() -> Iterator[Task]:
        at = 0
        while True:
            yield Task(at, "a.jpg", "a.jpg")
            at += 1

    stop, engine = Stop(), Idle()
    assert list(in_order(endless(), engine, stop)) == []
    assert engine.n == WINDOW


def test_the_child_ends_with_its_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", child.__name__, "5"], input=b"", capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"gradphoto\n"
