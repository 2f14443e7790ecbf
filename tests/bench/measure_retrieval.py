"""Retrieval of something that is no face: scikit-learn's handwritten digits.

    python -m tests.bench.measure_retrieval

A small network from scratch learns from 20 pictures of each class; the other pictures of all ten are then
searched for each other. Recall before and after, three seeds.
"""

import numpy as np
import torch
from sklearn.datasets import load_digits

from tests.bench.harness import machine
from trainer.backbones import Backbone, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.data.splits import by_picture
from trainer.metrics import retrieval
from trainer.training.loop import fit

SIZE, SEEDS = 32, (0, 1, 2)


def digits() -> Crops:
    """The 1,797 digits of 8 x 8, enlarged to the network's input."""
    source = load_digits()
    grey = (source.images * (255 / 16)).astype(np.uint8)
    enlarged = grey.repeat(SIZE // 8, axis=1).repeat(SIZE // 8, axis=2)
    return Crops(np.repeat(enlarged[..., None], 3, axis=3), source.target.astype(np.int64))


def recall(network: Backbone, crops: Crops) -> dict[int, float]:
    """Recall@1, 2, 4 and 8 of the network's embeddings."""
    with torch.inference_mode():
        embeddings = network.eval()(network.prepare(torch.from_numpy(crops.pictures))).numpy()
    return dict(retrieval(embeddings, crops.labels).recall)


def main() -> None:
    """Train and print."""
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread")
    crops = digits()
    for seed in SEEDS:
        train, test = (crops.subset(rows) for rows in by_picture(crops.labels, 20, seed))
        torch.manual_seed(seed)
        network = SmallNet(size=SIZE)
        config = TrainConfig(
            depth="all",
            miner="curriculum",
            identities=10,
            images=8,
            steps=150,
            margin=0.2,
            positive_gradient=1,
            optimiser="adamw",
            learning_rate=1e-3,
            trunk_rate=1,
            freeze_norms=False,
            seed=seed,
            device="cpu",
        )
        result = fit(config, train, backbone=network)
        before, after = recall(network, test), recall(result.backbone, test)
        shown = "  ".join(f"@{k} {before[k]:.4f} -> {after[k]:.4f}" for k in before)
        print(f"seed {seed}: recall {shown}  ({result.seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
