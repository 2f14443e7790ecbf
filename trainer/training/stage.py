"""What is trained at each depth, and how it gets its inputs."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from trainer.arrays import FloatArray, Indices
from trainer.backbones.base import Backbone
from trainer.config import MOST_IN_SPAN, TrainConfig
from trainer.data.augment import Augment, recipe
from trainer.data.features import Features, LabelledData, cache_features
from trainer.data.identities import IdentityData
from trainer.errors import ConfigError
from trainer.events import Cancel, EventSink
from trainer.text import say
from trainer.training.span import Span

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.SyncBatchNorm)

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
    def embed(self, data: LabelledData) -> FloatArray:
        """Embeddings (N, D) of other data, as the model stands, unchanged by chance."""

    def write_back(self) -> None:  # noqa: B027 - most stages train the backbone itself
        """Write what was trained into the backbone, where it is kept in another form meanwhile."""

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

    def keeps_statistics(self) -> bool:
        """Whether batch normalisation now takes what passes together for the whole."""
        return any(module.training for module in self.model.modules() if isinstance(module, _NORMS))


class HeadStage(Stage):
    """The head alone, on cached trunk features."""

    def __init__(self, backbone: Backbone, data: Features, config: TrainConfig, device: torch.device) -> None:
        super().__init__(backbone, config, device)
        self.model = backbone.head
        self._values = data.values

    def inputs(self, indices: Indices, step: int) -> Tensor:  # noqa: ARG002 - features have no chance in them
        """Features (B, F) of those pictures."""
        return self._values[torch.from_numpy(indices)].to(self.device, torch.float32)

    def embed(self, data: LabelledData) -> FloatArray:
        """Embeddings (N, D) of other cached features."""
        assert isinstance(data, Features)  # noqa: S101 - `fit` caches both
        self.model.eval()
        with torch.inference_mode():
            parts = [self.model(part.to(self.device, torch.float32)) for part in data.values.split(1024)]
        return torch.cat(parts).cpu().numpy()

    def parameters(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """No weights of the trunk, all of the head."""
        return [], list(self.model.parameters())


class SpanStage(Stage):
    """The head alone, its first layer in coordinates of the training features' span."""

    def __init__(self, backbone: Backbone, data: Features, config: TrainConfig, device: torch.device) -> None:
        super().__init__(backbone, config, device)
        first, *rest = backbone.head
        assert isinstance(first, nn.Linear)  # noqa: S101 - `fits_in_span` asked for it
        self._layer = first
        self._span = Span.of(data.values.float())
        self._values = self._span.coordinates(self._span.features)
        with torch.no_grad():
            self._start = self._span.reduce(first.weight)
            reduced = nn.Linear(self._start.shape[1], first.out_features, bias=False)
            reduced.weight.copy_(self._start)
        self._reduced = reduced
        _, *bias = first.parameters()
        self._rest = nn.Sequential(*map(_Bias, bias), *rest)
        self.model = nn.Sequential(reduced, self._rest)
        self._seen: dict[int, tuple[Features, Tensor, Tensor]] = {}

    def inputs(self, indices: Indices, step: int) -> Tensor:  # noqa: ARG002 - features have no chance in them
        """Coordinates (B, R) of those pictures' features."""
        return self._values[torch.from_numpy(indices)]

    def embed(self, data: LabelledData) -> FloatArray:
        """Embeddings (N, D) of other cached features, which may reach out of the span: W0 x + (B - B0) c."""
        assert isinstance(data, Features)  # noqa: S101 - `fit` caches both
        self.model.eval()
        with torch.inference_mode():
            before, coordinates = self._placed(data)
            change = self._reduced.weight - self._start
            embeddings: Tensor = self._rest(before + coordinates @ change.T)
        return embeddings.numpy()

    def write_back(self) -> None:
        """Change the layer's weights as those of its reduced form were changed since the last time."""
        with torch.no_grad():
            self._layer.weight += self._span.restore(self._reduced.weight - self._start)
            self._start = self._reduced.weight.detach().clone()
        self._seen.clear()

    def parameters(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """No weights of the trunk, all of the head."""
        return [], list(self.model.parameters())

    def _placed(self, data: Features) -> tuple[Tensor, Tensor]:
        """What the layer makes of the features at the start (N, D), and their coordinates (N, R)."""
        if id(data) not in self._seen:
            values = data.values.float()
            self._seen[id(data)] = data, values @ self._layer.weight.T, self._span.coordinates(values)
        return self._seen[id(data)][1:]


class _Bias(nn.Module):
    """A linear layer's bias, apart from its weights."""

    def __init__(self, bias: nn.Parameter) -> None:
        super().__init__()
        self.bias = bias

    def forward(self, values: Tensor) -> Tensor:
        return values + self.bias


def fits_in_span(backbone: Backbone, data: LabelledData, config: TrainConfig, device: torch.device) -> bool:
    """Whether fitting in the span takes the same steps as fitting the head itself, and fewer operations."""
    return (
        isinstance(data, Features)
        and isinstance(backbone.head[0], nn.Linear)
        and len(data.labels) <= min(MOST_IN_SPAN, data.values.shape[1])
        and config.optimiser == "adam-mini"
        and config.weight_decay == 0
        and config.precision == "fp32"
        and device.type == "cpu"
    )


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
        seed = self._config.seed * 1_000_003 + step
        crops = self._augment(self._data.crops(indices), indices, seed=seed)
        return self._prepared(crops)

    def embed(self, data: LabelledData) -> FloatArray:
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


def as_learnt_from(
    data: Sequence[LabelledData],
    network: Backbone,
    config: TrainConfig,
    device: torch.device,
    on_event: EventSink,
    cancel: Cancel,
) -> list[LabelledData] | None:
    """Data as the run's depth learns from it: the head from features, the others from pictures.

    Returns:
        The data, in order; None if cancelled while features were computed.

    Raises:
        ConfigError: There are features where pictures are needed.
    """
    if config.depth != "head":
        if any(isinstance(part, Features) for part in data):
            raise ConfigError(
                say("Depth {depth} needs pictures", depth=repr(config.depth)),
                why=say("cached features serve the head alone"),
            )
        return list(data)
    cached: list[LabelledData] = []
    for part in data:
        features = (
            part
            if isinstance(part, Features)
            else cache_features(network, part, device=device, on_event=on_event, cancel=cancel)
        )
        if features is None:
            return None
        cached.append(features)
    return cached


def build_stage(
    backbone: Backbone, data: LabelledData, config: TrainConfig, device: torch.device, *, whole: bool = True
) -> Stage:
    """The stage for the depth that the run asks for.

    Args:
        backbone: What is trained.
        data: What it learns from.
        config: The run's settings.
        device: Where.
        whole: Whether the backbone must be complete after every step, and not only once it is settled.
    """
    if isinstance(data, Features):
        if not whole and fits_in_span(backbone, data, config, device):
            return SpanStage(backbone, data, config, device)
        return HeadStage(backbone, data, config, device)
    return PictureStage(backbone, data, config, device)
