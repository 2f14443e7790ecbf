"""What to ask next: the questions whose answers settle the most faces, as far as can be told now.

Groups of nobody's faces are held against each other and against people by the mean cosine between their
faces. A logistic curve makes a chance of it, whose middle and slope were fitted to real faces
(`tests/bench/measure_review.py`, which also chose what is asked and in which order).

Who a cluster is, is asked of one after the other, the largest first, until more of them in a row were set
aside than ever before one that was given a name. Then c of them, nine at most, are shown together, "Do you
know one of these?". After k strangers in a row none of the next c is known with a chance of
q = (k + 1) / (k + 1 + c), by Laplace's rule of succession: that takes one answer. Otherwise it takes c + 1,
as somebody is picked out and it is asked one by one again: 1 + c(1 - q), if that is fewer than c.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.clustering.cluster import FMR
from app.domain.decision import Thresholds
from app.domain.face import FaceState
from app.domain.question import Kind, Question, Review
from app.gallery import answers, apart, denials, embeddings, people
from app.gallery.answers import Answer
from app.gallery.records import Embeddings
from app.recognition.decision import recognisable, threshold_at
from app.services.people.mislabelled import suspicions
from app.services.sorting.regroup import regrouped
from app.services.sorting.told import Told, load_told
from app.services.workspace import Workspace

_MIDDLE, _SLOPE = 1.03, 0.07
"""The chance that two are one person is one half at this multiple of the threshold, and how soon it rises."""
_LIKELY, _POSSIBLE = 0.5, 0.3
"""Chance from which on it is asked whether a group is somebody, and from which on for want of better."""
_SURE = 0.8
"""Chance of each of several groups that are shown together as one person's."""
_TOGETHER, _CROWD = 5, 9
"""Groups shown together as one person's, and as strangers'."""
_COMPARED = 500
"""Groups that are held against all others, the largest."""
_DOUBTED = 5.0
"""Names are doubted once no answer settles more faces than this."""
_REGRETTED = 0.97
"""Chance that a face set aside is somebody's from which on it is asked about again."""
_TYPED = 0.8
"""What an answer counts that is a name to be typed, beside a key."""
_STRANGER = 0.4
"""What a face set aside is worth, beside one with a name."""

Cosines = npt.NDArray[np.float32]


def plan(workspace: Workspace, groups: Sequence[Sequence[int]], runs: Sequence[int] = (0,)) -> Review:
    """Make the questions about groups of faces, those of the last sorting.

    Groups are joined and parted as was said since; faces that have a name now, or are gone, are left out.

    Args:
        workspace: The data folder.
        groups: Faces of each.
        runs: How many groups of several faces were set aside before each that was given a name, and since.

    Raises:
        ModelError: The active model has no thresholds.
    """
    model = workspace.active_model()
    thresholds = workspace.thresholds(model)
    with workspace.db.read() as session:
        stored = embeddings.load(session, model.id)
        told = load_told(session, stored)
        names, two = people.names(session), apart.pairs(session) | _parted(answers.load(session))
    named = np.isin(stored.person_ids, list(names))
    found = _Asking(stored, told, thresholds, regrouped(stored, told, groups), named)
    *ended, run = runs
    asked = list(found.questions(two, run if run > max(ended, default=0) else 0))
    if max((one.worth for one in asked), default=0) < _DOUBTED:
        with workspace.db.read() as session:
            aside = embeddings.load(session, model.id, FaceState.IGNORED)
            denied = denials.by_face(session, aside.face_ids.tolist())
        asked += [*found.doubts(), *found.regrets(aside, denied)]
    questions = sorted(asked, key=lambda one: -one.worth * (_TYPED if one.kind is Kind.WHO else 1))
    counted = [one for one in questions if one.kind is not Kind.STRANGERS]
    tries = [1 + (1 - one.chance) * (one.kind in (Kind.IS, Kind.ODD)) for one in counted]
    settled = sum(one.worth * taken for one, taken in zip(counted, tries, strict=True))
    return Review(tuple(questions), round(sum(tries)), round(settled))


