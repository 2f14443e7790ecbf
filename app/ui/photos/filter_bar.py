"""The conditions that the photos shown meet, each a chip to take off, and a menu with more of them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.core.text import plain
from app.domain.photo import Folder
from app.domain.photo_filter import PhotoFilter
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import number, tr
from app.ui.photos.timeline_grid import month_name
from app.ui.widgets.buttons import button
from app.ui.widgets.layouts import in_row


@dataclass(frozen=True, slots=True)
class _Chip:
    """A condition in words, and the filter without it."""

    text: str
    rest: PhotoFilter


class FilterBar(QWidget):
    """Chips of the conditions that hold, and the menu that adds one.

    Attributes:
        wanted: The filter.
        folders: Those that can be chosen.
        months: Years and months of the photos that there are, newest first.

    Signals:
        changed: Other photos are wanted.
    """

    changed = Signal()

    def __init__(self, people: PeopleList) -> None:
        super().__init__()
        self._people = people
        self.wanted = PhotoFilter()
        self.folders: tuple[Folder, ...] = ()
        self.months: tuple[tuple[int, int], ...] = ()
        self._add = button(tr("Filter…"), self.open_menu, icon="funnel")
        self._all = button(tr("Show all"), lambda: self.want(PhotoFilter()), "link")
        self._row = in_row(self._add, on=self, spacing=8)
        self._row.addWidget(self._all)
        self._row.addStretch()
        self._chips: list[QPushButton] = []
        people.updated.connect(self._renew)
        self._renew()

    def want(self, wanted: PhotoFilter) -> None:
        """Want the photos that meet another filter."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._renew()
            self.changed.emit()

    def with_person(self, person: int) -> None:
        """Only photos that show this person too."""
        wanted = self.wanted
        self.want(replace(wanted, people=wanted.people | {person}, without=wanted.without - {person}))

    def without_person(self, person: int) -> None:
        """Only photos that do not show this person."""
        wanted = self.wanted
        self.want(replace(wanted, without=wanted.without | {person}, people=wanted.people - {person}))

    def menu(self) -> QMenu:
        """The menu of conditions."""
        menu, wanted = QMenu(self), self.wanted
        self._offer(menu, tr("Unnamed faces"), replace(wanted, unnamed=True))
        self._offer(menu, tr("Clear pictures of faces"), replace(wanted, clear=True))
        self._offer(menu, tr("Could not be read"), PhotoFilter(folder=wanted.folder, failed=True))
        dates = menu.addMenu(tr("Date"))
        for year in dict.fromkeys(year for year, _ in self.months):
            of_year = dates.addMenu(str(year))
            span = (date(year, 1, 1), date(year, 12, 31))
            self._offer(of_year, tr("All of {year}", year=str(year)), _in(wanted, *span))
            for month in [month for one, month in self.months if one == year]:
                self._offer(of_year, month_name(year, month), _in(wanted, *_span(year, month)))
        dates.setEnabled(bool(self.months))
        folders = menu.addMenu(tr("Folder"))
        for folder in self.folders:
            name = plain(folder.path.name or folder.path)
            self._offer(folders, name, replace(wanted, folder=folder.path))
        folders.setEnabled(bool(self.folders))
        return menu

    def open_menu(self) -> None:
        """Show the menu below its button."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _offer(self, menu: QMenu, text: str, wanted: PhotoFilter) -> None:
        action = menu.addAction(text.replace("&", "&&"))
        action.setEnabled(wanted != self.wanted)
        action.triggered.connect(lambda: self.want(wanted))

    def _renew(self) -> None:
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = [self._made(chip) for chip in self._conditions()]
        for place, chip in enumerate(self._chips, start=1):
            self._row.insertWidget(place, chip)
        self._all.setVisible(len(self._chips) > 1)

    def _made(self, chip: _Chip) -> QPushButton:
        made = button(chip.text, lambda: self.want(chip.rest), icon="x", tip=tr("Take this condition off"))
        made.setProperty("kind", "chip")
        made.setAccessibleName(tr("Without the condition: {condition}", condition=chip.text))
        return made

    def _conditions(self) -> list[_Chip]:
        """The conditions that hold, each in words."""
        wanted = self.wanted
        chips = [
            _Chip(self._name(one), replace(wanted, people=wanted.people - {one}))
            for one in sorted(wanted.people)
        ]
        chips += [
            _Chip(tr("not {name}", name=self._name(one)), replace(wanted, without=wanted.without - {one}))
            for one in sorted(wanted.without)
        ]
        if wanted.since is not None and wanted.until is not None:
            text = _dates(wanted.since, wanted.until)
            chips.append(_Chip(text, replace(wanted, since=None, until=None)))
        if wanted.folder is not None:
            name = plain(wanted.folder.name or wanted.folder)
            chips.append(_Chip(tr("in {folder}", folder=name), replace(wanted, folder=None)))
        others = (
            (wanted.unnamed, tr("Unnamed faces"), replace(wanted, unnamed=False)),
            (wanted.clear, tr("Clear pictures of faces"), replace(wanted, clear=False)),
            (wanted.failed, tr("Could not be read"), replace(wanted, failed=False)),
        )
        return chips + [_Chip(text, rest) for on, text, rest in others if on]

    def _name(self, person: int) -> str:
        card = self._people.get(person)
        return plain(card.name) if card is not None else tr("Person {number}", number=number(person))


def _in(wanted: PhotoFilter, since: date, until: date) -> PhotoFilter:
    return replace(wanted, since=since, until=until)


def _span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _dates(since: date, until: date) -> str:
    """A month or a year in words."""
    if (since.year, since.month) == (until.year, until.month):
        return month_name(since.year, since.month)
    return str(since.year)
