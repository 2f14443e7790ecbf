"""Whether a small network from scratch holds: ten seeds, new people and new crops, small and large batches.

    python -m tests.bench.measure_scratch [--miners NAME ...] [--augments NAME ...] [--batches PxK ...]
        [--epochs N ...] [--folders NAME ...] [--seeds N] [--jobs N] [--device NAME] [--json FILE]

The command line's settings from scratch, but for what is given; every combination of what is given is run.
`orl40`: 30 people are trained, and the other 10 tested. `aligned12`: 30 crops of each person are trained, and
their other 30 tested. The split is the same for all seeds. It tells how many runs collapsed, how many were
lost although they went on with an easier miner, and the area under the ROC before and after.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from tests.bench.harness import faces_folder, machine
from tests.bench.measure_miners import scores_of
from trainer.backbones import SmallNet
from trainer.cli.inputs import small_network
from trainer.cli.options import FROM_SCRATCH
from trainer.config import TrainConfig
from trainer.data import Crops, read_folder
from trainer.data.splits import by_identity, by_picture
from trainer.events import Event, Notice
from trainer.training.loop import fit

FOLDERS = ("orl40", "aligned12")
TRAINED_CROPS = 30


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of the table.

    Attributes:
        folder: Whose faces.
        miner: Of the run.
        augment: Its random changes.
        identities: P.
        images: K.
        epochs: Passes over the data.
    """

    folder: str
    miner: str
    augment: str
    identities: int
    images: int
    epochs: float


@dataclass(frozen=True, slots=True)
class Found:
    """What one seed's run came to.

    Attributes:
        seed: Of the run and of its network.
        outcome: How it ended.
        again: Whether it collapsed and went on with an easier miner.
        steps: Steps taken.
        before: Area under the ROC of the fresh network.
        after: That of the trained one.
        seconds: Time taken.
    """

    seed: int
    outcome: str
    again: bool
    steps: int
    before: float
    after: float
    seconds: float


@cache
def crops_of(folder: str) -> Crops:
    """All faces of a folder, at the size of the small network."""
    return read_folder(faces_folder() / folder, SmallNet().spec.size).in_memory()


def parts(folder: str) -> tuple[Crops, Crops]:
    """What is trained, and what is tested."""
    crops = crops_of(folder)
    by_crops = folder == "aligned12"
    split = by_picture(crops.labels, TRAINED_CROPS) if by_crops else by_identity(crops.labels, 0.25)
    train, test = (crops.subset(rows) for rows in split)
    return train, test


def learn(case: Case, seed: int, device: str) -> Found:
    """One run."""
    torch.set_num_threads(1)
    train, test = parts(case.folder)
    given = {name: value for name, value in asdict(case).items() if name != "folder"}
    torch.manual_seed(seed)
    network = small_network(SmallNet().spec.size)
    events: list[Event] = []
    config = TrainConfig(**{**FROM_SCRATCH, **given, "seed": seed, "device": device})
    result = fit(config, train, backbone=network, on_event=events.append)
    return Found(
        seed=seed,
        outcome=result.outcome,
        again=any(isinstance(event, Notice) for event in events),
        steps=result.steps,
        before=scores_of(network, test)[0],
        after=scores_of(result.backbone, test)[0],
        seconds=result.seconds,
    )


def row(case: Case, found: Sequence[Found]) -> str:
    """A line of the table, as Markdown."""
    after = np.array([one.after for one in found])
    lost = [one.outcome == "collapsed" for one in found]
    collapsed = sum(one.again or out for one, out in zip(found, lost, strict=True))
    batch = f"{case.identities} x {case.images}"
    return (
        f"| {case.folder} | {case.miner} | {batch} | {case.augment} | {found[0].steps} "
        f"| {collapsed} of {len(found)} | {sum(lost)} "
        f"| {np.mean([one.before for one in found]):.3f} | {after.mean():.3f} | {after.min():.3f} |"
    )


def cases(given: argparse.Namespace) -> Iterator[Case]:
    """Every combination of what is given."""
    for folder, miner, augment, batch, epochs in product(
        given.folders, given.miners, given.augments, given.batches, given.epochs
    ):
        identities, images = map(int, batch.split("x"))
        yield Case(folder, miner, augment, identities, images, epochs)


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--miners", nargs="+", default=[FROM_SCRATCH["miner"]])
    parser.add_argument("--augments", nargs="+", default=["none", "faces"])
    parser.add_argument("--batches", nargs="+", default=["8x4", "12x10"])
    parser.add_argument("--epochs", nargs="+", type=float, default=[FROM_SCRATCH["epochs"]])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", type=Path, help="write each run there, too")
    given = parser.parse_args()
    print(f"{machine()}; torch {torch.__version__}, 1 thread a run")
    print("| faces | miner | batch | changes | steps | collapsed | lost | before | area | lowest |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    every = list(cases(given))
    for folder in given.folders:
        crops_of(folder)  # read once, before the processes part
    document = []
    with ProcessPoolExecutor(given.jobs, get_context("fork")) as pool:
        waiting = [
            (case, [pool.submit(learn, case, seed, given.device) for seed in range(given.seeds)])
            for case in every
        ]
        for case, runs in waiting:
            found = [run.result() for run in runs]
            print(row(case, found), flush=True)
            document += [{**asdict(case), **asdict(one)} for one in found]
            if given.json:
                given.json.write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main()
