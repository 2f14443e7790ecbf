"""Two models on the user's own people: who is recognised more often under the one than under the other."""

import numpy as np
import numpy.typing as npt

from app.core.errors import UsageError
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.comparison import ModelComparison, PersonChange
from app.domain.decision import Decision, State, Thresholds
from app.domain.model import Model
from app.gallery import embeddings, people
from app.gallery.records import Embeddings, Ids
from app.recognition.decision import Policy, decide, recognisable
from app.recognition.index import Index
from app.services.models.catalogue import read_faces
from app.services.models.thresholds import thresholds_for
from app.services.workspace import Workspace

_PARTS = 10
"""Into how many parts a person's faces are divided; a face is named by those of the other parts."""

Flags = npt.NDArray[np.bool_]


def compare(
    workspace: Workspace,
    base: Model,
    other: Model,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> ModelComparison:
    """Let two models name the faces of everyone enrolled who has two, and compare.

    Raises:
        UsageError: Nobody is enrolled with two faces.
        ModelError: A model cannot be loaded, or has no thresholds and too few people are enrolled for some.
        Cancelled: The user asked to stop.
    """
    for model in (base, other):
        read_faces(workspace, model, progress, cancel)
    with workspace.db.read() as session:
        names = people.names(session)
        stored = [_enrolled(embeddings.load(session, model.id), names) for model in (base, other)]
    owners = stored[0].person_ids
    tried = np.isin(owners, _with_two(owners))
    if not tried.any():
        raise UsageError(
            say("there is nobody to compare them on"), remedy=say("Enrol somebody with two photos first")
        )
    rate = workspace.settings.false_accepts
    named = [
        _named(faces, Policy(_thresholds(workspace, model), rate))
        for faces, model in zip(stored, (base, other), strict=True)
    ]
    before, after = (found == owners for found in named)
    changes = _changes(owners, before & tried, after & tried, names)
    return ModelComparison(
        base=base.name,
        other=other.name,
        gained=tuple(sorted((c for c in changes if c.after > c.before), key=lambda c: c.before - c.after)),
        lost=tuple(sorted((c for c in changes if c.after < c.before), key=lambda c: c.after - c.before)),
        same=sum(c.after == c.before for c in changes),
        faces=int(tried.sum()),
        before=int((before & tried).sum()),
        after=int((after & tried).sum()),
        wrong_before=_wrong(named[0], owners),
        wrong_after=_wrong(named[1], owners),
    )


def _thresholds(workspace: Workspace, model: Model) -> Thresholds:
    """A model's thresholds; those that it would get, where it has none yet."""
    return thresholds_for(workspace, model) if model.thresholds is None else workspace.thresholds(model)


def _enrolled(stored: Embeddings, names: dict[int, str]) -> Embeddings:
    return stored.only(np.isin(stored.person_ids, list(names)))


def _with_two(owners: Ids) -> Ids:
    """People with two faces or more."""
    ids, counts = np.unique(owners, return_counts=True)
    return ids[counts >= 2]


def _named(faces: Embeddings, policy: Policy) -> Ids:
    """Who each face (N,) is said to be by all faces of the other parts; -1 for nobody."""
    parts = _parts(faces.person_ids)
    sound = recognisable(faces.lengths, policy.thresholds)
    found = np.full(len(parts), -1, np.int64)
    for part in range(_PARTS):
        probes, rest = (np.flatnonzero(sound & side) for side in (parts == part, parts != part))
        if not len(probes) or not len(rest):
            continue
        index = Index.build(
            faces.face_ids[rest], faces.person_ids[rest], faces.vectors[rest], faces.weights[rest]
        )
        decisions = decide(index, faces.vectors[probes], policy)
        found[probes] = [_person(one) for one in decisions]
    return found


def _person(decision: Decision) -> int:
    """Who a face is said to be; -1 for nobody."""
    return decision.person if decision.state is State.NAME and decision.person is not None else -1


def _parts(owners: Ids) -> Ids:
    """Which part each face (N,) belongs to: a person's faces are dealt out in turn."""
    parts = np.zeros(len(owners), np.int64)
    for person in np.unique(owners):
        mine = np.flatnonzero(owners == person)
        parts[mine] = np.arange(len(mine)) % _PARTS
    return parts


def _changes(owners: Ids, before: Flags, after: Flags, names: dict[int, str]) -> list[PersonChange]:
    return [
        PersonChange(
            int(person),
            names[int(person)],
            int((owners == person).sum()),
            int(before[owners == person].sum()),
            int(after[owners == person].sum()),
        )
        for person in _with_two(owners)
    ]


def _wrong(named: Ids, owners: Ids) -> int:
    return int(((named >= 0) & (named != owners)).sum())
