"""The set-up's own behaviour: wrong calls, failing commands, progress."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from setup import steps
from setup.progress import SetupError, run

ROOT = Path(__file__).resolve().parents[2]


def test_wrong_call_prints_usage_and_exits_with_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "setup", "everything"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")


def test_failing_command_is_named_and_its_output_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(SetupError, match="«a step» failed with exit code 3") as caught:
        run("a step", command, log=tmp_path / "logs" / "step.log")
    assert caught.value.code == "step-failed"
    assert "the reason" in capsys.readouterr().out
    assert "the reason" in (tmp_path / "logs" / "step.log").read_text()


def test_missing_command_is_an_error_with_a_code(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as caught:
        run("a step", ["no-such-command-anywhere"], log=tmp_path / "step.log")
    assert caught.value.code == "no-command"


def test_long_step_shows_that_it_lives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("setup.progress.HEARTBEAT_SECONDS", 0.05)
    run("a step", [sys.executable, "-c", "import time; time.sleep(0.5)"], log=tmp_path / "step.log")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "[setup] a step …"
    assert all(line.endswith(" s …") for line in lines[1:-1])
    assert len(lines) > 2
    assert lines[-1].startswith("[setup] a step: done in")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, with the real locks."""
    for name in ("package.json", "package-lock.json", "pyproject.toml", "requirements/dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(steps, "STATE", tmp_path / ".setup")
    return tmp_path


class Recorder:
    """Stands at the edge to other programs: keeps the titles, and leaves behind what they would."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.titles: list[str] = []
        self.stop_at = ""

    def __call__(self, title: str, command: list[str], **options: object) -> None:
        self.titles.append(title)
        (self.checkout / "node_modules").mkdir(exist_ok=True)
        steps.venv_python().parent.mkdir(parents=True, exist_ok=True)
        steps.venv_python().touch()
        if title == self.stop_at:
            raise KeyboardInterrupt


@pytest.fixture
def recorder(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(checkout)
    monkeypatch.setattr(steps, "run", recorder)
    return recorder


ALL_OF_PYTHON = ["virtual environment", "Python packages", "the command gradphoto"]


def test_steps_are_done_again_only_when_their_inputs_change(checkout: Path, recorder: Recorder) -> None:
    steps.node()
    steps.node()
    assert recorder.titles == ["npm packages"]
    (checkout / "package-lock.json").write_text("{}")
    steps.node()
    assert recorder.titles == ["npm packages"] * 2


def test_python_is_set_up_whole_again_after_its_folder_is_gone(checkout: Path, recorder: Recorder) -> None:
    steps.python()
    steps.python()
    assert recorder.titles == ALL_OF_PYTHON
    shutil.rmtree(checkout / ".venv")
    steps.python()
    assert recorder.titles == ALL_OF_PYTHON * 2


def test_an_interrupted_step_is_not_taken_for_done(checkout: Path, recorder: Recorder) -> None:
    steps.python()
    shutil.rmtree(checkout / ".venv")
    recorder.stop_at = "Python packages"
    with pytest.raises(KeyboardInterrupt):
        steps.python()
    recorder.stop_at, recorder.titles = "", []
    steps.python()
    assert recorder.titles == ALL_OF_PYTHON


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What stands for the build of the wheels: a program that does what the file beside it says."""
    program = tmp_path / "python"
    lines = ["#!/bin/sh", f"cd {tmp_path}", '[ "$3" = build ] || exec cat made', "touch begun", ". ./what"]
    program.write_text("\n".join(lines), encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(steps, "venv_python", lambda: program)
    monkeypatch.setattr(steps, "STATE", tmp_path / "state")
    monkeypatch.delenv("GRADPHOTO_WHEELS", raising=False)
    return tmp_path


def test_debian_s_packages_come_while_the_wheels_are_built(
    builder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build here ends only when the packages are there."""
    (builder / "what").write_text("until [ -e packages ]; do sleep 0.05; done; touch built", encoding="ascii")
    monkeypatch.setattr(steps, "debian", (builder / "packages").touch)
    steps.debian_and_wheels()
    assert (builder / "built").exists()


def test_a_failed_build_of_the_wheels_is_told(builder: Path) -> None:
    (builder / "what").write_text("exit 1", encoding="ascii")
    with pytest.raises(SetupError) as caught:
        steps.wheels()
    assert caught.value.code == "no-wheels"


def test_what_was_built_here_counts_as_proved(builder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (builder / "what").write_text("echo /cache/key > made", encoding="ascii")
    steps.wheels()
    assert steps.proved(Path("/cache/key"))
    assert not steps.proved(Path("/cache/other"))
    monkeypatch.setattr(sys, "version", "3.99.0 of another day")
    assert not steps.proved(Path("/cache/key"))


def test_what_was_there_before_counts_as_proved_by_nobody(builder: Path) -> None:
    (builder / "made").write_text("/cache/key")
    (builder / "what").write_text("exit 0", encoding="ascii")
    steps.wheels()
    assert not steps.proved(Path("/cache/key"))


def test_what_fails_meanwhile_ends_the_build_at_once(builder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (builder / "what").write_text("exec sleep 600", encoding="ascii")

    def fail() -> None:
        while not (builder / "begun").exists():
            time.sleep(0.01)
        raise SetupError("not-root", "Run this as root.")

    monkeypatch.setattr(steps, "debian", fail)
    begin = time.monotonic()
    with pytest.raises(SetupError, match="as root"):
        steps.debian_and_wheels()
    assert time.monotonic() - begin < 60


def test_no_service_is_started_by_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(steps, "POLICY", policy)
    with steps.nothing_started():
        assert subprocess.run([policy], check=False).returncode == 101, "Debian's «do not»"
    assert not policy.exists()
    policy.write_text("the machine's own")
    with steps.nothing_started():
        pass
    assert policy.read_text() == "the machine's own"
    monkeypatch.setattr(steps, "POLICY", tmp_path / "nowhere" / "policy-rc.d")
    with steps.nothing_started():
        pass
