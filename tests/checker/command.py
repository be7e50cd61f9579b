"""Running the command line as a user does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli import main
from tests.checker.test_report import VALIDATOR

ROOT = Path(__file__).parents[2]


def run(
    *args: str | bytes, encoding: str = "utf-8", cwd: Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run ``python -m checker`` with its output in ``encoding`` and no tolerance of its own."""
    env = os.environ | {
        "PYTHONIOENCODING": f"{encoding}:strict",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
    }
    command = [sys.executable, "-m", "checker", *args]
    done = subprocess.run(command, capture_output=True, env=env, cwd=cwd, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done


def error_code(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert main(["check", name, "--format", "json"]) == 2
    loaded = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(loaded)
    return str(loaded[0]["error"]["code"])
