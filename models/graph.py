"""What is done to a graph that tf2onnx made, beside its weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.quick import EXACT, quicken
from models.table import Model
from models.weights import KINDS, Parts, half, whole

OPSET, _IR = 17, 8  # understood by onnxruntime from 1.13 on
_CUSTOM = "TFL_Convolution2DTransposeBias"
_STRIDE = (2, 2)  # its stride; MediaPipe's operator has it in a packed structure that tf2onnx does not read


def build(source: onnx.ModelProto, model: Model) -> bytes:
    """Return the file of ``model``: bytes of RGB in, `Model.outputs` out.

    ``source`` has none of MediaPipe's own operators any more.
    """
    graph = source.graph
    quicken(graph, lambda name: _constant(graph, name))
    shape = [1, model.side, model.side, 3]
    (taken,) = graph.input
    before, constants = _normalised(taken.name, model)
    after, outputs = _outputs(graph, model, constants)
    tensors, stored = _weights([*graph.initializer, *constants], model)
    nodes = _needed([*stored, *before, *graph.node, *after], [output.name for output in outputs])
    used = list(dict.fromkeys(name for node in nodes for name in node.input))
    found = {tensor.name: tensor for tensor in tensors}
    tensors = [found[name] for name in used if name in found]
    # Like beside like: it compresses better, by 3 % with those that are mostly 0 at the end.
    tensors.sort(key=lambda tensor: [tensor.name.startswith(EXACT), *map(tensor.name.endswith, KINDS)])
    picture = helper.make_tensor_value_info("pixels", TensorProto.UINT8, shape)
    _rename(nodes, tensors, {"pixels", *(output.name for output in outputs)})
    made = helper.make_model(
        helper.make_graph(nodes, model.name, [picture], outputs, tensors),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=_IR,
        producer_name="gradphoto",
    )
    onnx.checker.check_model(made, full_check=True)
    return bytes(made.SerializeToString(deterministic=True))


def _normalised(taken: str, model: Model) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return the nodes from bytes to what the source takes, and their constants."""
    constants = [numpy_helper.from_array(np.float32(model.scale), "in/scale")]
    nodes = [
        helper.make_node("Cast", ["pixels"], ["in/float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["in/float", "in/scale"], ["in/scaled" if model.offset else taken]),
    ]
    if model.offset:
        constants.append(numpy_helper.from_array(np.float32(model.offset), "in/offset"))
        nodes.append(helper.make_node("Add", ["in/scaled", "in/offset"], [taken]))
    return nodes, constants


def _outputs(
    graph: onnx.GraphProto, model: Model, constants: list[onnx.TensorProto]
) -> tuple[list[onnx.NodeProto], list[onnx.ValueInfoProto]]:
    """Return the nodes that make the outputs, and these; their shapes have one picture in the front."""
    nodes, outputs = [], []
    shapes = {value.name: [d.dim_value for d in value.type.tensor_type.shape.dim] for value in graph.output}
    for name, called in model.outputs.items():
        kind = TensorProto.UINT8 if model.bytes else TensorProto.FLOAT
        shape = [1, *shapes[name][1:]]
        if model.bytes == "label":
            shape[-1] = 1
            nodes += [
                helper.make_node("ArgMax", [name], ["out/number"], axis=-1),
                helper.make_node("Cast", ["out/number"], [called], to=TensorProto.UINT8),
            ]
        elif model.bytes == "levels":
            # With as many axes as what it multiplies: a plain number takes fifty times as long there.
            constants.append(numpy_helper.from_array(np.full((1, 1, 1, 1), 255, np.float32), "out/255"))
            nodes += [
                helper.make_node("Mul", [name, "out/255"], ["out/level"]),
                helper.make_node("Round", ["out/level"], ["out/round"]),
                helper.make_node("Cast", ["out/round"], [called], to=TensorProto.UINT8),
            ]
        else:
            nodes.append(helper.make_node("Identity", [name], [called]))
        outputs.append(helper.make_tensor_value_info(called, kind, shape))
    return nodes, outputs


def _weights(tensors: Sequence[onnx.TensorProto], model: Model) -> Parts:
    """Return all constants as they are stored, and the nodes that make floats of them."""
    kept: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    # Those of the last layer are the ones with a row for each value put out.
    rows = max((tensor.dims[0] for tensor in tensors if len(tensor.dims) == 4), default=0)
    for tensor in tensors:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size == 1:
            kept.append(tensor)
            continue
        if model.bits and array.ndim == 4 and array.shape[1] > 1 and not tensor.name.startswith(EXACT):
            bits = model.bits["rows"] if array.shape[0] == rows else [model.bits["others"]]
            new, made = whole(tensor.name, array, bits)
        else:
            new, made = half(tensor.name, array)
        kept += new
        nodes += made
    return kept, nodes


def _needed(nodes: Sequence[onnx.NodeProto], outputs: Sequence[str]) -> list[onnx.NodeProto]:
    """Return the nodes that ``outputs`` depend on, each after what it needs.

    The order follows from the graph alone: tf2onnx gives its nodes and attributes another one in every run.
    """
    makers = {name: node for node in nodes for name in node.output}
    kept: list[onnx.NodeProto] = []
    done: set[str] = set()
    todo = [(name, False) for name in reversed(outputs)]
    while todo:
        name, ready = todo.pop()
        node = makers.get(name)
        if node is None or name in done:
            continue
        if ready:
            attributes = sorted(node.attribute, key=lambda attribute: attribute.name)
            del node.attribute[:]
            node.attribute.extend(attributes)
            kept.append(node)
            done.update(node.output)
        else:
            todo += [(name, True), *((each, False) for each in reversed(node.input))]
    return kept


def _rename(nodes: Sequence[onnx.NodeProto], tensors: Sequence[onnx.TensorProto], keep: set[str]) -> None:
    """Give short names, in the order of use, to all but ``keep``: a third of a small file is names."""
    names = {"": ""} | {name: name for name in keep}
    for node in nodes:
        node.ClearField("name")
        node.ClearField("doc_string")
        for field in (node.input, node.output):
            new = [names.setdefault(name, f"{len(names):x}") for name in field]
            del field[:]
            field.extend(new)
    for tensor in tensors:
        tensor.name = names[tensor.name]


def replace_custom(graph: onnx.GraphProto) -> bool:
    """Put ConvTranspose in the place of MediaPipe's own operator; return whether there was one."""
    for at, node in enumerate(graph.node):
        if node.op_type != _CUSTOM:
            continue
        taken, weights, bias = node.input
        kernel = _constant(graph, weights).transpose(3, 0, 1, 2)  # from out, high, wide, in
        graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(kernel), "custom/kernel"))
        graph.initializer.append(numpy_helper.from_array(_constant(graph, bias), "custom/bias"))
        new = [
            helper.make_node("Transpose", [taken], ["custom/in"], perm=[0, 3, 1, 2]),
            helper.make_node(
                "ConvTranspose",
                ["custom/in", "custom/kernel", "custom/bias"],
                ["custom/out"],
                strides=_STRIDE,
                kernel_shape=kernel.shape[2:],
            ),
            helper.make_node("Transpose", ["custom/out"], list(node.output), perm=[0, 2, 3, 1]),
        ]
        graph.node.remove(node)
        for later, each in enumerate(new):
            graph.node.insert(at + later, each)
        return True
    return False


def _constant(graph: onnx.GraphProto, name: str) -> NDArray[np.float32]:
    """Return a constant as floats, followed through the casts and transpositions it is given by."""
    for tensor in graph.initializer:
        if tensor.name == name:
            array: NDArray[np.float32] = numpy_helper.to_array(tensor).astype(np.float32)
            return array
    node = next(node for node in graph.node if name in node.output)
    array = _constant(graph, node.input[0])
    if node.op_type == "Transpose":
        return array.transpose(node.attribute[0].ints)
    assert node.op_type == "Cast", node.op_type
    return array
