"""Whether several processes train as one, what parts them if not, and what it costs.

    python -m tests.bench.measure_processes

30 steps from scratch on 30 people of `orl40` and on half of the crops of `aligned12`, by several losses, one
thread a process: the largest difference of any step's loss from that of one process, of two and four gloo
processes, and of one process that passes each batch whole rather than in quarters, or on two threads. Also
what that costs: the processor time of steps in quarters against whole, in turns, and the time in which the
processes add up the gradients by halves and by an all-reduce.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import distributed as gloo
from torch.multiprocessing.spawn import start_processes

from tests.bench.harness import interleaved, machine
from tests.bench.measure_scratch import FOLDERS, parts
from trainer.backbones import SmallNet
from trainer.cli.inputs import small_network
from trainer.cli.options import FROM_SCRATCH
from trainer.config import TrainConfig
from trainer.events import Event, Stepped
from trainer.training import distributed
from trainer.training.distributed import World
from trainer.training.loop import fit

BASE = TrainConfig(**{**FROM_SCRATCH, "steps": 30, "device": "cpu"})
RECIPES = {
    "semi-hard, AdamW": BASE,
    "batch-hard, soft margin, AdamW": replace(BASE, miner="batch-hard", soft_margin=True),
    "SupCon, AdamW": replace(BASE, loss="supcon"),
}
SIZES = 2, 4
ROUNDS = 30
QUARTERS = distributed.QUARTERS

Losses = dict[tuple[str, str], torch.Tensor]


def losses(config: TrainConfig, folder: str, world: World) -> torch.Tensor:
    """The loss of each step."""
    torch.manual_seed(0)
    events: list[Event] = []
    network = small_network(SmallNet().spec.size)
    fit(config, parts(folder)[0], backbone=network, on_event=events.append, world=world)
    return torch.tensor([event.loss for event in events if isinstance(event, Stepped)])


def of_all(world: World) -> Losses:
    """The losses of every run."""
    return {
        (folder, name): losses(config, folder, world)
        for folder in FOLDERS
        for name, config in RECIPES.items()
    }


def tell_adding(world: World) -> None:
    """Print how long adding up takes by halves and by an all-reduce, in turns."""
    weights = list(small_network(SmallNet().spec.size).parameters())

    def add() -> None:
        world.add_up(weights)

    def reduce() -> None:
        total = torch.cat([weight.grad.flatten() for weight in weights if weight.grad is not None])
        gloo.all_reduce(total)

    rounds = []
    for _ in range(ROUNDS):
        times = []
        for adding in (add, reduce):
            for weight in weights:
                weight.grad = torch.ones_like(weight)
            gloo.barrier()
            start = time.perf_counter()
            adding()
            times.append(time.perf_counter() - start)
        rounds.append(times)
    halves, at_once = (statistics.median(column) * 1e3 for column in zip(*rounds, strict=True))
    if world.rank == 0:
        print(f"{world.size} processes add up in {halves:.1f} ms, by an all-reduce in {at_once:.1f} ms")


def work(rank: int, size: int, folder: str) -> None:
    """What each of several processes does: train, and write down the losses."""
    torch.set_num_threads(1)
    gloo.init_process_group("gloo", f"file://{folder}/meet", rank=rank, world_size=size)
    world = World(rank, size)
    tell_adding(world)
    found = of_all(world)
    if rank == 0:
        torch.save(found, Path(folder) / "found.pt")
    distributed.leave()


def together(size: int) -> Losses:
    """The losses of so many processes."""
    with TemporaryDirectory() as folder:
        start_processes(work, args=(size, folder), nprocs=size, start_method="spawn")
        found: Losses = torch.load(Path(folder) / "found.pt", weights_only=True)
        return found


def changed(*, quarters: int = QUARTERS, threads: int = 1) -> Losses:
    """The losses of one process that passes batches in other parts, or computes on more threads."""
    distributed.QUARTERS = quarters
    torch.set_num_threads(threads)
    try:
        return of_all(World())
    finally:
        distributed.QUARTERS = QUARTERS
        torch.set_num_threads(1)


def step(identities: int, images: int, quarters: int) -> Callable[[], object]:
    """Three steps from scratch with batches of that size, in so many parts."""
    config = replace(BASE, identities=identities, images=images, steps=3, chunk=identities * images)

    def take() -> None:
        distributed.QUARTERS = quarters
        losses(config, "aligned12", World())

    return take


def main() -> None:
    """Train and print."""
    torch.set_num_threads(1)
    print(f"{machine()}; {os.cpu_count()} cores, torch {torch.__version__}")
    tell_quarters()
    alone = changed()
    others = [together(size) for size in SIZES] + [changed(quarters=1), changed(threads=2)]
    print("| faces | loss | 2 processes | 4 processes | passed whole | 2 threads |")
    print("|---|---|---|---|---|---|")
    for case, expected in alone.items():
        gaps = [(other[case] - expected).abs().max() for other in others]
        print(f"| {' | '.join(case)} | {' | '.join(f'{gap:.0e}' if gap else '0' for gap in gaps)} |")


def tell_quarters() -> None:
    """Print what passing in quarters costs."""
    for identities, images in ((8, 4), (12, 10)):
        works = {"whole": step(identities, images, 1), "quarters": step(identities, images, 4)}
        whole, quarters = interleaved(works, items=3, rounds=15, clock=time.process_time)
        ratio = statistics.median(a / b for a, b in zip(quarters.rounds, whole.rounds, strict=True))
        print(f"{identities} x {images}: in quarters {ratio:.2f} times the processor time")
    distributed.QUARTERS = QUARTERS


if __name__ == "__main__":
    main()
