"""The set-up's own behaviour: wrong calls, failing commands, progress."""

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
    assert lines[1].startswith("[setup] a step: 0 s")
    assert lines[-1].startswith("[setup] a step: done in")


def test_step_is_done_again_only_when_its_inputs_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def record(title: str, command: list[str], **options: object) -> None:
        ran.append(title)
        (tmp_path / "node_modules" / "pyodide").mkdir(parents=True, exist_ok=True)
        (tmp_path / "node_modules" / "pyodide" / "pyodide.mjs").touch()

    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STATE", tmp_path / ".setup")
    monkeypatch.setattr(steps, "run", record)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    steps.node()
    steps.node()
    assert ran == ["npm packages"]
    (tmp_path / "package-lock.json").write_text('{"changed": true}')
    steps.node()
    assert ran == ["npm packages", "npm packages"]
