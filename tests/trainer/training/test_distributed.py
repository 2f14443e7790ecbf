"""Several gloo processes against one: the same losses, the same gradients, the same trained network."""

import multiprocessing
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.multiprocessing.spawn import start_processes

from tests.trainer.conftest import coloured_crops
from tests.trainer.runs import of_kind
from trainer.backbones import SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.events import Event, Stepped
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
LONG = replace(CONFIG, miner="semi-hard", optimiser="adamw", steps=30, identities=6, images=5, ema=0.9)
"""30 steps of 30 pictures, which four share unequally; the optimiser makes the most of rounding."""
CASES = {
    "batch-all": replace(CONFIG, miner="batch-all"),
    "semi-hard, memory": replace(CONFIG, miner="semi-hard", memory=30),
    "chunks": replace(CONFIG, miner="batch-hard", chunk=3),
    "cosface": replace(CONFIG, loss="cosface", scale=16.0),
    "random": replace(CONFIG, miner="random", augment="none"),
}


def fresh() -> SmallNet:
    torch.manual_seed(0)
    return SmallNet(size=32, width=8, dimension=16)


def one_step(config: TrainConfig, world: World) -> tuple[float, list[torch.Tensor]]:
    """Loss and weight gradients of a batch of 21, which two processes cannot halve."""
    crops = coloured_crops(7, 3)
    stage = PictureStage(fresh(), crops, config, torch.device("cpu"))
    stepper = Stepper(stage, config, config.steps or 1, world, torch.arange(7))
    stepper.objective.begin(lambda: torch.from_numpy(stage.embed(crops)), torch.from_numpy(crops.labels))
    rows = torch.arange(21)
    judgement = stepper(stage.inputs(rows[world.own(21)].numpy(), 0), torch.from_numpy(crops.labels), 0)
    return judgement.loss, [weight.grad.clone() for weight in stepper.weights if weight.grad is not None]


def noise() -> Crops:
    """Pictures that have nothing in common, so that rounding decides which are the nearest."""
    pictures = np.random.default_rng(0).integers(0, 256, (42, 32, 32, 3), np.uint8)
    return Crops(pictures, np.repeat(np.arange(7), 6))


def losses(config: TrainConfig, world: World) -> list[float]:
    """The loss of each step."""
    events: list[Event] = []
    fit(config, noise(), backbone=fresh(), world=world, on_event=events.append)
    return [event.loss for event in of_kind(events, Stepped)]


def work(rank: int, port: int, folder: str, size: int) -> None:
    """What each process does for every case, and writes down."""
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", f"tcp://localhost:{port}", rank=rank, world_size=size)
    world = World(rank, size)
    found: dict[str, Any] = {"losses": losses(LONG, world)}
    for name, config in CASES.items() if size == 2 else ():
        result = fit(config, coloured_crops(7, 4), backbone=fresh(), world=world)
        found[name] = one_step(config, world), result.backbone.state_dict()
    torch.save(found, Path(folder) / f"{rank}.pt")
    distributed.leave()


def found_by(size: int, folder: Path) -> list[dict[str, Any]]:
    """What so many processes found."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    multiprocessing.set_forkserver_preload(
        ["trainer.training.loop", "torch._dynamo", "tests.trainer.conftest"]
    )
    how = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    start_processes(work, args=(port, str(folder), size), nprocs=size, start_method=how)
    return [torch.load(folder / f"{rank}.pt", weights_only=True) for rank in range(size)]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What both processes found."""
    return found_by(2, tmp_path_factory.mktemp("ranks"))


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


@pytest.mark.slow
def test_two_and_four_processes_take_the_steps_of_one_bit_for_bit(
    together: list[dict[str, Any]], tmp_path: Path
) -> None:
    alone = losses(LONG, World())
    assert len(set(alone)) == 30
    for one in (*together, *found_by(4, tmp_path)):
        assert one["losses"] == alone


@pytest.mark.slow
def test_what_passes_twice_takes_the_same_steps_bit_for_bit() -> None:
    assert losses(replace(LONG, chunk=8), World()) == losses(LONG, World())  # a quarter is 7 or 8


@pytest.mark.slow
def test_another_order_of_sums_parts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = losses(LONG, World())
    monkeypatch.setattr(distributed, "QUARTERS", 1)
    assert losses(LONG, World()) != alone  # as these pictures must, to show anything


@pytest.mark.parametrize("total", [0, 1, 7, 8])
def test_shares_cover_a_batch(total: int) -> None:
    rows = torch.arange(total)
    for size in (1, 2, 3, 4, 5):
        worlds = [World(rank, size) for rank in range(size)]
        assert torch.equal(torch.cat([rows[world.own(total)] for world in worlds]), rows)
        quarters = [world.quarters(total) for world in worlds]
        assert [sum(parts) for parts in quarters] == worlds[0].shares(total)
        if size in (1, 2, 4):
            assert [part for parts in quarters for part in parts] == World().quarters(total)


def test_alone_without_torchrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    assert distributed.join(torch.device("cpu")) == World(0, 1)
