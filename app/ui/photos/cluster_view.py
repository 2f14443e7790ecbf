"""One cluster whole, to sort out those of its faces that are somebody else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.engine.requests.faces import SayApart
from app.engine.requests.photos import HalveGroup
from app.ui.look.texts import tr, tr_n
from app.ui.photos.picker import FacePicker
from app.ui.photos.replies import SEEN
from app.ui.photos.sorted_faces import SortedFaces
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row


class ClusterView(QWidget):
    """All faces of a cluster.

    Signals:
        left: Back to the rows: asked for, or no face is left.
        face_opened: A face was clicked twice; the face, and all of the cluster.
        regroup_wanted: Something was said of these faces that only sorting follows.
    """

    left = Signal()
    face_opened = Signal(int, object)
    regroup_wanted = Signal(object)

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self._context, self._faces = context, faces
        self._number: int | None = None
        self._title = Elided("", "heading", lines=2)
        self.picker = FacePicker(
            context,
            "nobodys",
            tr("Choose those who are somebody else, then say who, or that they are strangers"),
        )
        self.picker.face_opened.connect(self.face_opened)
        self._halve = button(tr("Split in two"), self._ask_halves, tip=tr("Shows who may be somebody else"))
        self._apart = button(tr("Keep apart"), self._keep_apart, tip=tr("Those chosen are not the others"))
        self._preview = label("", "muted", wrap=True)
        self._preview.hide()
        head = in_row(
            button(tr("Photos"), self.left.emit, "link", icon="caret-left"),
            (self._title, 1),
            self._halve,
            self._apart,
            spacing=12,
        )
        in_column(head, self._preview, (self.picker, 1), on=self, spacing=12)
        faces.changed.connect(self._renew)
        self.picker.grid.selectionModel().selectionChanged.connect(self._tell)

    def show_cluster(self, number: int) -> None:
        """Show the cluster of this number."""
        self._number = number
        self.picker.name.clear()  # typed for another's faces
        self._preview.hide()
        self._renew()
        self._tell()
        self.picker.grid.setFocus()

    def close_cluster(self) -> None:
        """Numbers mean other clusters from now on."""
        self._number = None

    def peel(self) -> None:
        """Leave the field or what is chosen, then the cluster."""
        if not self.picker.peel():
            self.left.emit()

    def _ask_halves(self) -> None:
        """Choose the faces that are most unlike the others, to be looked at first."""
        number, faces = self._number, self.picker.grid.faces.faces

        def take(halves: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
            if number != self._number:
                return
            smaller = set(halves[1])
            grid = self.picker.grid
            grid.clearSelection()
            grid.choose_rows(row for row, face in enumerate(grid.faces.faces) if face in smaller)
            self._preview.setText(
                tr_n(
                    "{n} face is unlike the others. Change the choice, then name them or keep them apart.",
                    "{n} faces are unlike the others. Change the choice, then name them or keep them apart.",
                    len(smaller),
                )
            )
            self._preview.show()
            grid.setFocus()

        self._context.bridge.ask(HalveGroup(faces), take, self._context.notices.error)

    def _keep_apart(self) -> None:
        """Say that those chosen are somebody else than the others, by the best of both."""
        chosen = self.picker.grid.chosen()
        others = [face for face in self.picker.grid.faces.faces if face not in set(chosen)]
        said = SayApart(chosen[:SEEN], tuple(others[:SEEN]), (len(chosen), len(others)))
        self._context.change(said, lambda _: self._parted(said))

    def _parted(self, said: SayApart) -> None:
        self.left.emit()
        self.regroup_wanted.emit(said.faces + said.others)

    def _tell(self) -> None:
        count, chosen = len(self.picker.grid.faces.faces), self.picker.grid.chosen_count()
        wait_for(self._halve, "" if count > 1 else tr("There is one face only"))
        wait_for(self._apart, "" if 0 < chosen < count else tr("Choose those who are somebody else first"))

    def _renew(self) -> None:
        if self._number is None:
            return
        row = self._faces.row(self._number)
        if row is None:
            self._number = None
            self.left.emit()
            return
        self._title.setText(
            tr_n("{n} face of one person, it seems", "{n} faces of one person, it seems", len(row.faces))
        )
        self.picker.show_faces(row.faces)
