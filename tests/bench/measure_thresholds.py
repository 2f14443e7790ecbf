"""Measure SFace's thresholds and print them as they stand in resources/models.toml.

    python -m tests.bench.measure_thresholds

Of two faces: every pair of two different people within each folder of the test data counts. People
photographed alike are harder to tell apart than a studio portrait and a passer-by, and a gallery is of the
former kind. Pairs of two bystanders are left out, since nobody knows who they are. The other pairs (across
folders, and with the street) are shown as a check: they must pass less often.

Of a face with a person: galleries of everybody are drawn with 1 to 50 exemplars a person, and each asks as a
stranger of all the others, each person as often as any other.
"""

from itertools import combinations

import numpy as np

from app.recognition.calibration import RATES, Curve, thresholds_from_impostors
from app.recognition.decision import recognisable
from app.recognition.draws import draws, mean_face, stranger_scores
from app.vision import models
from tests.bench.face_set import GROUPS, STRANGER, STREET, FaceSet, read_all, sface_reader
from tests.bench.intervals import PERSON_RATES, bootstrap_interval, person_curve

Pairs = tuple[np.ndarray, np.ndarray]
ROUNDS = 30
"""Galleries drawn: more change nothing in the third decimal."""


def impostors(faces: FaceSet) -> Pairs:
    """Rows of the two faces of each pair that is known to be of different people."""
    first, second = np.triu_indices(len(faces.people), 1)
    strangers = faces.people == STRANGER
    different = (faces.people[first] != faces.people[second]) & ~(strangers[first] & strangers[second])
    return first[different], second[different]


def scores(faces: FaceSet, pairs: Pairs) -> np.ndarray:
    """The cosine of each pair."""
    similarities: np.ndarray = faces.vectors @ faces.vectors.T
    return similarities[pairs]


def known(faces: FaceSet) -> FaceSet:
    """The faces that can be recognised, of which it is known whose they are."""
    measured = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert measured is not None
    return faces.only((faces.people != STRANGER) & recognisable(faces.lengths, measured))


def cohort(faces: FaceSet) -> list[float]:
    """Mean face (D,), to three decimals."""
    return [round(value, 3) for value in mean_face(faces.vectors, faces.numbers).tolist()]


def with_people(faces: FaceSet) -> tuple[np.ndarray, np.ndarray]:
    """Scores (n,) of faces with people whom they do not show, and both people of each (n, 2)."""
    ids = faces.numbers
    return stranger_scores(faces.vectors, ids, faces.weights, draws(ids, ROUNDS), cohort(faces))


def within(faces: FaceSet) -> float:
    """Mean cosine of two photos of one person."""
    first, second = np.triu_indices(len(faces.people), 1)
    same = (faces.people[first] == faces.people[second]) & (faces.photos[first] != faces.photos[second])
    return float(scores(faces, (first[same], second[same])).mean())


def main() -> None:
    report(read_all(sface_reader()))


def report(everything: FaceSet) -> None:
    """Measure and print."""
    faces = known(everything)
    first, second = impostors(everything)
    cosines = scores(everything, (first, second))
    inside = (everything.groups[first] == everything.groups[second]) & (everything.groups[first] != STREET)
    ids = everything.numbers
    people = np.stack([ids[first[inside]], ids[second[inside]]], axis=1)
    drawn, asked = with_people(faces)
    personal = person_curve(drawn)
    text = (
        f"of two faces: {np.count_nonzero(inside):,} pairs of different people within lfw10, aligned12 and "
        f"orl40 ({len(np.unique(faces.people))} people and bystanders); of a face with a person: "
        f"{len(drawn):,} scores with 1 to 50 exemplars, each of those people against each other; counted "
        "where a hundred reach the rate, below that the stricter of the count and a generalised Pareto tail "
        "over the top 5 %; those of people at half of each rate; 90 % of resamplings of the people"
    )
    pairwise = thresholds_from_impostors(cosines[inside])
    shown = [
        ", ".join(f"{low:.3f} to {high:.3f}" for low, high in interval)
        for interval in (
            bootstrap_interval(cosines[inside], people),
            bootstrap_interval(drawn, asked, person_curve),
        )
    ]
    print("[sface.thresholds]")
    print(f"fmr = {_rates(RATES)}\ncosine = {_scores(pairwise)}")
    print(f"person_fmr = {_rates(PERSON_RATES)}\nscore = {_scores(personal)}")
    print(f"within = {within(faces):.3f}\ncohort = {cohort(faces)}")
    print(f'method = "{text}: {shown[0]}; {shown[1]}"')
    print("\nFalse-match rate that each threshold of two faces really gives:")
    for name, mask in groups_of_pairs(everything, first, second).items():
        real = [float(np.mean(cosines[mask] >= cosine)) for _, cosine in pairwise]
        print(f"{name:<22}{np.count_nonzero(mask):>10,} pairs  " + "  ".join(f"{rate:.1e}" for rate in real))


def _rates(rates: tuple[float, ...]) -> str:
    return f"[{', '.join(f'1e-{-round(np.log10(rate))}' for rate in rates)}]"


def _scores(curve: Curve) -> str:
    return f"[{', '.join(f'{score:.3f}' for _, score in curve)}]"


def groups_of_pairs(faces: FaceSet, first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    """Which pairs are within and across which folders."""
    one, other = faces.groups[first], faces.groups[second]
    masks = {group: (one == group) & (other == group) for group in GROUPS}
    for a, b in combinations((*GROUPS, STREET), 2):
        masks[f"{a} - {b}"] = ((one == a) & (other == b)) | ((one == b) & (other == a))
    return masks


if __name__ == "__main__":
    main()
