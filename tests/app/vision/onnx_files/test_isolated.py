"""Files of unknown origin: a recogniser is taken, in one form; all else is refused with its reason."""

import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from app.core.errors import Cancelled, ModelError
from app.core.progress import CancelToken
from app.vision import graphs
from app.vision.onnx_files import isolated
from app.vision.onnx_files.checking import parse
from app.vision.onnx_files.isolated import read_recogniser
from app.vision.onnx_files.trying import bring_in, pictures
from app.vision.runtime import OneByOne, Use, open_network
from tests.app.vision.made_networks import saved, sface, tiny


def reference(model: onnx.ModelProto, batch: Any, output: str | None = None) -> Any:
    """What onnxruntime makes of a batch, picture by picture."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return np.concatenate([session.run(output and [output], {name: one[None]})[0] for one in batch])


def cosines(a: Any, b: Any) -> Any:
    a, b = (part.reshape(len(part), -1) for part in (a, b))
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def brought(model: onnx.ModelProto) -> Any:
    return bring_in(parse(model.SerializeToString(), "x.onnx"), "x.onnx")


@pytest.mark.parametrize(
    ("model", "inputs", "dimension"),
    [
        (tiny(), (("NCHW", 112),), 64),
        (tiny(shape=(1, 3, 112, 112), reshape=True), (("NCHW", 112),), 64),
        (tiny(shape=("N", 3, None, None)), tuple(("NCHW", side) for side in (112, 160, 128, 224)), 64),
        (tiny(head="conv", dimension=128), (("NCHW", 112),), 128),
        (tiny(outputs=("length", "embedding")), (("NCHW", 112),), 64),
        (tiny(kind=TensorProto.UINT8), (("NCHW", 112),), 64),
        (tiny(kind=TensorProto.FLOAT16, shape=("N", 3, 160, 160)), (("NCHW", 160),), 64),
    ],
)
def test_recognisers_of_many_shapes_are_taken(
    model: onnx.ModelProto, inputs: tuple[tuple[str, int], ...], dimension: int
) -> None:
    graph, facts = brought(model)
    assert facts.inputs == inputs
    assert facts.dimension == dimension
    batch = pictures(*inputs[0], 3)
    (found,) = open_network(onnx.ModelProto.FromString(graph), use=Use(exact=True))(batch)
    kind = helper.tensor_dtype_to_np_dtype(model.graph.input[0].type.tensor_type.elem_type)
    assert found.shape == (3, dimension)
    assert (cosines(found, reference(model, batch.astype(kind), "embedding")) > 0.9999).all()


def test_a_graph_that_takes_one_picture_at_a_time_is_run_so() -> None:
    model = tiny(shape=(1, 3, 112, 112))
    target = numpy_helper.from_array(np.array([24]), "row")  # loses the batch
    model.graph.initializer.append(target)
    model.graph.initializer.append(numpy_helper.from_array(np.array([1, 24]), "back"))
    nodes = list(model.graph.node)
    place = next(i for i, node in enumerate(nodes) if node.op_type == "MatMul")
    nodes[place].input[0] = "again"
    extra = [
        helper.make_node("Reshape", ["flat", "row"], ["line"]),
        helper.make_node("Unsqueeze", ["line", "zero"], ["again"]),
    ]
    model.graph.initializer.append(numpy_helper.from_array(np.array([0]), "zero"))
    del model.graph.node[:]
    model.graph.node.extend([*nodes[:place], *extra, *nodes[place:]])
    graph, facts = brought(model)
    tidied = onnx.ModelProto.FromString(graph)
    assert facts.dimension == 64
    assert graphs.is_one_by_one(tidied)
    batch = pictures("NCHW", 112, 3)
    (found,) = OneByOne(open_network(tidied, use=Use(exact=True)))(batch)
    assert (cosines(found, reference(model, batch)) > 0.9999).all()


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_sface_under_another_name_is_what_onnxruntime_computes(layout: str, tmp_path: Path) -> None:
    model = sface(layout=layout, order="BGR", values="255")
    graph, facts = read_recogniser(saved(model, tmp_path / "x.onnx"))
    assert facts.inputs == ((layout, 112),)
    batch = pictures(layout, 112, 3) / np.float32(255)
    (found,) = open_network(onnx.ModelProto.FromString(graph), use=Use(exact=True))(batch)
    assert (cosines(found, reference(model, batch)) > 0.9999).all()


def outside() -> onnx.ModelProto:
    model = tiny()
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")
    return model


def endless() -> onnx.ModelProto:
    model = tiny()
    model.graph.node.insert(
        0, helper.make_node("Loop", ["", ""], ["never"], body=helper.make_graph([], "b", [], []))
    )
    return model


def by_chance() -> onnx.ModelProto:
    model = tiny()
    last = model.graph.node[-2]
    last.output[0] = "still"
    noise = helper.make_node("RandomNormalLike", ["still"], ["noise"], scale=100.0)
    model.graph.node.insert(len(model.graph.node) - 1, noise)
    model.graph.node.insert(
        len(model.graph.node) - 1, helper.make_node("Add", ["still", "noise"], ["embedding"])
    )
    return model


def constant() -> onnx.ModelProto:
    model = tiny()
    for tensor in model.graph.initializer:
        if tensor.name == "kernel":
            tensor.CopyFrom(numpy_helper.from_array(np.zeros((24, 3, 5, 5), np.float32), "kernel"))
    return model


def two_inputs() -> onnx.ModelProto:
    model = tiny()
    model.graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]))
    model.graph.node.append(helper.make_node("Identity", ["more"], ["unused"]))
    return model


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (outside(), "its weights lie in another file"),
        (endless(), "it uses the operator Loop"),
        (tiny(domain="com.example"), "it uses operators of com.example"),
        (tiny(opset=6), "it is written for version 6"),
        (tiny(opset=99), "it is written for version 99"),
        (tiny(shape=("N", 1, 112, 112)), "is no square colour picture"),
        (tiny(shape=("N", 3, 640, 640)), "is no square colour picture"),
        (tiny(shape=("N", 3)), "is no square colour picture"),
        (tiny(dimension=8), "it gives 8 numbers a picture"),
        (tiny(operator="NoSuchThing"), ""),
        (by_chance(), "the same embedding twice"),
        (constant(), "the same embedding"),
        (two_inputs(), "it has 2 inputs"),
    ],
)
def test_what_is_no_recogniser_is_refused(model: onnx.ModelProto, why: str) -> None:
    with pytest.raises(ModelError) as refusal:
        brought(model)
    assert why in refusal.value.why
    assert "x.onnx cannot be taken as a recogniser" in refusal.value.what
    assert refusal.value.remedy


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"no model", b"\x08" + b"\xff" * 40])
def test_what_is_no_onnx_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.onnx"
    file.write_bytes(content)
    with pytest.raises(ModelError, match="not an ONNX file"):
        read_recogniser(file)


@pytest.mark.slow
def test_folders_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a regular file"):
        read_recogniser(tmp_path)
    with pytest.raises(ModelError, match="no such file"):
        read_recogniser(tmp_path / "nowhere.onnx")


@pytest.mark.slow
def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x.onnx"
    with file.open("wb") as sparse:
        sparse.truncate(3 << 30)
    with pytest.raises(ModelError, match="too large"):
        read_recogniser(file)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_bomb_takes_the_child_alone(tmp_path: Path) -> None:
    """A graph of a few kilobytes that asks for 4 TB."""
    model = tiny()
    model.graph.initializer.append(numpy_helper.from_array(np.array([1 << 20, 1 << 20]), "huge"))
    bomb = [
        helper.make_node("ConstantOfShape", ["huge"], ["terabytes"]),
        helper.make_node("ReduceMax", ["terabytes"], ["peak"], keepdims=0),
    ]
    model.graph.node[-2].output[0] = "calm"
    nodes = [*bomb, *list(model.graph.node)[:-1], helper.make_node("Add", ["calm", "peak"], ["embedding"])]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ModelError, match="cannot be taken as a recogniser"):
        read_recogniser(saved(model, tmp_path / "bomb.onnx"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000


def test_it_ends_when_it_takes_too_long_or_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tiny(), tmp_path / "x.onnx")
    cancelled = CancelToken()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        read_recogniser(file, cancelled)
    monkeypatch.setattr(isolated, "SECONDS", 0)
    with pytest.raises(ModelError, match="took more than 0 seconds"):
        read_recogniser(file)
