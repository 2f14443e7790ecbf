"""What retraining promises, measured through the use cases: enrol photos, retrain, read other photos.

    python -m tests.bench.measure_retraining [--wrong] [--groups NAME...] [--first PERSON]

Four disjoint groups of people are each enrolled in a gallery of their own and trained on. Changes of TAR
are measured on their other photos and on people never seen, folder by folder; with `--wrong` also after 5 %
of the photos were enrolled under another person's name of the group on purpose. Exits with 1 if a bound is
broken.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.face import Chip
from app.services.enrolment import enrol
from app.services.photos.reading import read_pictures
from app.services.training import retrain
from app.services.training.doubts import files
from app.services.workspace import Workspace
from app.vision.embed import Embedder
from tests.bench.face_set import FACES, GROUPS
from tests.bench.gates import Gate
from tests.bench.harness import machine
from trainer.metrics import pair_scores, tar_at_fmr

_WRONG = 0.05
_RATES = (1e-3, 1e-4)
_LOSS = {1e-3: 0.005, 1e-4: 0.01}
"""What people never seen may lose of TAR."""
_GAIN = 0.06
"""What people of `aligned12` gain at least at one false accept in 1,000."""
_ROOM = 0.99
"""TAR above which there is no room for a gain."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """People who are trained on.

    Attributes:
        folder: Of the test data.
        people: Which of them, by their place in the folder.
        photos: How many of each are enrolled.
    """

    folder: str
    people: range
    photos: int


GROUP_OF = {
    "aligned12 a": Group("aligned12", range(6), 20),
    "aligned12 b": Group("aligned12", range(6, 12), 20),
    "lfw10": Group("lfw10", range(10), 5),
    "orl40": Group("orl40", range(20), 5),
    "12 x 20": Group("aligned12", range(12), 20),
}
"""Four disjoint groups, and the size for which the time is promised."""


class Faces:
    """The likeliest face of every photo, read once.

    Attributes:
        chips: Of the faces (N).
        paths: Of the photos (N).
        people: FOLDER/NAME (N,).
    """

    def __init__(self, workspace: Workspace) -> None:
        self.chips: list[Chip] = []
        self.paths: list[Path] = []
        photos = [path for group in GROUPS for path in sorted((FACES / group).glob("*/*.*"))]
        for picture in read_pictures(workspace.reader(), photos):
            if picture.faces:
                self.chips.append(picture.faces[0].chip)
                self.paths.append(picture.path)
        self.people = np.array([f"{path.parent.parent.name}/{path.parent.name}" for path in self.paths])

    def tars(self, embedder: Embedder, rows: np.ndarray) -> dict[float, float]:
        """TAR at each rate among some of the faces."""
        vectors = embedder.embed([self.chips[row] for row in rows]).vectors
        scores = pair_scores(vectors, np.unique(self.people[rows], return_inverse=True)[1])
        found = tar_at_fmr(scores.genuine, scores.impostor, _RATES)
        return dict(found)


def photos_of(group: Group, first: int) -> dict[str, list[Path]]:
    """Photos to enrol, by person."""
    folders = sorted(path for path in (FACES / group.folder).iterdir() if path.is_dir())
    chosen = [folders[(place + first) % len(folders)] for place in group.people]
    return {folder.name: sorted(folder.iterdir())[: group.photos] for folder in chosen}


def mislabelled(photos: dict[str, list[Path]], rng: np.random.Generator) -> set[Path]:
    """Move some photos to the next person; returns which."""
    names = list(photos)
    places = [(name, path) for name, paths in photos.items() for path in paths]
    moved = rng.choice(len(places), max(1, round(_WRONG * len(places))), replace=False)
    for name, path in (places[place] for place in moved):
        photos[name].remove(path)
        photos[names[(names.index(name) + 1) % len(names)]].append(path)
    return {places[place][1] for place in moved}


def gates(name: str, faces: Faces, first: int, *, wrong: bool) -> Iterator[Gate]:
    """Enrol, retrain and measure one group."""
    group, title = GROUP_OF[name], f"{name}{', 5 % wrong' if wrong else ''}"
    photos = photos_of(group, first)
    enrolled = {path for paths in photos.values() for path in paths}
    moved = mislabelled(photos, np.random.default_rng(first)) if wrong else set()
    with tempfile.TemporaryDirectory() as scratch, Workspace.open(Path(scratch) / "data") as workspace:
        for person, paths in photos.items():
            enrol.enrol(workspace, person.replace("_", " "), [str(path) for path in paths])
        base = workspace.active_model()
        result = retrain.retrain(workspace)
        models = workspace.embedder(base), workspace.embedder(result.model)
        named = set(map(Path, files(workspace, result.doubts).values()))
    yield from _compared(title, faces, models, group, set(photos), enrolled)
    yield Gate(f"{title}: activated ({result.verdict.outcome})", float(result.activated), 1)
    yield Gate(f"{title}: seconds, {result.report.faces} faces", result.seconds, _SECONDS, at_most=True)
    if wrong:
        recall = len(named & moved) / len(moved)
        yield Gate(f"{title}: wrong labels that are named, of {len(moved)}", recall, 0.9)
    extra = len(named - moved) / len(enrolled)
    yield Gate(f"{title}: share of right labels that are doubted", extra, 0.02, at_most=True)


def _compared(
    title: str,
    faces: Faces,
    models: tuple[Embedder, Embedder],
    group: Group,
    names: set[str],
    enrolled: set[Path],
) -> Iterator[Gate]:
    """Changes of TAR on other photos of the people trained on, and on people never seen."""
    mine = np.isin(faces.people, [f"{group.folder}/{name}" for name in names])
    fresh = np.array([path not in enrolled for path in faces.paths])
    folders = np.array([person.split("/")[0] for person in faces.people])
    tests = {"people trained on": mine & fresh}
    tests |= {f"never seen, {folder}": ~mine & (folders == folder) for folder in GROUPS}
    for test, mask in tests.items():
        rows = np.flatnonzero(mask)
        if len(np.unique(faces.people[rows])) < 2:
            continue
        before, after = (faces.tars(model, rows) for model in models)
        for rate in _RATES:
            bound = -_LOSS[rate] if test != "people trained on" else _wanted(group, before[rate], rate)
            what = f"{title}: {test}, at {rate:.0e} ({before[rate]:.3f})"
            yield Gate(what, after[rate] - before[rate], bound)


def _wanted(group: Group, before: float, rate: float) -> float:
    """What people trained on must gain, where there is room."""
    if before > _ROOM:
        return -_LOSS[rate]
    return _GAIN if group.folder == "aligned12" and rate == _RATES[0] else 0.0


def main() -> int:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="with wrong labels too")
    parser.add_argument("--groups", nargs="*", default=list(GROUP_OF), choices=list(GROUP_OF), metavar="NAME")
    parser.add_argument("--first", type=int, default=0, help="the person of each folder to begin with (0)")
    given = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as scratch, Workspace.open(Path(scratch) / "data") as workspace:
        faces = Faces(workspace)
    kept = True
    for wrong in (False, True) if given.wrong else (False,):
        for name in given.groups:
            for gate in gates(name, faces, given.first, wrong=wrong):
                print(gate, flush=True)
                kept &= gate.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
