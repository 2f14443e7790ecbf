"""Guessing who the faces of a cluster are."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.core.types import Decision, Embedding, State
from app.services.recogniser import Recogniser

_LEAST_SHARE = 0.3
"""Share of a cluster's faces that must get the same name."""


class Guess(NamedTuple):
    """Who a cluster may be: a person, their name, and the share of its faces that say so, 0 to 1."""

    person: int
    name: str
    share: float


def suggest(known: Recogniser, clusters: Sequence[Embedding]) -> list[Guess | None]:
    """Say of each cluster which person most of its faces would be named as.

    Args:
        known: Who is enrolled.
        clusters: Embeddings (N, D) of each cluster's faces, of the same model.
    """
    if not known.names or not clusters:
        return [None] * len(clusters)
    said = known.decide(np.concatenate(clusters))
    ends = np.cumsum([len(faces) for faces in clusters]).tolist()
    return [
        _guess(known.names, said[end - len(faces) : end]) for faces, end in zip(clusters, ends, strict=True)
    ]


def _guess(names: dict[int, str], said: list[Decision]) -> Guess | None:
    named = Counter(one.person for one in said if one.state is State.NAME and one.person is not None)
    person, count = max(named.items(), key=lambda item: item[1], default=(0, 0))
    enough = count and count >= _LEAST_SHARE * len(said)
    return Guess(person, names[person], count / len(said)) if enough else None
