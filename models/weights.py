"""How weights are stored. The runtime makes 32-bit floats of them once, when it loads the model.

Half floats hold MediaPipe's own weights exactly: they are half floats in its files, too. Where that is too
much to download, the weights of convolutions become whole numbers times a step for each output, in two
tensors: the upper eight bits and the rest. Weights crowd about zero, so that the upper bits are mostly alike
and compress well, which they would not do with the lower bits, pure noise, between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

KINDS = (":half", ":upper", ":lower", ":below", ":step")  # what the tensors' names end in
Parts = tuple[list[onnx.TensorProto], list[onnx.NodeProto]]


def half(name: str, weights: NDArray[np.float32]) -> Parts:
    """Return the tensors and nodes that give ``weights`` under ``name`` from half floats."""
    tensors = [numpy_helper.from_array(weights.astype(np.float16), f"{name}:half")]
    return tensors, [helper.make_node("Cast", [f"{name}:half"], [name], to=TensorProto.FLOAT)]


def whole(name: str, weights: NDArray[np.float32], bits: Sequence[int]) -> Parts:
    """Return the tensors and nodes that give ``weights`` under ``name`` from whole numbers.

    Row r of the first axis gets ``bits[r % len(bits)]`` bits, the sign included.
    """
    each = np.resize(np.asarray(bits), len(weights)).reshape(-1, *[1] * (weights.ndim - 1))
    largest = np.abs(weights).max(axis=tuple(range(1, weights.ndim)), keepdims=True)
    step = np.maximum(largest.astype(np.float64) / (2.0 ** (each - 1) - 1), 1e-12).astype(np.float32)
    numbers = np.round(weights.astype(np.float64) / step).astype(np.int64)
    if max(bits) <= 8:
        tensors = [numpy_helper.from_array(numbers.astype(np.int8), f"{name}:upper")]
        nodes = [helper.make_node("Cast", [f"{name}:upper"], [f"{name}:w"], to=TensorProto.FLOAT)]
    else:
        tensors, nodes = _in_two(name, numbers, 2 ** (max(bits) - 8))
    tensors.append(numpy_helper.from_array(step, f"{name}:step"))
    nodes.append(helper.make_node("Mul", [f"{name}:w", f"{name}:step"], [name]))
    return tensors, nodes


def _in_two(name: str, numbers: NDArray[np.int64], below: int) -> Parts:
    """Return the tensors and nodes that give ``numbers`` under ``name``:w, those under ``below`` apart."""
    upper = numbers // below
    tensors = [
        numpy_helper.from_array(upper.astype(np.int8), f"{name}:upper"),
        numpy_helper.from_array((numbers - upper * below).astype(np.uint8), f"{name}:lower"),
        numpy_helper.from_array(np.float32(below), f"{name}:below"),
    ]
    nodes = [
        helper.make_node("Cast", [f"{name}:upper"], [f"{name}:u"], to=TensorProto.FLOAT),
        helper.make_node("Cast", [f"{name}:lower"], [f"{name}:l"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}:u", f"{name}:below"], [f"{name}:v"]),
        helper.make_node("Add", [f"{name}:v", f"{name}:l"], [f"{name}:w"]),
    ]
    return tensors, nodes
