"""A backbone as ONNX, for use without torch."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx.reference import ReferenceEvaluator
from torch import Tensor, nn
from torch.jit._trace import TracerWarning

from trainer.backbones.base import Backbone
from trainer.errors import CheckpointError
from trainer.plain_files import write_whole
from trainer.text import say

_AGREEMENT = 1e-4
_OPSET = 18


class _Unit(nn.Module):
    """A backbone's fast form with unit-length embeddings at its end."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self._network = network

    def forward(self, pictures: Tensor) -> Tensor:
        return nn.functional.normalize(self._network(pictures), dim=1)


def export_onnx(backbone: Backbone, path: Path, *, unit: bool = True) -> float:
    """Write a backbone as ONNX with a dynamic batch, after checking it against torch.

    The graph takes `pictures` (N, 3, S, S), normalised as the backbone's specification says (which the
    file's metadata repeats), and gives `embeddings` (N, D).

    Args:
        backbone: The network.
        path: Where to.
        unit: Bring the embeddings to unit length; else their length, which says how far each can be trusted,
            is kept.

    Returns:
        The largest difference of any component of the unit-length embeddings from torch's, on random
        pictures.

    Raises:
        CheckpointError: The graph computes something else, or the file cannot be written.
    """
    network = backbone.for_inference()
    network = (_Unit(network) if unit else network).eval()
    pictures = torch.randn(2, 3, backbone.spec.size, backbone.spec.size)
    model = _describe(_traced(network, pictures, ("embeddings",)), backbone)
    gap = _gap(model, network, torch.randn(3, *pictures.shape[1:]))  # another batch size than the traced one
    if not gap <= _AGREEMENT:
        raise CheckpointError(
            say("The export failed"), why=say("its embeddings differ from torch's by {gap}", gap=f"{gap:.1e}")
        )
    write_whole(path, model.SerializeToString())
    return gap


def write_graph(network: nn.Module, pictures: Tensor, path: Path, outputs: Sequence[str]) -> None:
    """Write any network as ONNX with a dynamic batch.

    Args:
        network: In evaluation mode.
        pictures: An input of its (N, C, H, W).
        path: Where to.
        outputs: What its outputs are called.

    Raises:
        CheckpointError: The file cannot be written.
    """
    write_whole(path, _traced(network, pictures, outputs).SerializeToString())


def _traced(network: nn.Module, pictures: Tensor, outputs: Sequence[str]) -> onnx.ModelProto:
    """The graph by tracing, which needs no package beyond torch and onnx (the newer way needs onnxscript)."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        path = Path(folder) / "graph.onnx"
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)  # the sizes it warns of never change
        torch.onnx.export(
            network,
            (pictures,),
            path,
            input_names=["pictures"],
            output_names=list(outputs),
            dynamic_axes={name: {0: "batch"} for name in ("pictures", *outputs)},
            opset_version=_OPSET,
            dynamo=False,
        )
        return onnx.load(path)


def _describe(model: onnx.ModelProto, backbone: Backbone) -> onnx.ModelProto:
    spec = backbone.spec
    facts = {
        "backbone": backbone.name,
        "input": f"RGB, (value - {spec.mean}) * {spec.scale}, {spec.size}x{spec.size}",
        "template": repr(spec.template),
    }
    onnx.helper.set_model_props(model, facts)
    onnx.checker.check_model(model)
    return model


def _gap(model: onnx.ModelProto, network: nn.Module, pictures: Tensor) -> float:
    """Largest difference between torch's embeddings and those of onnx's own reference implementation."""
    with torch.inference_mode():
        expected = network(pictures).numpy()
    (found,) = ReferenceEvaluator(model).run(None, {"pictures": pictures.numpy()})
    found, expected = (part / np.linalg.norm(part, axis=1, keepdims=True) for part in (found, expected))
    return float(np.abs(found - expected).max())
