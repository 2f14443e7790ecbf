"""What can be done with people, each with words and Undo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.core.text import Text, listed, say
from app.domain.changes import Changes
from app.domain.person import EnrolReport, Person
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import Forget, Merge, RemovePerson, Rename
from app.ui.look.texts import tr
from app.ui.people.model import faces_text
from app.ui.shell.context import Context

Answer = TypeVar("Answer")


class PeopleActions(QObject):
    """Changes of people.

    Signals:
        enrolled: Files were read for somebody; the `EnrolReport`.
    """

    enrolled = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def rename(self, person: int, name: str) -> None:
        """Give somebody another name."""
        self._context.change(Rename(person, name))

    def merge(self, sources: Sequence[Person], target: Person) -> None:
        """Make people one, under the last one's name."""
        names = listed(card.name for card in sources)
        moved = faces_text(sum(card.faces for card in sources))
        said = say("Merged {names} into {target}, {faces}", names=names, target=target.name, faces=moved)
        for card in sources[:-1]:
            self._context.bridge.ask(Merge(card.id, target.id), None, self._context.notices.error)
        for card in sources[-1:]:
            self._write(Merge(card.id, target.id), said)

    def remove(self, people: Sequence[Person]) -> None:
        """Take people out of view, one after the other."""
        if len(people) == 1:
            self._context.change(RemovePerson(people[0].id))
            return
        for card in people[:-1]:
            self._context.bridge.ask(RemovePerson(card.id), None, self._context.notices.error)
        for card in people[-1:]:
            said = say("Removed {count} people; each Undo brings one of them back", count=len(people))
            self._write(RemovePerson(card.id), said)

    def forget(self, name: str) -> None:
        """Erase somebody for good."""

        def done(_: Changes) -> None:
            self._context.notices.say(tr("{name} was erased for good", name=name))

        self._context.bridge.ask(Forget(name), self._alive(done), self._context.notices.error)

    def enrol(self, name: str, paths: Sequence[str]) -> None:
        """Add somebody, or more faces of theirs, from files and folders."""
        self._context.notices.say(tr("Reading files for {name}", name=name))
        self._context.bridge.ask(EnrolFiles(name, tuple(paths)), self._enrolled, self._context.notices.error)

    def _enrolled(self, report: EnrolReport) -> None:
        self._context.notices.clear()
        if report.accepted and not report.rejected:
            self._context.notices.done(Changes(report.added))
        self.enrolled.emit(report)

    def _write(self, request: Merge | RemovePerson, words: Text) -> None:
        """Ask for a change, and say it in these words, with Undo."""

        def done(changes: Changes) -> None:
            self._context.notices.done(replace(changes, label=words))

        self._context.bridge.ask(request, self._alive(done), self._context.notices.error)

    def _alive(self, then: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """Call only as long as the page is there."""
        return lambda value: then(value) if shiboken6.isValid(self) else None
