"""What was said of faces holds, whatever is said next, in every sorting and under every model."""

import random
from collections import defaultdict

import numpy as np
import pytest

from app.domain.cluster import Clustering
from app.gallery import denials, embeddings, models, people
from app.services.people import corrections
from app.services.sorting.grouping import group
from app.services.sorting.stored import sort_faces
from app.services.sorting.told import load_told
from app.services.workspace import Workspace

_ANSWERS = 200


class _Said:
    """Random answers, and what must hold because of them."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self._workspace, self._random = workspace, random.Random(seed)
        self.owner: dict[int, int] = {}
        self.aside: set[int] = set()
        self.denied: defaultdict[int, set[int]] = defaultdict(set)
        with workspace.db.write() as session:
            self.people = [people.create(session, f"P{number}")[0] for number in range(8)]

    def answer(self, found: Clustering) -> None:
        """Say something of a cluster or of somebody's faces, as far as they are still so."""
        choose = self._random
        if self.owner and choose.random() < 0.3:
            person = choose.choice(sorted(set(self.owner.values())))
            theirs = [face for face, owner in self.owner.items() if owner == person]
            self._deny(choose.sample(theirs, choose.randint(1, min(3, len(theirs)))), person)
            return
        open_ = [one for one in found.clusters if not (self.owner.keys() | self.aside) & set(one.faces)]
        if not open_:
            return
        one = choose.choice(open_)
        if one.suggestion is not None and choose.random() < 0.7:
            some = list(one.faces) if choose.random() < 0.6 else list(one.faces[:1])
            tell = self._name if choose.random() < 0.5 and len(some) > 1 else self._deny
            tell(some, one.suggestion.person)
        elif choose.random() < 0.15:
            corrections.set_aside(self._workspace, one.faces, ignored=True)
            self.aside |= set(one.faces)
        else:
            some = choose.sample(one.faces, choose.randint(1, len(one.faces)))
            tell = self._name if choose.random() < 0.5 else self._deny
            tell(some, choose.choice(self.people))

    def check(self, found: Clustering) -> None:
        """Hold a sorting against all that was said."""
        assert {face: one.person for one in found.named for face in one.faces} == self.owner
        assert set(found.aside) == self.aside
        for one in found.clusters:
            for guess in (one.suggestion, one.next_best):
                assert guess is None or not any(guess.person in self.denied[face] for face in one.faces)

    def check_groups(self) -> None:
        """No cluster holds faces of somebody beside faces that are not theirs."""
        model = self._workspace.active_model()
        with self._workspace.db.read() as session:
            stored, denied = embeddings.load(session, model.id), denials.by_face(session)
            told = load_told(session, stored)
        assert denied == {face: said for face, said in self.denied.items() if said}
        thresholds = self._workspace.thresholds(model)
        labels = group(stored, np.arange(len(stored.face_ids)), thresholds, told).tolist()
        for label in set(labels) - {-1}:
            inside = [
                face for face, one in zip(stored.face_ids.tolist(), labels, strict=True) if one == label
            ]
            owners = {self.owner[face] for face in inside if face in self.owner}
            assert not any(owners & self.denied[face] for face in inside)

    def _name(self, some: list[int], person: int) -> None:
        corrections.assign(self._workspace, some, person)
        self.owner |= dict.fromkeys(some, person)
        for face in some:
            self.denied[face].discard(person)

    def _deny(self, some: list[int], person: int) -> None:
        corrections.deny(self._workspace, some, person)
        for face in some:
            self.denied[face].add(person)
            if self.owner.get(face) == person:
                del self.owner[face]


@pytest.mark.slow
def test_no_answer_is_violated_by_another_sorting_or_model(workspace: Workspace, other: str) -> None:
    said, suggested = _Said(workspace, 5), 0
    for number in range(_ANSWERS):
        if number % 8 == 0:
            found = sort_faces(workspace)
            suggested += sum(one.suggestion is not None for one in found.clusters)
            said.check(found)
        said.answer(found)
    assert suggested > 20
    assert sum(map(len, said.denied.values())) > 50
    for _ in range(2):
        said.check(sort_faces(workspace))
        said.check_groups()
        with workspace.db.write() as session:
            models.activate(session, other)
