"""What makes a graph quick in onnxruntime, which computes the same.

On a PC it lays numbers out in blocks of 16 channels for the processor's wide registers, and adds and cuts off
at 0 within a convolution. An operator that does not know this layout costs two changes of it, and whatever
comes after in the same branch does without it: most of the time that a small model takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_BLOCK = 16
# What the names of constants start with that must stay as they are, to the last bit.
EXACT = "exact/"
Constant = Callable[[str], NDArray[np.float32]]


def quicken(graph: onnx.GraphProto, constant: Constant) -> None:
    """Put what onnxruntime is quick at in the place of what it is not; ``constant`` reads a constant."""
    _PRelus(graph, constant).replace()
    _Widths(graph, constant).replace_pads()
    _resize_last(graph)


class _PRelus:
    """PRelu as x + (1 - slope) * Relu(-x): two convolutions of one number a channel.

    Its own operator asks of each number whether it is negative, and does not know the layout. The first
    convolution cuts off at 0, the second takes the sum along.
    """

    def __init__(self, graph: onnx.GraphProto, constant: Constant) -> None:
        self._graph, self._constant = graph, constant

    def replace(self) -> None:
        """Replace them all."""
        graph = self._graph
        nodes: list[onnx.NodeProto] = []
        for node in graph.node:
            if node.op_type != "PRelu":
                nodes.append(node)
                continue
            (taken, slopes), (given,) = node.input, node.output
            slope = self._constant(slopes).reshape(-1, 1, 1, 1)
            minus = f"prelu/minus{len(slope)}"
            if all(tensor.name != minus for tensor in graph.initializer):
                graph.initializer.append(numpy_helper.from_array(-np.ones_like(slope), minus))
            graph.initializer.append(numpy_helper.from_array(slope, f"{given}/slope"))
            each = {"group": len(slope), "kernel_shape": [1, 1]}
            nodes += [
                helper.make_node("Conv", [taken, minus], [f"{given}/minus"], **each),
                helper.make_node("Relu", [f"{given}/minus"], [f"{given}/below"]),
                helper.make_node("Sub", ["prelu/one", f"{given}/slope"], [f"{given}/rest"]),
                helper.make_node("Conv", [f"{given}/below", f"{given}/rest"], [f"{given}/bend"], **each),
                helper.make_node("Add", [taken, f"{given}/bend"], [given]),
            ]
        if len(nodes) > len(graph.node):
            graph.initializer.append(numpy_helper.from_array(np.float32(1), "prelu/one"))
        del graph.node[:]
        graph.node.extend(nodes)


class _Widths:
    """The channels of a graph's pictures, which are a block's where that spares a Pad."""

    def __init__(self, graph: onnx.GraphProto, constant: Constant) -> None:
        self._graph, self._constant = graph, constant
        self._added = 0

    def replace_pads(self) -> None:
        """Replace each Pad that adds channels of 0.

        Where they fit into the block, the picture gets them where it is made; where they are as many again, a
        convolution copies it into the larger one.
        """
        for pad in [node for node in reversed(self._graph.node) if node.op_type == "Pad"]:
            by = self._channels_added(pad)
            narrow = self._width(pad.input[0])
            if by is None or narrow is None:
                continue
            wide = narrow + by
            if -(-narrow // _BLOCK) == -(-wide // _BLOCK):
                self._widen(pad.input[0], wide, set())
                self._forget(pad)
            elif wide >= 2 * narrow:  # copying less pays on no machine
                self._copy(pad, narrow, wide)

    def _channels_added(self, pad: onnx.NodeProto) -> int | None:
        ends = self._constant(pad.input[1]).astype(int).tolist()
        return ends[5] if len(ends) == 8 and sum(map(abs, ends)) == ends[5] else None

    def _width(self, name: str) -> int | None:
        """Return how many channels a picture has, by the convolution that made it."""
        node = self._maker(name)
        if node is None:
            return None
        if node.op_type == "Conv":
            return int(self._constant(node.input[1]).shape[0])
        if node.op_type == "Add":
            return self._width(node.input[0]) or self._width(node.input[1])
        return self._width(node.input[0]) if node.op_type in {"Relu", "MaxPool"} else None

    def _widen(self, name: str, wide: int, done: set[str]) -> None:
        """Give a picture so many channels, and whatever has as many because of it."""
        if name in done:
            return
        done.add(name)
        maker = self._maker(name)
        assert maker is not None
        if maker.op_type == "Pad":
            narrow = self._width(maker.input[0])
            assert narrow is not None
            ends = np.zeros(8, np.int64)
            ends[5] = wide - narrow
            maker.input[1] = self._constant_of(ends)
        elif maker.op_type == "Conv":
            self._widen_outputs(maker, wide)
        if maker.op_type != "Pad" and not (maker.op_type == "Conv" and _group(maker) == 1):
            for taken in maker.input if maker.op_type == "Add" else maker.input[:1]:
                self._widen(taken, wide, done)
        for user in [node for node in self._graph.node if name in node.input]:
            if user.op_type == "Conv" and _group(user) == 1:
                weights = self._constant(user.input[1])
                missing = [(0, 0), (0, wide - weights.shape[1]), (0, 0), (0, 0)]
                user.input[1] = self._constant_of(np.pad(weights, missing))
            elif user.op_type != "Pad":
                self._widen(user.output[0], wide, done)

    def _widen_outputs(self, conv: onnx.NodeProto, wide: int) -> None:
        for at in range(1, len(conv.input)):
            weights = self._constant(conv.input[at])
            missing = [(0, wide - len(weights))] + [(0, 0)] * (weights.ndim - 1)
            conv.input[at] = self._constant_of(np.pad(weights, missing))
        if _group(conv) > 1:
            (group,) = (each for each in conv.attribute if each.name == "group")
            group.i = wide

    def _forget(self, pad: onnx.NodeProto) -> None:
        """Leave out a Pad that adds nothing any more."""
        for node in self._graph.node:
            for at, name in enumerate(node.input):
                if name == pad.output[0]:
                    node.input[at] = pad.input[0]
        self._graph.node.remove(pad)

    def _copy(self, pad: onnx.NodeProto, narrow: int, wide: int) -> None:
        kernel = np.eye(wide, narrow, dtype=np.float32).reshape(wide, narrow, 1, 1)
        conv = helper.make_node(
            "Conv", [pad.input[0], self._constant_of(kernel, EXACT)], list(pad.output), kernel_shape=[1, 1]
        )
        pad.CopyFrom(conv)

    def _maker(self, name: str) -> onnx.NodeProto | None:
        return next((node for node in self._graph.node if name in node.output), None)

    def _constant_of(self, array: NDArray[Any], kind: str = "wide/") -> str:
        self._added += 1
        name = f"{kind}{self._added}"
        self._graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name


def _group(conv: onnx.NodeProto) -> int:
    return next((int(each.i) for each in conv.attribute if each.name == "group"), 1)


def _is_of_single_pixels(conv: onnx.NodeProto) -> bool:
    (kernel,) = (each.ints for each in conv.attribute if each.name == "kernel_shape")
    return list(kernel) == [1, 1]


def _resize_last(graph: onnx.GraphProto) -> None:
    """Enlarge a picture after a convolution of single pixels instead of before: the result is the same.

    A weighted mean of pixels and a weighted sum of channels can be taken in either order.
    """
    for resize in [node for node in graph.node if node.op_type == "Resize"]:
        users = [node for node in graph.node if resize.output[0] in node.input]
        conv = users[0]
        if len(users) > 1 or conv.op_type != "Conv" or not _is_of_single_pixels(conv):
            continue
        resize.input[0], conv.input[0] = conv.output[0], resize.input[0]
        conv.output[0], resize.output[0] = resize.output[0], conv.output[0]
        resize.input[0] = conv.output[0]
