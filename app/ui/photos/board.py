"""The photos' faces by what is known of them, a tab each."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from app.domain.photo_filter import PhotoFilter
from app.domain.question import Review
from app.engine.requests.faces import IgnoreFaces, SayApart, SaySame
from app.engine.requests.photos import PlanReview
from app.ui.link.when_seen import WhenSeen
from app.ui.look.texts import number, tr, tr_n
from app.ui.photos.banners import ReviewBanner
from app.ui.photos.failed_list import FailedList
from app.ui.photos.mark_bar import MarkBar
from app.ui.photos.named_list import NamedList
from app.ui.photos.picker import FacePicker
from app.ui.photos.replies import SEEN
from app.ui.photos.rows import ClusterRows
from app.ui.photos.sorted_faces import Row, SortedFaces
from app.ui.photos.sure_button import SureButton
from app.ui.photos.timeline import Timeline
from app.ui.shell.context import Context
from app.ui.shell.look_alike import name_faces
from app.ui.widgets.buttons import button, say
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.layouts import in_column, in_row

_TIMELINE = 5
"""The tab of all photos: the first to be seen, and the last that was made."""
_PLAN_MS = 200


class Board(QWidget):
    """New people, single faces, people named, strangers, files that failed.

    Attributes:
        rows: The clusters.
        singles: Faces that resemble no other.
        aside: Strangers.
        named: People found in these photos.
        failed: Files that could not be read.
        timeline: All photos by date.
        parts: The tabs' contents, of which one is shown.

    Signals:
        review_asked: The review is to start.
        opened: A cluster is to be looked at whole; its number.
        face_opened: A face's photo is to be seen; the face, and those it stands among.
        photo_opened: A photo is to be seen; the photo, and those it stands among.
        regroup_wanted: Something was said of these faces that only sorting follows.
    """

    review_asked = Signal()
    opened = Signal(int)
    face_opened = Signal(int, object)
    photo_opened = Signal(int, object)
    regroup_wanted = Signal(object)

    def __init__(self, context: Context, faces: SortedFaces, add_folder: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._faces = context, faces
        self.sure = SureButton(context, faces)
        self.banner = ReviewBanner(self.review_asked.emit, self.sure)
        self.rows = ClusterRows(context)
        self.marks = MarkBar()
        self.singles = FacePicker(
            context,
            "nobodys",
            tr("These resemble no other face, or are not clear enough. Choose some to name them"),
            tr("Faces that resemble no other are shown here."),
        )
        self.named = NamedList(context)
        self.aside = FacePicker(
            context,
            "aside",
            tr("Nobody is asked about these. Choose some to change that"),
            tr("Strangers are shown here, to be taken back in."),
        )
        self.failed = FailedList()
        self.timeline = Timeline(context)
        self._planner = WhenSeen(self, _PLAN_MS, self._plan)
        self._to_singles = button(tr("Show single faces"), lambda: self.show_tab(1))
        self._then = [
            button(tr("See the people"), lambda: context.go("people"), "primary"),
            button(tr("Find photos"), lambda: self.show_tab(_TIMELINE), tip=tr("By person, date and folder")),
            button(tr("Hand over…"), lambda: context.go("people", "handover"), tip=tr("To other programs")),
        ]
        self._another = button(tr("Add another folder…"), add_folder)
        self._all_named = EmptyState("check-circle", "", "", [self._to_singles, *self._then, self._another])
        self._new = QStackedWidget()
        self.parts = QStackedWidget()
        self._tabs: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()

    def show_tab(self, place: int) -> None:
        """Show a tab, counted from 0."""
        self._tabs[place].setChecked(True)
        self.parts.setCurrentIndex(place)
        self.renew()

    def peel(self) -> bool:
        """Leave the field of the tab in view, or what is chosen there; whether there was either."""
        shown = self.parts.currentWidget()
        if isinstance(shown, FacePicker | Timeline):
            return shown.peel()
        return shown is self._new and self.rows.peel()

    def show_photos_of(self, person: int) -> None:
        """Show all photos that somebody is in."""
        self.show_tab(_TIMELINE)
        self.timeline.bar.want(PhotoFilter(people=frozenset({person})))

    def lower_bar(self) -> QWidget | None:
        """The row of buttons at the lower edge of the tab in view, or None."""
        return self.marks if self.marks.isVisible() else None

    def focus_rows(self) -> None:
        """Let keys mean the clusters."""
        self.rows.setFocus()

    def renew(self) -> None:
        """Show the faces as they are sorted now: the tab in view, and what the others hold as numbers."""
        faces = self._faces
        held = (faces.rows, faces.singles, faces.named(), faces.aside, faces.failed)
        for place, (tab, text, kept) in enumerate(zip(self._tabs, _titles(), held, strict=False)):
            say(tab, f"{text}  {number(len(kept))}")
            tab.setVisible(bool(kept) or place == 0 or tab.isChecked())
        if not faces.rows or self.banner.isHidden():
            self.banner.tell(len(faces.rows), faces.open_faces())  # until it is told better
        self._planner.start()
        shown = self.parts.currentIndex()
        self.sure.tell(shown=shown == 0)
        if shown == _TIMELINE:
            self.banner.hide()
        if shown == 0:
            self._show_rows()
        elif shown == 1:
            self.singles.show_faces(faces.singles)
        elif shown == 2:
            self.named.show_people(faces.named())
        elif shown == 3:
            self.aside.show_faces(faces.aside)
        elif shown != _TIMELINE:
            self.failed.show_failed(faces.failed)

    def _plan(self) -> None:
        """Ask how many answers settle how many faces."""
        groups = (*(row.faces for row in self._faces.rows), *((face,) for face in self._faces.singles))

        def take(review: Review) -> None:
            if self.parts.currentIndex() != _TIMELINE:
                self.banner.tell(review.answers, review.faces)

        if self.parts.currentIndex() != _TIMELINE:
            self._context.bridge.ask(PlanReview(groups), take, lambda _: None)

    def _show_rows(self) -> None:
        self.rows.show_rows(self._faces.rows)
        self._new.setCurrentIndex(0 if self._faces.rows else 1)
        left = len(self._faces.singles)
        self._all_named.heading.setText(self._why_none())
        self._all_named.sentence.setText(
            tr_n(
                "{n} single face resembles no other and is left.",
                "{n} single faces resemble no other and are left.",
                left,
            )
            if left
            else ""
        )
        self._to_singles.setVisible(left > 0)
        for one in self._then:
            one.setVisible(bool(self._faces.named()))
        self._another.setVisible(not self._faces.named())

    def _why_none(self) -> str:
        """Why no cluster is left to name."""
        if self._faces.aside:
            return tr("Everyone in these photos has a name or is a stranger")
        if self._faces.singles or self._faces.named():
            return tr("Everyone in these photos has a name")
        return tr("No faces were found in these photos")

    def _lay_out(self) -> None:
        row = in_row(spacing=4)
        for text in _titles():
            row.addWidget(self._add_tab(text))
        row.insertWidget(0, self._add_tab(tr("All photos")))
        row.addStretch()
        self._tabs[0].setChecked(True)
        clusters = QWidget()
        in_column((self.rows, 1), self.marks, on=clusters, spacing=8)
        self._new.addWidget(clusters)
        self._new.addWidget(self._all_named)
        for one in (self._new, self.singles, self.named, self.aside, self.failed, self.timeline):
            self.parts.addWidget(one)
        in_column(self.banner, row, (self.parts, 1), on=self, spacing=12)

    def _add_tab(self, text: str) -> QPushButton:
        tab = QPushButton(text)
        tab.setProperty("kind", "tab")
        tab.setCheckable(True)
        self._group.addButton(tab, len(self._tabs))
        self._tabs.append(tab)
        return tab

    def _connect(self) -> None:
        self._group.idClicked.connect(self.show_tab)
        self._faces.changed.connect(self.renew)
        self.rows.named.connect(self._name)
        self.rows.accepted.connect(self._name)
        self.rows.stranger.connect(self._set_aside)
        self.rows.joined.connect(self._join)
        self.rows.parted.connect(self._part)
        self.rows.marks_changed.connect(lambda: self.marks.tell(self.rows.marked(), self.rows.face))
        self.marks.joined.connect(lambda: self._join(self.rows.marked()))
        self.marks.strangers.connect(lambda: self._set_aside(self.rows.marked()[0]))
        self.marks.cleared.connect(self.rows.peel)
        self.rows.opened.connect(lambda row: self.opened.emit(row.number))
        self.named.opened.connect(lambda person: self._context.go("people", "person", person))
        self.timeline.opened.connect(self.photo_opened)
        for one in (self.rows, self.singles, self.aside):
            one.face_opened.connect(self.face_opened)

    def _name(self, row: Row, name: str) -> None:
        name_faces(self._context, self, self.rows.meant(row), name)

    def _set_aside(self, row: Row) -> None:
        self._context.change(IgnoreFaces(self.rows.meant(row)))

    def _part(self, row: Row, face: int) -> None:
        """Say that a face is somebody else than the best of its cluster: sorting parts them."""
        others = tuple(one for one in row.faces if one != face)
        said = SayApart((face,), others[:SEEN], (1, len(others)))
        self._context.change(said, lambda _: self.regroup_wanted.emit(said.faces + said.others))

    def _join(self, rows: Sequence[Row]) -> None:
        """Say that clusters are one person, by their best faces: sorting puts them together."""
        self.rows.peel()
        sizes = tuple(len(row.faces) for row in rows)
        said = SaySame(tuple(face for row in rows for face in row.faces[:SEEN]), sizes)
        self._context.change(said, lambda _: self.regroup_wanted.emit(said.faces))


def _titles() -> tuple[str, ...]:
    return (
        tr("New people"),
        tr("Single faces"),
        tr("Named"),
        tr("Strangers"),
        tr("Failed"),
    )
