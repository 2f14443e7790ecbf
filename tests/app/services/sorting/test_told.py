"""Answers about who is who hold in every sorting; of two that contradict each other one counts."""

import random
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from app.core.errors import GalleryError
from app.gallery import embeddings, models, people, photos
from app.gallery.records import PhotoFile
from app.gallery.schema import FaceRow
from app.services.people import answers, browse, corrections
from app.services.sorting.grouping import group
from app.services.sorting.questions import plan
from app.services.sorting.stored import sort_faces
from app.services.sorting.told import Identities, load_told
from app.services.workspace import Workspace

_ANSWERS = 240


class Reviewer:
    """Answers truly, for a truth that has nothing to do with what the faces look like."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self._workspace, self._random = workspace, random.Random(seed)
        with workspace.db.write() as session:
            faces = embeddings.load(session, workspace.active_model().id).face_ids.tolist()
            self._people = [people.create(session, f"P{number}")[0] for number in range(len(faces) // 8)]
        self._truth = {face: self._random.randrange(len(self._people)) for face in faces}
        self.owner: dict[int, int] = {}
        self.same: list[tuple[int, int]] = []
        self.apart: list[tuple[int, int]] = []

    def answer(self) -> None:
        """Say something true of random faces."""
        number = self._random.randrange(len(self._people))
        mine = self._some(number, True)
        others = self._some(number, False)
        person = self._people[number]
        kind = self._random.choices(["same", "apart", "name", "deny"], [4, 4, 1, 1])[0]
        if kind == "name":
            corrections.assign(self._workspace, mine, person)
            self.owner |= dict.fromkeys(mine, person)
        elif kind == "deny":
            corrections.deny(self._workspace, others, person)
        elif kind == "same" and len(mine) > 1:
            answers.say_same(self._workspace, mine)
            owners = {self.owner[face] for face in mine if face in self.owner}
            self.owner |= {face: one for one in owners for face in mine}
            self.same += combinations(mine, 2)
        elif kind == "apart":
            answers.say_apart(self._workspace, mine, others)
            self.apart += [(one, other) for one in mine for other in others]

    def _some(self, number: int, same: bool) -> list[int]:
        found = [face for face, one in self._truth.items() if (one == number) == same]
        return self._random.sample(found, min(len(found), self._random.randint(1, 3)))

    def violated(self) -> int:
        """Sort, and count the answers and names that do not hold."""
        model = self._workspace.active_model()
        with self._workspace.db.read() as session:
            stored = embeddings.load(session, model.id)
            told = load_told(session, stored)
        thresholds = self._workspace.thresholds(model)
        found = group(stored, np.arange(len(stored.face_ids)), thresholds, told).tolist()
        label: dict[int, int] = dict(zip(stored.face_ids.tolist(), found, strict=True))

        def together(one: int, other: int) -> bool:
            return label[one] >= 0 and label[one] == label[other]

        parted = sum(not together(one, other) for one, other in self.same)
        joined = sum(together(one, other) for one, other in self.apart)
        named = combinations(self.owner.items(), 2)
        mixed = sum(together(one, other) != (mine == theirs) for (one, mine), (other, theirs) in named)
        return int(parted + joined + mixed) + self._mistold()

    def _mistold(self) -> int:
        """What the window would show wrongly: names, suggestions, and clusters of nobody's faces."""
        sorted_ = sort_faces(self._workspace)
        cluster = {face: number for number, one in enumerate(sorted_.clusters) for face in one.faces}
        owner = {face: one.person for one in sorted_.named for face in one.faces}
        wrong = sum(owner.get(face) != person for face, person in self.owner.items())
        wrong += sum(one in cluster and cluster[one] == cluster.get(other) for one, other in self.apart)
        for one, other in (pair for two in self.same for pair in (two, two[::-1])):
            if one in cluster:
                guess = sorted_.clusters[cluster[one]].suggestion
                sure = guess is not None and guess.person == owner.get(other)
                wrong += cluster[one] != cluster.get(other) and not sure
        for one, other in (pair for two in self.apart for pair in (two, two[::-1])):
            if one in cluster and other in owner:
                guesses = sorted_.clusters[cluster[one]]
                wrong += owner[other] in {it.person for it in (guesses.suggestion, guesses.next_best) if it}
        return wrong


@pytest.mark.slow
def test_no_answer_is_violated_by_another_sorting_or_model(workspace: Workspace, other: str) -> None:
    reviewer = Reviewer(workspace, 3)
    for number in range(_ANSWERS):
        reviewer.answer()
        if number % 60 == 59:
            assert reviewer.violated() == 0
    assert len(reviewer.same) > 80
    assert len(reviewer.apart) > 150
    assert len(reviewer.owner) > 20
    with workspace.db.write() as session:
        models.activate(session, other)
    assert reviewer.violated() == 0


