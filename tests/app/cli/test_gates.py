"""The whole way on real faces, as users run it: are the right people named, and nobody else?"""

import csv
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.arrays import Embedded, Embedding
from app.domain.face import Chip
from app.gallery import embeddings, photos
from app.gallery import faces as gallery_faces
from app.services.photos.stored_chips import stored_chips
from app.services.recognise.recogniser import load_recogniser
from app.services.workspace import Workspace
from app.vision.embed import Embedder
from tests.app.made_once import made_once
from trainer.metrics import b_cubed, pair_scores, tar_at_fmr

pytestmark = pytest.mark.slow

Process = Callable[..., Any]
SortedBy = Callable[[str], "Sorted"]
_DECIDING = 1e-3


def _main_names(document: Any) -> dict[str, str | None]:
    """Name of the main face of each picture, by path."""
    return {
        image["path"]: image["faces"][0]["name"] if image["faces"] else None for image in document["images"]
    }


def test_enrol_five_name_the_other_fifty(
    process: Process, five_each: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    enrolled = process(tmp_path / "data", "import-people", five_each, "--json")
    assert enrolled.code == 0, enrolled.err
    assert [person["accepted"] for person in enrolled.document["people"]] == [5] * 10

    probes = {str(photo): name for name, photos in lfw.items() for photo in photos[5:]}
    named = _main_names(process(tmp_path / "data", "identify", *probes, "--json").document)
    assert named.keys() == probes.keys()
    wrong = [path for path, name in named.items() if name not in (None, probes[path])]
    assert wrong == []
    assert sum(name is not None for name in named.values()) >= 49


def test_strangers_stay_unknown(process: Process, known: Path, faces: Path, sorted_by: SortedBy) -> None:
    watched = process(known, "watch", "--source", faces / "street.mp4", "--json")
    street = [face["name"] for frame in watched.documents for face in frame["faces"]]
    album = sorted_by("aligned12")
    with Workspace.open(album.data) as workspace, workspace.db.read() as session:
        read = embeddings.load(session, workspace.active_model().id)
    with Workspace.open(known) as workspace:
        decided = load_recogniser(workspace).decide(Embedded(read.vectors, read.lengths))
    aligned = [decision.person for decision in decided]
    for names, at_least in ((street, 400), (aligned, 700)):
        assert len(names) >= at_least
        assert sum(name is not None for name in names) <= len(names) / 200


def _write_pairs(file: Path, lfw: dict[str, list[Path]]) -> None:
    rng = random.Random(0)
    same = [(a, b, "yes") for photos in lfw.values() for a, b in combinations(photos, 2)]
    different = [
        (rng.choice(lfw[first]), rng.choice(lfw[second]), "no")
        for first, second in (rng.sample(sorted(lfw), 2) for _ in same)
    ]
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("a", "b", "same"), *same, *different])


