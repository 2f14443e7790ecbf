"""Guessing who the faces of a cluster are."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from itertools import islice

import numpy as np

from app.domain.arrays import Embedding
from app.domain.cluster import Suggestion
from app.domain.decision import Decision, State
from app.services.recognise.recogniser import Recogniser, by_recogniser

_LEAST_SHARE = 0.3
"""Share of a cluster's faces that must get the same name."""
ASKED = 9
"""Faces of a cluster that are asked, the best: more take time and seldom say anything else."""


def suggest(
    recogniser: Recogniser,
    clusters: Sequence[Embedding],
    barred: Sequence[Collection[int]] = (),
    taken: Sequence[float | None] = (),
    looks: Sequence[Sequence[int]] = (),
) -> list[Suggestion | None]:
    """Say of each cluster which person most of its best faces would be named as.

    Args:
        recogniser: Who is enrolled.
        clusters: Embeddings (N, D) of each cluster's recognisable faces, the best first, of the same model.
        barred: For each, if given, people who it is not.
        taken: When each was taken, if given, in seconds since 1970, as far as that is known.
        looks: For each, if given, how many ways up the picture of each of its faces that are asked was tried.
    """
    if not recogniser.names or not clusters:
        return [None] * len(clusters)
    asked = [faces[:ASKED] for faces in clusters]
    near = [recogniser.near(when) for when in taken] or [recogniser] * len(asked)
    found: dict[int, Suggestion | None] = {}
    for one, rows in by_recogniser(near).items():
        each = [barred[row] for row in rows for _ in asked[row]] if barred else ()
        tried = [times for row in rows for times in looks[row]] if looks else ()
        said = iter(one.decide_views(np.concatenate([asked[row] for row in rows]), each, tried))
        found |= {row: _guess(recogniser.names, list(islice(said, len(asked[row])))) for row in rows}
    return [found[row] for row in range(len(asked))]


def best_two(
    recogniser: Recogniser,
    clusters: Sequence[Embedding],
    known: Sequence[Suggestion | None],
    barred: Sequence[Set[int]],
    taken: Sequence[float | None] = (),
    looks: Sequence[Sequence[int]] = (),
) -> list[tuple[Suggestion | None, Suggestion | None]]:
    """Say of each cluster who it may be, and who if not they.

    Args:
        recogniser: Who is enrolled.
        clusters: As `suggest` has them.
        known: Who each may be, where that is known already.
        barred: For each, people who it is not.
        taken: As `suggest` has it.
        looks: Likewise.
    """
    open_ = {at: barred[at] for at, one in enumerate(known) if one is None}
    first = dict(enumerate(known)) | _suggested(recogniser, clusters, open_, taken, looks)
    others = {at: barred[at] | {one.person} for at, one in first.items() if one is not None}
    second = _suggested(recogniser, clusters, others, taken, looks)
    return [(one, second.get(at)) for at, one in first.items()]


def _suggested(
    recogniser: Recogniser,
    clusters: Sequence[Embedding],
    barred: Mapping[int, Set[int]],
    taken: Sequence[float | None],
    looks: Sequence[Sequence[int]],
) -> dict[int, Suggestion | None]:
    """Ask of those clusters, by place, for which it is said who they are not."""
    when = [taken[at] for at in barred] if taken else []
    tried = [looks[at] for at in barred] if looks else []
    said = suggest(recogniser, [clusters[at] for at in barred], list(barred.values()), when, tried)
    return dict(zip(barred, said, strict=True))


def _guess(names: dict[int, str], said: list[Decision]) -> Suggestion | None:
    named = Counter(one.person for one in said if one.state is State.NAME and one.person is not None)
    person, count = max(named.items(), key=lambda item: item[1], default=(0, 0))
    enough = count and count >= _LEAST_SHARE * len(said)
    return Suggestion(person, names[person], count / len(said)) if enough else None
