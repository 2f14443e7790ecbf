"""The People page: everyone, one person, enrolling."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.person import EnrolReport, Person
from app.ui.handover.menu import HandOver
from app.ui.look.texts import listed, number, tr
from app.ui.people.actions import PeopleActions
from app.ui.people.add_files import AddFiles
from app.ui.people.dialogs import AskForget, AskName, ask_same
from app.ui.people.finder import Finder
from app.ui.people.folder_import import FolderImport
from app.ui.people.overview import Overview
from app.ui.people.person import PersonView
from app.ui.people.report import EnrolResult, result_text
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button

if TYPE_CHECKING:
    from app.ui.enrol.view import EnrolView


class PeoplePage(Page):
    """Everyone enrolled, each with their faces.

    Attributes:
        finder: The search field and the order.
        overview: Everyone.
        person: One person.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("People"))
        self._actions = PeopleActions(context, self)
        self.finder = Finder(context.memory)
        self.overview = Overview(context, self.finder)
        self.person = PersonView(context)
        self._enrolment: EnrolView | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.overview)
        self._stack.addWidget(self.person)
        self._stack.currentChanged.connect(context.notices.settle)
        self.body.addWidget(self._stack, 1)
        self._files = button(tr("Add from files…"), lambda: self._add_files((), None))
        self._camera = button(tr("Enrol with the camera"), self.enrol, "primary")
        self._hand_over = HandOver(context, self, self._chosen)
        for one in (self.finder, self._hand_over, self._files, self._camera):
            self.tools.addWidget(one)
        self._listen()
        keys, section = context.keys, tr("People")
        keys.add(self, "/", tr("Search people"), self._search, section=section, shown_on=self.finder.field)
        keys.note(section, "Esc", tr("Clear the search"), self)
        self._update()

    def enter(self, *task: object) -> None:
        """Show everyone; `"enrol"`, perhaps with a name, shows the camera, `"person"` and an id somebody,
        `"handover"` what can be handed over."""
        match task:
            case () | ("handover",):
                self.show_everyone()
            case ("enrol", *name):
                self.enrol(str(name[0]) if name else "")
            case ("files",):
                self._add_files((), None)
            case ("person", int(person)):
                if (card := self.context.people.get(person)) is not None:
                    self.open_person(card)
        if isinstance(part := self._stack.currentWidget(), Overview | PersonView):
            part.grid.setFocus()
        if task == ("handover",):
            self._hand_over.showMenu()

    def tells(self) -> Collection[int]:
        """The enrolment with the camera."""
        return () if self._enrolment is None else self._enrolment.jobs

    def own_lower_bar(self) -> QWidget | None:
        """What can be done with those chosen."""
        return self.overview.bar if self._stack.currentWidget() is self.overview else None

    def peel(self) -> bool:
        """Whom is chosen, then the search; of a person, back to everyone."""
        part = self._stack.currentWidget()
        if part is self._enrolment and self._enrolment is not None:
            self._enrolment.go_back()
            return True
        return self.person.peel() if part is self.person else self.overview.peel()

    def open_person(self, card: Person) -> None:
        """Show somebody's faces."""
        self.person.show_person(card)
        self._show(self.person)
        self.person.grid.setFocus()

    def show_everyone(self) -> None:
        """Back to the grid, at whom was shown."""
        card = self.person.card
        self.person.forget_faces()
        self._show(self.overview)
        if card is not None:
            self.overview.grid.go_to(card.id)
        self.overview.grid.setFocus()

    def enrol(self, name: str = "") -> None:
        """Enrol somebody with the camera."""
        if self._enrolment is None:
            from app.ui.enrol.view import EnrolView

            self._enrolment = EnrolView(self.context)
            self._enrolment.finished.connect(self._enrolled)
            self._enrolment.cancelled.connect(self._back)
            self._stack.addWidget(self._enrolment)
        self._show(self._enrolment)
        self._enrolment.start_for(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the finder a line of its own where the title's is too short."""
        super().resizeEvent(event)
        self._place_finder()

    def _listen(self) -> None:
        overview, person, actions = self.overview, self.person, self._actions
        self.context.people.updated.connect(self._update)
        overview.opened.connect(self.open_person)
        overview.camera_wanted.connect(self.enrol)
        overview.files_wanted.connect(self._add_files)
        overview.rename_wanted.connect(self._open_to_rename)
        overview.merge_wanted.connect(actions.merge)
        overview.target_wanted.connect(self._ask_target)
        overview.removal_wanted.connect(actions.remove)
        overview.forget_wanted.connect(lambda card: self._ask_forget(card, for_good=True))
        person.left.connect(self.show_everyone)
        person.renamed.connect(self._rename)
        person.camera_wanted.connect(self._with_card(lambda card: self.enrol(card.name)))
        person.files_wanted.connect(self._add_to_person)
        person.forget_wanted.connect(self._with_card(self._ask_forget))
        person.photo_wanted.connect(self._show_photo)
        actions.refused.connect(lambda report: self._report([report]))

    def _chosen(self) -> tuple[int, ...]:
        """Who is chosen."""
        return tuple(card.id for card in self.overview.grid.chosen())

    def _with_card(self, then: Callable[[Person], object]) -> Callable[[], None]:
        """Do something with the person shown."""

        def call() -> None:
            if self.person.card is not None:
                then(self.person.card)

        return call

    def _show(self, part: QWidget) -> None:
        """Show a part; the title line is the overview's."""
        self._stack.setCurrentWidget(part)
        self._show_tools()

    def _show_tools(self) -> None:
        """The title line is the overview's; while there is nobody, the ways on are in the middle of it."""
        people, here = self.context.people, self._stack.currentWidget() is self.overview
        for text in (self.title, self.subtitle):
            text.setVisible(here)
        self._hand_over.setVisible(here)
        for tool in (self.finder, self._files, self._camera):
            tool.setVisible(here and (bool(people.cards) or not people.known))
        self._place_finder()

    def _place_finder(self) -> None:
        others = (self.title, self.subtitle, self._hand_over, self._files, self._camera)
        needed = sum(one.minimumSizeHint().width() for one in (*others, self.finder)) + 6 * 12 + 48 + 24
        fits = needed <= self.width()
        home = self.tools if fits else self.body
        if home.indexOf(self.finder) < 0:
            (self.body if fits else self.tools).removeWidget(self.finder)
            home.insertWidget(0, self.finder)

    def _update(self) -> None:
        people = self.context.people
        self.subtitle.setText(number(len(people.cards)) if people.cards else "")
        for one in (self.finder.field, self.finder.order):
            one.setEnabled(bool(people.cards))
        self._show_tools()
        if (card := self.person.card) is None:
            return
        if (now := people.get(card.id)) is not None:
            self.person.show_person(now)
        elif self._stack.currentWidget() is self.person:
            self.show_everyone()
        else:
            self.person.forget_faces()

    def _search(self) -> None:
        if self._stack.currentWidget() is self.overview:
            self.finder.field.setFocus()
            self.finder.field.selectAll()

    def _open_to_rename(self, card: Person) -> None:
        self.open_person(card)
        self.person.heading.edit()

    def _rename(self, name: str) -> None:
        card = self.person.card
        if card is None:
            return
        other = self.context.people.find(name)
        if other is None or other.id == card.id:
            self._actions.rename(card.id, name)
        else:
            ask_same(self, card, other, lambda: self._merge_and_show(card, other))

    def _merge_and_show(self, card: Person, other: Person) -> None:
        self._actions.merge([card], other)
        self.open_person(other)

    def _ask_target(self, cards: Sequence[Person]) -> None:
        def agreed(name: str) -> None:
            target = self.context.people.find(name)
            if target is not None and target.id not in {card.id for card in cards}:
                self._actions.merge(cards, target)

        heading = tr("Merge {name} into", name=listed(card.name for card in cards))
        sentence = tr("All faces go to whom you name, whose name stays. Undo takes them apart again.")
        people = self.context.people
        AskName(self, people, heading, sentence, (tr("Merge"), agreed), known_only=True).open()

    def _ask_forget(self, card: Person, *, for_good: bool = False) -> None:
        AskForget(
            self,
            card,
            lambda: self._actions.remove([card]),
            lambda: self._actions.forget(card.name),
            for_good=for_good,
        ).open()

    def _add_files(self, paths: Sequence[str], below: Person | None) -> None:
        """Read files: those dropped onto somebody at once, else whose they are is asked."""
        if paths and below is not None:
            self._actions.enrol(below.name, paths)
            return
        name = below.name if below is not None else ""
        asked = AddFiles(self, self.context.people, self._actions.enrol, paths, name)
        asked.many_wanted.connect(self._add_many)
        asked.open()

    def _add_many(self, paths: Sequence[str]) -> None:
        """Read a folder that holds a folder for each person: one that was chosen, else it is asked for."""
        made, folders = self._folder_import(), [one for one in paths if Path(one).is_dir()]
        if folders:
            made.look_into(folders[0])
        else:
            made.ask()

    def _folder_import(self) -> FolderImport:
        """For one folder that holds a folder for each person."""
        made = FolderImport(self.context, self)
        made.done.connect(self._report)
        return made

    def _add_to_person(self, paths: Sequence[str]) -> None:
        self._add_files(paths, self.person.card)

    def _report(self, reports: Sequence[EnrolReport]) -> None:
        """Tell what was not used, and why."""
        if any(report.rejected for report in reports):
            result = EnrolResult(self, reports, self.context.bridge.data_dir)
            result.inside_wanted.connect(lambda folder: self._folder_import().look_into(folder))
            result.open()
        elif reports:
            self.context.notices.say(result_text(reports))

    def _enrolled(self, name: str) -> None:
        self._back()
        card = self.context.people.find(name)
        if card is not None and self._stack.currentWidget() is self.overview:
            self.overview.grid.go_to(card.id)

    def _back(self) -> None:
        """Back from the camera or a photo to where it was asked for."""
        part = self.overview if self.person.card is None else self.person
        self._show(part)
        part.grid.setFocus()

    def _show_photo(self, face: int) -> None:
        from app.ui.photos.viewer import Viewer

        Viewer(self.context, self).show_face(face, self.person.grid.faces.faces)
