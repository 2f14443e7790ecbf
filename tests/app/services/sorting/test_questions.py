"""What is asked: by what settles most, never against what was said, and as groups are by now."""

import numpy as np
import pytest

from app.core.errors import GalleryError
from app.domain.box import Box
from app.domain.face import Quality
from app.domain.question import Kind, Question
from app.gallery import faces, people
from app.gallery.records import NewFace
from app.services.people import answers, corrections
from app.services.sorting.questions import plan
from app.services.sorting.regroup import halves
from app.services.workspace import Workspace, activity

Group = tuple[int, ...]


class Album:
    """Made-up faces of people who are as alike as is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._rng = np.random.default_rng(0)
        self._model = workspace.active_model()

    def person(self, like: np.ndarray | None = None, alike: float = 0.0) -> np.ndarray:
        """Somebody's direction (D,), as alike to another's as is asked for, as a cosine."""
        own = self._unit(self._rng.normal(size=self._model.dimension))
        if like is None:
            return own
        across = self._unit(own - (own @ like) * like)
        return np.asarray(alike * like + np.sqrt(1 - alike**2) * across)

    def add(self, person: np.ndarray, count: int, length: float = 20.0) -> Group:
        """Faces of somebody, about 0.8 alike."""
        points = np.zeros((5, 2), np.float32)
        vectors = [self.person(person, 0.9).astype(np.float32) for _ in range(count)]
        made = [
            NewFace(Box(0, 0, 9, 9), points, _QUALITY, b"", points, {self._model.id: (vector, length)})
            for vector in vectors
        ]
        with self.workspace.db.write() as session:
            return tuple(faces.add(session, made)[0])

    @staticmethod
    def _unit(vector: np.ndarray) -> np.ndarray:
        return np.asarray(vector / np.linalg.norm(vector))


_QUALITY = Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5)


@pytest.fixture
def album(workspace: Workspace) -> Album:
    return Album(workspace)


def _of(questions: tuple[Question, ...], kind: Kind) -> list[Question]:
    return [one for one in questions if one.kind is kind]


def test_what_settles_most_is_asked_first_and_counted(album: Album) -> None:
    ann, ben = album.person(), album.person()
    named = album.add(ann, 6)
    corrections.name(album.workspace, named, "Ann", apart=True)
    groups = [album.add(ben, 5), album.add(ann, 3), album.add(ann, 1), album.add(ann, 1), album.add(ann, 8)]
    groups += [album.add(album.person(), 1) for _ in range(3)]
    found = plan(album.workspace, groups)
    with album.workspace.db.read() as session:
        [person] = people.names(session)
    kinds = [one.kind for one in found.questions]
    assert kinds == [Kind.ODD, Kind.WHO, Kind.STRANGERS]
    odd, who, strangers = found.questions
    assert (set(odd.groups), odd.people) == ({*groups[1:5]}, (person,))
    assert odd.chance > 0.9
    assert (who.groups, who.candidates) == ((groups[0],), (person,))
    assert set(strangers.faces) == {face for group in groups[5:] for face in group}
    assert (found.answers, found.faces) == (2, 18)


def test_one_group_alone_is_asked_about_and_nobody_who_it_was_said_not_to_be(album: Album) -> None:
    ann = album.person()
    alike = album.person(ann, 0.6)
    for somebody, name in ((ann, "Ann"), (alike, "Bea")):
        corrections.name(album.workspace, album.add(somebody, 5), name, apart=True)
    with album.workspace.db.read() as session:
        first, second = people.names(session)
    group = album.add(ann, 4)
    [question] = _of(plan(album.workspace, [group]).questions, Kind.IS)
    assert (question.faces, question.people, question.candidates) == (group, (first,), (second,))
    corrections.deny(album.workspace, group[:1], first)
    asked = plan(album.workspace, [group]).questions
    assert all(first not in (*one.people, *one.candidates) for one in asked if one.kind is not Kind.TWO)


@pytest.mark.slow
def test_alike_groups_and_people_are_asked_about_until_they_are_told_apart(album: Album) -> None:
    ann = album.person()
    near = album.person(ann, 0.55)
    one, other = album.add(ann, 4), album.add(near, 3)
    [same] = _of(plan(album.workspace, [one, other]).questions, Kind.SAME)
    assert set(same.groups) == {one, other}
    answers.say_apart(album.workspace, one, other)
    assert _of(plan(album.workspace, [one, other]).questions, Kind.SAME) == []
    assert len(_of(plan(album.workspace, [(*one, *other)]).questions, Kind.WHO)) == 2
    for group, name in ((one, "Ann"), (other, "Anna")):
        corrections.split(album.workspace, group, name)
    assert plan(album.workspace, []).questions == (), "it was said of their faces"
    for _ in range(3):
        activity.undo(album.workspace)
    for group, name in ((one, "Ann"), (other, "Anna")):
        corrections.split(album.workspace, group, name)
    [two] = _of(plan(album.workspace, []).questions, Kind.TWO)
    answers.say_two(album.workspace, *two.people)
    assert plan(album.workspace, []).questions == ()


def test_groups_said_to_be_one_are_asked_about_as_one(album: Album) -> None:
    one, other = album.add(album.person(), 4), album.add(album.person(), 3)
    answers.say_same(album.workspace, [one[0], other[0]])
    [who] = plan(album.workspace, [one, other]).questions
    assert set(who.faces) == {*one, *other}
    corrections.name(album.workspace, one, "Ann", apart=True)
    [known] = _of(plan(album.workspace, [one, other]).questions, Kind.IS)
    assert known.faces == other


@pytest.mark.slow
def test_names_are_doubted_once_little_else_is_left(album: Album) -> None:
    ann, ben = album.person(), album.person()
    his = album.add(ben, 3)
    corrections.name(album.workspace, (*album.add(ann, 9), *his[:2]), "Ann", apart=True)
    corrections.name(album.workspace, (*album.add(ben, 5), *his[2:]), "Ben", apart=True)
    [doubt] = plan(album.workspace, []).questions
    assert (doubt.kind, doubt.doubted, set(doubt.faces)) == (Kind.ODD, True, set(his[:2]))
    large = album.add(album.person(), 7)
    assert [one.kind for one in plan(album.workspace, [large]).questions] == [Kind.WHO]


def test_a_face_set_aside_is_asked_about_again_once_it_looks_like_somebody(album: Album) -> None:
    ann = album.person()
    aside, stranger = album.add(ann, 7), album.add(album.person(), 3)
    corrections.set_aside(album.workspace, [*aside, *stranger], ignored=True)
    assert plan(album.workspace, []).questions == ()
    corrections.name(album.workspace, album.add(ann, 9), "Ann", apart=True)
    [question] = plan(album.workspace, []).questions
    assert (question.kind, question.aside, set(question.faces)) == (Kind.IS, True, set(aside))
    corrections.deny(album.workspace, aside[:6], question.people[0])
    [question] = plan(album.workspace, []).questions
    assert question.groups == (aside[6:],)
    corrections.assign(album.workspace, aside[6:], question.people[0])
    assert plan(album.workspace, []).questions == ()


def test_those_who_may_be_known_are_shown_last_among_strangers(album: Album) -> None:
    ann = album.person()
    corrections.name(album.workspace, album.add(ann, 5), "Ann", apart=True)
    blurred = album.add(ann, 1, length=0.1)
    lone = [album.add(album.person(), 1) for _ in range(10)]
    first, last = plan(album.workspace, [blurred, *lone]).questions
    assert (len(first.groups), len(last.groups)) == (9, 2), "those who are surely strangers fill a crowd"
    assert last.groups[-1] == blurred
    assert first.chance > 0.99 > 0.5 > last.chance


@pytest.mark.slow
def test_clusters_are_shown_together_after_more_strangers_than_ever_before_a_name(album: Album) -> None:
    ann = album.person()
    corrections.name(album.workspace, album.add(ann, 9), "Ann", apart=True)
    groups = [album.add(album.person(), count) for count in range(12, 1, -1)]
    assert _of(plan(album.workspace, groups).questions, Kind.STRANGERS) == []
    first, *rest = plan(album.workspace, groups, (1,)).questions
    assert (first.kind, first.groups) == (Kind.STRANGERS, tuple(groups[:9]))
    assert [(one.kind, one.faces) for one in rest] == [(Kind.WHO, group) for group in groups[9:]]
    assert first.chance == pytest.approx(2 / 11)
    assert first.worth == pytest.approx(sum(range(4, 13)) / (1 + 9 * 9 / 11))
    for few, runs, together in (
        (2, (1,), False),
        (3, (1,), True),
        (2, (2,), True),
        (1, (9,), False),
        (3, (2, 2), False),
        (3, (3, 0, 2), False),
        (3, (2, 0, 3), True),
    ):
        asked = plan(album.workspace, groups[:few], runs).questions
        assert {one.kind for one in asked} == {Kind.STRANGERS if together else Kind.WHO}, (few, runs)


def test_a_cluster_that_may_be_somebody_is_not_among_strangers(album: Album) -> None:
    ann = album.person()
    corrections.name(album.workspace, album.add(ann, 9), "Ann", apart=True)
    groups = [album.add(album.person(), 3) for _ in range(5)]
    guessed = album.add(ann, 4)
    asked = plan(album.workspace, [*groups, guessed], (5,)).questions
    [crowd] = _of(asked, Kind.STRANGERS)
    assert set(crowd.groups) == set(groups)
    assert [one.faces for one in _of(asked, Kind.IS)] == [guessed]


def test_a_face_that_nobody_can_recognise_is_asked_about_among_strangers_alone(album: Album) -> None:
    ann = album.person()
    corrections.name(album.workspace, album.add(ann, 5), "Ann", apart=True)
    blurred = album.add(ann, 2, length=0.1)
    [question] = plan(album.workspace, [blurred]).questions
    assert (question.kind, question.faces) == (Kind.STRANGERS, blurred)


def test_a_group_of_two_people_is_halved_between_them(album: Album) -> None:
    one, other = album.add(album.person(), 5), album.add(album.person(), 3)
    assert halves(album.workspace, [*other, *one]) == (one, other)
    with pytest.raises(GalleryError, match="not two faces"):
        halves(album.workspace, one[:1])
