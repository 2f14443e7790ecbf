"""The journal against a dictionary: whatever is done, undone and done again, in any order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.core.errors import GalleryError
from app.core.text import quote
from app.domain.face import FaceState
from app.domain.model import Model
from app.gallery import answers, apart, denials, faces, journal, models, people, undoing
from app.gallery.database import Database, Session
from app.gallery.records import NewFace

MakeFace = Callable[..., NewFace]
_FACES, _NAMES = 6, ("Ann", "Bob", "Cleo")


@dataclass
class State:
    """What the gallery should hold, as plain dictionaries by face and by name."""

    owner: dict[int, str | None] = field(default_factory=dict)
    aside: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    denied: set[tuple[int, str]] = field(default_factory=set)
    said: dict[tuple[int, int], bool] = field(default_factory=dict)
    two: set[tuple[str, str]] = field(default_factory=set)


class Machine(RuleBasedStateMachine):
    """Does the same to a gallery and to dictionaries, which a list of states undoes and does again."""

    make_face: MakeFace

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._db = Database.open(Path(self._folder.name))
        with self._db.write() as session:
            models.add(session, Model("m", "M", "small", 16))
            models.activate(session, "m")
            self._ids, _ = faces.add(session, [type(self).make_face(chip_bytes=9) for _ in range(_FACES)])
        self._done: list[State] = []
        self._undone: list[State] = []
        self._now = State(owner=dict.fromkeys(self._ids))
        self._entries = 0

    def teardown(self) -> None:
        while self._done:
            self.undo()
            self.assert_as_it_should_be()
        self._db.close()
        self._folder.cleanup()

    @contextmanager
    def _change(self) -> Iterator[tuple[Session, State]]:
        """Something new, which the journal may have no entry for where nothing changed."""
        after = deepcopy(self._now)
        with self._db.write() as session:
            yield session, after
            [*entries] = journal.history(session, 10_000)
        if len(entries) > self._entries:
            self._done.append(self._now)
            self._undone.clear()
        self._now, self._entries = after, len(entries)

    @rule(name=st.sampled_from(_NAMES), chosen=st.sets(st.integers(0, _FACES - 1), min_size=1, max_size=3))
    def name(self, name: str, chosen: set[int]) -> None:
        some = [self._ids[one] for one in chosen]
        with self._change() as (session, after):
            if (person := people.find(session, name)) is None:
                faces.split(session, some, name)
            else:
                faces.assign(session, some, person)
            after.people.add(name)
            after.owner |= dict.fromkeys(some, name)
            after.aside -= set(some)
            after.denied -= {(face, name) for face in some}

    @rule(chosen=st.sets(st.integers(0, _FACES - 1), min_size=1, max_size=3))
    def set_aside(self, chosen: set[int]) -> None:
        with self._change() as (session, after):
            faces.ignore(session, [self._ids[one] for one in chosen])
            after.aside |= {self._ids[one] for one in chosen}

    @rule(name=st.sampled_from(_NAMES), one=st.integers(0, _FACES - 1))
    def deny(self, name: str, one: int) -> None:
        with self._change() as (session, after):
            if (person := people.find(session, name)) is not None:
                faces.deny(session, [self._ids[one]], person)
                after.denied.add((self._ids[one], name))
                if after.owner[self._ids[one]] == name:
                    after.owner[self._ids[one]] = None

    @rule(pair=st.sets(st.integers(0, _FACES - 1), min_size=2, max_size=2), same=st.booleans())
    def say(self, pair: set[int], same: bool) -> None:
        one, other = sorted(self._ids[place] for place in pair)
        with self._change() as (session, after):
            answers.keep(session, journal.begin(session, "same", quote("Said")), [(one, other)], same=same)
            after.said[one, other] = same

    @rule(name=st.sampled_from(_NAMES), into=st.sampled_from(_NAMES), same=st.booleans())
    def merge_or_keep_apart(self, name: str, into: str, same: bool) -> None:
        with self._change() as (session, after):
            one, other = people.find(session, name), people.find(session, into)
            if one is None or other is None or one == other:
                return
            if not same:
                apart.keep_apart(session, journal.begin(session, "apart", quote("Two")), one, [other])
                after.two.add(_sorted(name, into))
                return
            people.merge(session, one, other)

            def now(one: str | None) -> str | None:
                return into if one == name else one

            after.people.discard(name)
            after.owner = {face: now(owner) for face, owner in after.owner.items()}
            after.denied = {(face, now(one) or "") for face, one in after.denied}
            pairs = [sorted(now(one) or "" for one in pair) for pair in after.two]
            after.two = {(first, second) for first, second in pairs if first != second}

    @rule(name=st.sampled_from(_NAMES), other=st.sampled_from(_NAMES))
    def rename(self, name: str, other: str) -> None:
        with self._change() as (session, after):
            person = people.find(session, name)
            if person is None or other in after.people:
                return
            people.rename(session, person, other)

            def now(one: str | None) -> str | None:
                return other if one == name else one

            after.people = {now(one) or "" for one in after.people}
            after.owner = {face: now(one) for face, one in after.owner.items()}
            after.denied = {(face, now(one) or "") for face, one in after.denied}
            pairs = [sorted(now(one) or "" for one in pair) for pair in after.two]
            after.two = {(first, second) for first, second in pairs}

    @rule()
    def undo(self) -> None:
        with self._db.write() as session:
            if not self._done:
                with pytest.raises(GalleryError, match="nothing to undo"):
                    undoing.undo(session)
                return
            undoing.undo(session)
        self._undone.append(self._now)
        self._now = self._done.pop()

    @rule()
    def redo(self) -> None:
        with self._db.write() as session:
            if not self._undone:
                with pytest.raises(GalleryError, match="nothing to redo"):
                    undoing.redo(session)
                return
            undoing.redo(session)
        self._done.append(self._now)
        self._now = self._undone.pop()

    @invariant()
    def assert_as_it_should_be(self) -> None:
        with self._db.read() as session:
            names = people.names(session)
            cards = faces.get(session, self._ids)
            held = State(
                {card.id: names.get(card.person or 0) for card in cards},
                {card.id for card in cards if card.state is FaceState.IGNORED},
                set(names.values()),
                {(face, names[one]) for face, said in denials.by_face(session).items() for one in said},
                {(one.face, one.other): one.same for one in answers.load(session)},
                {_sorted(names[one], names[other]) for one, other in apart.pairs(session)},
            )
        now = self._now
        counting = {(face, name) for face, name in now.denied if now.owner[face] != name}
        assert vars(held) == vars(now) | {"denied": counting}


def _sorted(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


@pytest.mark.slow
def test_the_journal_does_what_a_list_of_states_does(make_face: Any) -> None:
    machine = type("Bound", (Machine,), {"make_face": staticmethod(make_face)})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=20))
