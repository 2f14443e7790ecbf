"""Everyone: the grid, or why there is none."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.core.errors import KithError
from app.domain.person import Person
from app.ui.look.texts import number, tr
from app.ui.people.alike_banner import AlikeBanner
from app.ui.people.finder import Finder
from app.ui.people.grid import PeopleGrid
from app.ui.people.model import arranged, shortened
from app.ui.shell.context import Context
from app.ui.widgets.buttons import ampersands, button, say
from app.ui.widgets.drops import Drops
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import Elided, panel
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem


class Overview(QWidget):
    """Everyone enrolled, as the finder says.

    Attributes:
        grid: The people.
        alike: Asks whether two of them are one.
        bar: What can be done with those chosen.

    Signals:
        camera_wanted: Somebody is to be enrolled with the camera; "" or the name.
        files_wanted: Somebody is to be added from files: their paths and the card below, or none of either.
        opened: Somebody is to be shown; their card.
        rename_wanted: Somebody is to get another name; their card.
        merge_wanted: People are to be one; their cards and the other's.
        target_wanted: Whom to merge people into is to be asked; their cards.
        removal_wanted: People are to be removed; their cards.
        forget_wanted: Somebody is to be forgotten for good; their card.
    """

    camera_wanted = Signal(str)
    files_wanted = Signal(object, object)
    opened = Signal(object)
    rename_wanted = Signal(object)
    merge_wanted = Signal(object, object)
    target_wanted = Signal(object)
    removal_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self, context: Context, finder: Finder) -> None:
        super().__init__()
        self._context, self._finder = context, finder
        Drops(self, lambda paths: self.files_wanted.emit(paths, None))  # where there is no grid
        self.grid = PeopleGrid(context.thumbnails)
        self.alike = AlikeBanner(context, self)
        self._problem = Problem()
        self._stack = QStackedWidget()
        self._chosen_text = Elided("", "bold")
        self._hint = Elided(tr("Choose a person to open or rename, or several to merge"), "muted")
        tip = tr("Show their faces (Enter, or click twice)")
        self._open = button(tr("Open"), lambda: self._with_one(self.opened), tip=tip)
        self._rename = button(tr("Rename"), lambda: self._with_one(self.rename_wanted))
        self._merge = button(tr("Merge"), self.merge_chosen)
        self._remove = button(tr("Remove"), self.remove_chosen)
        self.bar = self._make_bar()
        self._lay_out()
        self._listen()
        self._add_keys()
        self._show_now()

    def merge_chosen(self) -> None:
        """Merge those chosen into the one with the most faces; for a single one, ask into whom."""
        self.grid.setFocus()  # the button goes, and with it the focus would wander into the search
        chosen = self.grid.chosen()
        if len(chosen) > 1:
            target = _largest(chosen)
            self.merge_wanted.emit([card for card in chosen if card.id != target.id], target)
        elif chosen:
            self.target_wanted.emit(chosen)

    def remove_chosen(self) -> None:
        """Take those chosen out of view."""
        self.grid.setFocus()
        if chosen := self.grid.chosen():
            self.removal_wanted.emit(chosen)

    def peel(self) -> bool:
        """Leave what is searched for, else choose nobody; whether there was either."""
        field = self._finder.field
        if field.hasFocus() or not self.grid.peel():
            searched = field.hasFocus() or bool(field.text())
            field.clear()
            self.grid.setFocus()
            return searched
        return True

    def menu_for(self, card: Person) -> QMenu:
        """What can be done with somebody, or with all who are chosen."""
        menu = QMenu(self)
        chosen = self.grid.chosen()
        several = len(chosen) > 1
        menu.addAction(tr("Open"), lambda: self.opened.emit(card))
        menu.addAction(tr("Rename"), lambda: self.rename_wanted.emit(card))
        if several:
            into = tr("Merge into {name}", name=_largest(chosen).name)
            menu.addAction(ampersands(into), self.merge_chosen)
        else:
            menu.addAction(tr("Merge into…"), lambda: self.target_wanted.emit([card]))
        menu.addAction(tr("Add views with the camera"), lambda: self.camera_wanted.emit(card.name))
        menu.addAction(tr("Add from files…"), lambda: self.files_wanted.emit((), card))
        menu.addSeparator()
        menu.addAction(tr("Remove"), lambda: self.removal_wanted.emit(chosen if several else [card]))
        menu.addAction(tr("Forget for good…"), lambda: self.forget_wanted.emit(card))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the person below the mouse, or, by key, the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        viewport = self.grid.viewport()
        index = self.grid.currentIndex()
        if not by_key:
            index = self.grid.indexAt(viewport.mapFromGlobal(event.globalPos()))
        card = self.grid.people.card(index.row())
        if card is None or not self.grid.isVisible():
            return
        place = viewport.mapToGlobal(self.grid.visualRect(index).center()) if by_key else event.globalPos()
        self.menu_for(card).popup(place)

    def _lay_out(self) -> None:
        nobody = EmptyState(
            "users",
            tr("Nobody is enrolled yet"),
            tr("Show a face to the camera for a few seconds, or add some photos of one person."),
            [
                button(tr("Enrol with the camera"), lambda: self.camera_wanted.emit(""), "primary"),
                button(tr("Add from files…"), lambda: self.files_wanted.emit((), None)),
            ],
            tr("Faces stay on this computer."),
        )
        self._nothing = EmptyState(
            "magnifying-glass", "", "", [button(tr("Clear the search"), self._finder.field.clear)]
        )
        failed = QWidget()
        in_column(self._problem, REST, on=failed, margins=None)
        for one in (self.grid, nobody, self._nothing, failed):
            self._stack.addWidget(one)
        in_column(self.alike, (self._stack, 1), self.bar, on=self, spacing=12)

    def _make_bar(self) -> QWidget:
        bar = panel()
        in_row(
            (self._hint, 1),
            (self._chosen_text, 1),
            self._open,
            self._rename,
            self._merge,
            self._remove,
            on=bar,
            margins=(16, 8, 8, 8),
            spacing=12,
        )
        bar.setMinimumHeight(bar.sizeHint().height())  # whatever is chosen, for nothing to jump
        return bar

    def _listen(self) -> None:
        people = self._context.people
        people.updated.connect(self._show_now)
        people.failed.connect(self._show_now)
        self._finder.changed.connect(self._search)
        self._finder.field.done.connect(self._to_grid)
        self.grid.opened.connect(self.opened)
        self.grid.merged.connect(self.merge_wanted)
        self.alike.merged.connect(self.merge_wanted)
        self.grid.files_dropped.connect(self.files_wanted)
        self.grid.selectionModel().selectionChanged.connect(self._count)

    def _add_keys(self) -> None:
        keys, section = self._context.keys, tr("People")
        keys.add(
            self, "M", tr("Merge those chosen"), self.merge_chosen, section=section, shown_on=self._merge
        )
        keys.add(self, "Del", tr("Remove"), self.remove_chosen, section=section, shown_on=self._remove)
        keys.add(self, "F2", tr("Rename"), self._rename_current, section=section, shown_on=self._rename)
        keys.note(section, "Return", tr("Show a person"), self)

    def _with_one(self, wanted: SignalInstance) -> None:
        """Ask for something with the one who is chosen."""
        for card in self.grid.chosen():
            wanted.emit(card)

    def _rename_current(self) -> None:
        if (card := self.grid.current()) is not None:
            self.rename_wanted.emit(card)

    def _search(self) -> None:
        """Show what is found from its beginning."""
        self._show_now()
        self.grid.verticalScrollBar().setValue(0)

    def _to_grid(self) -> None:
        if self.grid.people.cards:
            self.grid.go_to((self.grid.current() or self.grid.people.cards[0]).id)
            self.grid.setFocus()

    def _show_now(self) -> None:
        people, finder = self._context.people, self._finder
        if not people.known:
            self._stack.setCurrentIndex(3 if people.error is not None else 0)
            if people.error is not None:
                self._tell(people.error)
            return
        found = arranged(people.cards, finder.sort, finder.text)
        self.grid.show_people(found)
        self._stack.setCurrentIndex(0 if found else 2 if people.cards else 1)
        self._nothing.heading.setText(tr("Nobody is called “{text}”", text=finder.text.strip()))
        self._nothing.sentence.setText(tr("Names are searched without regard to accents or capitals."))
        self._count()

    def _tell(self, error: KithError) -> None:
        self._problem.show_error(error, [button(tr("Try again"), self._context.people.read)])

    def _count(self) -> None:
        """Say who is chosen, and offer what can be done with them."""
        chosen = self.grid.chosen()
        self.bar.setVisible(bool(self.grid.people.cards))
        for part, shown in (
            (self._hint, not chosen),
            (self._chosen_text, bool(chosen)),
            (self._open, len(chosen) == 1),
            (self._rename, len(chosen) == 1),
            (self._merge, len(chosen) > 1),
            (self._remove, bool(chosen)),
        ):
            part.setVisible(shown)
        if len(chosen) == 1:
            self._chosen_text.setText(chosen[0].name)
        elif chosen:
            self._chosen_text.setText(tr("{count} people chosen", count=number(len(chosen))))
            say(self._merge, tr("Merge into {name}", name=shortened(_largest(chosen).name, 24)))


def _largest(cards: list[Person]) -> Person:
    return max(cards, key=lambda card: card.faces)
