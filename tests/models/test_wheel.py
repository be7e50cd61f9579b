"""The models come with the package, with their licence, and onnxruntime is what its extra asks for."""

from __future__ import annotations

import email
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from checker.vision.models import SIZES
from models import table


def test_the_wheel_holds_models_and_their_licence(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(table.ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        names = wheel.namelist()
        (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(wheel.read(metadata))
        for model in SIZES:
            inside = wheel.read(f"checker/vision/models/{model}.onnx")
            assert inside == (table.RESULTS / f"{model}.onnx").read_bytes()
    assert any(name.endswith("licenses/checker/vision/models/LICENSE") for name in names)
    assert told["License-Expression"] == "MIT AND Apache-2.0"
    assert any(
        each.startswith("onnxruntime>=") and each.endswith("extra == 'vision'")
        for each in told.get_all("Requires-Dist", [])
    )
