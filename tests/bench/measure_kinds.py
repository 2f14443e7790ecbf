"""Whether the promise holds in galleries of a kind of photos that the calibration has not seen.

    python -m tests.bench.measure_kinds

The people of one folder of the test data are enrolled, and others of that folder ask; thresholds and the mean
face of the cohort come from the other folders alone. Each gallery is tried with the cohort's mean face as it
is, and with that of the people enrolled joining it as `expected_of` says.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.recognition.index import Index
from app.recognition.scores import Expected, everybody, expected_of, of_cohort, surplus
from tests.bench.face_set import FaceSet, read_all, sface_reader
from tests.bench.galleries import rows_by_person
from tests.bench.harness import machine
from tests.bench.measure_thresholds import known

GALLERIES = (
    ("aligned12", 6),
    ("aligned12", 10),
    ("lfw10", 5),
    ("lfw10", 8),
    ("orl40", 5),
    ("orl40", 10),
    ("orl40", 20),
    ("orl40", 30),
)
COUNTS = (1, 5, 20)
DRAWS = 40


class Told(NamedTuple):
    """What one gallery told.

    Attributes:
        named: Share of the strangers of its kind who got a name, each person counted alike.
        others: Share of the strangers of other kinds who did.
        right: Share of the probes of people enrolled that got theirs.
    """

    named: float
    others: float
    right: float


def told(
    faces: FaceSet, index: Index, asking: np.ndarray, expected: Expected, threshold: float
) -> np.ndarray:
    """Who each face that asks (M,) is said to be, as a place among the people of the index; -1 for nobody."""
    probes = faces.vectors[asking]
    scores = everybody(index, probes, expected) - surplus(probes, expected)[:, None]
    return np.where(scores.max(axis=1) >= threshold, scores.argmax(axis=1), -1)


def judged(faces: FaceSet, said: np.ndarray, asking: np.ndarray, enrolled: np.ndarray, kind: str) -> Told:
    """Judge what was said of faces."""
    who, alike = faces.numbers[asking], faces.groups[asking] == kind
    known_ones = np.isin(who, enrolled)

    def share(rows: np.ndarray) -> float:
        return float(np.mean([np.mean(said[rows & (who == one)] >= 0) for one in np.unique(who[rows])]))

    right = said[known_ones] == np.searchsorted(enrolled, who[known_ones])
    return Told(share(alike & ~known_ones), share(~alike & ~known_ones), float(right.mean()))


def tried(faces: FaceSet, kind: str, size: int, count: int) -> Iterator[tuple[Told, Told]]:
    """Draw galleries of a kind, and ask them with the cohort's mean face alone and with their own."""
    from tests.bench.measure_deciding import calibrated

    policy = calibrated(faces.only(faces.groups != kind))
    cohort, threshold = policy.thresholds.cohort, policy.threshold(size)
    rows, rng = rows_by_person(faces.numbers), np.random.default_rng(0)
    people = np.unique(faces.numbers[faces.groups == kind])
    for _ in range(DRAWS):
        enrolled = np.sort(rng.permutation(people)[:size])
        exemplars = np.concatenate(
            [rng.permutation(rows[one])[: min(count, len(rows[one]) - 1)] for one in enrolled]
        )
        index = Index.build(
            exemplars, faces.numbers[exemplars], faces.vectors[exemplars], faces.weights[exemplars]
        )
        asking = np.setdiff1d(np.arange(len(faces.numbers)), exemplars)
        first, second = (
            judged(faces, told(faces, index, asking, one, threshold), asking, enrolled, kind)
            for one in (of_cohort(cohort), expected_of(index, cohort))
        )
        yield first, second


def report(faces: FaceSet) -> None:
    """Measure and print."""
    print("\nKinds that the calibration has not seen: strangers named of that kind / of others, in 1e-3, and")
    print(f"people named right; with the cohort's mean face, and with their own; {COUNTS} exemplars")
    for kind, size in GALLERIES:
        cells = []
        for count in COUNTS:
            for found in zip(*tried(faces, kind, size, count), strict=True):
                named, others, right = np.mean(found, axis=0)
                cells.append(f"{1e3 * named:6.1f} /{1e3 * others:5.1f} {right:.3f}")
        print(f"{kind:10}{size:3}  {'  |  '.join(cells)}", flush=True)


def main() -> None:
    print(machine())
    report(known(read_all(sface_reader())))


if __name__ == "__main__":
    main()
