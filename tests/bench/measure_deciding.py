"""Whether names keep what they promise: FPIR and FNIR for 1 to 1,000 people, rules, look-alikes, and gates.

    python -m tests.bench.measure_deciding

Reads and embeds all test data as it stands, and some of it spoilt on purpose. Exits with 1 if a gate is
missed.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from app.domain.decision import State, Thresholds
from app.recognition.decision import DEFAULT_RATE, Policy, decide
from app.recognition.scores import everybody, of_cohort, surplus
from app.vision import models
from app.vision.reader import FaceReader
from tests.bench import measure_kinds, measure_lookalikes, measure_rules
from tests.bench.face_set import STRANGER, FaceSet, Source, embedded, sface_reader, sources
from tests.bench.galleries import enrol, folds
from tests.bench.gates import Gate
from tests.bench.harness import machine
from tests.bench.intervals import person_curve
from tests.bench.measure_thresholds import cohort, known, with_people
from tests.bench.spoilt import SPOILS, spoil

SIZES = (1, 10, 100, 1000)
COUNTS = (1, 5, 20, 50)
FOLDS, REPEATS, DRAWS = 8, 4, 10
GALLERIES = 12
"""Galleries drawn for each count of exemplars: with one a person, which one it is decides who is named."""
ENROLLED = 5
SPOILT = 150
"""Photos of other folders than aligned12 that are spoilt in each way."""


class Compared(NamedTuple):
    """Probes of everybody with everybody, who have so many exemplars.

    Attributes:
        scores: (M, P).
        probes: Rows of the faces (M,).
        own: Whom each probe shows (M,).
    """

    scores: np.ndarray
    probes: np.ndarray
    own: np.ndarray


def compared(faces: FaceSet, count: int, mean: Sequence[float], draw: int = 0) -> Compared:
    """Enrol everybody with `count` faces, or all but one, and ask with the others; `mean` is a cohort's."""
    index, probes, own = enrol(faces, count, np.random.default_rng(count + 1000 * draw))
    asked, expected = faces.vectors[probes], of_cohort(mean)
    return Compared(everybody(index, asked, expected) - surplus(asked, expected)[:, None], probes, own)


def false_matches(asked: Compared, needed: float, strangers: np.ndarray) -> np.ndarray:
    """Share of the comparisons with anybody else in which each of the strangers (S,) passes (S,)."""
    enrolled = np.setdiff1d(np.arange(asked.scores.shape[1]), strangers)
    passed = asked.scores[:, enrolled] >= needed
    return np.array([passed[asked.own == one].mean() for one in strangers])


def galleries(faces: FaceSet) -> None:
    """Print the true FPIR for galleries of each size, and who is named, at thresholds set on other people."""
    people = len(np.unique(faces.people))
    rates = np.zeros((len(SIZES), len(COUNTS), GALLERIES, REPEATS, people))
    shares = np.zeros((len(SIZES), len(COUNTS), GALLERIES, REPEATS * FOLDS))
    for turn, (repeat, number) in enumerate(np.ndindex(REPEATS, FOLDS)):
        fold = folds(faces, FOLDS, repeat)
        strangers = np.flatnonzero(fold == number)
        tuned = faces.only(~np.isin(faces.numbers, strangers))
        policy, mean = calibrated(tuned), cohort(tuned)
        for column, draw in np.ndindex(len(COUNTS), GALLERIES):
            one = compared(faces, COUNTS[column], mean, draw)
            mated = (faces.groups[one.probes] == "aligned12") & np.isin(one.own, strangers)
            for row, size in enumerate(SIZES):
                needed = policy.threshold(size)
                passed = false_matches(one, needed, strangers)
                rates[row, column, draw, repeat, strangers] = -np.expm1(size * np.log1p(-passed))
                shares[row, column, draw, turn] = np.mean(one.scores[mated, one.own[mated]] >= needed)
    print(f"\nPromised: 1 stranger in 1,000 gets a name. Thresholds from 7 of 8 people, others ask; {COUNTS}")
    print(f"exemplars, {GALLERIES} galleries. FPIR in 1e-3 (90 % of resamplings of the strangers) | share of")
    print("aligned12 named")
    for row, size in enumerate(SIZES):
        cells = "  ".join(_interval(1e3 * one.mean(axis=(0, 1))) for one in rates[row])
        print(f"{size:5} people  {cells} | {'  '.join(f'{one.mean():.3f}' for one in shares[row])}")
    independence(compared(faces, ENROLLED, cohort(faces)))


def calibrated(faces: FaceSet) -> Policy:
    """The policy that these faces make."""
    return Policy(Thresholds(person_curve(with_people(faces)[0]), "", cohort=tuple(cohort(faces))))


def _interval(values: np.ndarray) -> str:
    rng = np.random.default_rng(0)
    means = rng.choice(values, (1000, len(values))).mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return f"{values.mean():6.2f} ({low:.2f} to {high:.2f})"


