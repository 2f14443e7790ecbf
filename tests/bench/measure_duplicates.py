"""Whether somebody enrolled under another name is noticed, and how often somebody else is taken for them.

    python -m tests.bench.measure_duplicates

Everybody of a folder of test people is enrolled with some faces, by chance; then each of them comes once more
under another name, with a few other faces. Anybody who is asked about but the person themselves is a false
alarm. The gates are those of five faces enrolled and three new ones.
"""

import sys
from collections.abc import Iterator

import numpy as np

from app.recognition.duplicates import RATE, most_alike
from app.recognition.index import Index
from app.vision import image_io, models
from app.vision.picture_files import find_pictures
from tests.bench.face_set import FACES, FaceSet, Source, embedded, sface_reader
from tests.bench.galleries import rows_by_person
from tests.bench.gates import Gate, report
from tests.bench.harness import machine

DRAWS = 200
GATED = (5, 3)
"""Faces enrolled and new ones that the gates are for."""
COUNTS = ((1, 1), (1, 3), (5, 1), GATED, (5, 8))
BOUNDS = {"lfw10": (0.99, 0.0), "aligned12": (0.99, 0.0)}
"""By folder: share noticed at least, and share of false alarms at most."""


def noticed(
    faces: FaceSet, enrolled: int, new: int, draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """Share of people who come again and are noticed, and share who are taken for somebody else too."""
    thresholds = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert thresholds is not None
    rng, ids = np.random.default_rng(seed), faces.numbers
    people = rows_by_person(ids)
    fired = wrong = 0
    for _ in range(draws):
        drawn = [rng.permutation(rows) for rows in people]
        rows = np.concatenate([one[:enrolled] for one in drawn])
        index = Index.build(rows, ids[rows], faces.vectors[rows], faces.weights[rows])
        for person, one in enumerate(drawn):
            samples = faces.vectors[one[enrolled : enrolled + new]]
            asked = [found.person for found in most_alike(index, samples, thresholds) if found.rate <= RATE]
            fired += person in asked
            wrong += asked not in ([], [person])
    count = draws * len(people)
    return fired / count, wrong / count


def read(group: str) -> FaceSet:
    """The subjects of a folder's photos, those that can be recognised."""
    reader = sface_reader()
    found = embedded(
        reader,
        [
            Source(group, path.parent.name, photo, reader.find(image_io.load(path))[:1])
            for photo, path in enumerate(find_pictures(FACES / group))
        ],
    )
    return found.only(found.lengths >= (reader.limit or 0))


def gates(group: str) -> Iterator[Gate]:
    """Measure one folder, print all counts, and yield the gates."""
    faces = read(group)
    for enrolled, new in COUNTS:
        fired, wrong = noticed(faces, enrolled, new)
        what = f"{group}: {enrolled} enrolled, {new} new"
        print(f"   {what:40} noticed {fired:.4f}   false alarms {wrong:.4f}")
        if (enrolled, new) == GATED:
            least, most = BOUNDS[group]
            yield Gate(f"{what}: noticed", fired, least)
            yield Gate(f"{what}: false alarms", wrong, most, at_most=True)


def main() -> None:
    print(machine())
    sys.exit(not report(gates(group) for group in BOUNDS))


if __name__ == "__main__":
    main()
