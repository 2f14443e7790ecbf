"""How many answers a review takes until nearly all faces are right, by simulated reviewers.

    python -m tests.bench.measure_review [--seeds N] [--cache FILE.npz]

The people of `aligned12` and the strangers of the street are sorted in a gallery of their own, and so are
mixed albums: 2 to 24 faces, by chance, of everybody in the test data (of `orl40`, of every fourth) and the
street's strangers, so that clusters of known people and of strangers are of the same sizes. A reviewer who
knows the truth, and one who is wrong in one answer of twenty, answer what the review asks, in the order of
the window, which shows the next question before the answer to the last one counts; each answer through the
use cases of the window, until 99 % of the faces are right: with their name, or, of a stranger, set aside.
Whatever is pressed, picked or typed is an answer. Against it: saying of one cluster after another who it is,
the largest first, then of the faces left over.
"""

import argparse
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from app.domain.box import Box
from app.domain.face import Quality
from app.domain.question import Kind, Question
from app.gallery import faces, people, photos
from app.gallery.records import NewFace, PhotoFile
from app.services.people import answers, corrections
from app.services.sorting import questions
from app.services.sorting.stored import sort_faces
from app.services.workspace import Workspace
from app.ui.photos import replies
from app.ui.photos.questions import Questions
from app.ui.photos.replies import Reply
from tests.bench.face_set import STRANGER, STREET, FaceSet, read_all, sface_reader

_ENOUGH = 0.99
_MOST = 400
"""Answers after which a reviewer gives up."""
_OF_MANY = 0.25
"""Share of the people of `orl40` in mixed albums, who are more than all others."""


class Reviewer:
    """Answers questions by the truth, but for a share of them."""

    def __init__(self, workspace: Workspace, truth: dict[int, str], wrong: float, seed: int) -> None:
        self._workspace, self._truth, self._wrong = workspace, truth, wrong
        self._random = random.Random(seed)
        self.answered = 0
        self.kinds: Counter[str] = Counter()

    def right(self) -> float:
        """Share of faces that are right."""
        with self._workspace.db.read() as session:
            found, names = faces.get(session, self._truth.keys()), people.names(session)
        good = 0
        for face in found:
            who = self._truth[face.id]
            named = names.get(face.person or -1)
            good += (named == who) if who != STRANGER else face.ignored
        return good / len(self._truth)

    def answer(self, question: Question) -> Reply:
        """Give one answer; return what it is in the window."""
        self.answered += 1
        self.kinds[question.kind] += 1
        reply = _ANSWERS[question.kind](self, question)
        assert reply is not None
        return reply

    def _errs(self) -> bool:
        return self._random.random() < self._wrong

    def _who(self, group: tuple[int, ...]) -> str:
        return Counter(self._truth[face] for face in group).most_common(1)[0][0]

    def _name_of(self, person: int) -> str:
        with self._workspace.db.read() as session:
            return people.names(session)[person]

    def tell(self, group: tuple[int, ...]) -> Reply | None:
        """Say who a group is."""
        question = Question(Kind.WHO, (group,))
        who = self._who(group)
        if self._errs():
            with self._workspace.db.read() as session:
                who = self._random.choice([*people.names(session).values(), "Somebody"])
        if who == STRANGER:
            corrections.set_aside(self._workspace, group, ignored=True)
            return replies.stranger(question)
        corrections.name(self._workspace, group, who, apart=True)
        return replies.named(question, 0)

    def _is(self, question: Question) -> Reply | None:
        [group], [person] = question.groups, question.people
        if (self._who(group) != self._name_of(person)) != self._errs():
            corrections.deny(self._workspace, group, person)
            return replies.no(question)
        if not question.doubted:
            corrections.assign(self._workspace, group, person)
        return replies.yes(question)

    def _same(self, question: Question) -> Reply | None:
        one, other = question.groups
        mine, theirs = self._who(one), self._who(other)
        same = mine == theirs != STRANGER  # who the strangers are is not known here
        if same != self._errs():
            answers.say_same(self._workspace, [*one[:6], *other[:6]])
            return replies.yes(question)
        answers.say_apart(self._workspace, one[:6], other[:6])
        return replies.no(question)

    def _odd(self, question: Question) -> Reply | None:
        [person] = question.people
        name = self._name_of(person)
        wrong = [group for group in question.groups if self._who(group) != name]
        if self._errs():
            wrong = [] if wrong else [self._random.choice(question.groups)]
        if wrong:
            corrections.deny(self._workspace, wrong[0], person)
            return replies.pick(question, question.groups.index(wrong[0]))
        if not question.doubted:
            corrections.assign(self._workspace, question.faces, person)
        return replies.yes(question)

    def _strangers(self, question: Question) -> Reply | None:
        known = [group for group in question.groups if self._who(group) != STRANGER]
        if self._errs():
            known = [] if known else [self._random.choice(question.groups)]
        if known:
            return replies.pick(question, question.groups.index(known[0]))  # who it is, is asked next
        corrections.set_aside(self._workspace, question.faces, ignored=True)
        return replies.no(question)

    def _names(self, question: Question) -> Reply | None:
        with self._workspace.db.read() as session:
            names = people.names(session)
            bears = [faces.get(session, group[:1])[0].person for group in question.groups]
        wrong = [
            group
            for group, person in zip(question.groups, bears, strict=True)
            if names.get(person or -1) != self._who(group)
        ]
        if self._errs():
            wrong = [] if wrong else [self._random.choice(question.groups)]
        return replies.pick(question, question.groups.index(wrong[0])) if wrong else replies.yes(question)

    def _two(self, question: Question) -> Reply | None:
        who = [self._who(group) for group in question.groups]
        if (who[0] == who[1]) != self._errs():
            named = [self._name_of(person) for person in question.people]
            source, target = question.people if named[1] == who[1] else question.people[::-1]
            corrections.merge(self._workspace, source, target, apart=True)
            return replies.yes(question)
        answers.say_two(self._workspace, *question.people)
        return replies.no(question)


