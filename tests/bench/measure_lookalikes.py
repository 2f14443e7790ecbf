"""How often the wrong one of two people who look alike is named, and what a clear lead costs.

    python -m tests.bench.measure_lookalikes

Three kinds of pairs: two real people of one folder; two who are made alike, the faces of one moved towards
the other (a stress test: embeddings, not photos); and one person enrolled under two names with different
photos, which nobody could tell apart.
"""

from collections.abc import Iterator

import numpy as np

from app.recognition.index import Index, Templates
from app.recognition.lookalikes import MARGIN, needed_leads
from app.recognition.scores import everybody
from tests.bench.face_set import FaceSet, read_all, sface_reader
from tests.bench.galleries import rows_by_person
from tests.bench.harness import machine
from tests.bench.measure_thresholds import known, within

THRESHOLD = 0.45
"""Score that a name needs in a gallery of ten."""
COUNTS = (1, 2, 5, 20)
TOWARDS = (0.2, 0.4, 0.6, 0.8)
PAIRS, PROBES = 150, 20

Scored = tuple[np.ndarray, float]
"""Scores of probes (n, 2) with their own person and with the other, and the lead that the other one needs."""


def ask(first: np.ndarray, second: np.ndarray, probes: np.ndarray, alike: float) -> Scored:
    """Enrol two people (n, D) and ask with probes of the first."""
    vectors = np.concatenate([first, second])
    owner = np.repeat([0, 1], [len(first), len(second)])
    index = Index.build(np.arange(len(vectors)), owner, vectors, np.ones(len(vectors)))
    swapped = Templates(*(part[::-1] for part in index.templates))
    return everybody(index, probes), float(needed_leads(swapped, alike)[0])


def pairs(
    faces: FaceSet, count: int, towards: float, rng: np.random.Generator, alike: float
) -> Iterator[Scored]:
    """Two people of one folder, the second one's faces moved towards the first."""
    people = rows_by_person(faces.numbers)
    folders = np.array([faces.groups[rows[0]] for rows in people])
    for _ in range(PAIRS):
        one = rng.integers(len(people))
        other = rng.choice(np.flatnonzero((folders == folders[one]) & (np.arange(len(people)) != one)))
        mine, theirs = (faces.vectors[rng.permutation(people[person])] for person in (one, other))
        moved = theirs + towards * (mine.mean(axis=0) - theirs.mean(axis=0))
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        enrolled = min(count, len(mine) - 1)
        yield ask(mine[:enrolled], moved[:count], mine[enrolled : enrolled + PROBES], alike)


def doubles(faces: FaceSet, count: int, rng: np.random.Generator, alike: float) -> Iterator[Scored]:
    """One person under two names."""
    people = [rows for rows in rows_by_person(faces.numbers) if len(rows) > 2 * count]
    for _ in range(PAIRS if people else 0):
        mine = faces.vectors[rng.permutation(people[rng.integers(len(people))])]
        yield ask(mine[:count], mine[count : 2 * count], mine[2 * count : 2 * count + PROBES], alike)


def rates(scored: list[Scored]) -> str:
    """Named wrong and right: by rank alone, with the general margin, and with the lead that is needed."""
    scores = np.concatenate([part for part, _ in scored])
    lead = np.concatenate([np.full(len(part), needed) for part, needed in scored])
    apart = scores[:, 0] - scores[:, 1]
    shown = []
    for least in (np.zeros(len(lead)), np.full(len(lead), MARGIN), lead):
        wrong = np.mean((scores[:, 1] >= THRESHOLD) & (-apart >= least) & (apart < 0))
        right = np.mean((scores[:, 0] >= THRESHOLD) & (apart >= least))
        shown.append(f"{wrong:.4f} / {right:.3f}")
    return "   ".join(shown)


def report(faces: FaceSet) -> None:
    """Measure and print."""
    alike = within(faces)
    print("\nTwo alike, wrong / right named: by rank alone; with the general margin; with the lead needed")
    for towards in (0.0, *TOWARDS):
        rng = np.random.default_rng(0)
        kind = f"moved {towards:.0%} towards the other" if towards else "real people"
        scored = [one for count in COUNTS for one in pairs(faces, count, towards, rng, alike)]
        print(f"{kind:32}{rates(scored)}")
    rng = np.random.default_rng(0)
    scored = [one for count in COUNTS for one in doubles(faces, count, rng, alike)]
    print(f"{'one person under two names':32}{rates(scored)}")


def main() -> None:
    print(machine())
    report(known(read_all(sface_reader())))


if __name__ == "__main__":
    main()
