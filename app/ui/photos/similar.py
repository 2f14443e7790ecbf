"""Faces that look like one: of the gallery, or in a picture."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled, KithError
from app.domain.similar import SimilarFace
from app.engine.requests.faces import FindSimilar
from app.ui.look.texts import listed, number, sentences, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.drops import Drops
from app.ui.widgets.face_grid import FaceGrid
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.problem import Problem
from app.ui.widgets.question import Question


def ask_similar(context: Context, over: QWidget) -> None:
    """Ask for a picture, and show the faces that look most like the one in it."""
    _choose(over, lambda picture: SimilarFaces(context, over, picture).open())


def _choose(over: QWidget, then: Callable[[Path], object]) -> None:
    picker = FileDialog(over, tr("Choose a picture of one person"))
    picker.setFileMode(FileDialog.FileMode.ExistingFile)
    picker.fileSelected.connect(lambda path: then(Path(path)))
    picker.open()


class SimilarFaces(Question):
    """The faces that look most like one, the most alike first; another picture can be dropped.

    Attributes:
        grid: The faces.
        told: How many are likely the same person's, and whom they are known as.
        problem: Why none could be looked for.
    """

    def __init__(self, context: Context, parent: QWidget, like: int | Path) -> None:
        super().__init__(
            parent, tr("Faces like this one"), tr("The most alike first. A picture can be dropped here.")
        )
        fit(self, 640, 480)
        self._context, self._over = context, parent
        self.told = label("", "muted", wrap=True)
        self.problem = Problem()
        self.grid = FaceGrid(context.thumbnails, 92)
        self.grid.setAccessibleName(tr("Faces like this one"))
        self.grid.setSelectionMode(FaceGrid.SelectionMode.NoSelection)
        self.grid.activated.connect(lambda index: self._show_photo(self.grid.faces.faces[index.row()]))
        self.body.addWidget(self.told)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.grid, 1)
        self.add_close()
        Drops(self, lambda paths: self.look(Path(paths[0])))
        self.look(like)

    def look(self, like: int | Path) -> None:
        """Look for faces like one."""
        self.told.setText(tr("Looking…"))
        self.problem.hide()
        self.grid.show_faces(())
        self._context.bridge.ask(FindSimilar(like), self._show, self._failed)

    def _show(self, found: Sequence[SimilarFace]) -> None:
        likely = [one for one in found if one.likely]
        said = tr_n(
            "{n} face is likely the same person's; those after it are the next in likeness.",
            "{n} faces are likely the same person's; those after them are the next in likeness.",
            len(likely),
        )
        nothing = tr("There is no face yet to compare with.")
        self.told.setText(sentences(said if found else nothing, self._names(likely)))
        self.grid.show_faces([one.face for one in found])

    def _names(self, likely: Sequence[SimilarFace]) -> str:
        """Whom these are known as, those with most of them first."""
        counts = Counter(one.person for one in likely if one.person is not None)
        cards = [(self._context.people.get(person), count) for person, count in counts.most_common()]
        named = [
            tr("{name} ({count})", name=card.name, count=number(count))
            for card, count in cards
            if card is not None
        ]
        return tr("Named among them: {names}.", names=listed(named)) if named else ""

    def _failed(self, error: KithError | Cancelled) -> None:
        self.told.setText("")
        if isinstance(error, KithError):
            another = button(tr("Choose another picture…"), lambda: _choose(self, self.look))
            self.problem.show_error(error, [another])
            self.problem.show()

    def _show_photo(self, face: int) -> None:
        from app.ui.photos.viewer import Viewer

        among = self.grid.faces.faces
        self.accept()
        Viewer(self._context, self._over).show_face(face, among)
