"""A photo that takes too long is given up, also where it is judged in the command's own process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.checker.command import ROOT
from tests.corpus import PHOTOS

# The decoder's part is played by a wait in another thread's place: nothing in Python can break it off.
_SLOW = """
import sys, time
import checker.photo
checker.photo.Photo.decode = lambda photo: time.sleep(60)
checker.photo.Photo.full = lambda photo: time.sleep(60)
from checker.cli import entry
entry()
"""
LIMIT = ["--time-limit", "1", "--lang", "en", "--without-faces"]


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize("kind", ["text", "json"])
def test_one_photo_has_a_time_limit(command: str, kind: str, tmp_path: Path) -> None:
    photo, out = tmp_path / "a\x1b.jpg", tmp_path / "new.jpg"
    photo.write_bytes(PHOTOS["baseline.jpg"]())
    extra = ["-o", str(out)] if command == "fix" else []
    done = subprocess.run(
        [sys.executable, "-c", _SLOW, command, str(photo), *LIMIT, "--format", kind, *extra],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("gradphoto: error: [too-slow] ")
    assert "a\\x1b.jpg: Checking this photo took more than 1 seconds." in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
