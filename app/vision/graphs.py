"""Networks as ONNX graphs, brought to the plain form that every runtime reads; needs no torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[Any]


def plain(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose weights are plain numbers and whose only inputs are those that it reads.

    OpenCV Zoo's files keep weights as int8 in blocks (DequantizeLinear, opset 21), reshape them on the way,
    and list them among the graph's inputs; few runtimes read any of it.
    """
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    kept = []
    for node in model.graph.node:
        if node.op_type in _FOLDED and all(name in constants for name in node.input if name):
            constants[node.output[0]] = _FOLDED[node.op_type](node, constants)
        else:
            kept.append(node)
    read = {name for node in kept for name in reads(node)} | {one.name for one in model.graph.output}
    weights = [numpy_helper.from_array(value, name) for name, value in constants.items() if name in read]
    inputs = [one for one in model.graph.input if one.name in read and one.name not in constants]
    graph = helper.make_graph(kept, model.graph.name, inputs, list(model.graph.output), weights)
    found = helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
    found.metadata_props.extend(model.metadata_props)
    return found


ONE_BY_ONE = "kith.one_by_one"
"""Property of a graph that cannot take more than one picture at a time."""


def is_one_by_one(model: onnx.ModelProto) -> bool:
    """Whether a graph takes a single picture at a time."""
    return any(one.key == ONE_BY_ONE for one in model.metadata_props)


def branches(node: onnx.NodeProto) -> list[onnx.GraphProto]:
    """The graphs within a node (an If has two)."""
    return [
        graph
        for field in node.attribute
        for graph in (*([field.g] if field.HasField("g") else []), *field.graphs)
    ]


def reads(node: onnx.NodeProto) -> set[str]:
    """Everything that a node reads, within its branches too."""
    found = set(node.input)
    for graph in branches(node):
        found.update(one.name for one in graph.output)
        found.update(name for inner in graph.node for name in reads(inner))
    return found


def _dequantised(node: onnx.NodeProto, constants: Mapping[str, Array]) -> Array:
    """The float weights behind a DequantizeLinear node, whole, by axis or in blocks."""
    fields = _fields(node)
    values, *rest = (constants[name].astype(np.float32) for name in node.input if name)
    axis, block = fields.get("axis", 1), fields.get("block_size", 0)
    scale, zero = (_spread(part, values.shape, axis, block) for part in (*rest, np.zeros_like(rest[0]))[:2])
    return np.asarray((values - zero) * scale, np.float32)


def _spread(part: Array, shape: tuple[int, ...], axis: int, block: int) -> Array:
    """Bring a scale or zero point to a shape that broadcasts over the weights."""
    if block:  # the last block may be short
        return np.repeat(part, block, axis)[tuple(slice(n) for n in shape)]
    if part.ndim == 1 and part.size > 1:
        return part.reshape([-1 if i == axis else 1 for i in range(len(shape))])
    return part


def _reshaped(node: onnx.NodeProto, constants: Mapping[str, Array]) -> Array:
    """Weights in another shape; 0 in it keeps a side, as ONNX has it."""
    values, wanted = (constants[name] for name in node.input)
    return values.reshape([values.shape[i] if side == 0 else side for i, side in enumerate(wanted.tolist())])


def _constant(node: onnx.NodeProto, _: Mapping[str, Array]) -> Array:
    [(kind, value)] = _fields(node).items()
    return numpy_helper.to_array(value) if kind == "value" else np.asarray(value, _KINDS[kind])


def _fields(node: onnx.NodeProto) -> dict[str, Any]:
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def _same(node: onnx.NodeProto, constants: Mapping[str, Array]) -> Array:
    return constants[node.input[0]]


_FOLDED = {
    "DequantizeLinear": _dequantised,
    "Reshape": _reshaped,
    "Constant": _constant,
    "Identity": _same,  # exporters share equal weights so
}
_KINDS = {
    "value_float": np.float32,
    "value_floats": np.float32,
    "value_int": np.int64,
    "value_ints": np.int64,
}


def with_free_sizes(model: onnx.ModelProto, axes: Mapping[int, str]) -> onnx.ModelProto:
    """Let these axes of the input have any length, such as `{0: "batch"}`, and forget all inner shapes."""
    del model.graph.value_info[:]
    for axis, name in axes.items():
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    return model


def reading_pictures(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let a graph read pictures as they are, RGB uint8 (N, H, W, 3) of any size: a quarter of the bytes.

    Args:
        model: Reads values from 0 to 255 as float32, BGR (1, 3, height, width), by a convolution.
    """
    graph, name = model.graph, model.graph.input[0].name
    [first] = [node for node in graph.node if name in node.input]
    [weights] = [one for one in graph.initializer if one.name == first.input[1]]
    red_first = np.ascontiguousarray(numpy_helper.to_array(weights)[:, ::-1])
    weights.CopyFrom(numpy_helper.from_array(red_first, weights.name))
    first.input[0] = f"{name}_planes"
    cast = helper.make_node("Cast", [name], [f"{name}_values"], to=TensorProto.FLOAT)
    planes = helper.make_node("Transpose", cast.output, first.input[:1], perm=[0, 3, 1, 2])
    graph.node.insert(0, planes)
    graph.node.insert(0, cast)
    pixels = helper.make_tensor_value_info(name, TensorProto.UINT8, [1, "height", "width", 3])
    graph.input[0].CopyFrom(pixels)
    return with_free_sizes(model, {})
