"""Parts of the faces: by quality, pose, person, and those that cannot be recognised."""

from collections.abc import Iterator

import numpy as np

from app.domain.evaluation import Slice, SliceKind
from app.services.evaluation.face_set import FaceSet, Flags, Floats, Ids
from app.services.evaluation.pairing import Pairs

QUALITY = {"low": (0.0, 0.4), "middle": (0.4, 0.7), "high": (0.7, 1.01)}
"""Bands of the overall quality."""
POSE = {"frontal": (0.0, 15.0), "turned": (15.0, 35.0), "profile": (35.0, 360.0)}
"""Bands of the turn or nod of the head, in degrees."""


def slices(faces: FaceSet, pairs: Pairs, scores: Floats, threshold: float) -> Iterator[Slice]:
    """Yield how each part of the faces does at one threshold; parts without faces are left out."""
    lower = np.minimum(faces.weights[pairs.a], faces.weights[pairs.b])
    for name, band in QUALITY.items():
        yield from _slice(
            ("quality", name), _within(faces.weights, band), pairs, _within(lower, band), scores > threshold
        )
    wider = np.maximum(faces.turns[pairs.a], faces.turns[pairs.b])
    for name, band in POSE.items():
        yield from _slice(
            ("pose", name), _within(faces.turns, band), pairs, _within(wider, band), scores > threshold
        )
    yield from _people(faces, pairs, scores > threshold)


def _people(faces: FaceSet, pairs: Pairs, accepted: Flags) -> Iterator[Slice]:
    """Each person's pairs, those recognised worst first."""
    left, right = faces.people[pairs.a], faces.people[pairs.b]
    count = len(faces.names)

    def of_each(chosen: Flags) -> Ids:
        both = chosen & (left != right)  # a pair of two people is of each of them
        return np.bincount(left[chosen], minlength=count) + np.bincount(right[both], minlength=count)

    mine, hits = of_each(pairs.same), of_each(pairs.same & accepted)
    others, alarms = of_each(~pairs.same), of_each(~pairs.same & accepted)
    faces_of = np.bincount(faces.people, minlength=count)
    tar, fmr = hits / np.maximum(mine, 1), alarms / np.maximum(others, 1)
    for person in np.lexsort((-fmr, np.where(mine, tar, 2))).tolist():
        yield Slice(
            "person",
            faces.names[person],
            int(faces_of[person]),
            int(mine[person]),
            float(tar[person]) if mine[person] else None,
            int(others[person]),
            float(fmr[person]) if others[person] else None,
        )


def unrecognisable(count: int, pairs: Pairs, scores: Floats, threshold: float) -> Slice:
    """How the pairs do in which at least one face cannot be recognised."""
    return _of("recognisable", "no", count, pairs.same, scores > threshold)


def _within(values: Floats, band: tuple[float, float]) -> Flags:
    return np.asarray((values >= band[0]) & (values < band[1]))


def _slice(
    kind_and_name: tuple[SliceKind, str], members: Flags, pairs: Pairs, of_it: Flags, accepted: Flags
) -> Iterator[Slice]:
    if members.any():
        yield _of(*kind_and_name, int(members.sum()), pairs.same[of_it], accepted[of_it])


def _of(kind: SliceKind, name: str, faces: int, same: Flags, accepted: Flags) -> Slice:
    genuine, impostor = int(same.sum()), int((~same).sum())
    return Slice(
        kind,
        name,
        faces,
        genuine,
        float(accepted[same].mean()) if genuine else None,
        impostor,
        float(accepted[~same].mean()) if impostor else None,
    )


def worst_rows(pairs: Pairs, scores: Floats, *, same: bool, most: int = 12, each: int = 2) -> Ids:
    """The most wrongly judged pairs of a kind, worst first; a face is in two of them at most."""
    rows = np.flatnonzero(pairs.same == same)
    order = rows[np.argsort(scores[rows] if same else -scores[rows], kind="stable")]
    seen: dict[int, int] = {}
    chosen: list[int] = []
    for row in order.tolist():
        both = (int(pairs.a[row]), int(pairs.b[row]))
        if all(seen.get(face, 0) < each for face in both):
            seen.update({face: seen.get(face, 0) + 1 for face in both})
            chosen.append(row)
        if len(chosen) == most:
            break
    return np.array(chosen, np.int64)
