"""Which score of a probe with a person tells strangers best: the table of docs/deciding.md.

    python -m tests.bench.measure_rules

Seven eighths of the people set the threshold (one stranger in 10,000 passes one person); the others ask as
strangers, and are enrolled to be named; each has their turn. People have 1 to 50 exemplars.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.domain.likeness import DISCOUNT
from app.recognition.calibration import thresholds_from_impostors
from app.recognition.draws import draws
from app.recognition.index import Index
from app.recognition.scores import of_cohort, surplus
from tests.bench.face_set import FaceSet, read_all, sface_reader
from tests.bench.galleries import Asked, enrol, folds, rows_by_person
from tests.bench.harness import machine
from tests.bench.measure_thresholds import cohort, known

FMR = 1e-4
FOLDS, REPEATS, ROUNDS = 8, 4, 30
COUNTS = (1, 2, 5, 20, 50)
REPEATED = (15, 4)
"""Times that one face is enrolled, and other faces besides: what a camera and an album give."""
_NOISE = 0.015
"""Standard deviation of each of 128 figures between two looks at one face: a cosine of 0.97."""


class Parts(NamedTuple):
    """What the rules are made of, each (M, P): probes and people.

    Attributes:
        best: Cosine with the best exemplar.
        mean: Mean cosine with all exemplars, weighted by quality.
        half: Mean cosine with the better half of the exemplars.
        template: Cosine with the direction of the mean.
        spread: One minus the agreement of the exemplars (1, P).
        surplus: How much more the probe is like everybody than most are (M, 1).
        common: How much more the person is (1, P).
    """

    best: np.ndarray
    mean: np.ndarray
    half: np.ndarray
    template: np.ndarray
    spread: np.ndarray
    surplus: np.ndarray
    common: np.ndarray


Rule = Callable[[Parts], np.ndarray]
RULES: Mapping[str, Rule] = {
    "best exemplar": lambda part: part.best,
    "mean of the cosines": lambda part: part.mean,
    "better half": lambda part: part.half,
    "template": lambda part: part.template,
    "best and template": lambda part: (part.best + part.template) / 2,
    "template, discounted": lambda part: part.template - DISCOUNT * part.spread,
    "best and twice the template, discounted": lambda part: (
        (part.best + 2 * part.template) / 3 - DISCOUNT * part.spread
    ),
    "best and template, discounted": lambda part: _plain(part),
    "the same, less half the surplus": lambda part: _plain(part) - part.surplus / 2,
    "the same, less the surplus": lambda part: _plain(part) - part.surplus,
    "the same, less half the person's": lambda part: _plain(part) - part.surplus - part.common / 2,
    "the same, less the person's (Kith)": lambda part: _plain(part) - part.surplus - part.common,
}


def _plain(part: Parts) -> np.ndarray:
    """The rule that Kith goes by (`app.recognition.scores`), but for what is common."""
    return np.asarray((part.best + part.template) / 2 - DISCOUNT * part.spread)


def parts(index: Index, probes: np.ndarray, mean: Sequence[float]) -> Parts:
    """Score probes (M, D) by every part; `mean` is a cohort's (D,)."""
    groups, (vectors, agreement) = index.by_person, index.templates
    cosines = (probes @ index.vectors.T)[:, groups.rows]
    template = probes @ vectors.T
    half = [_half(cosines[:, a : a + n]) for a, n in zip(groups.starts, groups.counts, strict=True)]
    best = np.maximum.reduceat(cosines, groups.starts, axis=1)
    return Parts(
        best,
        template * agreement,
        np.stack(half, axis=1),
        template,
        1 - agreement[None],
        surplus(probes, of_cohort(mean))[:, None],
        surplus(vectors * agreement[:, None], of_cohort(mean))[None],
    )


