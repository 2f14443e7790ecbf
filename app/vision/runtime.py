"""Running networks: every network is an ONNX graph."""

import numpy as np
import numpy.typing as npt
import openvino as ov

Array = npt.NDArray[np.float32]


class Network:
    """A network ready to run, from any thread."""

    def __init__(self, compiled: ov.CompiledModel) -> None:
        self._compiled = compiled

    def __call__(self, pictures: Array) -> list[Array]:
        """Run it on a batch (N, ...)."""
        found = self._compiled.create_infer_request().infer({0: np.ascontiguousarray(pictures, np.float32)})
        return [np.array(found[place]) for place in range(len(self._compiled.outputs))]


def open_network(graph: bytes, device: str) -> Network:  # noqa: ARG001
    """Open a network."""
    core = ov.Core()
    hints = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
    return Network(core.compile_model(core.read_model(graph), "CPU", hints))
