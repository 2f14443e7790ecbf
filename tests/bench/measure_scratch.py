"""Whether a small network from scratch holds: ten seeds, two kinds of faces, small and large batches.

    python -m tests.bench.measure_scratch [--miner NAME] [--seeds N] [--steps N] [--augment none|faces]
                                          [--identities P] [--images K]

The command line's settings, but for what is given. A quarter of the people of `orl40` and `aligned12` is held
out: how many runs collapse, and the area under the ROC on these people, before and after.
"""

import argparse

import numpy as np
import torch

from tests.bench.harness import faces_folder, machine
from tests.bench.measure_miners import SIZE, scores_of
from trainer.backbones import SmallNet
from trainer.cli.inputs import FROM_SCRATCH
from trainer.config import TrainConfig
from trainer.data import Files, read_folder
from trainer.data.splits import by_identity
from trainer.training.loop import fit


def learn(files: Files, config: TrainConfig) -> tuple[bool, float, float]:
    """Whether a run collapsed, and the area under the ROC on the people held out, before and after."""
    train, test = (files.subset(rows).in_memory() for rows in by_identity(files.labels, 0.25, config.seed))
    torch.manual_seed(config.seed)
    network = SmallNet(size=SIZE)
    result = fit(config, train, backbone=network)
    return result.outcome == "collapsed", scores_of(network, test)[0], scores_of(result.backbone, test)[0]


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--miner", default=FROM_SCRATCH["miner"])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--augment", default="none")
    parser.add_argument("--identities", type=int, default=8)
    parser.add_argument("--images", type=int, default=4)
    given = vars(parser.parse_args())
    seeds = given.pop("seeds")
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread; {given}")
    for folder in ("orl40", "aligned12"):
        files = read_folder(faces_folder() / folder, SIZE)
        configs = [
            TrainConfig(**{**FROM_SCRATCH, **given, "seed": seed, "device": "cpu"}) for seed in range(seeds)
        ]
        collapsed, before, after = np.array([learn(files, config) for config in configs]).T
        print(
            f"| {folder} | {int(collapsed.sum())} of {seeds} | {before.mean():.3f} to {after.mean():.3f} "
            f"| {after.min():.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
