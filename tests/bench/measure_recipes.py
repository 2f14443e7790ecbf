"""Recipes for retraining a head: what they give the people trained on, and what they cost people never seen.

    python -m tests.bench.measure_recipes [--seeds N] [--first SEED] [--cases NAME...] [--recipes NAME...]
                                          [--crops FILE.npz] [--device cpu|cuda]

SFace's head is fitted on some crops of some people. Changes of TAR at FMR 1e-3 and 1e-4 are measured among
the other crops of the people trained on, among people of the same folder who were not, and among all who were
not; the mean over seeds and groups, and the worst. Crops are aligned as Kith aligns them, once:
`--crops` keeps them in a file, with which the bench runs where Kith's detector cannot.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from scipy.cluster.hierarchy import fcluster, linkage

from tests.bench.harness import machine
from tests.bench.measure_depths import PLAIN, sface
from trainer.arrays import FloatArray, Indices
from trainer.backbones import Backbone
from trainer.config import USUAL_MARGINS, Loss, TrainConfig
from trainer.data import Crops, Features, cache_features
from trainer.metrics import pair_scores, tar_at_fmr
from trainer.metrics.verification import unit_length
from trainer.training.device import resolve_device
from trainer.training.loop import fit

FOLDERS = ("aligned12", "lfw10", "orl40")
RATES = (1e-3, 1e-4)
_SAME_PERSON = 0.3
"""Mean cosine between two groups of a person's crops from which they are taken for one person."""

LOSSES: tuple[Loss, ...] = ("triplet", "contrastive", "multi-similarity", "supcon", "arcface", "cosface")

MINI = TrainConfig()
"""The default: its variations differ from it in what their names say."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a head is fitted.

    Attributes:
        config: The trainer's settings.
        choose: Which of the rows to train on, given everyone's embeddings and labels.
        share: How far to go from the old weights to the new ones.
    """

    config: TrainConfig
    choose: Callable[[Indices, FloatArray, Indices], Indices] = lambda rows, *_: rows
    share: float = 1.0


def largest_clusters(rows: Indices, embeddings: FloatArray, labels: Indices) -> Indices:
    """Of each person's rows those of the largest average-link cluster."""
    kept = []
    for person in np.unique(labels[rows]):
        own = rows[labels[rows] == person]
        tree = linkage(unit_length(embeddings[own]), "average", metric="cosine")
        groups = fcluster(tree, 1 - _SAME_PERSON, "distance")
        kept.append(own[groups == np.bincount(groups).argmax()])
    return np.concatenate(kept)


RECIPES = {
    "semi-hard, AdamW": Recipe(PLAIN),
    "the same, half-way weights": Recipe(PLAIN, share=0.5),
    "the same, largest cluster only": Recipe(PLAIN, largest_clusters),
    "batch-hard, soft margin, AdamW": Recipe(replace(PLAIN, miner="batch-hard", soft_margin=True)),
    "batch-hard, soft margin, AdamW, positives x 0.25": Recipe(
        replace(PLAIN, miner="batch-hard", soft_margin=True, positive_gradient=0.25)
    ),
    "semi-hard, margin 0.2, Adam-mini": Recipe(
        replace(MINI, miner="semi-hard", margin=0.2, positive_gradient=1)
    ),
    "batch-hard, soft margin, Adam-mini": Recipe(replace(MINI, soft_margin=True, positive_gradient=1)),
    **{
        f"batch-hard, margin 0.5, Adam-mini, positives x {share:g}": Recipe(
            replace(MINI, positive_gradient=share)
        )
        for share in (1, 0.8, 0.5, 0.25, 0.1, 0)
    },
    "the same, x 0.1, rate 3e-5": Recipe(replace(MINI, positive_gradient=0.1, learning_rate=3e-5)),
    **{
        f"{loss}, rate x {factor:g}": Recipe(
            replace(
                MINI,
                loss=loss,
                margin=USUAL_MARGINS.get(loss, MINI.margin),
                learning_rate=factor * MINI.learning_rate,
            )
        )
        for loss in LOSSES
        for factor in (0.5, 1, 2)
    },
}


