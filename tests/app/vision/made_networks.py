"""Networks made for the tests: small ones of any shape, and SFace as others might have exported it."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from app.vision import graphs
from app.vision.models import card, find_weights

Shape = tuple[int | str | None, ...]


def tiny(
    *,
    shape: Shape = ("N", 3, 112, 112),
    dimension: int = 64,
    kind: int = TensorProto.FLOAT,
    opset: int = 17,
    domain: str = "",
    operator: str = "Relu",
    outputs: tuple[str, ...] = ("embedding",),
    reshape: bool = False,
    head: Literal["gemm", "conv"] = "gemm",
) -> onnx.ModelProto:
    """A convolution, a mean and a linear layer; NCHW."""
    rng = np.random.default_rng(0)
    weights = {
        "kernel": rng.normal(0, 0.3, (24, 3, 5, 5)),
        "matrix": rng.normal(0, 1, (24, dimension)),
        "tail": rng.normal(0, 1, (dimension, 24, 1, 1)),
    }
    nodes = [helper.make_node("Cast", ["in"], ["x"], to=TensorProto.FLOAT)]
    nodes += [
        helper.make_node("Conv", ["x", "kernel"], ["conv"], strides=[4, 4]),
        helper.make_node(operator, ["conv"], ["act"], domain=domain),
        helper.make_node("GlobalAveragePool", ["act"], ["mean"]),
    ]
    if head == "conv":
        nodes.append(helper.make_node("Conv", ["mean", "tail"], ["embedding"]))
    else:
        flat = helper.make_node("Reshape", ["mean", "target"], ["flat"])
        nodes.append(flat if reshape else helper.make_node("Flatten", ["mean"], ["flat"]))
        nodes.append(helper.make_node("MatMul", ["flat", "matrix"], ["embedding"]))
    nodes.append(helper.make_node("ReduceL2", ["embedding"], ["length"], axes=[1], keepdims=1))
    tensors = [
        numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in weights.items()
    ]
    tensors.append(numpy_helper.from_array(np.array([1, -1]), "target"))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("in", kind, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        tensors,
    )
    domains = [helper.make_opsetid("", opset), *([helper.make_opsetid(domain, 1)] if domain else [])]
    return helper.make_model(graph, opset_imports=domains, ir_version=8)


def sface(*, layout: str = "NCHW", order: str = "RGB", values: str = "raw") -> onnx.ModelProto:
    """SFace that takes its pictures in another way: "raw", "127.5" or "255"."""
    path = find_weights(card("sface"), Path())
    assert path is not None
    model = graphs.plain(onnx.load(path))
    graph = model.graph
    inner = graph.input[0].name
    first = "given"
    steps: list[tuple[str, list[str], dict[str, Any]]] = []
    if values != "raw":
        scale, shift = {"127.5": (127.5, 127.5), "255": (255.0, 0.0)}[values]
        graph.initializer.append(numpy_helper.from_array(np.array(scale, np.float32), "scale"))
        graph.initializer.append(numpy_helper.from_array(np.array(shift, np.float32), "shift"))
        steps += [("Mul", ["scale"], {}), ("Add", ["shift"], {})]
    if layout == "NHWC":
        steps.append(("Transpose", [], {"perm": [0, 3, 1, 2]}))
    if order == "BGR":
        graph.initializer.append(numpy_helper.from_array(np.array([2, 1, 0]), "swap"))
        steps.append(("Gather", ["swap"], {"axis": 1}))
    names = [first, *(f"step{place}" for place in range(len(steps) - 1)), inner]
    before = [
        helper.make_node(kind, [names[place], *others], [names[place + 1]], **fields)
        for place, (kind, others, fields) in enumerate(steps)
    ]
    if not steps:
        before = [helper.make_node("Identity", [first], [inner])]
    nodes = [*before, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    shape = [1, 112, 112, 3] if layout == "NHWC" else [1, 3, 112, 112]
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info(first, TensorProto.FLOAT, shape))
    return model


def saved(model: onnx.ModelProto, path: Path) -> Path:
    """Write a network to a file."""
    path.write_bytes(model.SerializeToString())
    return path
