"""All photos by date, beside the people found in them, and the conditions that they meet."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.photo import Folder
from app.domain.photo_filter import FoundPhotos, PhotoFilter
from app.engine.requests.photos import FindPhotos, ListFolders
from app.ui.link.thumbnails import PHOTOS, Thumbnails
from app.ui.link.when_seen import WhenSeen
from app.ui.look.texts import facts, tr, tr_n
from app.ui.photos.filter_bar import FilterBar
from app.ui.photos.people_found import PeopleFound
from app.ui.photos.timeline_grid import TimelineGrid, months_of
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.search_field import SearchField

_SOON_MS = 600
_ASIDE = 240
"""Width of the people found, in pixels."""
_MANY = 8
"""People found beyond whom they can be searched."""


class Timeline(QWidget):
    """Photos that meet the conditions, the newest first.

    Attributes:
        bar: The conditions.
        grid: The photos.
        people: Who is in them.
        search: The field in which one of them is searched, where they are many.

    Signals:
        opened: A photo is to be seen; the photo, and all that are shown.
    """

    opened = Signal(int, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._thumbnails = Thumbnails(context.bridge, PHOTOS)
        self.bar = FilterBar(context.people)
        self.grid = TimelineGrid(self._thumbnails)
        self.people = PeopleFound(context)
        self.search = SearchField(tr("Search people"))
        self._shown = PhotoFilter()
        self._month, self._count = label("", "strong"), label("", "muted")
        self._beside = label(tr("In these photos"), "bold")
        show_all = button(tr("Show all photos"), lambda: self.bar.want(PhotoFilter()), "primary")
        self._none = EmptyState("funnel", tr("No photo meets all of this"), "", [show_all])
        self._stack = QStackedWidget()
        self._lay_out()
        self._reading = WhenSeen(self, _SOON_MS, self._read)
        self._reading.start()
        self.bar.changed.connect(self._find)
        self.search.textChanged.connect(self.people.search)
        self.search.done.connect(self.people.want_first)
        self.bar.changed.connect(self.search.clear)
        context.keys.add(
            self, "/", tr("Search people"), self._start_search, section=tr("Photos"), shown_on=self.search
        )
        self.people.wanted.connect(self.bar.with_person)
        self.people.unwanted.connect(self.bar.without_person)
        self.grid.month.connect(self._month.setText)
        self.grid.opened.connect(lambda photo: self.opened.emit(photo, self.grid.photos))
        context.bridge.changed.connect(self._changed)
        context.bridge.ready.connect(self._engine_ready)

    def peel(self) -> bool:
        """Leave the search, else take the conditions off; whether there was either."""
        if self.search.hasFocus() or self.search.text():
            self.search.clear()
            self.people.setFocus()
            return True
        filtered = self.bar.wanted != PhotoFilter()
        self.bar.want(PhotoFilter())
        return filtered

    def let_go(self) -> None:
        """The window closes."""
        self._thumbnails.close()

    def _start_search(self) -> None:
        if self.search.isVisible():
            self.search.setFocus()

    def _lay_out(self) -> None:
        head = in_row(self._month, self._count, spacing=12)
        head.addStretch()
        beside = in_column(self._beside, self.search, (self.people, 1), spacing=8)
        for one in (self.people, self.search):
            one.setFixedWidth(_ASIDE)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._none)
        photos = in_column(head, (self._stack, 1), spacing=8)
        in_column(self.bar, (in_row((photos, 1), beside, spacing=16), 1), on=self, spacing=12)

    def _changed(self, _: object) -> None:
        self._reading.start()

    def _engine_ready(self, stage: str) -> None:
        """What the engine before it did not answer is asked again."""
        if stage == "library":
            self._reading.start()

    def _read(self) -> None:
        self._find()
        self._context.bridge.ask(ListFolders(), self._take_folders, lambda _: None)

    def _find(self) -> None:
        wanted = self.bar.wanted

        def take(found: FoundPhotos) -> None:
            if wanted == self.bar.wanted:  # else another answer is on its way
                self._take(found)

        self._context.bridge.ask(FindPhotos(wanted), take, self._context.notices.error)

    def _take(self, found: FoundPhotos) -> None:
        wanted = self.bar.wanted
        if wanted == PhotoFilter():
            self.bar.months = _months(found)
        self.grid.show_photos(found)
        if wanted != self._shown:  # other photos are seen from their beginning
            self.grid.scrollToTop()
            self._shown = wanted
        others = [one for one in found.people if one[0] not in wanted.people]
        self.people.show_people(others)
        several = len(found.people)
        self._count.setText(
            facts(
                tr_n("{n} photo", "{n} photos", len(found.photos)),
                tr_n("{n} person", "{n} people", several) if several else "",
            )
        )
        if not others and (self.people.hasFocus() or self.search.hasFocus()):
            self.grid.setFocus()  # else it would stray to what comes next
        for one in (self._beside, self.people):
            one.setVisible(bool(others))
        self.search.setVisible(len(others) > _MANY or bool(self.search.text()))
        self._none.sentence.setText(_hint(wanted))
        self._stack.setCurrentIndex(0 if len(found.photos) else 1)

    def _take_folders(self, folders: tuple[Folder, ...]) -> None:
        self.bar.folders = folders


def _months(found: FoundPhotos) -> tuple[tuple[int, int], ...]:
    """Years and months in which these photos were taken, the newest first."""
    months = np.unique(months_of(found.taken))[::-1]
    return tuple((int(str(month)[:4]), int(str(month)[5:7])) for month in months)


def _hint(wanted: PhotoFilter) -> str:
    """What would be shown if there were any."""
    if wanted.failed:
        return tr("Photos that cannot be read are shown here, and listed with the reason under “Failed”.")
    if wanted.unnamed and not (wanted.people or wanted.without):
        return tr("Photos with faces that have no name yet are shown here.")
    return tr("Photos that meet all of these conditions are shown here. Take one of them off to see more.")