def independence(asked: Compared) -> None:
    """Print the FPIR counted in galleries of real people beside what single comparisons make one expect."""
    rng = np.random.default_rng(0)
    people = asked.scores.shape[1]
    others = asked.own[:, None] != np.arange(people)
    threshold = float(np.quantile(asked.scores[others], 1 - 1e-3))
    for size in (5, 10, 20, 40):
        counted, expected = [], []
        for _ in range(DRAWS * 10):
            gallery = rng.choice(people, size, replace=False)
            stranger = ~np.isin(asked.own, gallery)
            passed = asked.scores[stranger][:, gallery] >= threshold
            counted.append(passed.any(axis=1).mean())
            expected.append(-np.expm1(size * np.log1p(-passed.mean())))
        print(
            f"independence: {size} people, FPIR counted {np.mean(counted):.4f}, "
            f"expected {np.mean(expected):.4f}"
        )


def spoilt_strangers(reader: FaceReader, found: list[Source], *, righted: bool = False) -> FaceSet:
    """Embed first faces once for each way to spoil them, fewer of aligned12 than of the others.

    Args:
        reader: Reads them.
        found: The faces.
        righted: Whether those whose landmarks are misplaced are turned upright as where a photo is read.
    """
    rng = np.random.default_rng(0)
    shown = [one for one in found if one.faces]
    hard = [one.group == "aligned12" for one in shown]
    chosen = [
        shown[place]
        for group, count in ((True, SPOILT // 3), (False, SPOILT))
        for place in rng.permutation(np.flatnonzero(np.array(hard) == group))[:count]
    ]
    shown = [one for _ in SPOILS for one in chosen]
    faces = reader.read([spoil(one.faces[0], how) for how in SPOILS.values() for one in chosen])
    faces = reader.righted(faces) if righted else faces
    return embedded(reader, [one._replace(faces=[face]) for one, face in zip(shown, faces, strict=True)])


def together(*parts: FaceSet) -> FaceSet:
    """All faces of several sets."""
    return FaceSet(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def gates(faces: FaceSet, spoilt: FaceSet) -> Iterator[Gate]:
    """Names and strangers at the default rate, by the thresholds that are shipped."""
    measured = models.card("sface").thresholds
    assert measured is not None
    policy = Policy(measured, DEFAULT_RATE)
    for group, bound in (("lfw10", 0.99), ("aligned12", 0.97)):
        people = faces.only((faces.groups == group) & (faces.people != STRANGER))
        right, wrong = zip(*(_asked(people, policy, seed) for seed in range(DRAWS)), strict=True)
        yield Gate(f"{group}: share named right, {ENROLLED} enrolled", float(np.mean(right)), bound)
        yield Gate(f"{group}: named wrong in {DRAWS} draws", sum(wrong), 0, at_most=True)
        strangers = together(faces.only(faces.groups != group), spoilt.only(spoilt.groups != group))
        names = [_strangers_named(people, strangers, policy, seed) for seed in range(DRAWS)]
        title = f"{group}: of {len(strangers.people)} strangers given a name"
        yield Gate(f"{title}, mean of {DRAWS} draws", float(np.mean(names)), 2, at_most=True)
        yield Gate(f"{title}, most", max(names), 4, at_most=True)


def _asked(faces: FaceSet, policy: Policy, seed: int) -> tuple[float, int]:
    index, probes, own = enrol(faces, ENROLLED, np.random.default_rng(seed))
    said = decide(index, faces.vectors[probes], policy, faces.lengths[probes])
    truth = index.by_person.people[own]
    right = [one.person == person for one, person in zip(said, truth, strict=True)]
    wrong = [one.state is State.NAME and not good for one, good in zip(said, right, strict=True)]
    return float(np.mean(right)), sum(wrong)


def _strangers_named(people: FaceSet, strangers: FaceSet, policy: Policy, seed: int) -> int:
    index = enrol(people, ENROLLED, np.random.default_rng(seed)).gallery
    said = decide(index, strangers.vectors, policy, strangers.lengths)
    return sum(one.state is State.NAME for one in said)


def main() -> None:
    print(machine())
    reader = sface_reader()
    found = list(sources(reader))
    faces = embedded(reader, found)
    people = known(faces)
    galleries(people)
    measure_kinds.report(people)
    measure_rules.report(people)
    measure_lookalikes.report(people)
    print(f"\nAt the default rate, by the shipped thresholds; {np.sum(faces.people == STRANGER)} bystanders")
    kept = [_shown(gate) for gate in gates(faces, spoilt_strangers(reader, found))]
    sys.exit(0 if all(kept) else 1)


def _shown(gate: Gate) -> bool:
    print(gate, flush=True)
    return gate.kept


if __name__ == "__main__":
    main()
