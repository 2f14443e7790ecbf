"""Which score of a probe with a person tells strangers best: the table of docs/deciding.md.

    python -m tests.bench.measure_rules

Half of the people of each folder set the threshold (one stranger in 10,000 passes one person), the other half
is tested, over several splits. Strangers are scored with people who have 1 to 50 exemplars.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from app.recognition.calibration import thresholds_from_impostors
from app.recognition.draws import draws
from app.recognition.index import Index
from app.recognition.scores import DISCOUNT
from tests.bench.face_set import FaceSet, read_all, sface_reader
from tests.bench.galleries import enrol, halves, rows_by_person
from tests.bench.harness import machine
from tests.bench.measure_thresholds import known

FMR = 1e-4
SPLITS = 16
ROUNDS = 12
COUNTS = (1, 2, 5, 20, 50)


class Parts(NamedTuple):
    """What the rules are made of, each (M, P): probes and people.

    Attributes:
        best: Cosine with the best exemplar.
        mean: Mean cosine with all exemplars, weighted by quality.
        half: Mean cosine with the better half of the exemplars.
        template: Cosine with the direction of the mean.
        spread: One minus the agreement of the exemplars (1, P).
        common: Cosine with the mean of the people tuned on (M, 1).
    """

    best: np.ndarray
    mean: np.ndarray
    half: np.ndarray
    template: np.ndarray
    spread: np.ndarray
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
    "best and template, discounted": lambda part: _chosen(part),
    "the same, less half of the probe's cosine with a cohort's mean": lambda part: (
        _chosen(part) - part.common / 2
    ),
    "the same, less all of it": lambda part: _chosen(part) - part.common,
}


def _chosen(part: Parts) -> np.ndarray:
    """The rule that Kith goes by (`app.recognition.scores`)."""
    return (part.best + part.template) / 2 - DISCOUNT * part.spread


def parts(index: Index, probes: np.ndarray, cohort: np.ndarray) -> Parts:
    """Score probes (M, D) by every part."""
    groups, (vectors, agreement) = index.by_person, index.templates
    cosines = (probes @ index.vectors.T)[:, groups.rows]
    template = probes @ vectors.T
    half = [_half(cosines[:, a : a + n]) for a, n in zip(groups.starts, groups.counts, strict=True)]
    best = np.maximum.reduceat(cosines, groups.starts, axis=1)
    return Parts(
        best, template * agreement, np.stack(half, axis=1), template, 1 - agreement[None], probes @ cohort[:, None]
    )


def _half(cosines: np.ndarray) -> np.ndarray:
    counted = min((cosines.shape[1] + 1) // 2, 16)
    return np.asarray(-np.sort(-cosines, axis=1)[:, :counted].mean(axis=1))


def strangers(faces: FaceSet, cohort: np.ndarray, rules: Mapping[str, Rule]) -> dict[str, np.ndarray]:
    """Scores of faces with everybody else, under each rule (n,)."""
    ids = faces.numbers
    found: dict[str, list[np.ndarray]] = {name: [] for name in rules}
    for exemplars, probes in draws(ids, ROUNDS):
        index = Index.build(exemplars, ids[exemplars], faces.vectors[exemplars], faces.weights[exemplars])
        part = parts(index, faces.vectors[probes], cohort)
        other = ids[probes][:, None] != index.by_person.people
        for name, rule in rules.items():
            found[name].append(rule(part)[other])
    return {name: np.concatenate(scores) for name, scores in found.items()}


def mated(faces: FaceSet, count: int, cohort: np.ndarray) -> dict[str, np.ndarray]:
    """Scores of faces with their own person, who has `count` exemplars, under each rule (n,)."""
    index, probes, own = enrol(faces, count, np.random.default_rng(count))
    part = parts(index, faces.vectors[probes], cohort)
    return {name: rule(part)[np.arange(len(own)), own] for name, rule in RULES.items()}


def centre(faces: FaceSet) -> np.ndarray:
    """Mean face (D,), where each person counts alike."""
    return np.asarray(
        np.mean([faces.vectors[rows].mean(axis=0) for rows in rows_by_person(faces.numbers)], axis=0)
    )


def report(faces: FaceSet) -> None:
    """Measure and print the table."""
    rates: dict[str, list[float]] = {name: [] for name in RULES}
    named: dict[str, list[list[float]]] = {name: [] for name in RULES}
    for tune, test in halves(faces, SPLITS):
        cohort = centre(tune)
        tuned, tested = strangers(tune, cohort, RULES), strangers(test, cohort, RULES)
        hard = test.only(test.groups == "aligned12")
        own = [mated(hard, count, cohort) for count in COUNTS]
        for name in RULES:
            ((_, threshold),) = thresholds_from_impostors(tuned[name], (FMR,))
            ((_, itself),) = thresholds_from_impostors(tested[name], (FMR,))
            rates[name].append(float(np.mean(tested[name] >= threshold)) / FMR)
            named[name].append(
                [float(np.mean(scores[name] >= limit)) for limit in (threshold, itself) for scores in own]
            )
    print(f"\nRules: FMR of strangers at the threshold for 1e-4 set on other people ({SPLITS} splits), in 1e-4;")
    print(f"aligned12 named with {', '.join(map(str, COUNTS))} exemplars at it, and at 1e-4 of their own")
    for name in RULES:
        shares = np.mean(named[name], axis=0)
        shown = [" ".join(f"{share:.3f}" for share in half) for half in np.split(shares, 2)]
        print(f"{name:64}{np.median(rates[name]):5.2f} (mean {np.mean(rates[name]):5.2f}, up to {max(rates[name]):5.2f})   {shown[0]}   {shown[1]}")


def main() -> None:
    print(machine())
    report(known(read_all(sface_reader())))


if __name__ == "__main__":
    main()
