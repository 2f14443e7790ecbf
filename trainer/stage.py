"""What is trained at each depth, and how it gets its inputs."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import Tensor, nn

from trainer.augment import Augment, recipe
from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.data.features import Features
from trainer.data.identities import IdentityData, Indices
from trainer.metrics.verification import FloatArray

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.SyncBatchNorm)
Data = IdentityData | Features
Look = Callable[[Callable[[Data], FloatArray]], Mapping[float, float]]
"""Given what embeds data as the model stands, answers TAR at each FMR."""

LEAST_FOR_STATISTICS = 16
"""Pictures below which batch normalisation's statistics of a chunk are mostly noise."""


class Stage(ABC):
    """The trained part of a backbone, together with the data that feeds it.

    Attributes:
        model: From inputs to embeddings before normalisation.
        backbone: What the model is part of.
        device: Where the model is.
    """

    model: nn.Module

    def __init__(self, backbone: Backbone, config: TrainConfig, device: torch.device) -> None:
        self.backbone = backbone
        self.device = device
        self._config = config

    @abstractmethod
    def inputs(self, indices: Indices, step: int) -> Tensor:
        """The model's inputs for those pictures, changed at random as the step's seed says."""

    @abstractmethod
    def embed(self, data: Data) -> FloatArray:
        """Embeddings (N, D) of other data, as the model stands, unchanged by chance."""

    @abstractmethod
    def parameters(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The weights to train: of the trunk, and of the head."""

    def train(self, chunk: int) -> None:
        """Switch to training; batch normalisation keeps its statistics where the run says so.

        Args:
            chunk: Pictures that pass together; of too few the statistics are not worth using either.
        """
        self.model.train()
        if self._config.freeze_norms or chunk < LEAST_FOR_STATISTICS:
            for module in self.model.modules():
                if isinstance(module, _NORMS):
                    module.eval()


class HeadStage(Stage):
    """The head alone, on cached trunk features."""

    def __init__(self, backbone: Backbone, data: Features, config: TrainConfig, device: torch.device) -> None:
        super().__init__(backbone, config, device)
        self.model = backbone.head
        self._values = data.values

    def inputs(self, indices: Indices, step: int) -> Tensor:  # noqa: ARG002 - features have no chance in them
        """Features (B, F) of those pictures."""
        return self._values[torch.from_numpy(indices)].to(self.device, torch.float32)

    def embed(self, data: Data) -> FloatArray:
        """Embeddings (N, D) of other cached features."""
        assert isinstance(data, Features)  # noqa: S101 - `fit` caches both
        self.model.eval()
        with torch.inference_mode():
            parts = [self.model(part.to(self.device, torch.float32)) for part in data.values.split(1024)]
        return torch.cat(parts).cpu().numpy()

    def parameters(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """No weights of the trunk, all of the head."""
        return [], list(self.model.parameters())


class PictureStage(Stage):
    """Trunk and head on pictures; the trunk from some block on, or all of it."""

    def __init__(
        self, backbone: Backbone, data: IdentityData, config: TrainConfig, device: torch.device
    ) -> None:
        super().__init__(backbone, config, device)
        self.model = nn.Sequential(backbone.trunk, backbone.head)
        if device.type == "cuda":
            self.model.to(memory_format=torch.channels_last)
        self._data = data
        self._augment: Augment = recipe(config.augment)
        self._trained = self._blocks()
        for parameter in backbone.trunk.parameters():
            parameter.requires_grad_(False)
        for block in self._trained:
            block.requires_grad_(True)

    def inputs(self, indices: Indices, step: int) -> Tensor:
        """Prepared pictures (B, 3, S, S)."""
        crops = self._augment(self._data.crops(indices), seed=self._config.seed * 1_000_003 + step)
        return self._prepared(crops)

    def embed(self, data: Data) -> FloatArray:
        """Embeddings (N, D) of other crops."""
        assert not isinstance(data, Features)  # noqa: S101 - `fit` refuses that
        self.model.eval()
        chunks = np.array_split(np.arange(len(data.labels)), -(-len(data.labels) // 64))
        with torch.inference_mode():
            parts = [self.model(self._prepared(data.crops(chunk))).float().cpu() for chunk in chunks]
        return torch.cat(parts).numpy()

    def parameters(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The weights of the trained blocks, and of the head."""
        trunk = [parameter for block in self._trained for parameter in block.parameters()]
        return trunk, list(self.backbone.head.parameters())

    def _prepared(self, crops: Tensor) -> Tensor:
        pictures = self.backbone.prepare(crops.to(self.device))
        return pictures.contiguous(memory_format=torch.channels_last)

    def _blocks(self) -> list[nn.Module]:
        """The trunk's blocks that are trained: all, or the last few that have weights."""
        blocks = [block for block in self.backbone.trunk if any(True for _ in block.parameters())]
        return blocks if self._config.depth == "all" else blocks[-self._config.last_blocks :]


def build_stage(backbone: Backbone, data: Data, config: TrainConfig, device: torch.device) -> Stage:
    """The stage for the depth that the run asks for."""
    if isinstance(data, Features):
        return HeadStage(backbone, data, config, device)
    return PictureStage(backbone, data, config, device)
