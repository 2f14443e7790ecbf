"""The whole way on real faces, as users run it: are the right people named, and nobody else?"""

import csv
import random
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import pytest

from app.services.models import catalogue
from app.services.photos.reading import read_pictures
from app.services.workspace import Workspace
from trainer.metrics import b_cubed, pair_scores, tar_at_fmr

pytestmark = pytest.mark.slow

Process = Callable[..., Any]
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


def test_strangers_stay_unknown(process: Process, known: Path, faces: Path) -> None:
    watched = process(known, "watch", "--source", faces / "street.mp4", "--json")
    street = [face["name"] for frame in watched.documents for face in frame["faces"]]
    crops = process(known, "identify", faces / "aligned12", "--json").document["images"]
    aligned = [face["name"] for image in crops for face in image["faces"]]
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
    """Copy photos into one folder under names that say nothing, mixed; return whose each copy is."""
    folder.mkdir()
    mixed = list(photos)
    random.Random(0).shuffle(mixed)
    owners = {}
    for number, photo in enumerate(mixed):
        copy = folder / f"IMG_{number:04}{photo.suffix}"
        shutil.copy(photo, copy)
        owners[str(copy)] = photo.parent.name
    return owners


def _main_labels(document: Any, paths: Sequence[str]) -> np.ndarray:
    """Cluster of each picture's main face, the largest; one left alone or not found has its own number."""
    own = {path: -1 - number for number, path in enumerate(paths)}
    found = [(face, cluster["id"]) for cluster in document["clusters"] for face in cluster["faces"]]
    found += [(face, own[face["path"]]) for face in document["unclustered"]]
    found.sort(key=lambda pair: pair[0]["box"][2] * pair[0]["box"][3])
    labels = own | {face["path"]: label for face, label in found}  # the largest comes last and stays
    return np.array([labels[path] for path in paths])


@pytest.mark.parametrize(("photos", "least"), [("lfw10", 0.97), ("aligned12", 0.95)])
def test_an_unlabelled_folder_falls_into_people(
    process: Process, faces: Path, tmp_path: Path, photos: str, least: float
) -> None:
    owners = _neutral_copies((path for path in (faces / photos).rglob("*.*")), tmp_path / "album")
    started = monotonic()
    ran = process(tmp_path / "data", "cluster", tmp_path / "album", "--json")
    seconds = monotonic() - started
    assert ran.code == 0, ran.err

    _, truth = np.unique(list(owners.values()), return_inverse=True)
    result = b_cubed(truth, _main_labels(ran.document, list(owners)))
    sys.stdout.write(f"{photos}: {result} in {seconds:.1f} s\n")
    assert result.f >= least


def _tar(workspace: Workspace, paths: list[Path]) -> list[float]:
    """TAR at the deciding FMR over all pairs of main faces, for each model of the gallery, oldest first."""
    pictures = [picture for picture in read_pictures(workspace.reader(), paths) if picture.faces]
    _, people = np.unique([picture.path.parent.name for picture in pictures], return_inverse=True)
    chips = [picture.faces[0].chip for picture in pictures]
    found = []
    for model in catalogue.everything(workspace):
        scores = pair_scores(workspace.embedder(model).embed(chips).vectors, people)
        found.append(tar_at_fmr(scores.genuine, scores.impostor, (_DECIDING,))[_DECIDING])
    return found


def test_retraining_helps_the_trained_and_harms_no_others(
    process: Process, faces: Path, tmp_path: Path
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

    others = sorted(faces.glob("lfw10/*/*.jpg")) + sorted(faces.glob("orl40/*/*.pgm"))
    with Workspace.open(data) as workspace:
        before, after = _tar(workspace, [path for paths in crops.values() for path in paths[10:]])
        others_before, others_after = _tar(workspace, others)
    sys.stdout.write(
        f"trained {before:.4f} -> {after:.4f}, others {others_before:.4f} -> {others_after:.4f}\n"
    )
    assert after - before >= 0.06
    assert others_after - others_before >= -0.005
