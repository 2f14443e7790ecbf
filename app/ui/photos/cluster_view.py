"""One cluster whole, to sort out those of its faces that are somebody else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.look.texts import tr, tr_n
from app.ui.photos.picker import FacePicker
from app.ui.photos.sorted_faces import SortedFaces
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row


class ClusterView(QWidget):
    """All faces of a cluster.

    Signals:
        left: Back to the rows: asked for, or no face is left.
        face_opened: A face was clicked twice; the face, and all of the cluster.
    """

    left = Signal()
    face_opened = Signal(int, object)

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self._faces = faces
        self._number: int | None = None
        self._title = label("", "heading")
        self.picker = FacePicker(
            context,
            "nobodys",
            tr("Choose those who are somebody else, then say who, or that they are strangers"),
        )
        self.picker.face_opened.connect(self.face_opened)
        head = in_row(
            button(tr("Photos"), self.left.emit, "link", icon="caret-left"), (self._title, 1), spacing=12
        )
        in_column(head, (self.picker, 1), on=self, spacing=12)
        faces.changed.connect(self._renew)

    def show_cluster(self, number: int) -> None:
        """Show the cluster of this number."""
        self._number = number
        self.picker.name.clear()  # typed for another's faces
        self._renew()
        self.picker.grid.setFocus()

    def close_cluster(self) -> None:
        """Numbers mean other clusters from now on."""
        self._number = None

    def peel(self) -> None:
        """Leave the field or what is chosen, then the cluster."""
        if not self.picker.peel():
            self.left.emit()

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