@dataclass(frozen=True, eq=False, slots=True)
class Faces:
    """All faces, run through the trunk once.

    Attributes:
        features: Of each face, with its label.
        folders: The folder of the test data that each is from (N,).
    """

    features: Features
    folders: np.ndarray

    @property
    def labels(self) -> Indices:
        """Whose each face is (N,)."""
        return self.features.labels

    def people(self, folder: str) -> Indices:
        """Labels of the people of a folder."""
        return np.unique(self.labels[self.folders == folder])


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """Rows that are trained on, and those that are tested on, by what they test."""

    train: Indices
    tests: dict[str, Indices]


Case = Callable[[Faces, int], Iterator[Trial]]


def groups_of(folder: str, people: int, crops: int) -> Case:
    """Disjoint groups of so many people of a folder, each trained in its turn on so many crops of each."""

    def trials(faces: Faces, seed: int) -> Iterator[Trial]:
        chance = np.random.default_rng(seed)
        shuffled = chance.permutation(faces.people(folder))
        for group in np.split(shuffled, range(people, len(shuffled), people)):
            if len(group) == people:
                yield _trial(faces, folder, group, crops, chance)

    return trials


def _trial(faces: Faces, folder: str, group: Indices, crops: int, chance: np.random.Generator) -> Trial:
    own = [chance.permutation(np.flatnonzero(faces.labels == person)) for person in group]
    inside = faces.folders == folder
    never_seen = ~np.isin(faces.labels, group)
    tests = {
        "trained people's new crops": np.concatenate([rows[crops:] for rows in own]),
        "never seen, of that folder": np.flatnonzero(inside & never_seen),
        "never seen, of all folders": np.flatnonzero(never_seen),
    }
    return Trial(np.concatenate([rows[:crops] for rows in own]), {k: v for k, v in tests.items() if len(v)})


def half_of_everyone(faces: Faces, seed: int) -> Iterator[Trial]:
    """Half of the people of every folder, 20 crops of `aligned12` and 6 of the others; then the rest."""
    chance = np.random.default_rng(seed)
    halves = list(
        zip(*(np.array_split(chance.permutation(faces.people(f)), 2) for f in FOLDERS), strict=True)
    )
    for half in halves:
        train, held = [], []
        for person in np.concatenate(half):
            own = chance.permutation(np.flatnonzero(faces.labels == person))
            crops = 20 if faces.folders[own[0]] == "aligned12" else 6
            train.append(own[:crops])
            held.append(own[crops:])
        others = np.flatnonzero(~np.isin(faces.labels, np.concatenate(half)))
        yield Trial(
            np.concatenate(train),
            {"trained people's new crops": np.concatenate(held), "never seen, of all folders": others},
        )


CASES: dict[str, Case] = {
    "6 people of aligned12, 20 crops": groups_of("aligned12", 6, 20),
    "6 people of aligned12, 10 crops": groups_of("aligned12", 6, 10),
    "6 people of aligned12, 3 crops": groups_of("aligned12", 6, 3),
    "4 people of aligned12, 10 crops": groups_of("aligned12", 4, 10),
    "12 people of aligned12, 10 crops": groups_of("aligned12", 12, 10),
    "10 people of lfw10, 5 crops": groups_of("lfw10", 10, 5),
    "20 people of orl40, 5 crops": groups_of("orl40", 20, 5),
    "31 people of all folders": half_of_everyone,
}


def changes(
    start: Backbone, faces: Faces, before: FloatArray, recipe: Recipe, trial: Trial, seed: int
) -> dict[str, np.ndarray]:
    """By how much TAR at each of `RATES` changes, on each test of a trial."""
    rows = recipe.choose(trial.train, before, faces.labels)
    result = fit(replace(recipe.config, seed=seed), faces.features.subset(rows), backbone=start)
    after = embed(_between(start, result.backbone, recipe.share), faces.features)
    return {
        name: tar(after[test], faces.labels[test]) - tar(before[test], faces.labels[test])
        for name, test in trial.tests.items()
    }


