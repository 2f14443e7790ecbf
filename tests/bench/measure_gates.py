"""What Kith promises, measured on the test data through the use cases themselves.

    python -m tests.bench.measure_gates

Identification and strangers, verification of pairs, clustering, and retraining on ten crops a person: each
line is a figure and the bound that it must keep. Exits with 1 if one does not.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from app.core.progress import CancelToken
from app.services.enrolment import enrol
from app.services.models import catalogue
from app.services.photos.reading import read_pictures
from app.services.recognise import identify
from app.services.recognise.live import Pipeline
from app.services.sorting.folder import cluster_folder
from app.services.training import retrain
from app.services.workspace import Workspace
from app.vision.embed import Embedder
from tests.bench.face_set import FACES
from tests.bench.gates import Gate, report
from tests.bench.harness import machine
from trainer.metrics import b_cubed, pair_scores, tar_at_fmr

_ENROLLED = 5
_TRAINED = 10
_FMR = 1e-3


def _people(group: str) -> list[Path]:
    return sorted(path for path in (FACES / group).iterdir() if path.is_dir())


def _name(folder: Path) -> str:
    return folder.name.replace("_", " ")


def identification(workspace: Workspace) -> Iterator[Gate]:
    """Enrol five photos each of lfw10, and ask about the others and about strangers."""
    right = wrong = 0
    for person in _people("lfw10"):
        photos = sorted(person.iterdir())
        enrol.enrol(workspace, _name(person), [str(photo) for photo in photos[:_ENROLLED]])
    for person in _people("lfw10"):
        for picture in identify.identify(workspace, sorted(person.iterdir())[_ENROLLED:]):
            right += picture.faces[0].name == _name(person)
            wrong += any(face.name not in {None, _name(person)} for face in picture.faces)
    yield Gate("lfw10: photos named right, of 50", right, 49)
    yield Gate("lfw10: photos with a wrong name", wrong, 0, at_most=True)
    crops = identify.identify(workspace, sorted((FACES / "aligned12").glob("*/*.png")))
    strangers = [face.name for picture in crops for face in picture.faces]
    watched = Pipeline(workspace).watch(str(FACES / "street.mp4"), CancelToken())
    street = [face.name for seen in watched for face in seen.faces]
    for title, names in (("aligned12", strangers), ("street.mp4", street)):
        named = sum(name is not None for name in names) / len(names)
        yield Gate(f"{title}: share of {len(names)} strangers given a name", named, 1 / 200, at_most=True)


def verification(workspace: Workspace) -> Iterator[Gate]:
    """Judge all pairs of lfw10 that show one person, and as many that do not."""
    photos = [(str(path), person.name) for person in _people("lfw10") for path in sorted(person.iterdir())]
    pairs = [(a, b, p == q) for (a, p), (b, q) in combinations(photos, 2)]
    same, other = ([pair for pair in pairs if pair[2] is truth] for truth in (True, False))
    chosen = np.random.default_rng(0).choice(len(other), len(same), replace=False)
    judged = list(identify.verify(workspace, same + [other[i] for i in chosen]))
    yield Gate(f"lfw10: share of {len(judged)} pairs judged right", identify.accuracy(judged) or 0.0, 0.99)


def clustering(folder: Path, group: str, bound: float) -> Iterator[Gate]:
    """Cluster a group's photos under neutral names; a photo counts by its first face in the result."""
    album, people = folder / group, {}
    album.mkdir()
    paths = [path for person in _people(group) for path in sorted(person.iterdir())]
    for number, index in enumerate(np.random.default_rng(0).permutation(len(paths))):
        copy = album / f"{number:04}{paths[index].suffix}"
        shutil.copy(paths[index], copy)
        people[copy.name] = paths[index].parent.name
    started = time.monotonic()
    with Workspace.open(folder / f"data-{group}") as workspace:
        found = cluster_folder(workspace, album)
    seconds = time.monotonic() - started
    labels: dict[str, int] = {}
    groups = found.clusters + [[place] for place in found.unclustered]
    largest = sorted(
        (
            (place.box.area, place.path.name, number)
            for number, places in enumerate(groups)
            for place in places
        ),
        reverse=True,
    )
    for _, name, number in largest:
        labels.setdefault(name, number)
    truth = np.unique([people[name] for name in labels], return_inverse=True)[1]
    score = b_cubed(truth, np.array(list(labels.values())))
    yield Gate(f"{group}: B-cubed F of {len(labels)} photos", score.f, bound)
    yield Gate(f"{group}: seconds to cluster, from files", seconds, 60, at_most=True)


def retraining(folder: Path) -> Iterator[Gate]:
    """Retrain on ten crops a person; compare on their other crops and on people never seen."""
    with Workspace.open(folder / "data-retrain") as workspace:
        for person in _people("aligned12"):
            crops = sorted(person.iterdir())[:_TRAINED]
            enrol.enrol(workspace, _name(person), [str(crop) for crop in crops])
        result = retrain.retrain(workspace, activate=False)
        before, after = (workspace.embedder(model) for model in catalogue.everything(workspace))
        other = [crop for person in _people("aligned12") for crop in sorted(person.iterdir())[_TRAINED:]]
        unseen = sorted((FACES / "lfw10").glob("*/*.jpg")) + sorted((FACES / "orl40").glob("*/*.pgm"))
        for title, paths, bound in (
            ("other crops of those people", other, 0.06),
            ("people never seen (lfw10, orl40)", unseen, -0.005),
        ):
            gain = _tar(workspace, after, paths) - _tar(workspace, before, paths)
            yield Gate(f"retrain: change of TAR at 1e-3, {title}", gain, bound)
        yield Gate("retrain: seconds", result.seconds, 60, at_most=True)


def _tar(workspace: Workspace, embedder: Embedder, paths: list[Path]) -> float:
    chips, people = [], []
    for picture in read_pictures(workspace.reader(), paths):
        if picture.faces:
            chips.append(picture.faces[0].chip)
            people.append(picture.path.parent.name)
    scores = pair_scores(embedder.embed(chips).vectors, np.unique(people, return_inverse=True)[1])
    return tar_at_fmr(scores.genuine, scores.impostor)[_FMR]


def main() -> int:
    """Measure everything and print it."""
    print(machine())
    kept = True
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with Workspace.open(folder / "data-lfw") as workspace:
            parts = [identification(workspace), verification(workspace)]
            kept &= report(parts)
        parts = [clustering(folder, "lfw10", 0.97), clustering(folder, "aligned12", 0.95), retraining(folder)]
        kept &= report(parts)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