_ANSWERS: dict[Kind, Callable[[Reviewer, Question], Reply | None]] = {
    Kind.WHO: lambda reviewer, question: reviewer.tell(question.groups[0]),
    Kind.IS: Reviewer._is,
    Kind.SAME: Reviewer._same,
    Kind.ODD: Reviewer._odd,
    Kind.TWO: Reviewer._two,
    Kind.STRANGERS: Reviewer._strangers,
    Kind.NAMES: Reviewer._names,
}


def filled(workspace: Workspace, found: FaceSet) -> dict[int, str]:
    """Store faces, and return who each is."""
    model = workspace.active_model().id
    points = np.zeros((5, 2), np.float32)
    truth: dict[int, str] = {}
    with workspace.db.write() as session:
        for photo in np.unique(found.photos):
            rows = np.flatnonzero(found.photos == photo)
            new = [
                NewFace(
                    Box(0, 0, 9, 9),
                    points,
                    Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, float(found.weights[row])),
                    b"",
                    points,
                    {model: (found.vectors[row], float(found.lengths[row]))},
                )
                for row in rows
            ]
            file = PhotoFile(Path(f"/{photo}.jpg"), f"{photo:064}", 1, 1, 10, 10)
            _, ids, _ = photos.record(session, file, new)
            truth |= dict(zip(ids, found.people[rows].tolist(), strict=True))
    return truth


def review(workspace: Workspace, reviewer: Reviewer) -> Iterator[None]:
    """Answer what the review asks."""
    sorted_ = sort_faces(workspace)
    groups = [one.faces for one in sorted_.clusters] + [(face,) for face in sorted_.unclustered]
    asked = Questions()
    asked.take(questions.plan(workspace, groups), 0)
    while (question := asked.current) is not None:
        reply = reviewer.answer(question)
        asked.answer(reply.answer, reply)
        if reply.request is not None:
            asked.take(questions.plan(workspace, groups, asked.runs), asked.done)
        yield


def cluster_by_cluster(workspace: Workspace, reviewer: Reviewer) -> Iterator[None]:
    """Say of each cluster who it is, then of each face left over."""
    sorted_ = sort_faces(workspace)
    for group in [one.faces for one in sorted_.clusters] + [(face,) for face in sorted_.unclustered]:
        reviewer.answered += 1
        reviewer.tell(group)
        yield


Way = Callable[[Workspace, Reviewer], Iterator[None]]


def measured(found: FaceSet, way: Way, wrong: float, seed: int) -> tuple[int | None, float]:
    """Answers until enough faces are right, or None, and the share that is right at the end."""
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder), device="cpu") as workspace:
        reviewer = Reviewer(workspace, filled(workspace, found), wrong, seed)
        for _ in way(workspace, reviewer):
            if reviewer.right() >= _ENOUGH:
                return reviewer.answered, reviewer.right()
            if reviewer.answered >= _MOST:
                break
        return None, reviewer.right()


def mixed(found: FaceSet, seed: int) -> FaceSet:
    """A few faces of everybody, and all strangers."""
    random_ = np.random.default_rng(seed)
    keep = found.people == STRANGER
    for who in np.unique(found.people[~keep]):
        rows = np.flatnonzero(found.people == who)
        count = random_.integers(2, 25)
        if found.groups[rows[0]] != "orl40" or random_.random() < _OF_MANY:
            keep[random_.permutation(rows)[:count]] = True
    return found.only(keep)


def report(albums: Sequence[FaceSet], seeds: int) -> None:
    """Print the table: of one album by so many reviewers where they err, of so many albums by one each."""
    for found in albums:
        print(f"{len(found.people)} faces, {int((found.people == STRANGER).sum())} of them strangers'")
    for wrong in (0.0, 0.05):
        print(f"\nwrong in {wrong:.0%} of the answers")
        for name, way in (("review", review), ("cluster by cluster", cluster_by_cluster)):
            runs = [
                measured(albums[seed % len(albums)], way, wrong, seed)
                for seed in range(seeds if wrong else len(albums))
            ]
            reached = [taken for taken, _ in runs if taken is not None]
            middle = f"{statistics.median(reached):.0f} answers" if reached else "never"
            share = statistics.mean(share for _, share in runs)
            got = f"{len(reached)} of {len(runs)} got there"
            print(f"  {name:20} {middle:12} {got:18} {share:.3f} right at the end  {reached}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        kept = np.load(options.cache)
        found = FaceSet(*(kept[name] for name in FaceSet._fields))
    else:
        found = read_all(sface_reader())
        if options.cache:
            np.savez(options.cache, **found._asdict())
    report([found.only(np.isin(found.groups, ("aligned12", STREET)))], options.seeds)
    print("\nmixed albums")
    report([mixed(found, seed) for seed in range(options.seeds)], options.seeds)


if __name__ == "__main__":
    main()