def test_pairs_are_judged_right(process: Process, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    _write_pairs(tmp_path / "pairs.csv", lfw)
    ran = process(tmp_path / "data", "verify", "--pairs", tmp_path / "pairs.csv", "--json")
    assert ran.code == 0, ran.err
    assert len(ran.document["pairs"]) == 900
    assert ran.document["accuracy"] >= 0.99


def _neutral_copies(photos: Iterable[Path], folder: Path) -> dict[str, str]:
    """Copy photos into one folder under names that say nothing, mixed; return which each copy is of."""
    folder.mkdir()
    mixed = list(photos)
    random.Random(0).shuffle(mixed)
    originals = {}
    for number, photo in enumerate(mixed):
        copy = folder / f"IMG_{number:04}{photo.suffix}"
        shutil.copy(photo, copy)
        originals[copy.name] = str(photo)
    return originals


@dataclass(frozen=True, slots=True)
class Sorted:
    """A folder of real photos under names that say nothing, after `kith cluster`.

    Attributes:
        data: The data folder, which has read them.
        document: What the command printed.
        originals: Which photo each is a copy of, by the copy's name.
    """

    data: Path
    document: Any
    originals: dict[str, Path]


@pytest.fixture(scope="session")
def sorted_by(process: Process, faces: Path, tmp_path_factory: pytest.TempPathFactory) -> SortedBy:
    """Sort a folder of the real data, once for all tests."""

    def make(photos: str, folder: Path) -> None:
        folder.mkdir()
        originals = _neutral_copies(sorted((faces / photos).rglob("*.*")), folder / "album")
        ran = process(folder / "data", "cluster", folder / "album", "--json")
        assert ran.code == 0, ran.err
        (folder / "result.json").write_text(json.dumps([ran.document, originals]))

    def look(photos: str) -> Sorted:
        folder = made_once(tmp_path_factory, f"sorted-{photos}", partial(make, photos))
        document, originals = json.loads((folder / "result.json").read_text())
        return Sorted(folder / "data", document, {name: Path(one) for name, one in originals.items()})

    return look


def _main_labels(document: Any, names: Sequence[str]) -> np.ndarray:
    """Cluster of each picture's main face, the largest; one left alone or not found has its own number."""
    own = {name: -1 - number for number, name in enumerate(names)}
    found = [(face, cluster["id"]) for cluster in document["clusters"] for face in cluster["faces"]]
    found += [(face, own[Path(face["path"]).name]) for face in document["unclustered"]]
    found.sort(key=lambda pair: pair[0]["box"][2] * pair[0]["box"][3])
    labels = own | {Path(face["path"]).name: label for face, label in found}  # the largest is last and stays
    return np.array([labels[name] for name in names])


@pytest.mark.parametrize(("photos", "least"), [("lfw10", 0.97), ("aligned12", 0.95)])
def test_an_unlabelled_folder_falls_into_people(sorted_by: SortedBy, photos: str, least: float) -> None:
    album = sorted_by(photos)
    people = [photo.parent.name for photo in album.originals.values()]
    _, truth = np.unique(people, return_inverse=True)
    result = b_cubed(truth, _main_labels(album.document, list(album.originals)))
    sys.stdout.write(f"{photos}: {result}\n")
    assert result.f >= least


Faces = dict[Path, tuple[Chip, Embedding]]
"""The main face of each photo, the largest, as the gallery keeps it; its embedding by the published model."""


def _main_faces(album: Sorted) -> Faces:
    with Workspace.open(album.data) as workspace, workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
        ids = stored.face_ids.tolist()
        paths, vectors = photos.paths_of(session, ids), dict(zip(ids, stored.vectors, strict=True))
        by_size = sorted(gallery_faces.get(session, ids), key=lambda face: face.box.area)
        main = {paths[face.id].name: face.id for face in by_size}  # the largest is last and stays
        chips = dict(stored_chips(session, list(main.values())))
        return {album.originals[name]: (chips[face], vectors[face]) for name, face in main.items()}


def _tars(new: Embedder, faces: Faces) -> tuple[float, float]:
    """TAR at the deciding FMR over all pairs of faces, by the published model and by a new one."""
    _, people = np.unique([path.parent.name for path in faces], return_inverse=True)
    chips, before = zip(*faces.values(), strict=True)
    scores = [pair_scores(vectors, people) for vectors in (np.stack(before), new.embed(chips).vectors)]
    old, found = (tar_at_fmr(one.genuine, one.impostor, (_DECIDING,))[_DECIDING] for one in scores)
    return old, found


def test_retraining_helps_the_trained_and_harms_no_others(
    process: Process, faces: Path, tmp_path: Path, sorted_by: SortedBy
) -> None:
    crops = {folder: sorted(folder.iterdir()) for folder in sorted((faces / "aligned12").iterdir())}
    for folder, paths in crops.items():
        (tmp_path / "ten" / folder.name).mkdir(parents=True)
        for path in paths[:10]:
            shutil.copy2(path, tmp_path / "ten" / folder.name)
    data = tmp_path / "data"
    process(data, "import-people", tmp_path / "ten", "--json")
    ran = process(data, "retrain", "--json")
    assert ran.code == 0, ran.err
    sys.stdout.write(ran.out)
    assert ran.document["activated"], ran.document["reason"]

    trained = {path for paths in crops.values() for path in paths[:10]}
    rest = {path: face for path, face in _main_faces(sorted_by("aligned12")).items() if path not in trained}
    others = _main_faces(sorted_by("lfw10")) | _main_faces(sorted_by("orl40"))
    with Workspace.open(data) as workspace:
        new = workspace.embedder(workspace.active_model())
    before, after = _tars(new, rest)
    others_before, others_after = _tars(new, others)
    sys.stdout.write(
        f"trained {before:.4f} -> {after:.4f}, others {others_before:.4f} -> {others_after:.4f}\n"
    )
    assert after - before >= 0.06
    assert others_after - others_before >= -0.005
