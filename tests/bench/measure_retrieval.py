"""Retrieval of something that is no face: scikit-learn's handwritten digits, classes never seen in training.

    python -m tests.bench.measure_retrieval

A small network from scratch learns the digits 0 to 5 (and, for comparison, nothing); the digits 6 to 9 are
searched. Recall@1 before and after, three seeds.
"""

import numpy as np
import torch
from sklearn.datasets import load_digits  # type: ignore[import-untyped]

from tests.bench.harness import machine
from trainer.backbones import Backbone, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.loop import fit
from trainer.metrics import recall_at_k

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
    return dict(recall_at_k(embeddings, crops.labels))


def main() -> None:
    """Train and print."""
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread")
    crops = digits()
    seen, unseen = (crops.subset(np.flatnonzero((crops.labels < 6) == known)) for known in (True, False))
    for seed in SEEDS:
        torch.manual_seed(seed)
        network = SmallNet(size=SIZE)
        config = TrainConfig(
            depth="all",
            miner="curriculum",
            identities=6,
            images=8,
            steps=150,
            learning_rate=1e-3,
            trunk_rate=1,
            freeze_norms=False,
            seed=seed,
            device="cpu",
        )
        result = fit(config, seen, backbone=network)
        before, after = recall(network, unseen), recall(result.backbone, unseen)
        shown = "  ".join(f"@{k} {before[k]:.4f} -> {after[k]:.4f}" for k in before)
        print(f"seed {seed}: recall {shown}  ({result.seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