def test_what_was_said_of_faces_that_got_names_is_said_of_their_people(
    workspace: Workspace, other: str
) -> None:
    with workspace.db.read() as session:
        ids = embeddings.load(session, workspace.active_model().id).face_ids.tolist()
    first, second, third = ids[:3], ids[8:11], ids[16:19]
    answers.say_apart(workspace, first, second)
    corrections.name(workspace, first[:1], "Ann", apart=True)
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
        [ann] = people.names(session)
        assert load_told(session, stored).denied == dict.fromkeys(second, frozenset({ann}))
    answers.say_same(workspace, [first[0], *third])
    assert _owners(workspace, third) == {ann}
    answers.say_apart(workspace, first[:1], ids[24:26])
    with workspace.db.read() as session:
        assert load_told(session, stored).denied == dict.fromkeys([*second, *ids[24:26]], frozenset({ann}))
    corrections.name(workspace, second, "Ben", apart=True)
    assert answers.say_same(workspace, [*first[:1], *third]).faces == frozenset()
    with pytest.raises(GalleryError, match="names of two people"):
        answers.say_same(workspace, [first[0], second[0]])
    with pytest.raises(GalleryError, match="Faces of both are called Ann"):
        answers.say_apart(workspace, first[:1], third)
    with pytest.raises(GalleryError, match="cannot be found"):
        answers.say_same(workspace, [9999, first[0]])
    assert answers.say_apart(workspace, first[:1], second).label == "Told 1 face apart from 3 faces"


def _owners(workspace: Workspace, faces: list[int]) -> set[int]:
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
    return set(stored.person_ids[np.isin(stored.face_ids, faces)].tolist())


_NODES = st.integers(-3, 5).filter(bool)


@pytest.mark.slow
@given(st.lists(st.tuples(_NODES, _NODES, st.booleans()), max_size=25))
def test_words_are_taken_in_as_long_as_they_agree(words: list[tuple[int, int, bool]]) -> None:
    known, kept = Identities(), [(-one, -other, False) for one, other in combinations(range(1, 4), 2)]
    for word in words:
        agrees = _possible([*kept, word])
        assert known.tell(word[0], word[1], same=word[2]) == agrees
        kept += [word] if agrees else []
    together = _together(kept)
    for one, other in combinations([node for node in range(-3, 6) if node], 2):
        assert (known.of(one) == known.of(other)) == (together[one] == together[other])
    for one, other, same in kept:
        if not same and (known.of(one) > 0 or known.of(other) > 0):
            assert known.of(other) in known.others(one)


def _together(words: list[tuple[int, int, bool]]) -> dict[int, int]:
    number = {node: node for node in range(-3, 6)}
    for one, other, same in words:
        if same:
            old, new = number[other], number[one]
            number = {node: new if it == old else it for node, it in number.items()}
    return number


def _possible(words: list[tuple[int, int, bool]]) -> bool:
    number = _together(words)
    return all(same or number[one] != number[other] for one, other, same in words)


def test_nobody_is_proposed_in_photos_taken_before_their_birth(workspace: Workspace, other: str) -> None:
    with workspace.db.read() as session:
        ids = embeddings.load(session, workspace.active_model().id).face_ids.tolist()
    named, early, said = ids[:3], ids[3:5], ids[5]
    corrections.name(workspace, named, "Ann", apart=True)
    ann = browse.find(workspace, "Ann")
    assert _guesses(workspace, early) == {ann}
    _take(workspace, [*early, said], date(1980, 6, 1))
    corrections.set_birth(workspace, ann, date(1990, 5, 3))
    assert _guesses(workspace, early) == set()
    found = sort_faces(workspace)
    asked = plan(workspace, [one.faces for one in found.clusters])
    about = [one for one in asked.questions if set(early) & {face for group in one.groups for face in group}]
    assert all(ann not in (*one.people, *one.candidates) for one in about)
    answers.say_same(workspace, [named[0], said])  # what is said by hand goes before it
    assert _owners(workspace, [said]) == {ann}
    corrections.assign(workspace, early[:1], ann)
    assert early[0] in next(one.faces for one in sort_faces(workspace).named if one.person == ann)


def _guesses(workspace: Workspace, faces: list[int]) -> set[int]:
    """Who these faces may be, or may be if not the first."""
    return {
        guess.person
        for one in sort_faces(workspace).clusters
        if set(faces) & set(one.faces)
        for guess in (one.suggestion, one.next_best)
        if guess is not None
    }


def _take(workspace: Workspace, face_ids: list[int], day: date) -> None:
    """Let these faces be of one photo each, taken on a day."""
    seconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    with workspace.db.write() as session:
        for face in face_ids:
            digest = f"{face:064x}"
            photo, *_ = photos.record(
                session, PhotoFile(Path(f"/{face}.jpg"), digest, 1, 1, 9, 9, taken=seconds)
            )
            session.execute(update(FaceRow).where(FaceRow.id == face).values(photo_id=photo))
