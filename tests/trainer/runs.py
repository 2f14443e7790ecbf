"""Short runs of training that several tests share, and what they ask about them."""

from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from trainer.backbones import Backbone
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.events import Event
from trainer.storage.run_directory import RunDirectory
from trainer.training.loop import FitResult, fit

CONFIG = TrainConfig(
    depth="all",
    miner="semi-hard",
    margin=0.2,
    optimiser="adamw",
    identities=6,
    images=4,
    steps=12,
    learning_rate=1e-3,
    trunk_rate=1,
    save_every=3,
    device="cpu",
)

E = TypeVar("E")


def run_in(
    path: Path,
    data: Crops,
    network: Backbone,
    config: TrainConfig = CONFIG,
    *,
    resume: bool = False,
    overwrite: bool = False,
) -> FitResult:
    """Train and keep the run in a directory."""
    return fit(config, data, backbone=network, directory=RunDirectory(path, resume, overwrite))


def weights_of(network: Backbone) -> list[Tensor]:
    """Copies of all weights and statistics."""
    return [value.clone() for value in network.state_dict().values()]


def same(a: Backbone, b: Backbone) -> bool:
    """Whether two networks are equal bit for bit."""
    return all(torch.equal(x, y) for x, y in zip(weights_of(a), weights_of(b), strict=True))


def of_kind(events: list[Event], kind: type[E]) -> list[E]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]