@dataclass(eq=False)
class _Asking:
    """Groups and people, and how alike they are.

    Attributes:
        stored: All faces.
        told: What was said of them.
        thresholds: Of their model.
        groups: Rows of nobody's faces, those of one person together.
        named: Which faces are somebody's (N,).
    """

    stored: Embeddings
    told: Told
    thresholds: Thresholds
    groups: list[npt.NDArray[np.int64]]
    named: npt.NDArray[np.bool_]
    people: npt.NDArray[np.int64] = field(init=False)
    chances: Cosines = field(init=False)

    def __post_init__(self) -> None:
        self._unit = threshold_at(self.thresholds, FMR)
        self._sound = recognisable(self.stored.lengths, self.thresholds)
        by_person = _by_owner(self.stored.person_ids, self.named)
        self._people_rows = {one: rows for one, rows in by_person if self._sound[rows].any()}
        self.people = np.array(list(self._people_rows), np.int64)
        self._means = self._mean_of(self.groups)
        self._persons = self._mean_of(list(self._people_rows.values()))
        self.chances = self._chance(self._means @ self._persons.T)
        self._heed()

    def _heed(self) -> None:
        """Let chances be what was said of a group's faces."""
        at = {int(one): place for place, one in enumerate(self.people)}
        owner = {row: int(self.stored.person_ids[first]) for first, row in self.told.one}
        for place, rows in enumerate(self.groups):
            for face in self.stored.face_ids[rows].tolist():
                not_theirs = [at[one] for one in self.told.denied.get(face, ()) if one in at]
                self.chances[place, not_theirs] = 0
            theirs = [at[owner[row]] for row in rows.tolist() if owner.get(row) in at]
            self.chances[place, theirs] = 1

    def questions(self, two: set[tuple[int, int]], strangers: int) -> Iterator[Question]:
        """All questions, in no order.

        `two` are pairs of people who are kept apart; from `strangers` in a row on the next are likelier so.
        """
        open_ = range(len(self.groups))
        best = self.chances.argmax(axis=1) if len(self.people) else np.zeros(len(open_), np.int64)
        chance = self.chances.max(axis=1, initial=0.0)
        floor = [_LIKELY if len(rows) > 1 else _POSSIBLE for rows in self.groups]
        guessed = [place for place in open_ if chance[place] >= floor[place]]
        yield from self._about_people(guessed, best, chance)
        left = [place for place in open_ if chance[place] < floor[place]]
        asked = [place for place in left if self._is_asked(place)]
        crowd = _crowd([place for place in asked if chance[place] < _POSSIBLE], self.groups, strangers)
        if crowd:
            yield self._any_known(crowd, strangers)
        yield from (self._who(place) for place in asked if place not in crowd)
        yield from self._same(left)
        yield from self._strangers([place for place in left if not self._is_asked(place)])
        yield from self._two(two)

    def _about_people(
        self, guessed: Sequence[int], best: npt.NDArray[np.int64], chance: Cosines
    ) -> Iterator[Question]:
        """Is this Ann? Of several that surely are: which is not?"""
        for person in sorted({int(best[place]) for place in guessed}):
            mine = sorted((one for one in guessed if best[one] == person), key=lambda one: -chance[one])
            sure = [one for one in mine if chance[one] >= _SURE]
            several = [part for part in _parts(sure, _TOGETHER) if len(part) > 1]
            for part in several:
                yield self._odd(part, int(self.people[person]), chance[list(part)])
            for one in [one for one in mine if not any(one in part for part in several)]:
                yield self._is(one, int(self.people[person]), float(chance[one]))

    def _odd(self, part: Sequence[int], person: int, chance: Cosines) -> Question:
        groups = tuple(self._faces(self.groups[one]) for one in part)
        settled = sum(p * len(group) for p, group in zip(chance.tolist(), groups, strict=True))
        worth = settled / (1 + float((1 - chance).sum()))
        return Question(Kind.ODD, groups, (person,), (), float(chance.prod()), worth)

    def _is(self, place: int, person: int, chance: float) -> Question:
        faces = self._faces(self.groups[place])
        worth = chance * len(faces) / (2 - chance)
        return Question(Kind.IS, (faces,), (person,), self._candidates(place, person), chance, worth)

    def _who(self, place: int) -> Question:
        faces = self._faces(self.groups[place])
        return Question(Kind.WHO, (faces,), (), self._candidates(place), 1.0, float(len(faces)))

    def _any_known(self, crowd: Sequence[int], strangers: int) -> Question:
        """Is one of these clusters known?"""
        groups = tuple(self._faces(self.groups[one]) for one in crowd)
        worth = sum(map(len, groups)) / _answers_together(len(groups), strangers)
        return Question(Kind.STRANGERS, groups, (), (), _none_known(len(groups), strangers), worth)

    def _is_asked(self, place: int) -> bool:
        """Whether it is asked who a group is: a lone face is hardly worth it."""
        return len(self.groups[place]) > 1 and bool(self._sound[self.groups[place]].any())

    def _same(self, left: Sequence[int]) -> Iterator[Question]:
        """Two groups of nobody known that may be one person, each the most alike."""
        sized = sorted((one for one in left if self._is_asked(one)), key=lambda one: -len(self.groups[one]))
        some = sized[:_COMPARED]
        if len(some) < 2:
            return
        chance = self._chance(self._means[some] @ self._means[some].T)
        np.fill_diagonal(chance, 0)
        for one, other in self._told_apart(some):
            chance[one, other] = chance[other, one] = 0
        for one, other in enumerate(chance.argmax(axis=1)):
            likely = float(chance[one, other])
            if likely < _POSSIBLE or (chance[other].argmax() == one and other < one):
                continue
            rows = self.groups[some[one]], self.groups[some[other]]
            if not set(self._photos(rows[0])) & set(self._photos(rows[1])):
                groups = self._faces(rows[0]), self._faces(rows[1])
                yield Question(Kind.SAME, groups, (), (), likely, likely * min(map(len, groups)) / 2)

    def _strangers(self, alone: Sequence[int]) -> Iterator[Question]:
        """Lone faces that are like nobody's, and those that nobody can recognise: whom they may show last."""
        faces = self.stored.vectors[[self.groups[one][0] for one in alone]]
        known = self._chance((faces @ self._persons.T).max(axis=1, initial=-1.0))
        for some in _parts(np.argsort(known, kind="stable").tolist(), _CROWD):
            groups = tuple(self._faces(self.groups[alone[one]]) for one in some)
            none = float((1 - known[some]).prod())
            yield Question(Kind.STRANGERS, groups, (), (), none, none * _STRANGER * sum(map(len, groups)))

    def _two(self, two: set[tuple[int, int]]) -> Iterator[Question]:
        """People who may be one."""
        if len(self.people) < 2:
            return
        chance = np.triu(self._chance(self._persons @ self._persons.T), 1)
        for one, other in np.argwhere(chance >= _LIKELY):
            pair = int(self.people[one]), int(self.people[other])
            if (min(pair), max(pair)) not in two:
                rows = [self._people_rows[person] for person in pair]
                likely = float(chance[one, other])
                groups = tuple(self._faces(found) for found in rows)
                yield Question(Kind.TWO, groups, pair, (), likely, likely * min(map(len, rows)))

    def doubts(self) -> Iterator[Question]:
        """Faces that bear a name and look like somebody else."""
        rows = np.flatnonzero(self.named & self._sound)
        for one in suspicions(self.stored.vectors[rows], self.stored.person_ids[rows], self.thresholds):
            faces = self._faces(rows[one.rows])
            never = one.likely is None or any(one.likely in self.told.unborn.get(face, ()) for face in faces)
            likely = () if one.likely is None or never else (one.likely,)
            yield Question(*_asked(faces), (one.person,), likely, 0.5, 0.5 * len(faces), doubted=True)

    def regrets(self, aside: Embeddings, denied: Mapping[int, Set[int]]) -> Iterator[Question]:
        """Faces set aside that look very much like somebody, unless it was said that they are not."""
        rows = np.flatnonzero(recognisable(aside.lengths, self.thresholds))
        if not len(self.people) or not len(rows):
            return
        chances = self._chance(aside.vectors[rows] @ self._persons.T)
        likely = np.where(chances.max(axis=1) >= _REGRETTED, self.people[chances.argmax(axis=1)], -1)
        for person in np.unique(likely[likely >= 0]).tolist():
            theirs = aside.face_ids[rows[likely == person]].tolist()
            not_theirs = (
                self.told.unborn.get(face, frozenset()) | denied.get(face, frozenset()) for face in theirs
            )
            if faces := tuple(face for face, no in zip(theirs, not_theirs, strict=True) if person not in no):
                kind, groups = (Kind.IS, (faces,)) if len(faces) == 1 else _asked(faces)
                yield Question(kind, groups, (person,), (), 0.5, 0.5 * len(faces), aside=True)

    def _candidates(self, place: int, but: int | None = None) -> tuple[int, ...]:
        """Whom a group is most like, of those whom it can be."""
        order = np.argsort(-self.chances[place], kind="stable")
        found = [int(self.people[one]) for one in order if self.chances[place, one] > 0]
        return tuple(one for one in found if one != but)[:_TOGETHER]

    def _told_apart(self, some: Sequence[int]) -> Iterator[tuple[int, int]]:
        at = {int(row): place for place, one in enumerate(some) for row in self.groups[one]}
        for ones, others in self.told.apart:
            for one in ones:
                yield from ((at[one], at[other]) for other in others if one in at and other in at)

    def _mean_of(self, groups: Sequence[npt.NDArray[np.int64]]) -> Cosines:
        """Mean vector of each group's faces that can be recognised (G, D); zero where there is none."""
        found = np.zeros((len(groups), self.stored.vectors.shape[1]), np.float32)
        for place, rows in enumerate(groups):
            if (sound := rows[self._sound[rows]]).size:
                found[place] = self.stored.vectors[sound].mean(axis=0)
        return found

    def _chance(self, cosines: Cosines) -> Cosines:
        steps = np.clip((_MIDDLE - cosines / self._unit) / _SLOPE, -60, 60)
        return np.asarray(1 / (1 + np.exp(steps)), np.float32)

    def _faces(self, rows: npt.NDArray[np.int64]) -> tuple[int, ...]:
        order = np.lexsort((rows, -self.stored.weights[rows]))
        return tuple(self.stored.face_ids[rows[order]].tolist())

    def _photos(self, rows: npt.NDArray[np.int64]) -> list[int]:
        return [photo for photo in self.stored.photo_ids[rows].tolist() if photo >= 0]


