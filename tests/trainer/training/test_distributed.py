"""Two gloo processes against one: the same loss, the same gradients, the same trained network."""

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.multiprocessing.spawn import spawn

from tests.trainer.conftest import coloured_crops
from trainer.backbones import SmallNet
from trainer.config import TrainConfig
from trainer.training import distributed
from trainer.training.distributed import World
from trainer.training.loop import fit
from trainer.training.stage import PictureStage
from trainer.training.stepper import Stepper

CONFIG = TrainConfig(
    depth="all",
    margin=0.2,
    identities=5,
    images=4,
    steps=4,
    learning_rate=1e-3,
    optimiser="sgd",
    device="cpu",
)
CASES = {
    "batch-all": replace(CONFIG, miner="batch-all"),
    "semi-hard, memory": replace(CONFIG, miner="semi-hard", memory=30),
    "chunks": replace(CONFIG, miner="batch-hard", chunk=3),
    "random": replace(CONFIG, miner="random", augment="none"),
}


def fresh() -> SmallNet:
    torch.manual_seed(0)
    return SmallNet(size=32, width=8, dimension=16)


def one_step(config: TrainConfig, world: World) -> tuple[float, list[torch.Tensor]]:
    """Loss and weight gradients of a batch of 21, which two processes cannot halve."""
    crops = coloured_crops(7, 3)
    stage = PictureStage(fresh(), crops, config, torch.device("cpu"))
    stepper = Stepper(stage, config, config.steps or 1, world)
    rows = torch.arange(21)
    judgement = stepper(stage.inputs(rows[world.own(21)].numpy(), 0), torch.from_numpy(crops.labels), 0)
    return judgement.loss, [weight.grad.clone() for weight in stepper.weights if weight.grad is not None]


def work(rank: int, port: int, folder: str) -> None:
    """What each process does for every case; the first writes down what it found."""
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", f"tcp://localhost:{port}", rank=rank, world_size=2)
    world = World(rank, 2)
    found: dict[str, Any] = {}
    for name, config in CASES.items():
        result = fit(config, coloured_crops(7, 4), backbone=fresh(), world=world)
        found[name] = one_step(config, world), result.backbone.state_dict()
    torch.save(found, Path(folder) / f"{rank}.pt")
    distributed.leave()


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What both processes found."""
    folder = tmp_path_factory.mktemp("ranks")
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    spawn(work, args=(port, str(folder)), nprocs=2)
    return [torch.load(folder / f"{rank}.pt", weights_only=True) for rank in (0, 1)]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_two_processes_equal_one(name: str, together: list[dict[str, Any]]) -> None:
    config = CASES[name]
    loss, gradients = one_step(config, World())
    alone = fit(config, coloured_crops(7, 4), backbone=fresh()).backbone.state_dict()
    for found in together:
        (shared_loss, shared_gradients), weights = found[name]
        assert shared_loss == pytest.approx(loss, abs=1e-5)
        for a, b in zip(shared_gradients, gradients, strict=True):
            torch.testing.assert_close(a, b, atol=1e-5, rtol=0)
        for key, value in alone.items():
            torch.testing.assert_close(weights[key], value, atol=1e-5, rtol=0)


@pytest.mark.parametrize("total", [0, 1, 7, 8])
def test_shares_cover_a_batch(total: int) -> None:
    rows = torch.arange(total)
    parts = [rows[World(rank, 3).own(total)] for rank in range(3)]
    assert torch.equal(torch.cat(parts), rows)


def test_alone_without_torchrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    assert distributed.join() == World(0, 1)
