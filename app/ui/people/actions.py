"""What can be done with people, each with words and Undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import Text, listed, say
from app.domain.alike import Alike
from app.domain.changes import Changes
from app.domain.consent import Consent
from app.domain.erasure import Erasure
from app.domain.person import EnrolReport, Person
from app.engine.requests.base import Request
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import Forget, Merge, RemovePerson, Rename
from app.ui.look.texts import tr
from app.ui.people.model import faces_text
from app.ui.shell.context import Context
from app.ui.shell.look_alike import ask_unless_enrolled
from app.ui.shell.retraining import retrain_without

Answer = TypeVar("Answer")


class PeopleActions(QObject):
    """Changes of people.

    Signals:
        refused: Not all files that were read for somebody could be used; the `EnrolReport`.
    """

    refused = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent

    def rename(self, person: int, name: str) -> None:
        """Give somebody another name."""
        self._ask(
            lambda apart: Rename(person, name, apart),
            lambda alike: Merge(person, alike.person),
            self._context.notices.done,
        )

    def merge(self, sources: Sequence[Person], target: Person) -> None:
        """Make people one, under the last one's name."""
        names = listed(card.name for card in sources)
        moved = faces_text(sum(card.faces for card in sources))
        said = say("Merged {names} into {target}, {faces}", names=names, target=target.name, faces=moved)
        for card in sources[:-1]:
            self._merge(card, target, lambda _: None)
        for card in sources[-1:]:
            self._merge(card, target, self._saying(said))

    def remove(self, people: Sequence[Person]) -> None:
        """Take people out of view, one after the other."""
        if len(people) == 1:
            self._context.change(RemovePerson(people[0].id))
            return
        for card in people[:-1]:
            self._context.bridge.ask(RemovePerson(card.id), None, self._context.notices.error)
        for card in people[-1:]:
            said = say("Removed {count} people; each Undo brings one of them back", count=len(people))
            self._context.bridge.ask(RemovePerson(card.id), self._saying(said), self._context.notices.error)

    def forget(self, name: str) -> None:
        """Erase somebody for good."""

        def done(erased: Erasure) -> None:
            also = retrain_without(self._context) if erased.models else None
            self._context.notices.say(tr("{name} was erased for good", name=name), also=also)

        self._context.bridge.ask(Forget(name), self._alive(done), self._context.notices.error)

    def enrol(self, name: str, paths: Sequence[str], consent: Consent | None = None) -> None:
        """Add somebody, or more faces of theirs, from files and folders."""
        self._context.notices.say(tr("Reading files for {name}", name=name))
        self._ask(
            lambda apart: EnrolFiles(name, tuple(paths), apart, consent),
            lambda alike: EnrolFiles(alike.name, tuple(paths)),
            self._enrolled,
        )

    def _enrolled(self, report: EnrolReport) -> None:
        self._context.notices.clear()
        if report.accepted and not report.rejected:
            self._context.notices.done(Changes(report.added))
        if report.rejected:
            self.refused.emit(report)

    def _merge(self, card: Person, target: Person, then: Callable[[Changes], object]) -> None:
        self._ask(
            lambda apart: Merge(card.id, target.id, apart),
            lambda alike: Merge(card.id, alike.person),
            then,
        )

    def _ask(
        self,
        asked: Callable[[bool], Request[Answer]],
        add: Callable[[Alike], Request[Answer]],
        then: Callable[[Answer], object],
    ) -> None:
        """Ask for a write about somebody, who may look like a person who is enrolled."""

        def failed(error: KithError | Cancelled) -> None:
            self._context.notices.clear()
            self._context.notices.error(error)

        ask_unless_enrolled(self._context.bridge, self._over, asked, add, self._alive(then), failed)

    def _saying(self, words: Text) -> Callable[[Changes], object]:
        """Say what was done in these words, with Undo."""
        return self._alive(lambda changes: self._context.notices.done(replace(changes, label=words)))

    def _alive(self, then: Callable[[Answer], object]) -> Callable[[Answer], object]:
        """Call only as long as the page is there."""
        return lambda value: then(value) if shiboken6.isValid(self) else None