def _by_owner(
    owners: npt.NDArray[np.int64], named: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """The rows of each one who is named, sorted once for all of them."""
    rows = np.flatnonzero(named)
    rows = rows[np.argsort(owners[rows], kind="stable")]
    people_, starts = np.unique(owners[rows], return_index=True)
    return zip(people_.tolist(), np.split(rows, starts[1:]), strict=False)


def _crowd(places: Sequence[int], groups: Sequence[npt.NDArray[np.int64]], strangers: int) -> Sequence[int]:
    """The largest groups, if it takes fewer answers to ask about them together than one by one."""
    crowd = sorted(places, key=lambda one: -len(groups[one]))[:_CROWD]
    return crowd if _answers_together(len(crowd), strangers) < len(crowd) else ()


def _answers_together(count: int, strangers: int) -> float:
    """Answers that so many clusters take together, on average, after so many strangers (1 + c(1 - q))."""
    return 1 + count * (1 - _none_known(count, strangers))


def _none_known(count: int, strangers: int) -> float:
    """Chance that none of so many clusters is somebody's, after so many strangers (q)."""
    return (strangers + 1) / (strangers + 1 + count)


def _asked(faces: tuple[int, ...]) -> tuple[Kind, tuple[tuple[int, ...], ...]]:
    """How it is asked whether faces are somebody's: which of a few is not, or of many at once."""
    return (Kind.IS, (faces,)) if len(faces) > _TOGETHER else (Kind.ODD, tuple((face,) for face in faces))


def _parts(places: Sequence[int], most: int) -> list[Sequence[int]]:
    """At most so many at a time."""
    return [places[start : start + most] for start in range(0, len(places), most)]


def _parted(said: Sequence[Answer]) -> set[tuple[int, int]]:
    """People of whose faces it was said that they are two people's, before they had names."""
    pairs = ((one.person, one.other_person) for one in said if not one.same)
    return {(min(one, other), max(one, other)) for one, other in pairs if one and other}
