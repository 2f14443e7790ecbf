"""Measure SFace's thresholds and print them as they stand in resources/models.toml.

    python -m tests.bench.measure_thresholds

Every pair of two different people within each folder of the test data counts: people photographed alike are
harder to tell apart than a studio portrait and a passer-by, and a gallery is of the former kind. Pairs of two
bystanders are left out, since nobody knows who they are. The other pairs (across folders, and with the
street) are shown as a check: they must pass less often.
"""

from itertools import combinations

import numpy as np

from app.recognition.calibration import RATES, bootstrap_interval, thresholds_from_impostors
from tests.bench.face_set import GROUPS, STRANGER, STREET, FaceSet, read_all, sface_reader

Pairs = tuple[np.ndarray, np.ndarray]


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


def main() -> None:
    faces = read_all(sface_reader())
    first, second = impostors(faces)
    cosines = scores(faces, (first, second))
    inside = (faces.groups[first] == faces.groups[second]) & (faces.groups[first] != STREET)
    text = (
        f"{np.count_nonzero(inside):,} pairs of different people within lfw10, aligned12 and orl40 "
        f"({len(np.unique(faces.people)) - 1} people and bystanders); counted where ten reach the rate; "
        "below that the stricter of the count and a generalised Pareto tail over the top 5 %"
    )
    measured = thresholds_from_impostors(cosines[inside], method_text=text)
    numbers = np.unique(faces.people, return_inverse=True)[1]
    people = np.stack([numbers[first[inside]], numbers[second[inside]]], axis=1)
    intervals = bootstrap_interval(cosines[inside], people)

    print("[sface.thresholds]")
    print(f"fmr = [{', '.join(f'1e-{-round(np.log10(rate))}' for rate in RATES)}]")
    print(f"cosine = [{', '.join(f'{cosine:.3f}' for _, cosine in measured.by_fmr)}]")
    shown = ", ".join(f"{low:.3f} to {high:.3f}" for low, high in intervals)
    print(f'method = "{text}; 90 % of resamplings of the people: {shown}"')
    print("\nFalse-match rate that each threshold really gives:")
    for name, mask in groups_of_pairs(faces, first, second).items():
        real = [float(np.mean(cosines[mask] >= cosine)) for _, cosine in measured.by_fmr]
        print(f"{name:<22}{np.count_nonzero(mask):>10,} pairs  " + "  ".join(f"{rate:.1e}" for rate in real))


def groups_of_pairs(faces: FaceSet, first: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    """Which pairs are within and across which folders."""
    one, other = faces.groups[first], faces.groups[second]
    masks = {group: (one == group) & (other == group) for group in GROUPS}
    for a, b in combinations((*GROUPS, STREET), 2):
        masks[f"{a} - {b}"] = ((one == a) & (other == b)) | ((one == b) & (other == a))
    return masks


if __name__ == "__main__":
    main()
