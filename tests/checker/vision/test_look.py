"""The models look before the rules judge, and where they cannot, the photo says why."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import checker
from checker import Photo
from checker.vision import Scene, finish, models
from checker.vision.desktop import desktop
from checker.vision.look import look
from checker.vision.runtime import Runtime
from tests.checker.vision.test_desktop import WITHOUT_ONNXRUNTIME
from tests.corpus import encode
from tests.portrait import portrait

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def data() -> bytes:
    return encode(portrait())


def decoded(data: bytes) -> Photo:
    photo = Photo.from_bytes(data, "photo")
    photo.decode()
    return photo


def test_a_photo_gets_its_scene(data: bytes) -> None:
    photo = decoded(data)
    finish(look(photo))
    assert photo.scene is not None
    assert photo.scene.size == photo.size
    assert photo.scene.main is not None


def test_check_looks_before_it_judges(data: bytes) -> None:
    shown: list[Scene | None] = []
    checker.check(data, "photo.jpg", ["online-upload"], show=lambda photo: shown.append(photo.scene))
    assert shown[0] is not None
    assert len(shown[0].faces) == 1


def test_a_photo_is_looked_at_once(data: bytes) -> None:
    photo = decoded(data)
    finish(look(photo))
    before = photo.scene
    finish(look(photo))
    assert photo.scene is before


def test_what_was_left_out_says_so(data: bytes) -> None:
    shown: list[Photo] = []
    checker.check(data, "photo.jpg", ["online-upload"], runtime="left-out", show=shown.append)
    assert (shown[0].scene, shown[0].unseen) == (None, "left-out")


def test_a_photo_without_pixels_is_not_looked_at() -> None:
    photo = decoded(encode(portrait(), "WEBP"))
    finish(look(photo))
    assert (photo.scene, photo.unseen) == (None, "not-looked")


def test_a_model_that_does_not_load_is_told(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "read", lambda _: b"no model")
    photo = decoded(data)
    finish(look(photo, fresh_runtime()))
    assert (photo.scene, photo.unseen) == (None, "runtime-failed")


def test_a_fault_of_our_own_is_not_the_runtimes(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the wrong number of px called a failing runtime, no test would ever find it."""
    monkeypatch.setattr(models, "SIZES", dict.fromkeys(models.SIZES, 64))
    with pytest.raises(ValueError, match="face-detector takes 64x64 px"):
        finish(look(decoded(data), fresh_runtime()))


def fresh_runtime() -> Runtime:
    """Return a runtime that has loaded nothing yet."""
    runtime = desktop.__wrapped__()
    assert runtime is not None
    return runtime


def test_without_onnxruntime_it_is_missed(data: bytes) -> None:
    code = """
import sys, checker
photos = []
checker.check(sys.stdin.buffer.read(), "photo.jpg", ["online-upload"], show=photos.append)
assert (photos[0].scene, photos[0].unseen) == (None, "no-runtime"), photos[0].unseen
"""
    subprocess.run([sys.executable, "-c", WITHOUT_ONNXRUNTIME + code], input=data, check=True)


def test_the_command_says_what_is_missing(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(data)
    code = "from checker.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", WITHOUT_ONNXRUNTIME + code, "check", "photo.jpg", "--format", "json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    (report,) = json.loads(done.stdout)
    codes = {finding["rule"]: finding["code"] for finding in report["findings"]}
    assert codes["crown-position"] == "crown-position/no-runtime"
    assert not codes["file-size"].endswith("/no-runtime")
    (told,) = [finding for finding in report["findings"] if finding["rule"] == "crown-position"]
    assert told["outcome"] == "unknown"
    assert "pip install gradphoto[vision]" in told["message"]
