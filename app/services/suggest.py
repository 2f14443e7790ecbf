"""Guessing who the faces of a cluster are."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from app.core.types import State
from app.gallery import embeddings
from app.services.recogniser import recogniser
from app.services.workspace import Workspace

_LEAST_SHARE = 0.3
"""Share of a cluster's faces that must get the same name."""


def suggest(workspace: Workspace, clusters: Sequence[Sequence[int]]) -> list[tuple[int, str, float] | None]:
    """Say of each cluster of faces which person most of them would be named as, and the share of these.

    Raises:
        ModelError: The active model has no thresholds.
    """
    known = recogniser(workspace)
    if not known.names:
        return [None] * len(clusters)
    with workspace.db.read() as session:
        stored = embeddings.load(session, known.model_id)
    row_of = {face: row for row, face in enumerate(stored.face_ids.tolist())}
    found: list[tuple[int, str, float] | None] = []
    for faces in clusters:
        rows = np.array([row_of[face] for face in faces if face in row_of], np.int64)
        said = known.decide(stored.vectors[rows]) if len(rows) else []
        named = Counter(one.person for one in said if one.state is State.NAME and one.person is not None)
        person, count = max(named.items(), key=lambda item: item[1], default=(0, 0))
        enough = count and count >= _LEAST_SHARE * len(rows)
        found.append((person, known.names[person], count / len(rows)) if enough else None)
    return found
