"""The models, run by onnxruntime on the one real portrait."""

import math
import subprocess
import sys

import pytest
from PIL import Image

from checker.vision import finish
from checker.vision.desktop import desktop
from checker.vision.models import SIZES
from tests.portrait import portrait

# Without it, `desktop` finds no runtime, as where the extra is not installed.
WITHOUT_ONNXRUNTIME = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "onnxruntime":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
"""


def run(model: str, image: Image.Image) -> list[memoryview]:
    runtime = desktop()
    assert runtime is not None
    return finish(runtime.run(model, image.resize((SIZES[model],) * 2).tobytes()))


@pytest.fixture(scope="module")
def square() -> Image.Image:
    """The head's middle is in the middle, its height a little over half of the side."""
    return portrait((480, 640)).crop((0, 40, 480, 520))


def test_the_detector_finds_the_face(square: Image.Image) -> None:
    boxes, scores = run("face-detector", square)
    assert (boxes.format, len(boxes), scores.format, len(scores)) == ("f", 896 * 16, "f", 896)
    best = max(range(896), key=lambda i: scores[i])
    assert scores[best] > 2.0
    assert 40 < boxes[best * 16 + 2] < 100  # the width of the face's box, in px of 128


def test_the_mesh_lies_on_the_face(square: Image.Image) -> None:
    points, presence = run("face-mesh", square)
    assert (points.format, len(points), presence.format, len(presence)) == ("f", 478 * 3, "f", 1)
    assert 1 / (1 + math.exp(-presence[0])) > 0.9
    assert presence[0] > run("face-mesh", Image.new("RGB", (256, 256), "grey"))[1][0] + 5
    height = {number: points[number * 3 + 1] for number in (10, 1, 13, 152)}  # brow, nose, mouth, chin
    assert sorted(height, key=lambda number: height[number]) == [10, 1, 13, 152]
    right_iris, right_corner, left_iris = (points[number * 3] for number in (468, 133, 473))
    assert right_iris < right_corner < left_iris


def test_the_mask_is_of_the_person(square: Image.Image) -> None:
    (mask,) = run("person-mask", square)
    assert (mask.format, len(mask)) == ("B", 256 * 256)
    assert min(mask[128 * 256 + 118 : 128 * 256 + 138]) > 240
    assert max(mask[0:20]) < 20


@pytest.mark.parametrize("model", SIZES)
def test_another_number_of_bytes_is_refused(model: str) -> None:
    runtime = desktop()
    assert runtime is not None
    with pytest.raises(ValueError, match=f"{model} takes .* bytes, not 5"):
        finish(runtime.run(model, b"12345"))


def test_another_model_is_refused() -> None:
    runtime = desktop()
    assert runtime is not None
    with pytest.raises(ValueError, match="there is no model 'cat'"):
        finish(runtime.run("cat", b""))


def test_one_runtime_serves_a_process() -> None:
    assert desktop() is desktop()


def test_without_onnxruntime_there_is_none() -> None:
    code = WITHOUT_ONNXRUNTIME + "from checker.vision.desktop import desktop\nassert desktop() is None\n"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_does_not_load_it() -> None:
    code = "import sys, checker.cli; assert not {'onnxruntime', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_says_nothing() -> None:
    code = "from checker.vision.desktop import desktop; from checker.vision import finish; " + (
        "finish(desktop().run('face-detector', bytes(128 * 128 * 3)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert (done.stdout, done.stderr) == (b"", b"")
