"""How well and at what cost faces are sorted, beside others at their best settings.

    python -m tests.bench.measure_clusters [quality] [strangers] [spoilt] [cost] [joining]

Quality: B-cubed over the faces of known people, strangers of the street among them. The people of each album
are dealt into two halves by chance; each peer gets, for each album and each half, the setting that is best on
the other half. Kith keeps its one setting. Strangers: an album of few people and many strangers. Spoilt:
faces spoilt on purpose are mixed into each album. Cost: made-up collections, each in a process of its own
that tells its peak memory. Joining: a made-up collection in a gallery, to which one face in a hundred comes
later. With OPENBLAS_NUM_THREADS=1 all run on one core, as HDBSCAN does anyway. Seconds are the processor's.
"""

import resource
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN

from app.clustering.cluster import cluster
from app.recognition.decision import trust
from app.services.sorting.stored import sort_faces
from app.services.workspace import Workspace
from app.vision import models
from tests.bench import street_truth
from tests.bench.compare_clusterers import average, distances, made_up, whispers
from tests.bench.face_set import GROUPS, STRANGER, STREET, FaceSet, Source, embedded, sface_reader, sources
from tests.bench.measure_deciding import spoilt_strangers, together
from tests.bench.measure_review import filled
from trainer.metrics import BCubed, b_cubed

Method = Callable[[np.ndarray], np.ndarray]
_ROUNDS = 5
_EVERY = 5
_SAME_IOU = 0.3
_PEER_MOST = 10_000
_GALLERIES = (20_000, 99_000)
_DRAWS, _SPOILT = 20, 200
_LARGE, _PURE = 5, 0.98
_THEIRS, _PASSERS = 3, 30


def known_strangers(found: Iterable[Source]) -> list[str]:
    """Who each face is, those of the street by their own names; `STRANGER` where that cannot be said."""
    truth, frame, names = street_truth.boxes(street_truth.WIDTH), 0, []
    for one in found:
        if one.group != STREET:
            names += [one.person if rank == 0 else STRANGER for rank in range(len(one.faces))]
            continue
        there = truth[frame]
        frame += _EVERY
        for face in one.faces:
            best = max(there, key=lambda name: there[name].iou(face.box), default="")
            same = best in street_truth.PEOPLE and there[best].iou(face.box) >= _SAME_IOU
            names.append(f"{STREET} {best}" if same else STRANGER)
    return names


def read() -> FaceSet:
    """All faces of the test data, with who is who on the street."""
    reader = sface_reader()
    found = list(sources(reader))
    return embedded(reader, found)._replace(people=np.array(known_strangers(found)))


def albums(faces: FaceSet) -> dict[str, FaceSet]:
    """Each folder as one album, and all of them with the street's strangers."""
    found = {name: faces.only(faces.groups == name) for name in ("lfw10", "aligned12", "orl40")}
    return found | {"all + street": faces}


