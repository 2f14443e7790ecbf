"""Guessing who the faces of a cluster are."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np

from app.domain.arrays import Embedding
from app.domain.cluster import Suggestion
from app.domain.decision import Decision, State
from app.services.recognise.recogniser import Recogniser

_LEAST_SHARE = 0.3
"""Share of a cluster's faces that must get the same name."""
_ASKED = 9
"""Faces of a cluster that are asked, the best: more take time and seldom say anything else."""


def suggest(recogniser: Recogniser, clusters: Sequence[Embedding]) -> list[Suggestion | None]:
    """Say of each cluster which person most of its best faces would be named as.

    Args:
        recogniser: Who is enrolled.
        clusters: Embeddings (N, D) of each cluster's recognisable faces, the best first, of the same model.
    """
    if not recogniser.names or not clusters:
        return [None] * len(clusters)
    asked = [faces[:_ASKED] for faces in clusters]
    said = iter(recogniser.decide_views(np.concatenate(asked)))
    return [_guess(recogniser.names, list(islice(said, len(faces)))) for faces in asked]


def _guess(names: dict[int, str], said: list[Decision]) -> Suggestion | None:
    named = Counter(one.person for one in said if one.state is State.NAME and one.person is not None)
    person, count = max(named.items(), key=lambda item: item[1], default=(0, 0))
    enough = count and count >= _LEAST_SHARE * len(said)
    return Suggestion(person, names[person], count / len(said)) if enough else None