def _between(old: Backbone, new: Backbone, share: float) -> Backbone:
    with torch.no_grad():
        for value, start in zip(new.head.parameters(), old.head.parameters(), strict=True):
            value.copy_(torch.lerp(start, value, share))
    return new


@torch.inference_mode()
def embed(network: Backbone, features: Features) -> FloatArray:
    """Embeddings (N, D) of cached features."""
    parts = [network.embed_features(part.float()) for part in features.values.split(256)]
    return torch.cat(parts).numpy()


def tar(embeddings: FloatArray, labels: Indices) -> np.ndarray:
    """TAR at each of `RATES`."""
    scores = pair_scores(embeddings, labels)
    rates = tar_at_fmr(scores.genuine, scores.impostor, RATES)
    return np.array([rates[rate] for rate in RATES])


def row(name: str, found: list[dict[str, np.ndarray]], seconds: float) -> str:
    """A line of the table: mean change at both rates, the worst in brackets."""
    cells = []
    for test in found[0]:
        of_test = np.stack([changed[test] for changed in found])
        mean, worst = of_test.mean(0), of_test.min(0)
        cells.append(f"{mean[0]:+.3f} / {mean[1]:+.3f} ({worst[0]:+.3f} / {worst[1]:+.3f})")
    return f"| {name} | {' | '.join(cells)} | {seconds:.2f} s |"


def read_crops(cache: Path | None) -> tuple[Crops, np.ndarray]:
    """Aligned crops of all people with their labels, and each one's folder; from the file if it is there."""
    if cache and cache.exists():
        with np.load(cache) as kept:
            return Crops(kept["pictures"], kept["labels"]), kept["folders"]
    from tests.bench.aligned import aligned_crops  # the detector, which not every machine has

    pictures, people, folders = aligned_crops(FOLDERS)
    labels = np.unique(people, return_inverse=True)[1].astype(np.int64)
    if cache:
        np.savez_compressed(cache, pictures=pictures, labels=labels, folders=folders)
    return Crops(pictures, labels), folders


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (3)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--cases", nargs="*", default=list(CASES), choices=CASES, metavar="CASE")
    parser.add_argument("--recipes", nargs="*", default=list(RECIPES), choices=RECIPES, metavar="RECIPE")
    parser.add_argument("--crops", type=Path, help="file that keeps the aligned crops")
    parser.add_argument("--device", default="cpu", help="where to compute (cpu)")
    given = parser.parse_args()
    torch.set_num_threads(1)
    device = resolve_device(given.device)
    print(
        f"{machine()}; torch {torch.__version__}, {_named(device)}; seeds from {given.first}, {given.seeds}"
    )
    start = sface()
    crops, folders = read_crops(given.crops)
    features = cache_features(start, crops, device=device)
    assert features is not None
    faces, before = Faces(features, folders), embed(start, features)
    for folder in FOLDERS:
        rates = tar(before[folders == folder], faces.labels[folders == folder])
        print(f"{folder} before: TAR {rates[0]:.4f} at FMR 1e-3, {rates[1]:.4f} at 1e-4")
    for name in given.cases:
        measure(name, {r: RECIPES[r] for r in given.recipes}, faces, before, start, given)


def measure(
    name: str,
    recipes: dict[str, Recipe],
    faces: Faces,
    before: FloatArray,
    start: Backbone,
    given: argparse.Namespace,
) -> None:
    """Print the table of one case."""
    seeds = range(given.first, given.first + given.seeds)
    trials = [(seed, trial) for seed in seeds for trial in CASES[name](faces, seed)]
    tests = " | ".join(trials[0][1].tests)
    print(
        f"\n{name}\n\n| recipe | {tests} | a fit |\n|---|{'---|' * len(trials[0][1].tests)}---|", flush=True
    )
    for title, recipe in recipes.items():
        on_device = replace(recipe, config=replace(recipe.config, device=given.device))
        began = time.monotonic()
        found = [changes(start, faces, before, on_device, trial, seed) for seed, trial in trials]
        print(row(title, found, (time.monotonic() - began) / len(trials)), flush=True)


def _named(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else f"{device}, 1 thread"


if __name__ == "__main__":
    main()
