"""Networks as ONNX graphs, brought to the plain form that every runtime reads; needs no torch."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

Array = npt.NDArray[np.generic]


def plain(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph whose weights are plain numbers and whose only inputs are those that it reads.

    OpenCV Zoo's files keep weights as int8 in blocks (DequantizeLinear, opset 21) and list them among the
    graph's inputs; few runtimes read either.
    """
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    folded: dict[str, npt.NDArray[np.float32]] = {}
    kept = []
    for node in model.graph.node:
        if node.op_type == "DequantizeLinear" and all(name in constants for name in node.input if name):
            folded[node.output[0]] = _dequantised(node, constants)
        else:
            kept.append(node)
    read = {name for node in kept for name in node.input}
    weights = [tensor for tensor in model.graph.initializer if tensor.name in read]
    weights += [numpy_helper.from_array(value, name) for name, value in folded.items()]
    given = {tensor.name for tensor in weights}
    inputs = [one for one in model.graph.input if one.name in read and one.name not in given]
    graph = helper.make_graph(kept, model.graph.name, inputs, list(model.graph.output), weights)
    found = helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
    found.metadata_props.extend(model.metadata_props)
    return found


def _dequantised(node: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> npt.NDArray[np.float32]:
    """The float weights behind a DequantizeLinear node, whole, by axis or in blocks."""
    fields = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    values, *rest = (numpy_helper.to_array(constants[name]).astype(np.float32) for name in node.input if name)
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


def with_free_sizes(model: onnx.ModelProto, axes: Mapping[int, str]) -> onnx.ModelProto:
    """Let these axes of the input have any length, such as `{0: "batch"}`, and forget all inner shapes."""
    del model.graph.value_info[:]
    for axis, name in axes.items():
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    return model
