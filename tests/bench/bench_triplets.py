"""Triplet losses against pytorch-metric-learning: time, interleaved in one run, and peak memory.

    python -m tests.bench.bench_triplets [--rounds N]

Forward and backward on random unit embeddings of 128 dimensions, in batches of B with K pictures of each
identity; then ours alone at FaceNet's B = 1,800 (45 x 40). Times are processor time on one thread, the least
of the rounds, so that other work on the machine decides less. Memory is how far each rival lifts the peak
resident size of a process of its own. Needs `pytorch-metric-learning==2.9.0`.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from tests.bench.harness import interleaved, machine, rounds_wanted
from trainer.triplets.distance import Pairs
from trainer.triplets.losses import TripletLoss
from trainer.triplets.mining import MINERS, MiningContext

MARGIN, DIMENSION = 0.2, 128
SIZES, IMAGES = (256, 512, 1024), (4, 8, 32)
RIVALS = {"batch-all": None, "semi-hard-all": "semihard", "batch-hard": "batch-hard"}
"""Our miner, and what pytorch-metric-learning needs for the same triplets."""


def batch(identities: int, images: int) -> tuple[Tensor, Tensor]:
    """Random embeddings with a graph to go back through, and their labels."""
    torch.manual_seed(0)
    embeddings = torch.nn.functional.normalize(torch.randn(identities * images, DIMENSION), dim=1)
    return embeddings.requires_grad_(), torch.arange(identities).repeat_interleave(images)


def ours(miner: str, embeddings: Tensor, labels: Tensor) -> Tensor:
    """Gradient of our loss."""
    pairs = Pairs.of(embeddings, labels)
    loss = TripletLoss(MARGIN)(pairs, MINERS[miner](pairs, MiningContext(MARGIN)))
    return torch.autograd.grad(loss.value, embeddings)[0]


def theirs(miner: str, embeddings: Tensor, labels: Tensor) -> Tensor:
    """Gradient of pytorch-metric-learning's loss over the same triplets."""
    from pytorch_metric_learning import distances, losses, miners

    distance = distances.LpDistance(power=2)
    loss = losses.TripletMarginLoss(margin=MARGIN, distance=distance)
    kind = RIVALS[miner]
    if kind is None:
        chosen = None
    elif kind == "batch-hard":
        chosen = miners.BatchHardMiner(distance=distance)(embeddings, labels)
    else:
        chosen = miners.TripletMarginMiner(MARGIN, type_of_triplets=kind, distance=distance)(
            embeddings, labels
        )
    return torch.autograd.grad(loss(embeddings, labels, chosen), embeddings)[0]


def peak(side: str, miner: str, identities: int, images: int) -> float:
    """MiB by which one gradient lifts the peak of a fresh process that has run a tiny one before."""
    call = [
        sys.executable,
        "-m",
        "tests.bench.bench_triplets",
        "--peak",
        side,
        miner,
        str(identities),
        str(images),
    ]
    found = subprocess.run(call, check=True, capture_output=True, text=True)
    return float(found.stdout.split()[-1])


def measure_peak(side: str, miner: str, identities: int, images: int) -> None:
    """Print what `peak` wants; runs in the process of its own (Linux, which can forget an old peak)."""
    work = ours if side == "ours" else theirs
    work(miner, *batch(4, 4))
    embeddings, labels = batch(identities, images)
    Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS")
    work(miner, embeddings, labels)
    print((status("VmHWM") - before) / 1024)


def status(name: str) -> int:
    """A figure of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))


def check(miner: str) -> None:
    """Refuse to time rivals that do not compute the same."""
    embeddings, labels = batch(32, 4)
    torch.testing.assert_close(
        ours(miner, embeddings, labels), theirs(miner, embeddings, labels), atol=1e-5, rtol=0
    )


def beside(miner: str, size: int, images: int, rounds: int) -> str:
    """A line of the table: times of both, how many times as fast ours is, memory of both at the largest."""
    embeddings, labels = batch(size // images, images)
    works: dict[str, Callable[[], object]] = {
        "ours": partial(ours, miner, embeddings, labels),
        "theirs": partial(theirs, miner, embeddings, labels),
    }
    our, their = interleaved(works, 1, rounds, time.process_time)
    memory = ""
    if size == SIZES[-1]:
        small, large = (peak(side, miner, size // images, images) for side in works)
        memory = f"{small:.0f} against {large:,.0f} MiB"
    least, other = min(our.rounds), min(their.rounds)
    times = f"{1000 * least:.1f} ms | {1000 * other:,.1f} ms | {other / least:.1f} times"
    return f"| {miner} | {size:,} | {images} | {times} | {memory} |"


def main() -> None:
    """Run the bench."""
    rounds = rounds_wanted(__doc__ or "")
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread; processor time, least of {rounds} rounds")
    print("| triplets | B | K | trainer | pytorch-metric-learning | faster | peak memory |")
    print("|---|---|---|---|---|---|---|")
    for miner in RIVALS:
        check(miner)
        for size in SIZES:
            for images in IMAGES:
                print(beside(miner, size, images, rounds), flush=True)
    big, big_labels = batch(45, 40)
    for miner in ("batch-all", "semi-hard", "semi-hard-all", "batch-hard"):
        (timing,) = interleaved(
            {"trainer": partial(ours, miner, big, big_labels)}, 1, rounds, time.process_time
        )
        memory = peak("ours", miner, 45, 40)
        print(f"{miner:14} B = 1,800 (45 x 40): {min(timing.rounds):.3f} s, {memory:.0f} MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        measure_peak(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
