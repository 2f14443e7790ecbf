"""How well wrong labels are found: on people whose labels are right, and on labels made wrong on purpose.

    python -m tests.bench.measure_mislabelled

For groups of the test data of several sizes, 25 draws each: how many faces of untouched labels are suspected,
and precision and recall where 5 % of the labels were given to another person of the group, where 5 % of the
faces were exchanged for strangers', and where one label in the group got a second person's faces as well.
"""

from collections.abc import Callable

import numpy as np

from app.services.people.mislabelled import suspicions
from app.vision import models
from tests.bench.face_set import FaceSet, read_all, sface_reader
from tests.bench.harness import machine

_DRAWS = 25
_WRONG = 0.05
_GROUPS = (("aligned12", 12, 40), ("aligned12", 12, 20), ("aligned12", 12, 10), ("aligned12", 12, 5),
           ("lfw10", 10, 10), ("lfw10", 10, 5), ("orl40", 40, 10), ("orl40", 40, 5))  # fmt: skip

Spoil = Callable[["Draw"], np.ndarray]


class Draw:
    """Some faces of some people.

    Attributes:
        vectors: Their embeddings (N, D).
        people: Their labels (N,).
    """

    def __init__(self, known: FaceSet, others: FaceSet, faces: int, rng: np.random.Generator) -> None:
        self.rng, self._known, self._others = rng, known, others
        ids = np.unique(known.people, return_inverse=True)[1]
        self._rows = np.concatenate(
            [rng.permutation(np.flatnonzero(ids == one))[:faces] for one in np.unique(ids)]
        )
        self.vectors, self.people = known.vectors[self._rows], ids[self._rows]

    def some(self) -> np.ndarray:
        """A share of the faces (n,) to make wrong."""
        return self.rng.choice(len(self.people), max(1, round(_WRONG * len(self.people))), replace=False)

    def nothing(self) -> np.ndarray:
        """Leave the labels as they are."""
        return np.empty(0, np.int64)

    def swapped(self) -> np.ndarray:
        """Give some faces to another person of the group."""
        wrong, count = self.some(), self.people.max() + 1
        self.people[wrong] = (self.people[wrong] + self.rng.integers(1, count, len(wrong))) % count
        return wrong

    def strangers(self) -> np.ndarray:
        """Put faces of people who are not in the group in the place of some."""
        wrong = self.some()
        self.vectors[wrong] = self.rng.choice(self._others.vectors, len(wrong), replace=False)
        return wrong

    def two_in_one(self) -> np.ndarray:
        """Take one person out of the group, and put a third of so many faces under another's name."""
        gone, other = self.rng.choice(np.unique(self.people), 2, replace=False)
        theirs = np.flatnonzero(self.people == gone)
        kept = theirs[: max(3, len(theirs) // 3)]
        here = (self.people != gone) | np.isin(np.arange(len(self.people)), kept)
        self.people[kept] = other
        wrong = np.flatnonzero(np.isin(np.flatnonzero(here), kept))
        self.vectors, self.people = self.vectors[here], self.people[here]
        return wrong


def main() -> None:
    """Measure and print."""
    print(machine())
    thresholds = models.card("sface").thresholds
    assert thresholds is not None
    faces = read_all(sface_reader())
    faces = faces.only(np.isin(faces.groups, [group for group, *_ in _GROUPS]) & (faces.people != "?"))
    for group, people, each in _GROUPS:
        known, others = faces.only(faces.groups == group), faces.only(faces.groups != group)
        print(f"\n{group}, {people} people x {each}")
        for spoil in (Draw.nothing, Draw.swapped, Draw.strangers, Draw.two_in_one):
            hits = wrong = named = total = 0
            rng = np.random.default_rng(0)
            for _ in range(_DRAWS):
                draw = Draw(known, others, each, rng)
                truth = spoil(draw)
                suspected = suspicions(draw.vectors, draw.people, thresholds)
                found = {row for one in suspected for row in one.rows.tolist()}
                hits += len(found & set(truth.tolist()))
                wrong, named, total = wrong + len(truth), named + len(found), total + len(draw.people)
            recall = f"recall {hits / wrong:.3f}, precision {hits / max(named, 1):.3f}" if wrong else ""
            print(f"  {spoil.__name__:12}{named:5} of {total} suspected  {recall}", flush=True)


if __name__ == "__main__":
    main()
