"""Bringing a checked graph into the form that every recogniser here has.

One float32 input of pictures, one float32 output of embeddings (N, D), and a batch of any size.
"""

from collections.abc import Iterable

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from app.vision.graphs import ONE_BY_ONE, branches, reads

_BATCH = "batch"
_CASTABLE = {TensorProto.FLOAT16, TensorProto.BFLOAT16, TensorProto.DOUBLE, TensorProto.UINT8}


def keep_only(model: onnx.ModelProto, output: str) -> None:
    """Keep one output, and what it needs, in place; weights are no inputs any more."""
    graph = model.graph
    replace(graph.output, [one for one in graph.output if one.name == output])
    wanted, kept = {output}, []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(reads(node))
    replace(graph.node, reversed(kept))
    replace(graph.initializer, [one for one in graph.initializer if one.name in wanted])
    weights = {one.name for one in graph.initializer}
    replace(graph.input, [one for one in graph.input if one.name in wanted - weights])
    del graph.value_info[:]  # shapes found for another batch


def open_batch(model: onnx.ModelProto) -> None:
    """Let a graph that was exported for one picture take several, in place.

    The first dimension of input and output becomes free, and a Reshape to a fixed (1, ...) copies it.
    """
    graph = model.graph
    taken = graph.input[0].type.tensor_type.shape
    if not len(taken.dim):
        taken.dim.extend(onnx.TensorShapeProto.Dimension() for _ in range(4))
    for value in (*graph.input, *graph.output):
        shape = value.type.tensor_type.shape
        if len(shape.dim):
            shape.dim[0].ClearField("dim_value")
            shape.dim[0].dim_param = _BATCH
    targets = {node.input[1] for node in graph.node if node.op_type == "Reshape" and len(node.input) > 1}
    for tensor in graph.initializer:
        if tensor.name in targets:
            _copy_batch(tensor)


def as_floats(model: onnx.ModelProto) -> None:
    """Let input and output be float32 whatever the network computes in, in place.

    Raises:
        ValueError: The input holds no numbers of a picture.
    """
    graph = model.graph
    (taken,), (given,) = graph.input, graph.output
    kind = taken.type.tensor_type.elem_type
    if kind not in (TensorProto.FLOAT, *_CASTABLE):
        raise ValueError("its input is neither floats nor bytes")
    if kind != TensorProto.FLOAT:
        inner = _rename(graph, taken.name)
        replace(graph.node, [helper.make_node("Cast", [taken.name], [inner], to=kind), *graph.node])
    if given.type.tensor_type.elem_type != TensorProto.FLOAT:
        inner = _rename(graph, given.name)
        graph.node.append(helper.make_node("Cast", [inner], [given.name], to=TensorProto.FLOAT))
    taken.type.tensor_type.elem_type = given.type.tensor_type.elem_type = TensorProto.FLOAT


def flatten(model: onnx.ModelProto) -> None:
    """Turn an output (N, D, 1, 1) into (N, D), in place."""
    graph = model.graph
    inner = _rename(graph, graph.output[0].name)
    graph.node.append(helper.make_node("Flatten", [inner], [graph.output[0].name], axis=1))
    graph.output[0].type.tensor_type.ClearField("shape")


def forget_origin(model: onnx.ModelProto) -> None:
    """Drop what says where a graph comes from, in place: one network is one model whoever exported it."""
    kept = [one for one in model.metadata_props if one.key == ONE_BY_ONE]
    replace(model.metadata_props, kept)
    model.graph.name = "recogniser"
    model.graph.output[0].type.tensor_type.ClearField("shape")
    for one in (model, model.graph, *model.graph.node, *model.graph.initializer, model.graph.input[0]):
        one.ClearField("doc_string")


def serialised(model: onnx.ModelProto) -> bytes:
    """The bytes of a model, the same for the same model."""
    return bytes(model.SerializeToString(deterministic=True))


def _copy_batch(tensor: onnx.TensorProto) -> None:
    """Turn a Reshape's target (1, ...) into (0, ...), which copies the input's first dimension."""
    target = numpy_helper.to_array(tensor)
    if target.ndim == 1 and len(target) > 1 and target[0] == 1:
        changed = np.array([0, *target[1:]], target.dtype)
        tensor.CopyFrom(numpy_helper.from_array(changed, tensor.name))


def _rename(graph: onnx.GraphProto, old: str) -> str:
    """Give a value another name throughout a graph and its branches; its old name is free for a new one."""
    new = f"{old}_inside"
    used = {name for node in graph.node for name in (*reads(node), *node.output)}
    while new in used:
        new += "_"
    _put_name(graph, old, new)
    return new


def _put_name(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        for names in (node.input, node.output):
            for place in (place for place, name in enumerate(names) if name == old):
                names[place] = new
        for inner in branches(node):
            _put_name(inner, old, new)


def replace(field: object, values: Iterable[object]) -> None:
    """Put other messages into a repeated field."""
    kept = list(values)
    copies = [type(one).FromString(one.SerializeToString()) for one in kept]  # type: ignore[attr-defined]
    del field[:]  # type: ignore[attr-defined]
    field.extend(copies)  # type: ignore[attr-defined]
