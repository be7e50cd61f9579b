"""The committed models are those the table names, and answer as MediaPipe's own files do."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
from typing import Any

import pytest

from checker.vision import finish
from checker.vision.desktop import desktop
from checker.vision.models import CLOSER
from checker.vision.models import SIZES as AT_ONCE
from checker.vision.scene import LABELS
from models import references, table

MODELS = {model.name: model for model in table.load()}
REFERENCES: dict[str, list[dict[str, Any]]] = json.loads(table.REFERENCES.read_text(encoding="utf-8"))
SIZES = {**AT_ONCE, **CLOSER}
VIEWS = range(len(references.VIEWS))

# The bounds that models/README.md states. References are rounded to a thousandth.
SAME, POINTS_PX, POINTS_MEAN_PX, DEPTHS_PX, LEVELS, LABELS_KEPT = 0.002, 0.25, 0.06, 1.0, 1, 0.99


def test_the_table_names_every_model() -> None:
    assert {name: model.side for name, model in MODELS.items()} == SIZES
    assert {path.stem for path in table.RESULTS.glob("*.onnx")} == set(SIZES)


@pytest.mark.parametrize("name", MODELS)
def test_the_files_are_those_of_the_table(name: str) -> None:
    content = (table.RESULTS / f"{name}.onnx").read_bytes()
    assert hashlib.sha256(content).hexdigest() == MODELS[name].result


@pytest.mark.parametrize("name", MODELS)
def test_readme_and_notice_name_each(name: str) -> None:
    readme = (table.HERE / "README.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {MODELS[name].title} |" in readme
    assert MODELS[name].title in (table.ROOT / "NOTICE").read_text(encoding="utf-8")


def answers(name: str, number: int) -> dict[str, Any]:
    runtime = desktop()
    assert runtime is not None
    pixels = references.view(table.PORTRAIT, number, SIZES[name])
    outputs = finish(runtime.run(name, pixels))
    return references.kept(name, [list(map(float, output)) for output in outputs])


@pytest.mark.parametrize("number", VIEWS)
def test_the_detector_answers_as_the_original(number: int) -> None:
    expected, made = REFERENCES["face-detector"][number], answers("face-detector", number)
    assert made["scores"] == pytest.approx(expected["scores"], abs=SAME)
    assert max(expected["scores"]) > 2.0  # the face is in view: the comparison is of something
    assert made["best"].keys() == expected["best"].keys()
    for at, box in expected["best"].items():
        assert made["best"][at] == pytest.approx(box, abs=SAME)


@pytest.mark.parametrize("number", VIEWS)
def test_the_mesh_answers_as_the_original(number: int) -> None:
    expected, made = REFERENCES["face-mesh"][number], answers("face-mesh", number)
    off = [abs(a - b) for a, b in zip(expected["points"], made["points"], strict=True)]
    flat = off[0::3] + off[1::3]
    assert len(flat) == 2 * 478
    assert max(flat) <= POINTS_PX
    assert sum(flat) / len(flat) <= POINTS_MEAN_PX
    assert max(off[2::3]) <= DEPTHS_PX
    assert made["presence"] == pytest.approx(expected["presence"], rel=0.01)
    assert expected["presence"][0] > 2.0


@pytest.mark.parametrize("number", VIEWS)
def test_the_mask_answers_as_the_original(number: int) -> None:
    expected, made = REFERENCES["person-mask"][number]["bytes"], answers("person-mask", number)["bytes"]
    assert max(abs(a - b) for a, b in zip(expected, made, strict=True)) <= LEVELS
    assert {min(expected), max(expected)} == {0, 255}


@pytest.mark.parametrize("number", VIEWS)
def test_the_labels_are_those_of_the_original(number: int) -> None:
    expected, made = REFERENCES["labels"][number]["bytes"], answers("labels", number)["bytes"]
    assert sum(a == b for a, b in zip(expected, made, strict=True)) / len(expected) >= LABELS_KEPT
    assert {LABELS.index(label) for label in ("background", "hair", "face-skin", "clothes")} <= set(expected)


def test_references_are_alike_but_for_rounding() -> None:
    other = copy.deepcopy(REFERENCES)
    assert references.alike(REFERENCES, other)
    other["face-mesh"][0]["points"][7] += 0.5
    assert references.alike(REFERENCES, other)
    other["face-mesh"][0]["points"] = [value + 0.1 for value in other["face-mesh"][0]["points"]]
    assert not references.alike(REFERENCES, other)
    assert not references.alike(REFERENCES, {**REFERENCES, "face-mesh": REFERENCES["face-mesh"][1:]})


@pytest.mark.reproduce
@pytest.mark.timeout(1800)
def test_made_anew_they_are_byte_identical() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "models", "check"],
        cwd=table.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "byte-identical" in done.stdout
