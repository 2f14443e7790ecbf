"""Where networks run: OpenVINO on the CPU; torch on CUDA and MPS, and where OpenVINO is not to be had.

Every network is an ONNX graph. Torch is imported by those alone who need it: the engine does without on a
CPU.
"""

import ctypes
import os
import platform
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper

from app.core.errors import StartError
from app.core.text import say
from app.vision.compiled import read as read_compiled
from app.vision.compiled import write as write_compiled

_TORCH_OPSET = 13
"""The version of ONNX's operators that onnx2torch knows in full."""

_LEAST = 2
"""Crops that a core is given at least: one by one they take 7 % more of its time."""

Floats = npt.NDArray[np.float32]
Inputs = npt.NDArray[np.float32] | npt.NDArray[np.uint8]


class Network(Protocol):
    """A network ready to run, from any thread.

    Attributes:
        device: Where it runs: cpu, cuda or mps.
    """

    device: str

    def __call__(self, inputs: Inputs) -> list[Floats]:
        """Outputs, in the graph's order, for one batch of inputs (N, ...), of the type that it reads."""
        ...


@dataclass(frozen=True, slots=True)
class Use:
    """How a network is used on a CPU.

    Attributes:
        exact: Compute in 32 bits even where the processor is faster with bfloat16.
        crops: It reads batches of small pictures, which are shared out among the cores; without, one large
            picture at a time, at which two cores work together.
        kept: Where its compiled form is kept for the next start, without a suffix; None for nowhere.
    """

    exact: bool = False
    crops: bool = False
    kept: Path | None = None


def open_network(model: onnx.ModelProto, device: str = "cpu", use: Use = Use()) -> Network:
    """Make a graph ready to run on a device that is here.

    Raises:
        RuntimeError: The graph has a part that the runtime does not know.
    """
    if device == "cpu" and find_spec("openvino") is not None:
        return _OpenVino.compiled(model, use)
    return _Torch(model, device)


def reopen_network(device: str, use: Use) -> Network | None:
    """Open a network from its compiled form, without its graph; None where none was kept."""
    if device == "cpu" and find_spec("openvino") is not None:
        return _OpenVino.kept(use)
    return None


def choose_device(wanted: str) -> str:
    """Turn `auto`, `cpu`, `cuda` or `mps` into a device that is here.

    Raises:
        StartError: The one asked for is not.
    """
    if wanted == "cpu" or (wanted == "auto" and not _gpu_likely()):
        return "cpu"
    import torch

    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if here[name])
    if wanted not in here:
        raise StartError(
            say("unknown device {device}", device=wanted), remedy=say("Choose auto, cpu, cuda or mps")
        )
    if not here[wanted]:
        raise StartError(
            say("the device {device} is not available", device=wanted),
            why=say("this computer or this build of PyTorch does not offer it"),
            remedy=say("Choose another one, such as cpu"),
        )
    return wanted


@cache
def _gpu_likely() -> bool:
    """Whether it is worth loading torch to see if there is a GPU: a driver is here, or an Apple chip."""
    if platform.system() == "Darwin":
        return platform.machine() == "arm64"
    name = "nvcuda.dll" if platform.system() == "Windows" else "libcuda.so.1"
    try:
        count = ctypes.c_int(0)
        driver = ctypes.CDLL(name)
        return driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0
    except (OSError, AttributeError):
        return False


