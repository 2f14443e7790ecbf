"""Chunked steps against whole ones."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from trainer.backbones import Backbone, InputSpec, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.training.distributed import World
from trainer.training.stage import PictureStage
from trainer.training.stepper import Stepper

CONFIG = TrainConfig(
    depth="all", miner="batch-all", margin=0.2, device="cpu", optimiser="sgd", learning_rate=0.1
)


def gradients(network: Backbone, crops: Crops, config: TrainConfig) -> list[torch.Tensor]:
    stage = PictureStage(network, crops, config, torch.device("cpu"))
    stepper = Stepper(stage, config, 10, World())
    rows = torch.arange(24).numpy()
    stepper(stage.inputs(rows, 0), torch.from_numpy(crops.labels[rows]), 0)
    return [weight.grad.clone() for weight in stepper.weights if weight.grad is not None]


@pytest.mark.parametrize("chunk", [1, 5, 8, 23])
def test_chunks_give_the_gradient_of_the_whole_batch(chunk: int, crops: Crops, network: SmallNet) -> None:
    whole = gradients(network, crops, CONFIG)
    torch.manual_seed(0)
    fresh = SmallNet(size=32, width=8, dimension=16)
    parts = gradients(fresh, crops, replace(CONFIG, chunk=chunk))
    assert len(whole) == len(list(network.parameters()))
    for a, b in zip(whole, parts, strict=True):
        torch.testing.assert_close(a, b, atol=1e-5, rtol=1e-4)


class Normed(Backbone):
    """A network with batch normalisation."""

    name = "normed"
    spec = InputSpec(size=32, mean=127.5, scale=1 / 64, template=())
    dimension = 8

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(nn.Conv2d(3, 8, 3, 4), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten())
        self.head = nn.Sequential(nn.Linear(8 * 64, 8))


@pytest.mark.parametrize(
    ("config", "recorded"),
    [
        (CONFIG, 0),
        (replace(CONFIG, freeze_norms=False), 1),
        (replace(CONFIG, freeze_norms=False, chunk=4), 0),
    ],
    ids=["frozen by choice", "recorded once", "frozen for few pictures"],
)
def test_batch_statistics(config: TrainConfig, recorded: int, crops: Crops) -> None:
    network = Normed()
    gradients(network, crops, config)
    norm = network.trunk[1]
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.num_batches_tracked is not None
    assert int(norm.num_batches_tracked) == recorded


def test_statistics_are_recorded_once_though_chunks_pass_twice(crops: Crops) -> None:
    torch.manual_seed(0)
    network = Normed()
    inputs = network.prepare(crops.crops(torch.arange(24).numpy()))
    expected = nn.BatchNorm2d(8)
    convolution = network.trunk[0]
    gradients(network, crops, replace(CONFIG, freeze_norms=False, chunk=16, learning_rate=1e-30))
    for part in inputs.split(16):
        expected(convolution(part))
    norm = network.trunk[1]
    assert isinstance(norm, nn.BatchNorm2d)
    torch.testing.assert_close(norm.running_mean, expected.running_mean)
