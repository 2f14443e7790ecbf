"""Graphs in the form that every runtime reads, held against ONNX's own reference implementation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from app.vision.graphs import plain, with_free_sizes


def _model(
    nodes: list[onnx.NodeProto], weights: dict[str, np.ndarray], listed: bool = False
) -> onnx.ModelProto:
    """A graph y = f(x) of float32 (2, 4); `listed` names its weights among the inputs too."""
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 4])]
    tensors = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    if listed:
        inputs += [helper.make_tensor_value_info(one.name, one.data_type, one.dims) for one in tensors]
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "g", inputs, [output], tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def _same(model: onnx.ModelProto) -> onnx.ModelProto:
    """The plain form, after seeing that it computes the same."""
    found = plain(model)
    x = np.random.default_rng(1).normal(size=(2, 4)).astype(np.float32)
    wanted, ours = (
        np.asarray(next(iter(ReferenceEvaluator(one).run(None, {"x": x})))) for one in (model, found)
    )
    np.testing.assert_allclose(ours, wanted, rtol=1e-6)
    return found


_RNG = np.random.default_rng(0)
_INT8 = _RNG.integers(-128, 128, (4, 6), np.int8)


@pytest.mark.parametrize(
    ("scale", "zero", "fields"),
    [
        (np.array(0.3, np.float32), np.array(-7, np.int8), {}),
        (np.array(0.3, np.float32), None, {}),
        (_RNG.random(4, np.float32), _RNG.integers(-9, 9, 4, np.int8), {"axis": 0}),
        (_RNG.random(6, np.float32), _RNG.integers(-9, 9, 6, np.int8), {"axis": 1}),
        (
            _RNG.random((2, 6), np.float32),
            _RNG.integers(-9, 9, (2, 6), np.int8),
            {"axis": 0, "block_size": 2},
        ),
        (
            _RNG.random((4, 2), np.float32),
            _RNG.integers(-9, 9, (4, 2), np.int8),
            {"axis": 1, "block_size": 3},
        ),
        (
            _RNG.random((4, 2), np.float32),
            _RNG.integers(-9, 9, (4, 2), np.int8),
            {"axis": 1, "block_size": 4},
        ),
    ],
    ids=["whole", "without zero", "rows", "columns", "blocks of rows", "blocks", "a short last block"],
)
def test_int8_weights_become_floats(
    scale: np.ndarray, zero: np.ndarray | None, fields: dict[str, Any]
) -> None:
    parts = {"w": _INT8, "s": scale} | ({} if zero is None else {"z": zero})
    nodes = [
        helper.make_node("DequantizeLinear", list(parts), ["v"], **fields),
        helper.make_node("MatMul", ["x", "v"], ["y"]),
    ]
    found = _same(_model(nodes, parts)) if "short" not in str(fields) else plain(_model(nodes, parts))
    assert [node.op_type for node in found.graph.node] == ["MatMul"]
    assert [one.name for one in found.graph.initializer] == ["v"]


def test_reshapes_and_constants_are_folded() -> None:
    nodes = [
        helper.make_node("Constant", [], ["shape"], value_ints=[0, -1]),
        helper.make_node("Constant", [], ["one"], value_float=1.5),
        helper.make_node("Reshape", ["w", "shape"], ["v"]),
        helper.make_node("MatMul", ["x", "v"], ["t"]),
        helper.make_node("Add", ["t", "one"], ["y"]),
    ]
    found = _same(_model(nodes, {"w": _RNG.random((4, 3, 2), np.float32)}))
    assert [node.op_type for node in found.graph.node] == ["MatMul", "Add"]


def test_what_depends_on_the_input_stays() -> None:
    nodes = [helper.make_node("Reshape", ["x", "shape"], ["y"])]
    found = _same(_model(nodes, {"shape": np.array([4, 2], np.int64)}))
    assert [node.op_type for node in found.graph.node] == ["Reshape"]


def test_weights_are_no_inputs() -> None:
    nodes = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    found = _same(_model(nodes, {"w": _RNG.random((4, 3), np.float32)}, listed=True))
    assert [one.name for one in found.graph.input] == ["x"]


@pytest.mark.parametrize("name", ["yunet", "sface"])
def test_of_the_published_files_only_floats_are_left(weights: Callable[[str], Path], name: str) -> None:
    model = onnx.load(str(weights(name)))
    assert any(node.op_type == "DequantizeLinear" for node in model.graph.node)
    found = plain(model)
    assert not any(node.op_type in {"DequantizeLinear", "Constant"} for node in found.graph.node)
    assert len(found.graph.input) == 1
    assert {one.data_type for one in found.graph.initializer} <= {TensorProto.FLOAT, TensorProto.INT64}
    onnx.checker.check_model(found)


def test_free_sizes() -> None:
    nodes = [helper.make_node("MatMul", ["x", "w"], ["y"])]
    free = with_free_sizes(plain(_model(nodes, {"w": np.ones((4, 3), np.float32)})), {0: "batch"})
    sides = free.graph.input[0].type.tensor_type.shape.dim
    assert (sides[0].dim_param, sides[1].dim_value) == ("batch", 4)
    for count in (1, 5):
        found = next(iter(ReferenceEvaluator(free).run(None, {"x": np.ones((count, 4), np.float32)})))
        assert np.shape(found) == (count, 3)