def halves(faces: FaceSet, rng: np.random.Generator) -> tuple[FaceSet, FaceSet]:
    """Deal the people into two halves; whoever has no name goes by chance."""
    people = np.unique(faces.people)
    first = np.isin(faces.people, rng.permutation(people)[: len(people) // 2])
    first = np.where(faces.people == STRANGER, rng.random(len(first)) < 0.5, first)
    return faces.only(first), faces.only(~first)


def kith(faces: FaceSet) -> np.ndarray:
    """As Kith sorts an album that it has just read."""
    thresholds = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert thresholds is not None
    return cluster(faces.vectors, faces.photos, trust=trust(faces.lengths, thresholds))


def density(floor: float, vectors: np.ndarray) -> np.ndarray:
    found = DBSCAN(eps=1 - floor, min_samples=2, metric="precomputed").fit_predict(distances(vectors))
    return np.asarray(found)


def density_tree(size: int, samples: int, vectors: np.ndarray) -> np.ndarray:
    tree = HDBSCAN(size, min_samples=samples, metric="precomputed", copy=True)
    return np.asarray(tree.fit_predict(distances(vectors)))


def peers() -> dict[str, list[Method]]:
    """Each peer at the settings that are tried."""
    floors = np.arange(0.25, 0.66, 0.025).round(3).tolist()
    return {
        "Chinese whispers": [partial(whispers, floor) for floor in floors],
        "DBSCAN": [partial(density, floor) for floor in floors],
        "HDBSCAN": [partial(density_tree, size, samples) for size in (2, 3, 5, 8) for samples in (1, 2, 4)],
        "average link": [partial(average, floor) for floor in np.arange(0.2, 0.46, 0.0125).tolist()],
    }


def scored(faces: FaceSet, labels: np.ndarray) -> BCubed:
    """B-cubed over the faces whose person is known, strangers among them counting as wrong; a lone face is a
    cluster."""
    own = np.arange(len(labels))
    single = np.where(labels < 0, labels.max(initial=0) + 1 + own, labels)
    known = faces.people != STRANGER
    return b_cubed(np.where(known, faces.numbers, len(own) + own), single, known)


def middle_best(settings: list[Method], faces: FaceSet) -> Method:
    """The setting that is best, the one in the middle if several are."""
    scores = [round(scored(faces, method(faces.vectors)).f, 6) for method in settings]
    best = [method for method, score in zip(settings, scores, strict=True) if score == max(scores)]
    return best[len(best) // 2]


def quality() -> None:
    """Print precision, recall and F of each method for each album."""
    faces = read()
    print(f"{'':<14}{'faces':>6}  " + "".join(f"{name:>26}" for name in ["Kith", *peers()]))
    for name, album in albums(faces).items():
        rng = np.random.default_rng(0)
        found: dict[str, list[BCubed]] = {}
        for _ in range(_ROUNDS):
            two = halves(album, rng)
            for one, other in (two, two[::-1]):
                found.setdefault("Kith", []).append(scored(one, kith(one)))
                for peer, settings in peers().items():
                    best = middle_best(settings, other)
                    found.setdefault(peer, []).append(scored(one, best(one.vectors)))
        cells = (
            np.mean([[one.precision, one.recall, one.f] for one in each], axis=0) for each in found.values()
        )
        row = "".join(f"{precision:>12.4f}{recall:>7.4f}{f:>7.4f}" for precision, recall, f in cells)
        print(f"{name:<14}{len(album.people):>6}  {row}", flush=True)


def spoilt() -> None:
    """Print how many clusters of five faces or more hold somebody else's, with spoilt faces in each album: as
    their landmarks were misplaced, and turned upright as where photos are read."""
    reader = sface_reader()
    found = list(sources(reader))
    faces = embedded(reader, found)
    shown = [one for one in found if one.group != STREET]
    for title, righted in (("as misplaced", False), ("as read", True)):
        others = spoilt_strangers(reader, shown, righted=righted)
        for name in GROUPS:
            album = faces.only((faces.groups == name) & (faces.people != STRANGER))
            mixed, total = np.sum([_mixed(album, others, seed) for seed in range(_DRAWS)], axis=0)
            words = f"clusters less than {_PURE:.0%} one person's"
            print(f"{name:<10} spoilt faces {title}: {mixed} of {total} {words}", flush=True)


def _mixed(album: FaceSet, others: FaceSet, seed: int) -> tuple[int, int]:
    """Of an album with spoilt faces: how many larger clusters are several people's, and of how many."""
    chosen = np.random.default_rng(seed).permutation(len(others.people))[:_SPOILT]
    more = others.only(chosen)._replace(photos=album.photos.max() + 1 + np.arange(_SPOILT))
    both = together(album, more)
    labels = kith(both)
    counts = [
        np.unique(both.people[labels == number], return_counts=True)[1] for number in range(labels.max() + 1)
    ]
    large = [each for each in counts if each.sum() >= _LARGE]
    return sum(bool(each.max() < _PURE * each.sum()) for each in large), len(large)


def strangers() -> None:
    """Print how many strangers come into clusters of a few people, and how many faces of theirs stay out."""
    faces = read()
    for name in GROUPS:
        came = asked = out = own = 0
        for seed in range(2 * _DRAWS):
            few, others = _few(faces, name, np.random.default_rng(seed))
            album = together(few, others)
            theirs = np.arange(len(album.people)) < len(few.people)
            labels = kith(album._replace(photos=np.arange(len(theirs))))
            counts = np.bincount(labels[theirs & (labels >= 0)], minlength=labels.max() + 1)
            inside = np.isin(labels, np.flatnonzero(counts >= _THEIRS))
            came, asked = came + (inside & ~theirs).sum(), asked + (~theirs).sum()
            out, own = out + (theirs & ~inside).sum(), own + theirs.sum()
        print(f"{name:<10} {came} of {asked} strangers came in, {out} of {own} faces stayed out", flush=True)


def _few(faces: FaceSet, name: str, rng: np.random.Generator) -> tuple[FaceSet, FaceSet]:
    """Two to ten people of an album with fifteen faces at most, and one face each of many strangers."""
    mine = faces.only((faces.groups == name) & (faces.people != STRANGER))
    chosen = rng.permutation(np.unique(mine.people))[: rng.integers(2, 11)]
    rows = [rng.permutation(np.flatnonzero(mine.people == one))[:15] for one in chosen]
    others = faces.only((faces.groups != name) & (faces.people != STRANGER))
    ones = [rng.choice(np.flatnonzero(others.people == one)) for one in np.unique(others.people)]
    street = faces.only((faces.groups == STREET) & (faces.people == STRANGER))
    some = street.only(rng.permutation(len(street.people))[:_PASSERS])
    return mine.only(np.concatenate(rows)), together(others.only(np.array(ones)), some)


def timed(method: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    start = process_time()
    method()
    return process_time() - start


def sort_file(kind: str, file: str) -> None:
    """Sort the vectors of a file, and print the seconds and the mebibytes that it took above the vectors."""
    vectors = np.load(file)
    cluster(vectors[:200], np.arange(200))  # what is loaded at first use
    method = {
        "Kith": lambda: cluster(vectors, np.arange(len(vectors))),
        "HDBSCAN": lambda: HDBSCAN(2, copy=True).fit(vectors),
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = timed(method[kind])
    print(f"{seconds:.2f} {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10}")


def cost() -> None:
    """Print seconds and peak memory for collections of 1,000 to 100,000 faces."""
    faces = read()
    with TemporaryDirectory() as folder:
        for count in (1_000, 10_000, 100_000):
            file = f"{folder}/{count}.npy"
            vectors, _ = made_up(faces, count)
            np.save(file, vectors[:count])
            for kind in ("Kith", "HDBSCAN")[: 2 if count <= _PEER_MOST else 1]:
                command = [sys.executable, "-m", __spec__.name, "sort", kind, file]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds, memory = done.stdout.split()
                print(f"{kind:<8} {count:>7,} faces {seconds:>8} s {memory:>6} MiB", flush=True)


def joining() -> None:
    """Print what it takes to sort galleries, and again with one face in a hundred more, and how well."""
    faces = read()
    for count in _GALLERIES:
        more = count + count // 100
        vectors, owner = (all_[:more] for all_ in made_up(faces, more))
        _join(vectors, owner, count)


def _join(vectors: np.ndarray, owner: np.ndarray, count: int) -> None:
    """The same of one gallery: by the process that sorted it before, and by one that has just begun."""
    total = len(vectors)
    ones, photo = np.ones(total, np.float32), np.arange(total)
    found = FaceSet(vectors, 20 * ones, ones, photo, photo, photo)  # whose each is stands in the rows' order
    cluster(vectors[:200], photo[:200])
    with TemporaryDirectory() as folder:
        first, second = Path(folder) / "first", Path(folder) / "second"
        with Workspace.open(first, device="cpu") as workspace:
            rows = filled(workspace, found.only(photo < count))
            all_anew = timed(lambda: sort_faces(workspace))
            rows |= filled(workspace, found.only(photo >= count))
            workspace.db.fold()
            shutil.copytree(first, second)
            joined = timed(lambda: sort_faces(workspace))
            labels = np.full(total, -1)
            for number, one in enumerate(sort_faces(workspace).clusters):
                labels[[int(rows[face]) for face in one.faces]] = number
        with Workspace.open(second, device="cpu") as workspace:
            begun = timed(lambda: sort_faces(workspace))
    table = FaceSet(vectors, ones, ones, photo, owner.astype(str), photo)
    anew, later = (scored(table, one).f for one in (cluster(vectors, photo), labels))
    print(
        f"{count:,} faces {all_anew:.2f} s, {total - count:,} more {joined:.2f} s, in a new process"
        f" {begun:.2f} s; F {later:.4f}, anew {anew:.4f}",
        flush=True,
    )


def main() -> None:
    """Measure what is asked for, or all."""
    warnings.simplefilter("ignore")  # methods of others warn of settings that are theirs to judge here
    if sys.argv[1:2] == ["sort"]:
        sort_file(*sys.argv[2:])
        return
    parts = {"quality": quality, "strangers": strangers, "spoilt": spoilt, "cost": cost, "joining": joining}
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
