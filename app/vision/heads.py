"""The last linear layer of a recogniser's graph: taken off to be trained, and put back; needs no torch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from app.vision import graphs
from app.vision.onnx_files import tidying

Floats = npt.NDArray[np.float32]
_PASSED = {"Identity", "LpNormalization", "Dropout"}
"""Operators after the last layer that change no direction."""
_EMBEDDINGS, _WEIGHT, _BIAS = "kith_embeddings", "kith_weight", "kith_bias"


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A graph before its last linear layer, and that layer.

    Attributes:
        trunk: From prepared crops to features (N, F).
        weight: Of the layer (D, F), batch normalisation after it folded in.
        bias: Of the layer (D,), likewise.
    """

    trunk: onnx.ModelProto
    weight: Floats
    bias: Floats


def cut(model: onnx.ModelProto, dimension: int) -> Cut:
    """Take off the last linear layer; where none is found, the identity stands for it on the embedding.

    Args:
        model: A recogniser in our form.
        dimension: D of its embedding.
    """
    found = _last_layer(model)
    if found is None:
        return Cut(model, np.eye(dimension, dtype=np.float32), np.zeros(dimension, np.float32))
    features, weight, bias = found
    trunk = onnx.ModelProto()
    trunk.CopyFrom(model)
    value = helper.make_tensor_value_info(features, TensorProto.FLOAT, None)
    trunk.graph.output.append(value)
    tidying.keep_only(trunk, features)
    return Cut(trunk, weight, bias)


def put_on(trunk: onnx.ModelProto, weight: Floats, bias: Floats) -> onnx.ModelProto:
    """The whole graph again: features (N, F) of a trunk through a linear layer (D, F), (D,)."""
    model = onnx.ModelProto()
    model.CopyFrom(trunk)
    graph = model.graph
    features = graph.output[0].name
    used = {name for node in graph.node for name in (*graphs.reads(node), *node.output)}
    names = [_free(name, used) for name in (_WEIGHT, _BIAS, _EMBEDDINGS)]
    for name, value in zip(names, (weight, bias), strict=False):
        graph.initializer.append(numpy_helper.from_array(np.asarray(value, np.float32), name))
    graph.node.append(helper.make_node("Gemm", [features, *names[:2]], [names[2]], transB=1))
    del graph.output[:]
    graph.output.append(
        helper.make_tensor_value_info(names[2], TensorProto.FLOAT, ["batch", int(weight.shape[0])])
    )
    return model


def _last_layer(model: onnx.ModelProto) -> tuple[str, Floats, Floats] | None:
    """Name of the features, weight (D, F) and bias (D,) of the layer that the output comes from."""
    makers = {name: node for node in model.graph.node for name in node.output}
    weights = {one.name: one for one in model.graph.initializer}
    name, norm = model.graph.output[0].name, None
    while (node := makers.get(name)) is not None and node.op_type in {*_PASSED, "BatchNormalization"}:
        if node.op_type == "BatchNormalization":
            if norm is not None:
                return None
            norm = node
        name = node.input[0]
    layer = None if node is None else _linear(node, makers, weights)
    if layer is None or norm is None:
        return layer
    return _folded(layer, norm, weights)


def _linear(
    node: onnx.NodeProto, makers: dict[str, onnx.NodeProto], weights: dict[str, onnx.TensorProto]
) -> tuple[str, Floats, Floats] | None:
    """A Gemm, a MatMul, or an Add of a bias to a MatMul."""
    if node.op_type == "Add":
        bias = next((name for name in node.input if name in weights), None)
        inner = next((makers[name] for name in node.input if name in makers), None)
        if bias is None or inner is None or inner.op_type != "MatMul":
            return None
        found = _linear(inner, makers, weights)
        return found and (found[0], found[1], _array(weights[bias]).ravel())
    if node.op_type not in ("Gemm", "MatMul") or node.input[1] not in weights:
        return None
    fields = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    if fields.get("transA") or fields.get("alpha", 1.0) != 1.0 or fields.get("beta", 1.0) != 1.0:
        return None
    matrix = _array(weights[node.input[1]])
    weight = matrix if fields.get("transB") else matrix.T
    given = len(node.input) > 2 and node.input[2] in weights
    bias_of = _array(weights[node.input[2]]).ravel() if given else np.zeros(len(weight), np.float32)
    return node.input[0], np.ascontiguousarray(weight), np.broadcast_to(bias_of, len(weight)).copy()


def _folded(
    layer: tuple[str, Floats, Floats], norm: onnx.NodeProto, weights: dict[str, onnx.TensorProto]
) -> tuple[str, Floats, Floats] | None:
    """The layer with the batch normalisation after it: y = gamma (x - mean) / sqrt(var + eps) + beta."""
    if not all(name in weights for name in norm.input[1:5]):
        return None
    gamma, beta, mean, variance = (_array(weights[name]) for name in norm.input[1:5])
    fields = {one.name: helper.get_attribute_value(one) for one in norm.attribute}
    factor = gamma / np.sqrt(variance + fields.get("epsilon", 1e-5))
    features, weight, bias = layer
    return features, _floats(weight * factor[:, None]), _floats((bias - mean) * factor + beta)


def _array(tensor: onnx.TensorProto) -> Floats:
    return _floats(numpy_helper.to_array(tensor))


def _floats(values: npt.NDArray[Any]) -> Floats:
    return np.asarray(values, np.float32)


def _free(name: str, used: set[str]) -> str:
    while name in used:
        name += "_"
    return name
