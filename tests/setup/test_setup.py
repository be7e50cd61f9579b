"""The set-up's own behaviour: wrong calls, failing commands, progress."""

import shutil
import subprocess
import sys
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
