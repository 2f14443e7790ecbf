"""Thresholds for a model that came without any, from the user's own people."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.core.errors import ModelError
from app.core.text import say
from app.domain.arrays import Floats
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.gallery import embeddings
from app.gallery.records import Embeddings
from app.recognition.calibration import MIN_TRANSFER, transfer_thresholds
from app.recognition.decision import recognisable
from app.recognition.draws import draws, mean_face, stranger_scores
from app.services.workspace import Workspace

_MOST_PAIRS = 500_000
_MOST_DRAWN = 200_000
"""Scores of faces with other people: more say little new."""
_ROUNDS = 50
"""Galleries drawn of few people."""
_LEAST_COHORT = 24
"""People whose mean stands for everybody's: with a dozen, chance gave and took as much as a cohort gains."""

Rows = npt.NDArray[np.intp]


def calibrate(workspace: Workspace, model: Model, base: Model | None = None) -> Thresholds:
    """Give a model the thresholds at which it has the false-match rates that another promises.

    Both models score the same pairs of enrolled people, and the same faces with the same people; every face
    must have both models' embeddings.

    Args:
        workspace: The data folder whose people are compared.
        model: The one that needs thresholds.
        base: The one that has them; the active one if it is not named.

    Raises:
        ModelError: Too few people are enrolled to tell.
    """
    base = base or workspace.active_model()
    with workspace.db.read() as session:
        old, new = embeddings.load(session, base.id), embeddings.load(session, model.id)
    base_thresholds = workspace.thresholds(base)
    named = np.flatnonzero((old.person_ids >= 0) & recognisable(old.lengths, base_thresholds))
    a, b = _pairs(named)
    strangers = old.person_ids[a] != old.person_ids[b]
    if np.count_nonzero(strangers) < MIN_TRANSFER:
        raise ModelError(
            say("{model} cannot decide yet", model=model.name),
            why=say(
                "it has no thresholds, and {count} pairs of different people are too few to find them",
                count=int(np.count_nonzero(strangers)),
            ),
            remedy=say("Enrol a few more people first, about eight faces of at least two"),
        )
    cohort = _cohort(new, named)
    cosines = [np.einsum("nd,nd->n", part.vectors[a], part.vectors[b]) for part in (old, new)]
    found = transfer_thresholds(
        base_thresholds,
        cosines[0][strangers],
        cosines[1][strangers],
        (_of_people(old, named, base_thresholds.cohort), _of_people(new, named, cohort)),
    )
    same = ~strangers & (old.photo_ids[a] != old.photo_ids[b])
    return replace(found, cohort=cohort, within=_within(cosines[1][same], found.within))


def _pairs(rows: Rows) -> tuple[Rows, Rows]:
    """All pairs of rows, or so many of them by chance."""
    if len(rows) * (len(rows) - 1) // 2 <= _MOST_PAIRS:
        first, second = np.triu_indices(len(rows), 1)
        return rows[first], rows[second]
    rng = np.random.default_rng(0)
    return rng.choice(rows, _MOST_PAIRS), rng.choice(rows, _MOST_PAIRS)


def _cohort(stored: Embeddings, named: Rows) -> tuple[float, ...]:
    """Mean face of the people enrolled, if they are enough to stand for everybody."""
    people = stored.person_ids[named]
    if len(np.unique(people)) < _LEAST_COHORT:
        return ()
    return tuple(mean_face(stored.vectors[named], people).tolist())


def _of_people(stored: Embeddings, named: Rows, cohort: Sequence[float]) -> Floats:
    """Scores (n,) of faces with people whom they do not show; the same draws under every model."""
    people = stored.person_ids[named]
    rounds = max(min(_ROUNDS, _MOST_DRAWN // len(np.unique(people)) ** 2), 1)
    drawn = draws(people, rounds)
    scores, _ = stranger_scores(stored.vectors[named], people, stored.weights[named], drawn, cohort)
    return scores


def _within(same: Floats, otherwise: float) -> float:
    """How alike the model finds two photos of one person, by such pairs if they are enough to tell."""
    return float(np.clip(same.mean(), 0.01, 1)) if len(same) >= MIN_TRANSFER else otherwise
