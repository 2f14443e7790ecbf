"""What every backbone offers: an input specification, a trunk and a head."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class InputSpec:
    """How a crop must look before it enters the network.

    Attributes:
        size: Side of the square crop, in pixels.
        mean: Value subtracted from each 8-bit channel.
        scale: Factor applied after that.
        template: Where alignment puts the five landmarks (right eye, left eye, nose tip, right and left
            mouth corner, from left to right in the picture), as x, y in pixels of the crop.
    """

    size: int
    mean: float
    scale: float
    template: tuple[tuple[float, float], ...]


class Backbone(nn.Module):
    """A network in two parts: a `trunk` whose output can be cached, and a small `head` on top of it.

    Attributes:
        name: Its name in the registry.
        spec: The input that it expects.
        dimension: Length of the embedding.
        trunk: From the normalised picture (N, 3, size, size) to features (N, F).
        head: From features (N, F) to the embedding before normalisation (N, dimension).
        options: What its constructor was given, so that a checkpoint can build it again.
    """

    name: str
    spec: InputSpec
    dimension: int
    trunk: nn.Sequential
    head: nn.Sequential
    options: Mapping[str, int] = {}

    def prepare(self, crops: Tensor) -> Tensor:
        """Normalise RGB uint8 crops (N, size, size, 3) to the network's float input (N, 3, size, size)."""
        return (crops.permute(0, 3, 1, 2).float() - self.spec.mean) * self.spec.scale

    def embed_features(self, features: Tensor) -> Tensor:
        """Unit-length embeddings (N, dimension) of cached trunk features (N, F)."""
        return F.normalize(self.head(features), dim=1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Unit-length embeddings (N, dimension) of prepared pictures (N, 3, size, size)."""
        return self.embed_features(self.trunk(pictures))

    def frozen_trunk(self) -> nn.Module:
        """A frozen copy of the trunk that computes the same features, faster."""
        frozen = copy.deepcopy(self.trunk).eval().requires_grad_(False)
        return frozen.to(memory_format=torch.channels_last)

    def for_inference(self) -> nn.Module:
        """A frozen copy from prepared pictures to embeddings before normalisation, faster."""
        head = copy.deepcopy(self.head).eval().requires_grad_(False)
        return nn.Sequential(self.frozen_trunk(), head).eval()
