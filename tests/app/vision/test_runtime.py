"""Both runtimes compute the same, on any thread, and neither says or loads what it need not."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper

from app.core.errors import StartError
from app.vision import graphs, models, runtime
from app.vision.convert import converted
from app.vision.networks import cache_folder
from app.vision.runtime import Use, choose_device, open_network

_ROOT = Path(__file__).resolve().parents[3]
_SHAPES = {"yunet": (1, 3, 96, 128), "onet": (6, 3, 48, 48), "sface": (3, 3, 112, 112)}
_FREE = {"yunet": {2: "height", 3: "width"}, "onet": {0: "batch"}, "sface": {0: "batch"}}


@pytest.fixture(params=_SHAPES)
def graph(
    request: pytest.FixtureRequest, weights: Callable[[str], Path]
) -> tuple[onnx.ModelProto, np.ndarray]:
    """Each of the three networks, and an input of its kind."""
    name = request.param
    path = weights(name)
    if name == "onet":
        path = converted(name, path, models.card(name).sha256, cache_folder())
    pixels = np.random.default_rng(3).integers(0, 256, _SHAPES[name]).astype(np.float32)
    inputs = (pixels - 127.5) / 128 if name == "onet" else pixels
    return graphs.with_free_sizes(graphs.plain(onnx.load(str(path))), _FREE[name]), inputs.astype(np.float32)


@pytest.mark.slow
def test_torch_equals_openvino(graph: tuple[onnx.ModelProto, np.ndarray]) -> None:
    model, inputs = graph
    ours, theirs = open_network(model, use=Use(exact=True))(inputs), runtime._Torch(model, "cpu")(inputs)
    assert len(ours) == len(theirs) == len(model.graph.output)
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype == np.float32
        assert np.abs(one - other).max() <= 1e-4 * max(np.abs(other).max(), 1)


@pytest.mark.slow
def test_many_threads_compute_what_one_does(graph: tuple[onnx.ModelProto, np.ndarray]) -> None:
    model, inputs = graph
    network = open_network(model)
    several = [np.roll(inputs, shift, axis=-1) for shift in range(12)]
    alone = [network(one) for one in several]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(network, several * 2))
    for wanted, found in zip(alone * 2, together, strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(wanted, found, strict=True))


@pytest.mark.slow
def test_what_a_network_gave_stays(graph: tuple[onnx.ModelProto, np.ndarray]) -> None:
    """The runtime's own buffers are used again by the next call."""
    model, inputs = graph
    network = open_network(model)
    first = network(inputs)
    kept = [part.copy() for part in first]
    network(np.zeros_like(inputs))
    assert all(np.array_equal(one, other) for one, other in zip(first, kept, strict=True))


@pytest.mark.slow
def test_other_sizes_follow_one_another(graph: tuple[onnx.ModelProto, np.ndarray]) -> None:
    model, inputs = graph
    network = open_network(model)
    first = network(inputs)
    larger = np.concatenate([inputs, inputs], axis=0 if inputs.shape[0] > 1 else 3)
    network(larger)
    again = network(inputs)
    assert all(np.allclose(one, other, atol=1e-5) for one, other in zip(first, again, strict=True))


def test_without_openvino_torch_takes_over(
    graph: tuple[onnx.ModelProto, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "find_spec", lambda _: None)
    assert isinstance(open_network(graph[0]), runtime._Torch)


@pytest.mark.slow
def test_openvino_comes_without_what_reports_its_use() -> None:
    script = """
        import sys
        from app.vision import runtime
        runtime._openvino()
        loaded = {name.partition(".")[0] for name in sys.modules}
        print("openvino_telemetry" in loaded, "openvino" in loaded)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "False True\n"


class TestDevice:
    def test_cpu_is_always_here(self) -> None:
        assert choose_device("cpu") == "cpu"

    def test_auto_gives_one_that_works(self) -> None:
        assert torch.ones(1, device=choose_device("auto")).item() == 1

    def test_unknown(self) -> None:
        with pytest.raises(StartError, match=r"unknown device gpu\. Choose auto, cpu, cuda or mps"):
            choose_device("gpu")

    @pytest.mark.skipif(torch.cuda.is_available(), reason="there is one here")
    def test_absent(self) -> None:
        with pytest.raises(StartError, match=r"cuda is not available: .*\. Choose another one, such as cpu"):
            choose_device("cuda")


@pytest.mark.slow
def test_threads_that_ask_first_at_once_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """OpenVINO's first look at numpy deadlocked in one of three such processes."""
    node = helper.make_node("Relu", ["x"], ["y"])
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 4]) for name in "xy")
    path = tmp_path / "relu.onnx"
    onnx.save(helper.make_model(helper.make_graph([node], "g", [x], [y])), path)
    script = f"""
        import threading
        import numpy as np, onnx
        from app.vision.runtime import Use, open_network
        network = open_network(onnx.load({str(path)!r}))
        together = threading.Barrier(4)
        def ask():
            together.wait()
            network(np.ones((2, 4), np.float32))
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
    """
    for _ in range(5):
        command = [sys.executable, "-c", textwrap.dedent(script)]
        subprocess.run(command, cwd=_ROOT, check=True, timeout=60)
