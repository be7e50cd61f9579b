"""``python -m models.convert SOURCES RESULTS``: make the ONNX files of TensorFlow Lite's.

Runs in the environment of requirements.txt. ``SOURCES`` holds NAME.tflite for each model; into ``RESULTS`` go
NAME.onnx and references.json.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "TF_ENABLE_ONEDNN_OPTS": "0"}

import numpy as np
import onnx
import onnxruntime
import tensorflow
import tf2onnx

from models import references, table
from models.graph import OPSET, build, replace_custom


def main(argv: list[str]) -> int:
    """Convert all models; return 0."""
    sources, results = map(Path, argv)
    said: dict[str, Any] = {}
    for model in table.load():
        lite = sources / f"{model.name}.tflite"
        source, _ = tf2onnx.convert.from_tflite(str(lite), opset=OPSET)
        custom = replace_custom(source.graph)
        run = _onnx(source, model) if custom else _lite(lite, model)
        said[model.name] = [
            references.kept(model.name, run(references.view(table.PORTRAIT, number, model.side)))
            for number in range(len(references.VIEWS))
        ]
        (results / f"{model.name}.onnx").write_bytes(build(source, model))
    text = json.dumps(said, separators=(",", ":")).replace("},{", "},\n{") + "\n"
    (results / "references.json").write_text(text, encoding="utf-8")
    return 0


def _floats(pixels: bytes, model: table.Model) -> Any:
    picture = np.frombuffer(pixels, np.uint8).reshape(1, model.side, model.side, 3)
    return picture.astype(np.float32) * np.float32(model.scale) + np.float32(model.offset)


def _said(output: Any, model: table.Model) -> list[float]:
    """Return what the converted model is to put out where the source puts out ``output``."""
    if model.bytes == "label":
        output = output.argmax(axis=-1)
    elif model.bytes == "levels":
        output = 255 * output
    said: list[float] = output.ravel().tolist()
    return said


def _lite(file: Path, model: table.Model) -> Callable[[bytes], list[list[float]]]:
    """Return what runs MediaPipe's file on RGB bytes."""
    interpreter = tensorflow.lite.Interpreter(str(file), num_threads=1)
    interpreter.allocate_tensors()
    (taken,) = interpreter.get_input_details()
    places = {each["name"]: each["index"] for each in interpreter.get_output_details()}

    def run(pixels: bytes) -> list[list[float]]:
        interpreter.set_tensor(taken["index"], _floats(pixels, model))
        interpreter.invoke()
        return [_said(interpreter.get_tensor(places[name]), model) for name in model.outputs]

    return run


def _onnx(source: onnx.ModelProto, model: table.Model) -> Callable[[bytes], list[list[float]]]:
    """Return what runs the converted model, in 32-bit floats, on RGB bytes."""
    kept = onnx.ModelProto()
    kept.CopyFrom(source)
    del kept.opset_import[:]
    kept.opset_import.append(onnx.helper.make_opsetid("", OPSET))
    session = onnxruntime.InferenceSession(kept.SerializeToString(), providers=["CPUExecutionProvider"])
    (taken,) = session.get_inputs()

    def run(pixels: bytes) -> list[list[float]]:
        outputs = session.run(list(model.outputs), {taken.name: _floats(pixels, model)})
        return [_said(output, model) for output in outputs]

    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
