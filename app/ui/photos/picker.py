"""Faces to choose from, and what can be said of those chosen."""

from typing import Literal

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.engine.requests.faces import IgnoreFaces, RemoveFaces
from app.ui.look.texts import number, tr
from app.ui.shell.context import Context
from app.ui.shell.look_alike import name_faces
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.face_facts import FaceFacts
from app.ui.widgets.face_grid import FACE, FaceGrid
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.name_edit import NameEdit

Kind = Literal["nobodys", "aside"]


class FacePicker(QWidget):
    """A grid of faces; those chosen are named, called strangers, taken back in or taken out of view.

    Signals:
        face_opened: A face was clicked twice, or Enter pressed on it; the face, and all that are shown.
    """

    face_opened = Signal(int, object)

    def __init__(self, context: Context, kind: Kind, hint: str, none: str = "") -> None:
        """Make an empty one.

        Args:
            context: The window's common parts.
            kind: Of the faces.
            hint: What is said while none is chosen.
            none: What is said while there is none.
        """
        super().__init__()
        self._context, self._hint, self._none = context, hint, none or hint
        self._said = label(hint, "muted", wrap=True)
        self.grid = FaceGrid(context.thumbnails)
        self.grid.setAccessibleName(hint)
        self._facts = FaceFacts(self.grid, context.bridge)
        self.name = NameEdit(context.people, tr("Name those chosen…"))
        self.name.setMaximumWidth(240)
        self.name.named.connect(self._name)
        self._buttons = self._make_buttons(kind)
        self._kind = kind
        self._lay_out()
        keyed = (("I", tr("Say that it is a stranger")), ("X", tr("Say that it is not a face")))
        for (key, does), made in zip(keyed, self._buttons if kind == "nobodys" else (), strict=False):
            context.keys.add(self, key, does, made.click, section=tr("Photos"), shown_on=made)
        self.grid.activated.connect(self._activated)
        self.grid.selectionModel().selectionChanged.connect(self._tell)
        self.grid.faces.modelReset.connect(self._tell)
        self._tell()

    def show_faces(self, faces: tuple[int, ...]) -> None:
        """Show these faces to choose from."""
        self.grid.show_faces(faces)

    def peel(self) -> bool:
        """Leave the name's field, else choose none; whether there was either."""
        if self.name.hasFocus() or self.name.text():
            self.name.clear()
            self.grid.setFocus()
            return True
        return self.grid.peel()

    def _make_buttons(self, kind: Kind) -> list[QPushButton]:
        if kind == "aside":
            return [button(tr("Take back in"), self._take_back)]
        tip = tr("Takes them out of view; undo brings them back")
        return [
            button(tr("Stranger"), self._set_aside, tip=tr("Strangers: no longer asked about")),
            button(tr("Not a face"), self._remove, tip=tip),
        ]

    def _lay_out(self) -> None:
        bar = in_row((self._said, 1), (self.name, 1), spacing=12)
        if self._kind == "aside":
            self.name.hide()
        for one in self._buttons:
            bar.addWidget(one)
        in_column(bar, (self.grid, 1), on=self, spacing=12)

    def _tell(self) -> None:
        chosen = self.grid.selectionModel().selection()
        count = sum(chosen.at(at).height() for at in range(chosen.count()))
        self._said.setText(tr("{count} chosen", count=number(count)) if count else self._nothing_chosen())
        self.name.setEnabled(count > 0)
        for one in self._buttons:
            wait_for(one, "" if count else self._nothing_chosen())

    def _nothing_chosen(self) -> str:
        return self._hint if self.grid.faces.faces else self._none

    def _activated(self, index: QModelIndex) -> None:
        self.face_opened.emit(index.data(FACE), self.grid.faces.faces)

    def _name(self, name: str) -> None:
        if faces := self.grid.chosen():
            name_faces(self._context, self, faces, name)
            self.name.clear()
            self.grid.setFocus()

    def _set_aside(self) -> None:
        self._context.change(IgnoreFaces(self.grid.chosen()))
        self.grid.setFocus()

    def _take_back(self) -> None:
        self._context.change(IgnoreFaces(self.grid.chosen(), ignored=False))
        self.grid.setFocus()

    def _remove(self) -> None:
        self._context.change(RemoveFaces(self.grid.chosen()))
        self.grid.setFocus()
