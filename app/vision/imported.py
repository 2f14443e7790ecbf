"""A recogniser that is known by its graph alone, as the trainer sees it: a frozen trunk and a linear head.

The trunk runs where all networks run (`runtime`); only the head is a torch layer, and only it is trained.
"""

from pathlib import Path
from typing import Any, Self

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from app.domain.preprocessing import Preprocessing
from app.keys import sealed
from app.vision import graphs
from app.vision.heads import cut, put_on
from app.vision.runtime import Network, OneByOne, Use, open_network
from trainer.backbones.base import Backbone, InputSpec
from trainer.storage.export import export_onnx


class ImportedBackbone(Backbone):
    """A graph cut before its last linear layer.

    Attributes:
        preprocessing: How it wants its crops.
    """

    name = "onnx"

    def __init__(self, graph: onnx.ModelProto, dimension: int, preprocessing: Preprocessing) -> None:
        super().__init__()
        found = cut(graph, dimension)
        self.preprocessing, self.dimension = preprocessing, dimension
        self.spec = InputSpec(preprocessing.size, 0.0, 1.0, preprocessing.template)
        self._graph = found.trunk.SerializeToString()
        self.trunk = nn.Sequential(_RunTrunk(_opened(found.trunk)))
        layer = nn.Linear(found.weight.shape[1], dimension)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(found.weight))
            layer.bias.copy_(torch.tensor(found.bias))
        self.head = nn.Sequential(layer)

    @classmethod
    def from_file(cls, path: Path, dimension: int, preprocessing: Preprocessing) -> Self:
        """Read a graph in our form whose hash was checked, sealed or plain."""
        graph = graphs.plain(onnx.load_from_string(sealed.read(path)))
        if not graphs.is_one_by_one(graph):
            graph = graphs.with_free_sizes(graph, {0: "batch"})
        return cls(graph, dimension, preprocessing).eval()

    def prepare(self, crops: Tensor) -> Tensor:
        """Prepare RGB uint8 crops (N, size, size, 3) as the graph wants them."""
        return torch.from_numpy(self.preprocessing.prepare(crops.cpu().numpy())).to(crops.device)

    def graph(self) -> onnx.ModelProto:
        """The whole network as it stands: the trunk with the head on it."""
        (layer,) = self.head
        assert isinstance(layer, nn.Linear)  # noqa: S101 - built above
        weight, bias = (value.detach().cpu().numpy() for value in (layer.weight, layer.bias))
        return put_on(onnx.ModelProto.FromString(self._graph), weight, bias)


def write_network(trained: Backbone, path: Path) -> Preprocessing:
    """Write a trained network as an ONNX file in our form.

    Returns:
        What its crops go through; it goes with the file.

    Raises:
        CheckpointError: The graph computes something else than the network.
        OSError: The file cannot be written.
    """
    if isinstance(trained, ImportedBackbone):
        path.write_bytes(trained.graph().SerializeToString(deterministic=True))
        return trained.preprocessing
    export_onnx(trained, path, unit=False)
    spec = trained.spec
    return Preprocessing(spec.size, (spec.mean,) * 3, (spec.scale,) * 3, "NCHW", "RGB", spec.template)


class _RunTrunk(nn.Module):
    """A trunk as a module; copies share the network, which is never changed."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = _Shared(network)

    def forward(self, pictures: Tensor) -> Tensor:
        """Features (N, F) of prepared pictures."""
        (found,) = self._network.network(np.ascontiguousarray(pictures.detach().cpu().numpy(), np.float32))
        return torch.from_numpy(found.reshape(len(found), -1)).to(pictures.device)


class _Shared:
    """What a deep copy shares with its original."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def _opened(trunk: onnx.ModelProto) -> Network:
    network = open_network(trunk, "cpu", use=Use(exact=True))
    return OneByOne(network) if graphs.is_one_by_one(trunk) else network