def _half(cosines: np.ndarray) -> np.ndarray:
    counted = min((cosines.shape[1] + 1) // 2, 16)
    return np.asarray(-np.sort(-cosines, axis=1)[:, :counted].mean(axis=1))


class Strangers(NamedTuple):
    """Faces scored with people whom they do not show.

    Attributes:
        parts: What each score is made of, (n,) each.
        asker: Who each face shows (n,).
        enrolled: Whom it is compared with (n,).
    """

    parts: Parts
    asker: np.ndarray
    enrolled: np.ndarray


def strangers(faces: FaceSet) -> Strangers:
    """Score faces with everybody else, enrolled with 1 to 50 exemplars."""
    ids, found = faces.numbers, []
    for exemplars, probes in draws(ids, ROUNDS):
        index = Index.build(exemplars, ids[exemplars], faces.vectors[exemplars], faces.weights[exemplars])
        part = parts(index, faces.vectors[probes], cohort(faces))
        probe, place = np.nonzero(ids[probes][:, None] != index.by_person.people)
        found.append((*pick(part, probe, place), ids[probes][probe], place))
    *made, asker, enrolled = map(np.concatenate, zip(*found, strict=True))
    return Strangers(Parts(*made), asker, enrolled)


def mated(faces: FaceSet, asked: Asked) -> Parts:
    """Score faces with their own person (n,)."""
    index, probes, own = asked
    part = parts(index, faces.vectors[probes], cohort(faces))
    return pick(part, np.arange(len(own)), own)


def pick(part: Parts, probe: np.ndarray, place: np.ndarray) -> Parts:
    """The parts (n,) of pairs of a probe and a person."""
    shape = part.best.shape
    return Parts(*(np.broadcast_to(one, shape)[probe, place] for one in part))


def repeated(faces: FaceSet, times: int, others: int, rng: np.random.Generator) -> Asked:
    """Enrol everybody with one face `times` over, as a camera sees it, and with `others` more."""
    ids = faces.numbers
    chosen = np.stack([rng.permutation(rows)[: others + 1] for rows in rows_by_person(ids)])
    copies = np.concatenate([np.repeat(chosen[:, :1], times - 1, axis=1), chosen], axis=1).ravel()
    vectors = faces.vectors[copies] + rng.normal(0, _NOISE, (len(copies), faces.vectors.shape[1]))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = Index.build(np.arange(len(copies)), ids[copies], vectors, faces.weights[copies])
    probes = np.setdiff1d(np.arange(len(ids)), copies)
    return Asked(index, probes, np.searchsorted(index.by_person.people, ids[probes]))


def report(faces: FaceSet) -> None:
    """Measure and print the table."""
    others = strangers(faces)
    rng = np.random.default_rng(0)
    asked = [enrol(faces, count, rng) for count in COUNTS] + [repeated(faces, *REPEATED, rng)]
    own = [mated(faces, one) for one in asked]
    hard = [faces.groups[one.probes] == "aligned12" for one in asked]
    print("\nRules: strangers who pass the threshold for 1e-4 that was set on other people, in 1e-4;")
    print(
        f"aligned12 named with {', '.join(map(str, COUNTS))} exemplars, and with {REPEATED[0]} looks at one "
        f"face and {REPEATED[1]} others: at that threshold, and at the one for 1e-4 of all people"
    )
    for name, rule in RULES.items():
        scores, mates = rule(others.parts), [rule(part) for part in own]
        passed, named = [], []
        for seed in range(REPEATS):
            fold = folds(faces, FOLDS, seed)
            for number in range(FOLDS):
                tuned = (fold[others.asker] != number) & (fold[others.enrolled] != number)
                tested = (fold[others.asker] == number) & (fold[others.enrolled] != number)
                ((_, threshold),) = thresholds_from_impostors(scores[tuned], (FMR,))
                passed.append(float(np.mean(scores[tested] >= threshold)) / FMR)
                kept = [mask & (fold[one.own] == number) for mask, one in zip(hard, asked, strict=True)]
                named.append([np.mean(s[k] >= threshold) for s, k in zip(mates, kept, strict=True)])
        ((_, pooled),) = thresholds_from_impostors(scores, (FMR,))
        best = [np.mean(s[mask] >= pooled) for s, mask in zip(mates, hard, strict=True)]
        shown = [" ".join(f"{share:.3f}" for share in row) for row in (np.mean(named, axis=0), best)]
        print(f"{name:40}{np.mean(passed):6.2f}   {shown[0]}   {shown[1]}", flush=True)


def main() -> None:
    print(machine())
    report(known(read_all(sface_reader())))


if __name__ == "__main__":
    main()
