"""Thresholds for a model that came without any, from the user's own people."""

import numpy as np

from app.core.errors import ModelError
from app.core.types import Thresholds
from app.gallery import embeddings
from app.gallery.records import Model
from app.recognition.calibration import MIN_TRANSFER, transfer_thresholds
from app.services.workspace import Workspace

_MOST_PAIRS = 500_000


def calibrate(workspace: Workspace, model: Model, base: Model | None = None) -> Thresholds:
    """Give a model the thresholds at which it has the false-match rates that another promises.

    Both models score the same pairs of enrolled people; every face must have both models' embeddings.

    Args:
        workspace: Whose people.
        model: The one that needs thresholds.
        base: The one that has them; the active one if it is not named.

    Raises:
        ModelError: Too few people are enrolled to tell.
    """
    base = base or workspace.active_model()
    with workspace.db.read() as session:
        old, new = embeddings.load(session, base.id), embeddings.load(session, model.id)
    named = np.flatnonzero(old.person_ids >= 0)
    rng = np.random.default_rng(0)
    if len(named) * (len(named) - 1) // 2 <= _MOST_PAIRS:
        a, b = (named[side] for side in np.triu_indices(len(named), 1))
    else:
        a, b = rng.choice(named, _MOST_PAIRS), rng.choice(named, _MOST_PAIRS)
    strangers = old.person_ids[a] != old.person_ids[b]
    a, b = a[strangers], b[strangers]
    if len(a) < MIN_TRANSFER:
        raise ModelError(
            f"{model.name} cannot decide yet",
            why=f"it has no thresholds, and {len(a)} pairs of different people are too few to find them",
            remedy="Enrol a few more people first, about eight faces of at least two",
        )
    scores = [np.einsum("nd,nd->n", part.vectors[a], part.vectors[b]) for part in (old, new)]
    return transfer_thresholds(workspace.thresholds(base), *scores)
