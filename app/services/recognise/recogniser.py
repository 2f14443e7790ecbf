"""The gallery as the recogniser sees it: an index of everyone enrolled, their names and the policy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.domain.arrays import Embedded, Embedding
from app.domain.decision import Candidate, Decision
from app.gallery import births, denials, embeddings, people
from app.gallery.records import Embeddings
from app.recognition.decision import Policy, decide, recognisable
from app.recognition.denials import NONE, Denials
from app.recognition.index import Index
from app.services.workspace import Workspace
from app.vision.reader import FaceReader

_YEAR = 365.25 * 86400
"""Seconds."""
_CHILD, _AGES = 14, 3
"""Years until which faces change so fast that those more than so many years away count less."""
_SEASON = _YEAR / 2
"""Times within which such weights are the same."""
_FAR = 0.25
"""Share of its weight in a template that such a face keeps."""


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
        taken: When their faces were taken, as far as tags say, and when who it is was born; by face, both in
            seconds since 1970.
    """

    index: Index
    names: dict[int, str]
    policy: Policy
    model_id: str
    denials: Denials = NONE
    since: Mapping[int, float] = field(default_factory=dict)
    taken: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    _near: dict[int, "Recogniser"] = field(default_factory=dict, init=False, repr=False)

    def near(self, taken: float | None) -> "Recogniser":
        """The same, to be asked about a photo taken then: children's faces of another age count less.

        Of anybody else, and where no time is known, nothing changes.
        """
        if taken is None or not self.taken:
            return self
        season = round(taken / _SEASON)
        if season not in self._near:
            far = self._of_another_age(season * _SEASON)
            index = self.index.lighter(far, _FAR)
            self._near[season] = replace(self, index=index, taken={}) if far else self
        return self._near[season]

    def _of_another_age(self, taken: float) -> list[int]:
        """Faces years away from a time, where the person was a child at one of the two."""
        return [
            face
            for face, (then, born) in self.taken.items()
            if abs(then - taken) > _AGES * _YEAR and min(then, taken) - born < _CHILD * _YEAR
        ]

    def decide(
        self, probes: Embedded, barred: Sequence[Collection[int]] = (), looks: Sequence[int] = ()
    ) -> list[Decision]:
        """Say of each probe who it is; of one that cannot be recognised nothing but that.

        Args:
            probes: Faces (M, D).
            barred: For each, if given, people who it cannot be.
            looks: For each, if given, how many ways up its picture was tried.
        """
        return decide(self.index, probes.vectors, self.policy, probes.lengths, self.denials, barred, looks)

    def unborn(self, taken: float | None) -> list[int]:
        """Who was not born when a photo was taken, in seconds since 1970; nobody if that is not known."""
        return [] if taken is None else [person for person, first in self.since.items() if taken < first]

    def decide_views(
        self, probes: Embedding, barred: Sequence[Collection[int]] = (), looks: Sequence[int] = ()
    ) -> list[Decision]:
        """Say of each probe (M, D), made of views in which the face can be recognised, who it is.

        Args:
            probes: Unit length.
            barred: For each, if given, people whom the user said that it is not.
            looks: For each, if given, how many ways up its picture was tried.
        """
        return decide(self.index, probes, self.policy, denials=self.denials, barred=barred, looks=looks)

    def name(self, candidate: Candidate) -> str:
        """Name of a candidate."""
        return self.names[candidate.person]


def by_recogniser(asked: Iterable[Recogniser]) -> dict[Recogniser, list[int]]:
    """The places at which each recogniser stands: what is asked of one can be asked at once."""
    rows = defaultdict(list)
    for row, one in enumerate(asked):
        rows[one].append(row)
    return rows


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
        taken = births.taken(session) if since else {}
    sound = stored.only(
        np.isin(stored.person_ids, list(names)) & recognisable(stored.lengths, policy.thresholds)
    )
    index = Index.build(sound.face_ids, sound.person_ids, sound.vectors, sound.weights)
    return Recogniser(index, names, policy, model.id, denied, since, _of_the_born(taken, sound, since))


def _of_the_born(
    taken: Mapping[int, float], sound: Embeddings, since: Mapping[int, float]
) -> dict[int, tuple[float, float]]:
    rows = zip(sound.face_ids.tolist(), sound.person_ids.tolist(), strict=True)
    return {face: (taken[face], since[person]) for face, person in rows if face in taken and person in since}