class _OpenVino:
    """A graph compiled by OpenVINO, with requests of its own for each thread."""

    device = "cpu"

    def __init__(self, compiled: Any, parts: int) -> None:
        self._compiled, self._parts = compiled, parts
        self._threads = threading.local()

    @classmethod
    def compiled(cls, model: onnx.ModelProto, use: Use) -> Self:
        """Compile a graph, and keep what came of it."""
        core = _openvino().Core()
        chosen = _properties(core, use)
        compiled = core.compile_model(core.read_model(model.SerializeToString()), "CPU", chosen)
        if use.kept is not None:
            write_compiled(use.kept, _variant(core, chosen), compiled.export_model().getvalue())
        return cls(compiled, chosen["NUM_STREAMS"] if use.crops else 1)

    @classmethod
    def kept(cls, use: Use) -> Self | None:
        """Take up what was kept; None where that cannot be."""
        core = _openvino().Core()
        chosen = _properties(core, use)
        data = read_compiled(use.kept, _variant(core, chosen)) if use.kept is not None else None
        if data is None:
            return None
        with suppress(RuntimeError):  # of another version, though it looked the same
            return cls(core.import_model(data, "CPU", chosen), chosen["NUM_STREAMS"] if use.crops else 1)
        return None

    def __call__(self, inputs: Inputs) -> list[Floats]:
        count = min(self._parts, len(inputs) // _LEAST) or 1
        parts = np.array_split(np.ascontiguousarray(inputs), count)
        requests = self._requests()[: len(parts)]
        for request, part in zip(requests, parts, strict=True):
            request.start_async([part])
        for request in requests:
            request.wait()
        each = [[np.array(one.data, np.float32) for one in request.output_tensors] for request in requests]
        return each[0] if len(each) == 1 else [np.concatenate(found) for found in zip(*each, strict=True)]

    def _requests(self) -> list[Any]:
        if not hasattr(self._threads, "requests"):
            self._threads.requests = [self._compiled.create_infer_request() for _ in range(self._parts)]
        found: list[Any] = self._threads.requests
        return found


def _properties(core: Any, use: Use) -> dict[str, Any]:
    fast = not use.exact and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    cores = os.cpu_count() or 1
    return {
        "NUM_STREAMS": cores if use.crops else max(1, cores // 2),
        "INFERENCE_NUM_THREADS": cores,
        "ENABLE_CPU_PINNING": False,  # several networks would be pinned to the same cores
        "INFERENCE_PRECISION_HINT": "bf16" if fast else "f32",
    }


def _variant(core: Any, chosen: dict[str, Any]) -> str:
    """What a compiled network depends on: the runtime, the processor and what was chosen."""
    return f"{_openvino().__version__} {core.get_property('CPU', 'FULL_DEVICE_NAME')} {chosen}"


class OneByOne:
    """A network that takes a single picture at a time, behind the face of one that takes many."""

    def __init__(self, network: Network) -> None:
        self.device = network.device
        self._network = network

    def __call__(self, inputs: Inputs) -> list[Floats]:
        """Run it on each input in turn, and put its outputs together."""
        found = [self._network(inputs[place : place + 1]) for place in range(len(inputs))]
        return [np.concatenate(parts) for parts in zip(*found, strict=True)]


_loading = threading.Lock()


def _openvino() -> Any:
    """OpenVINO, loaded by one thread."""
    with _loading:
        return _load_openvino()


@cache
def _load_openvino() -> Any:
    """OpenVINO, without the package that would tell its maker of its use: nothing leaves this computer."""
    modules: dict[str, Any] = sys.modules
    absent = "openvino_telemetry" not in modules
    if absent:
        modules["openvino_telemetry"] = None  # importing it fails
    try:
        import openvino
    finally:
        if absent:
            del modules["openvino_telemetry"]
    # Its first look at numpy deadlocks if two threads take it at once: one waits for the other with the GIL.
    openvino.Tensor(np.zeros(1, np.float32)).data.sum()
    return openvino


class _Torch:
    """A graph as a torch module."""

    def __init__(self, model: onnx.ModelProto, device: str) -> None:
        import onnx2torch
        import torch

        self.device = device
        self._torch = torch
        self._module = (
            onnx2torch.convert(_relabelled(model)).eval().requires_grad_(requires_grad=False).to(device)
        )

    def __call__(self, inputs: Inputs) -> list[Floats]:
        with self._torch.inference_mode():
            found = self._module(self._torch.from_numpy(np.ascontiguousarray(inputs)).to(self.device))
        parts = found if isinstance(found, (list, tuple)) else [found]
        return [part.float().cpu().numpy() for part in parts]


def _relabelled(model: onnx.ModelProto) -> onnx.ModelProto:
    """Say that a graph uses older operators: what networks for faces use of the newer ones is the same."""
    if model.opset_import[0].version <= _TORCH_OPSET:
        return model
    opset = [helper.make_opsetid("", _TORCH_OPSET)]
    return helper.make_model(model.graph, opset_imports=opset, ir_version=model.ir_version)
