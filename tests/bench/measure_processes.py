"""By how much several processes and one part, and whether rounding alone parts them.

    python -m tests.bench.measure_processes

30 steps on 30 people of `orl40`, from scratch, by several losses. One process passes each batch whole, in
two chunks and in four: what two and four processes do, bit for bit (a test of distributed.py). It tells the
largest difference of any step's loss from that of the whole batch, over ten steps and over all, in float32
and with every number in float64.
"""

from dataclasses import replace

import torch

from tests.bench.harness import machine
from tests.bench.measure_scratch import parts
from trainer.backbones import SmallNet
from trainer.cli.inputs import small_network
from trainer.cli.options import FROM_SCRATCH
from trainer.config import TrainConfig
from trainer.events import Event, Stepped
from trainer.training.loop import fit

BASE = TrainConfig(**{**FROM_SCRATCH, "steps": 30, "device": "cpu"})
BATCH = BASE.identities * BASE.images
RECIPES = {
    "semi-hard, AdamW": BASE,
    "semi-hard, SGD": replace(BASE, optimiser="sgd", learning_rate=1e-2),
    "batch-all, AdamW": replace(BASE, miner="batch-all"),
    "batch-hard, soft margin, AdamW": replace(BASE, miner="batch-hard", soft_margin=True),
    "SupCon, AdamW": replace(BASE, loss="supcon"),
}


def losses(config: TrainConfig) -> torch.Tensor:
    """The loss of each step."""
    torch.manual_seed(0)
    events: list[Event] = []
    fit(config, parts("orl40")[0], backbone=small_network(SmallNet().spec.size), on_event=events.append)
    return torch.tensor([event.loss for event in events if isinstance(event, Stepped)])


def main() -> None:
    """Train and print."""
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread")
    print("| numbers | loss | 2: 10 steps | 30 steps | 4: 10 steps | 30 steps |\n|---|---|---|---|---|---|")
    for number in (torch.float32, torch.float64):
        if number == torch.float64:
            torch.set_default_dtype(number)
            torch.Tensor.float = torch.Tensor.double  # type: ignore[method-assign]
        for name, config in RECIPES.items():
            whole = losses(config)
            gaps = [(losses(replace(config, chunk=BATCH // size)) - whole).abs() for size in (2, 4)]
            cells = [f"{part.max():.0e}" for gap in gaps for part in (gap[:10], gap)]
            print(f"| {number} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
