"""The gallery as the recogniser sees it: an index of everyone enrolled, their names and the policy."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.arrays import Embedded, Embedding
from app.domain.decision import Candidate, Decision
from app.gallery import births, denials, embeddings, people
from app.recognition.decision import Policy, decide, recognisable
from app.recognition.denials import NONE, Denials
from app.recognition.index import Index
from app.services.workspace import Workspace
from app.vision.reader import FaceReader


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """A snapshot of who is enrolled, to be asked for names.

    Attributes:
        index: Faces of all enrolled people under one model.
        names: Name of each person by identifier.
        policy: Thresholds of that model and the user's rate.
        model_id: That model.
        denials: Faces that the user said are not somebody's.
        since: From when on people may be in a photo (see `births.since`), of those whose birth is known.
    """

    index: Index
    names: dict[int, str]
    policy: Policy
    model_id: str
    denials: Denials = NONE
    since: Mapping[int, float] = field(default_factory=dict)

    def decide(self, probes: Embedded, barred: Sequence[Collection[int]] = ()) -> list[Decision]:
        """Say of each probe who it is; of one that cannot be recognised nothing but that.

        Args:
            probes: Faces (M, D).
            barred: For each, if given, people who it cannot be.
        """
        return decide(self.index, probes.vectors, self.policy, probes.lengths, self.denials, barred)

    def unborn(self, taken: float | None) -> list[int]:
        """Who was not born when a photo was taken, in seconds since 1970; nobody if that is not known."""
        return [] if taken is None else [person for person, first in self.since.items() if taken < first]

    def decide_views(self, probes: Embedding, barred: Sequence[Collection[int]] = ()) -> list[Decision]:
        """Say of each probe (M, D), made of views in which the face can be recognised, who it is.

        Args:
            probes: Unit length.
            barred: For each, people whom the user said that it is not.
        """
        return decide(self.index, probes, self.policy, denials=self.denials, barred=barred)

    def name(self, candidate: Candidate) -> str:
        """Name of a candidate."""
        return self.names[candidate.person]


def reader_and_recogniser(workspace: Workspace) -> tuple[FaceReader, Recogniser]:
    """Load both, under one model even if another process switches it meanwhile.

    Raises:
        ModelError: The model cannot be loaded or has no thresholds.
    """
    while True:
        reader, recogniser = workspace.reader(), load_recogniser(workspace)
        if reader.embedder.model_id == recogniser.model_id:
            return reader, recogniser


def load_recogniser(workspace: Workspace) -> Recogniser:
    """Load everyone enrolled, under the active model.

    Raises:
        ModelError: The model has no thresholds.
    """
    model = workspace.active_model()
    policy = Policy(workspace.thresholds(model), workspace.settings.false_accepts)
    with workspace.db.read() as session:
        stored = embeddings.load(session, model.id, named=True)
        names = people.names(session)
        denied, since = Denials(*denials.load(session, model.id)), births.since(session)
    sound = stored.only(
        np.isin(stored.person_ids, list(names)) & recognisable(stored.lengths, policy.thresholds)
    )
    index = Index.build(sound.face_ids, sound.person_ids, sound.vectors, sound.weights)
    return Recogniser(index, names, policy, model.id, denied, since)
