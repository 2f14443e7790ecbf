"""What mining buys: a small network from scratch on 30 subjects of ORL, tested on the 10 it never saw.

    python -m tests.bench.measure_miners [--steps N] [--figure FILE.svg]

Random, batch-all, semi-hard, batch-hard and the curriculum with the same budget and three seeds each.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from tests.bench.harness import faces_folder, machine
from trainer.backbones import Backbone, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops, read_folder
from trainer.data.splits import by_identity
from trainer.evaluation.figures import Axis, line_chart
from trainer.events import Event, Saved
from trainer.metrics import equal_error_rate, pair_scores, roc, tar_at_fmr
from trainer.storage import checkpoint
from trainer.storage.run_directory import RunDirectory
from trainer.training.loop import fit

MINERS = ("random", "batch-all", "semi-hard", "batch-hard", "curriculum")
SEEDS = (0, 1, 2)
SIZE, LOOKS = 48, 6


@dataclass(frozen=True, slots=True)
class Point:
    """Scores on the unseen subjects after some steps: area under the ROC, EER, TAR at FMR 1e-2."""

    step: int
    area: float
    eer: float
    tar: float


def config(miner: str, steps: int, seed: int) -> TrainConfig:
    """The same for every miner."""
    return TrainConfig(
        depth="all",
        miner=miner,
        identities=10,
        images=4,
        steps=steps,
        margin=0.2,
        positive_gradient=1,
        optimiser="adamw",
        learning_rate=1e-3,
        trunk_rate=1,
        freeze_norms=False,
        augment="faces",
        save_every=steps // LOOKS,
        seed=seed,
        device="cpu",
    )


def scores_of(network: Backbone, crops: Crops) -> tuple[float, float, float]:
    """Area under the ROC, EER and TAR at FMR 1e-2."""
    with torch.inference_mode():
        embeddings = network.eval()(network.prepare(torch.from_numpy(crops.pictures))).numpy()
    scores = pair_scores(embeddings, crops.labels)
    curve = roc(scores.genuine, scores.impostor)
    return curve.area, equal_error_rate(curve), tar_at_fmr(scores.genuine, scores.impostor)[1e-2]


def learn(miner: str, train: Crops, test: Crops, steps: int, seed: int) -> list[Point]:
    """Scores on the unseen subjects at equal distances through one run, from the state it keeps there."""
    torch.manual_seed(seed)
    network = SmallNet(size=SIZE)
    curve = [Point(0, *scores_of(network, test))]

    def hear(event: Event) -> None:
        if isinstance(event, Saved) and event.step > curve[-1].step:
            latest, _ = checkpoint.load(Path(event.path))
            curve.append(Point(event.step, *scores_of(latest, test)))

    with TemporaryDirectory() as folder:
        fit(
            config(miner, steps, seed),
            train,
            backbone=network,
            on_event=hear,
            directory=RunDirectory(Path(folder)),
        )
    return curve


def table(curves: dict[str, list[list[Point]]]) -> str:
    """Final scores as Markdown: mean over the seeds, and the range of the area."""
    lines = [
        "| miner | area under the ROC | range over seeds | EER | TAR at FMR 1e-2 |",
        "|---|---|---|---|---|",
    ]
    for miner, runs in curves.items():
        last = np.array([[run[-1].area, run[-1].eer, run[-1].tar] for run in runs])
        area, eer, tar = last.mean(0)
        low, high = last[:, 0].min(), last[:, 0].max()
        lines.append(f"| {miner} | {area:.4f} | {low:.4f} to {high:.4f} | {eer:.4f} | {tar:.4f} |")
    return "\n".join(lines)


def figure(curves: dict[str, list[list[Point]]], steps: int) -> str:
    """Mean area under the ROC over the steps, as SVG."""
    lines = {
        miner: [
            (points[0].step, float(np.mean([p.area for p in points]))) for points in zip(*runs, strict=True)
        ]
        for miner, runs in curves.items()
    }
    low = min(value for line in lines.values() for _, value in line)
    x, y = Axis("Steps of 40 pictures", 0, steps), Axis("Area under the ROC, unseen subjects", low, 1)
    return line_chart("ORL, 30 subjects trained, 10 unseen, mean of 3 seeds", x, y, lines)


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    torch.set_num_threads(1)
    files = read_folder(faces_folder() / "orl40", SIZE)
    train, test = (files.subset(rows).in_memory() for rows in by_identity(files.labels, 0.25))
    print(f"{machine()}; torch {torch.__version__}, 1 thread; {given.steps} steps of 10 x 4")
    curves = {miner: [learn(miner, train, test, given.steps, seed) for seed in SEEDS] for miner in MINERS}
    print(table(curves))
    if given.figure:
        given.figure.write_text(figure(curves, given.steps), encoding="utf-8")


if __name__ == "__main__":
    main()
